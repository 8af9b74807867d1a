/** Time zones by the IANA database of the running Node, with the rules of Temporal. */
import { Temporal } from 'temporal-polyfill';
import type { ClockOf } from '../domain/hours/local-clock';

const EPOCH = new Temporal.PlainDateTime(1970, 1, 1);

/** An instant (epoch ms) as `timeZone` shows it: `2026-11-23T00:00:00.000+01:00`. Throws a RangeError for a name that is not one. */
export function toLocalIso(at: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString({ timeZone, fractionalSecondDigits: 3 });
}

/** The clock on the wall of `timeZone`. Throws a RangeError for a name that is not one. */
export const clockOf: ClockOf = (timeZone) => {
  const at = (localMinute: number, which: 'earlier' | 'later'): number => {
    const shown = EPOCH.add({ minutes: localMinute });
    const zoned = shown.toZonedDateTime(timeZone, { disambiguation: which });
    if (zoned.toPlainDateTime().equals(shown)) return zoned.epochMilliseconds;
    // The clock skips it; the one before the gap sees the gap next.
    const before = shown.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
    const gap = before.getTimeZoneTransition('next');
    if (gap === null)
      throw new Error(`${timeZone} skips ${shown.toString()} without a change of its offset.`);
    return gap.epochMilliseconds;
  };
  // Looked up once, so that a wrong name fails here.
  EPOCH.toZonedDateTime(timeZone);
  return {
    firstAt: (localMinute) => at(localMinute, 'earlier'),
    lastAt: (localMinute) => at(localMinute, 'later'),
  };
};
