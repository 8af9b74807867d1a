import { z } from 'zod';
import { LOSS_SENTENCE_CODES } from '../../domain/reports/loss-sentences';
import { idSchema, personSchema } from '../common';
import type { RouteContract } from '../route-contract';
import {
  asCsv,
  askedFields,
  bucketField,
  countSchema,
  countsSchema,
  durationsSchema,
  startSchema,
} from './report-parts';
import { reportQuerySchema } from './report-query';

const lossFigures = {
  refused: z.strictObject({ window_closed: countSchema, consecutive_limit_reached: countSchema }).meta({
    description: 'Replies that were refused, by code. Repeats under one idempotency key count once.',
  }),
  held: z
    .strictObject({ released: countSchema, expired: countSchema, releasedAfterSeconds: durationsSchema })
    .meta({ description: 'Held replies that were sent, and those that never were.' }),
  failedByCode: countsSchema('Messages that failed, by WeChat’s or our code.'),
  unknown: z
    .strictObject({ count: countSchema, resolvedAsSent: countSchema, resent: countSchema })
    .meta({ description: 'Messages of which WeChat did not say whether it took them.' }),
  endedWaiting: countSchema.meta({
    description: 'Conversations that nobody completed, in which the contact had written last.',
  }),
} as const;

export const lossReportSchema = z
  .strictObject({
    ...askedFields,
    ...bucketField,
    ...lossFigures,
    sentences: z.array(
      z
        .strictObject({
          code: z.enum(LOSS_SENTENCE_CODES),
          text: z.string().meta({ description: 'In English.' }),
          facts: z
            .record(z.string(), z.union([z.number(), z.string()]))
            .meta({ description: 'The numbers and codes in it, e.g. `count`.' }),
        })
        .meta({ id: 'LossSentence' }),
    ),
    series: z.array(z.strictObject({ start: startSchema, ...lossFigures }).meta({ id: 'LossEntry' })),
    byHour: z.array(z.strictObject({ hour: z.int().min(0).max(23), ...lossFigures })),
    byOperator: z.array(
      z.strictObject({
        operator: personSchema.nullable().meta({ description: 'null: no operator, e.g. a bot.' }),
        ...lossFigures,
      }),
    ),
    byChannel: z.array(
      z.strictObject({ channel: z.strictObject({ id: idSchema, name: z.string() }), ...lossFigures }),
    ),
  })
  .meta({ id: 'LossReport' });

export type LossReportBody = z.infer<typeof lossReportSchema>;

export const lossReportRoutes = [
  {
    id: 'getLossReport',
    method: 'get',
    path: '/api/v1/reports/losses',
    summary:
      'What the 48 hours and the messages without an answer cost: refused, held, failed and unknown replies',
    tag: 'Reports',
    access: 'administrator',
    scope: 'admin',
    query: reportQuerySchema,
    answers: {
      200: {
        description:
          'The figures, and a sentence for each that is not zero. With `Accept: text/csv` the series as a table',
        schema: lossReportSchema,
        also: asCsv,
      },
    },
  },
] as const satisfies readonly RouteContract[];
