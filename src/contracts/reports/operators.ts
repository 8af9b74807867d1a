import { z } from 'zod';
import { personSchema } from '../common';
import type { RouteContract } from '../route-contract';
import { asCsv, askedFields, countSchema, durationsSchema, ratingsSchema } from './report-parts';
import { reportQuerySchema } from './report-query';

const itemSchema = z
  .strictObject({
    operator: personSchema,
    attended: countSchema,
    completed: countSchema,
    messagesOut: countSchema,
    returned: countSchema,
    firstResponseSeconds: durationsSchema,
    waitingSeconds: durationsSchema,
    handlingSeconds: durationsSchema,
    rating: ratingsSchema,
    activeSeconds: z
      .number()
      .min(0)
      .meta({ description: 'Time in which the operator attended at least one conversation.' }),
    load: z
      .number()
      .nullable()
      .meta({ description: 'How many conversations at once, on average over `activeSeconds`.' }),
  })
  .meta({ id: 'OperatorReportItem' });

export const operatorReportSchema = z
  .strictObject({ ...askedFields, items: z.array(itemSchema) })
  .meta({ id: 'OperatorReport' });

export type OperatorReportBody = z.infer<typeof operatorReportSchema>;

export const operatorReportRoutes = [
  {
    id: 'getOperatorReport',
    method: 'get',
    path: '/api/v1/reports/operators',
    summary: 'The figures of each operator who did something in the period',
    tag: 'Reports',
    access: 'administrator',
    scope: 'admin',
    query: reportQuerySchema,
    answers: {
      200: {
        description: 'By name. With `Accept: text/csv` the items as a table',
        schema: operatorReportSchema,
        also: asCsv,
      },
    },
  },
] as const satisfies readonly RouteContract[];
