import { z } from 'zod';
import { idSchema } from '../common';
import type { RouteContract } from '../route-contract';
import { asCsv, askedFields, bucketField, countSchema, countsSchema, startSchema } from './report-parts';
import { reportQuerySchema } from './report-query';

const reachFigures = {
  followed: countSchema.meta({ description: 'Follows, also of contacts who followed before.' }),
  unfollowed: countSchema,
  scans: countSchema.meta({ description: 'Scans of QR codes with a scene.' }),
  startedBySource: countsSchema('Conversations by what they began with.'),
} as const;

export const reachReportSchema = z
  .strictObject({
    ...askedFields,
    ...bucketField,
    totals: z.strictObject({
      ...reachFigures,
      followersNow: countSchema.meta({
        description: 'Contacts known to this desk who follow now, whatever the period.',
      }),
    }),
    series: z.array(z.strictObject({ start: startSchema, ...reachFigures }).meta({ id: 'ReachEntry' })),
    qrCodes: z.array(
      z
        .strictObject({
          qrCode: z.strictObject({ id: idSchema, name: z.string() }),
          channelId: idSchema,
          scans: countSchema,
        })
        .meta({ id: 'ReachQrCode' }),
    ),
  })
  .meta({ id: 'ReachReport' });

export type ReachReportBody = z.infer<typeof reachReportSchema>;

export const reachReportRoutes = [
  {
    id: 'getReachReport',
    method: 'get',
    path: '/api/v1/reports/reach',
    summary:
      'Followers, scans by QR code, and conversations by what they began with. `groupId` and `operatorId` filter ' +
      'conversations only',
    tag: 'Reports',
    access: 'operator',
    scope: 'read',
    query: reportQuerySchema,
    answers: {
      200: {
        description: 'The most scanned codes first. With `Accept: text/csv` the series as a table',
        schema: reachReportSchema,
        also: asCsv,
      },
    },
  },
] as const satisfies readonly RouteContract[];
