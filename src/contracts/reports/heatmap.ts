import { z } from 'zod';
import type { RouteContract } from '../route-contract';
import { asCsv, askedFields, countSchema } from './report-parts';
import { reportQuerySchema } from './report-query';

export const heatmapReportSchema = z
  .strictObject({
    ...askedFields,
    cells: z.array(
      z
        .strictObject({
          weekday: z.int().min(1).max(7).meta({ description: '1: Monday.' }),
          hour: z.int().min(0).max(23),
          started: countSchema,
        })
        .meta({ id: 'HeatmapCell' }),
    ),
  })
  .meta({ id: 'HeatmapReport' });

export type HeatmapReportBody = z.infer<typeof heatmapReportSchema>;

export const heatmapReportRoutes = [
  {
    id: 'getHeatmapReport',
    method: 'get',
    path: '/api/v1/reports/heatmap',
    summary: 'Conversations by the weekday and the hour in which they began',
    tag: 'Reports',
    access: 'operator',
    scope: 'read',
    query: reportQuerySchema,
    answers: {
      200: {
        description: 'All 168 hours of a week, Monday first. With `Accept: text/csv` the cells as a table',
        schema: heatmapReportSchema,
        also: asCsv,
      },
    },
  },
] as const satisfies readonly RouteContract[];
