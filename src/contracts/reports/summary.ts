import { z } from 'zod';
import type { RouteContract } from '../route-contract';
import {
  asCsv,
  askedFields,
  bucketField,
  countSchema,
  countsSchema,
  durationsSchema,
  ratingsSchema,
  startSchema,
} from './report-parts';
import { reportQuerySchema } from './report-query';

/** The figures of conversations: of a period, of an entry of its series, or of an operator. */
export const summaryFigures = {
  started: countSchema,
  attended: countSchema,
  missed: countSchema,
  missedThenAttended: countSchema,
  completedByReason: countsSchema('By `completedReason`.'),
  messagesIn: countSchema,
  messagesOut: countSchema,
  handoversByReason: countsSchema('By the reason of `handover`.'),
  returned: countSchema,
  botOnly: countSchema.meta({ description: 'Completed without a person.' }),
  firstResponseSeconds: durationsSchema,
  waitingSeconds: durationsSchema,
  handlingSeconds: durationsSchema,
  rating: ratingsSchema,
} as const;

const totalsSchema = z
  .strictObject({
    ...summaryFigures,
    openNow: countsSchema('Conversations that are open now, by state, whatever the period.'),
  })
  .meta({ id: 'ReportTotals' });

const entrySchema = z.strictObject({ start: startSchema, ...summaryFigures }).meta({ id: 'ReportEntry' });

export const summaryReportSchema = z
  .strictObject({ ...askedFields, ...bucketField, totals: totalsSchema, series: z.array(entrySchema) })
  .meta({ id: 'SummaryReport' });

export type SummaryReportBody = z.infer<typeof summaryReportSchema>;

export const summaryReportRoutes = [
  {
    id: 'getSummaryReport',
    method: 'get',
    path: '/api/v1/reports/summary',
    summary: 'What happened in conversations of the brands that the caller may see: in total and over time',
    tag: 'Reports',
    access: 'operator',
    scope: 'read',
    query: reportQuerySchema,
    answers: {
      200: {
        description: 'The figures. With `Accept: text/csv` the series as a table',
        schema: summaryReportSchema,
        also: asCsv,
      },
    },
  },
] as const satisfies readonly RouteContract[];
