import { z } from 'zod';
import { COMPLETED_REASONS } from '../../domain/conversation/conversation';
import { idParamsSchema, idSchema, personSchema, timeSchema } from '../common';
import { timeZoneSchema } from '../people/hours';
import type { RouteContract } from '../route-contract';
import { ratingSchema } from './conversation';
import { messageSchema } from './message';

export const TRANSCRIPT_FORMATS = ['json', 'html', 'txt'] as const;

const transcriptQuerySchema = z.strictObject({
  format: z
    .enum(TRANSCRIPT_FORMATS)
    .default('json')
    .meta({ description: '`html`: one printable page that loads nothing. `txt`: plain text in UTF-8.' }),
  lang: z.enum(['en', 'zh', 'ja']).optional().meta({
    description: 'The language of the words around the messages. By default `Accept-Language` decides.',
  }),
  timeZone: timeZoneSchema
    .default('UTC')
    .meta({ description: 'An IANA name, e.g. `Asia/Shanghai`: days and times are written in it.' }),
  notes: z
    .enum(['true', 'false'])
    .default('true')
    .transform((word) => word === 'true')
    .meta({ description: '`false`: without internal notes, for a file that is passed on.' }),
  disposition: z
    .enum(['attachment', 'inline'])
    .default('attachment')
    .meta({ description: '`inline`: browsers show it instead of saving it.' }),
});

const entrySchema = z.strictObject({
  at: timeSchema.meta({
    description: 'When it took its place: when it was sent, or else when it was created.',
  }),
  who: z.string().nullable().meta({ description: 'Who spoke or acted; null: nobody in particular.' }),
  lines: z.array(z.string()).meta({ description: 'What it says, in words.' }),
  facts: z
    .array(z.string())
    .meta({ description: 'What became of it and why, and its other times, in words.' }),
  picture: z.string().optional().meta({
    description:
      'The picture as a `data:` URI. Left out beyond 2 MB, and when the pictures before it have 50 MB.',
  }),
  message: messageSchema,
});

/** A whole conversation as one file. */
export const transcriptSchema = z
  .strictObject({
    conversation: z.strictObject({
      id: idSchema,
      brandId: idSchema,
      channelId: idSchema,
      contact: personSchema,
      startedAt: timeSchema,
      completedAt: timeSchema.nullable(),
      completedReason: z.enum(COMPLETED_REASONS).nullable(),
      completedBy: personSchema.nullable(),
      rating: ratingSchema,
    }),
    language: z.string(),
    timeZone: z.string(),
    savedAt: timeSchema,
    entries: z.array(entrySchema).meta({ description: 'Oldest first.' }),
    count: z
      .int()
      .meta({ description: 'How many entries there are. It comes last: a file without it was cut off.' }),
  })
  .meta({ id: 'Transcript' });

export const transcriptRoutes = [
  {
    id: 'getTranscript',
    method: 'get',
    path: '/api/v1/conversations/{id}/transcript',
    summary: 'The whole conversation as one file, with its pictures in it and in the words of the console',
    tag: 'Messages',
    access: 'operator',
    scope: 'read',
    isStream: true,
    params: idParamsSchema,
    query: transcriptQuerySchema,
    answers: {
      200: {
        description: 'The file, as it is read from the store. One that was cut off ends before its end mark',
        schema: transcriptSchema,
        contentType: 'application/json',
        also: { 'text/html': z.string(), 'text/plain': z.string() },
      },
    },
  },
] as const satisfies readonly RouteContract[];
