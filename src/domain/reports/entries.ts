import type { LocalClock } from '../hours/local-clock';
import { DAY_MINUTES, dayOfInstant, weekdayOf } from '../hours/local-time';
import type { Bucket } from './figures';

/** More entries than this are refused: nobody reads them. */
export const MOST_ENTRIES = 2_500;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A zone is less than a day from UTC, and one may skip a date. */
const DAYS_AROUND = 2;

/**
 * When the entries of a series begin between `from` and `to` (epoch ms), in order: the first one at `from`, the others with a
 * local hour, day, week (Monday) or month. An hour that the clock shows twice is two.
 */
export function entryStarts(bucket: Bucket, from: number, to: number, clock: LocalClock): readonly number[] {
  const starts = [from];
  const add = (start: number): void => {
    if (start > (starts.at(-1) ?? from) && start < to) starts.push(start);
  };
  const lastDay = dayOfInstant(to) + DAYS_AROUND;
  for (
    let day = dayOfInstant(from) - DAYS_AROUND;
    day <= lastDay && starts.length <= MOST_ENTRIES;
    day += 1
  ) {
    if (!begins(bucket, day)) continue;
    const midnight = clock.firstAt(day * DAY_MINUTES);
    add(midnight);
    if (bucket !== 'hour') continue;
    const end = clock.firstAt((day + 1) * DAY_MINUTES);
    for (let hour = midnight + HOUR_MS; hour < end; hour += HOUR_MS) add(hour);
  }
  return starts;
}

function begins(bucket: Bucket, day: number): boolean {
  switch (bucket) {
    case 'hour':
    case 'day':
      return true;
    case 'week':
      return weekdayOf(day) === 'mon';
    case 'month':
      return new Date(day * DAY_MS).getUTCDate() === 1;
    default:
      return bucket satisfies never;
  }
}
