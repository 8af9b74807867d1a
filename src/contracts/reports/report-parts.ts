/** What the answers of the reports are made of. */
import { z } from 'zod';
import { BUCKETS, REPORT_HOURS } from '../../domain/reports/figures';
import { timeSchema } from '../common';

export const countSchema = z.int().min(0);

/** How often each word occurred. Words that did not occur may be missing, and newer releases may know others. */
export const countsSchema = (description: string) => z.record(z.string(), countSchema).meta({ description });

export const durationsSchema = z
  .strictObject({
    count: countSchema,
    mean: z.number().nullable(),
    median: z.number().nullable(),
    p90: z.number().nullable(),
  })
  .meta({
    id: 'ReportDurations',
    description:
      'In seconds, null if there were none. `median` and `p90` by nearest rank: values that occurred.',
  });

export type DurationsBody = z.infer<typeof durationsSchema>;

export const ratingsSchema = z
  .strictObject({ count: countSchema, mean: z.number().nullable() })
  .meta({ id: 'ReportRatings' });

export const startSchema = timeSchema.meta({
  description: 'When the entry begins; the first and the last may be shorter than the others.',
});

/** What an answer says about its question, defaults included. */
export const askedFields = {
  from: timeSchema,
  to: timeSchema,
  timeZone: z.string(),
  hours: z.enum(REPORT_HOURS),
} as const;

export const bucketField = { bucket: z.enum(BUCKETS) } as const;

/** The report as a table: one line per entry or item, columns named like the fields of the JSON. */
export const asCsv = { 'text/csv': z.string() } as const;
