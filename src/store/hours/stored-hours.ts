/** Opening hours as they are stored in the rows of brands and channels. */
import { z } from 'zod';
import { type OpeningHours, WEEKDAYS, type Weekday } from '../../domain/hours/opening-hours';

const periods = z.array(z.tuple([z.string(), z.string()]));

/** Checks only shapes: the rest was checked when it was saved. Fields that only a newer release knows are left out. */
const hoursSchema: z.ZodType<OpeningHours> = z.object({
  timeZone: z.string(),
  weekly: z.object(
    Object.fromEntries(WEEKDAYS.map((day) => [day, periods.exactOptional()])) as Record<
      Weekday,
      z.ZodExactOptional<typeof periods>
    >,
  ),
  exceptions: z.array(z.object({ date: z.string(), name: z.string().default(''), periods })).default([]),
});

/** A channel's own. Wrapped, because null in its column means that it has none of its own. */
const ownSchema = z.object({ hours: hoursSchema.nullable() });
export type OwnHours = { readonly hours: OpeningHours | null };

/** Reads the hours of a brand; null: always open. */
export function parseHours(stored: unknown): OpeningHours | null {
  return stored === null ? null : hoursSchema.parse(stored);
}

/** Reads a channel's own hours; null: it has none, those of its brand hold. */
export function parseOwnHours(stored: unknown): OwnHours | null {
  return stored === null ? null : ownSchema.parse(stored);
}
