/** The opening hours of brands and channels. */
import { z } from 'zod';
import { findHoursMistakes } from '../../domain/hours/find-mistakes';
import {
  type HoursException,
  LONGEST_EXCEPTION_NAME,
  MOST_EXCEPTIONS,
  MOST_PERIODS,
  type OpeningHours,
  WEEKDAYS,
  type Weekday,
} from '../../domain/hours/opening-hours';
import { givenTimeWithOffsetSchema, idParamsSchema, mayBeLeftOut, timeSchema } from '../common';
import { lineOf } from '../plain-text';
import type { RouteContract } from '../route-contract';

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

const periodSchema = z
  .tuple([
    z.string().regex(TIME, 'must be a time from 00:00 to 23:59'),
    z.string().refine((end) => TIME.test(end) || end === '24:00', 'must be a time from 00:00 to 24:00'),
  ])
  .meta({
    id: 'OpeningPeriod',
    description: 'Start and end as HH:MM. An end before the start is one of the next day.',
    example: ['09:00', '18:00'],
  });

const periodsSchema = z.array(periodSchema).max(MOST_PERIODS);

const weeklySchema = z
  .strictObject(
    Object.fromEntries(WEEKDAYS.map((day) => [day, mayBeLeftOut(periodsSchema)])) as Record<
      Weekday,
      z.ZodExactOptional<typeof periodsSchema>
    >,
  )
  .meta({ description: 'The periods that begin on each day of the week; a day that is left out is closed.' });

/** What `Intl` takes beside the IANA database: abbreviations that mean a zone of its choice (CST: not China’s). */
const ABBREVIATION = /^(?!CET|EET|EST|GMT|HST|MET|MST|PRC|ROC|ROK|UCT|UTC|WET)[A-Z]{3}$/i;

/** Whether `name` is in the IANA database that this program has; an offset such as `+08:00` is not. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name) || ABBREVIATION.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A name of the IANA database, e.g. `Asia/Shanghai`. */
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, 'is not a time zone of the IANA database');

/** As they may be sent: without what is left to its default. */
type GivenHours = Omit<OpeningHours, 'exceptions'> & {
  readonly exceptions?:
    | readonly (Omit<HoursException, 'name'> & { readonly name?: string | undefined })[]
    | undefined;
};

const hoursSchema: z.ZodType<OpeningHours, GivenHours> = z
  .strictObject({
    timeZone: timeZoneSchema,
    weekly: weeklySchema,
    exceptions: z
      .array(
        z.strictObject({
          date: z.iso.date(),
          name: lineOf(0, LONGEST_EXCEPTION_NAME).default(''),
          periods: periodsSchema.meta({ description: 'None: closed all day.' }),
        }),
      )
      .max(MOST_EXCEPTIONS)
      .default([])
      .meta({ description: 'Days whose periods replace those that would begin on that day of the week.' }),
  })
  .superRefine((hours, context) => {
    for (const { path, message } of findHoursMistakes(hours)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  })
  .meta({ id: 'OpeningHours' });

const hoursOrAlwaysSchema = hoursSchema.nullable().meta({ description: 'null: always open.' });

const channelHoursSchema = z
  .strictObject({
    isOwn: z.boolean().meta({ description: 'false: those of the brand.' }),
    hours: hoursOrAlwaysSchema.meta({ description: 'Those that hold for the channel; null: always open.' }),
  })
  .meta({ id: 'ChannelHours' });

const nextChangeSchema = z
  .strictObject({
    isOpen: z.boolean(),
    opensAt: timeSchema.nullable().meta({ description: 'null while it is open, and if it never opens.' }),
    closesAt: timeSchema.nullable().meta({ description: 'null while it is closed, and if it never closes.' }),
  })
  .meta({ id: 'NextHoursChange' });

const nextQuerySchema = z.strictObject({
  from: givenTimeWithOffsetSchema.optional().meta({ description: 'By default now.' }),
});

export type ChannelHoursBody = z.infer<typeof channelHoursSchema>;
export type NextHoursChangeBody = z.infer<typeof nextChangeSchema>;

const tag = 'Opening hours';
const reading = { tag, access: 'operator', params: idParamsSchema } as const;
const writing = { tag, access: 'administrator', scope: 'admin', params: idParamsSchema } as const;
const hoursAnswer = { description: 'The opening hours', schema: hoursOrAlwaysSchema };
const channelHoursAnswer = { description: 'The opening hours', schema: channelHoursSchema };
const nextAnswer = { description: 'Whether it is open, and until when', schema: nextChangeSchema };

export const hoursRoutes = [
  {
    id: 'getBrandHours',
    method: 'get',
    path: '/api/v1/brands/{id}/hours',
    summary: 'The opening hours of a brand',
    ...reading,
    scope: 'read',
    answers: { 200: hoursAnswer },
  },
  {
    id: 'setBrandHours',
    method: 'put',
    path: '/api/v1/brands/{id}/hours',
    summary: 'Set the opening hours of a brand, for all of its channels that have none of their own',
    ...writing,
    body: hoursOrAlwaysSchema,
    answers: { 200: hoursAnswer },
  },
  {
    id: 'getNextBrandHours',
    method: 'get',
    path: '/api/v1/brands/{id}/hours/next',
    summary: 'Whether a brand is open, and when that changes',
    ...reading,
    scope: 'read',
    query: nextQuerySchema,
    answers: { 200: nextAnswer },
  },
  {
    id: 'getChannelHours',
    method: 'get',
    path: '/api/v1/channels/{id}/hours',
    summary: 'The opening hours of a channel: its own, or those of its brand',
    ...reading,
    scope: 'read',
    answers: { 200: channelHoursAnswer },
  },
  {
    id: 'setChannelHours',
    method: 'put',
    path: '/api/v1/channels/{id}/hours',
    summary: 'Give a channel opening hours of its own; with null it is always open, whatever its brand is',
    ...writing,
    body: hoursOrAlwaysSchema,
    answers: { 200: channelHoursAnswer },
  },
  {
    id: 'removeChannelHours',
    method: 'delete',
    path: '/api/v1/channels/{id}/hours',
    summary: 'Take a channel’s own opening hours away: those of its brand hold again',
    ...writing,
    answers: { 204: { description: 'As the brand' } },
  },
  {
    id: 'getNextChannelHours',
    method: 'get',
    path: '/api/v1/channels/{id}/hours/next',
    summary: 'Whether a channel is open, and when that changes',
    ...reading,
    scope: 'read',
    query: nextQuerySchema,
    answers: { 200: nextAnswer },
  },
] as const satisfies readonly RouteContract[];
