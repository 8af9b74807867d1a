import { z } from 'zod';
import { BUCKETS, REPORT_HOURS } from '../../domain/reports/figures';
import { givenTimeSchema, idSchema } from '../common';
import { timeZoneSchema } from '../people/hours';

/** The filters of every report. */
export const reportQuerySchema = z.strictObject({
  from: givenTimeSchema
    .optional()
    .meta({ description: 'From this time on; by default the thirty days before `to`.' }),
  to: givenTimeSchema.optional().meta({ description: 'Before this time; by default now.' }),
  brandId: idSchema.optional(),
  channelId: idSchema.optional(),
  groupId: idSchema.optional(),
  operatorId: idSchema
    .optional()
    .meta({ description: '`me`: the caller. Another one: administrators only.' }),
  bucket: z
    .enum(BUCKETS)
    .default('day')
    .meta({ description: 'How long each entry of `series` is; weeks begin on Monday.' }),
  timeZone: timeZoneSchema
    .default('UTC')
    .meta({ description: 'An IANA name, e.g. `Asia/Shanghai`: hours, days, weeks and months begin in it.' }),
  hours: z.enum(REPORT_HOURS).default('all').meta({
    description: '`open`: durations count opening hours only, and so does what happened.',
  }),
});

export type ReportQuery = z.output<typeof reportQuerySchema>;
