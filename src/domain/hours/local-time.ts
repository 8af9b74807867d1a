/** Days and minutes as the calendar and the clock on the wall show them, counted without a time zone. */
import { type Period, WEEKDAYS, type Weekday } from './opening-hours';

export const DAY_MINUTES = 1440;
const DAY_MS = DAY_MINUTES * 60_000;

/** A stretch of local time, in minutes since the local midnight at which 1970 began. */
export type LocalSpan = { readonly from: number; readonly to: number };

/** The number of a date since 1970-01-01, which is 0. */
export function dayOfDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** The day that it is in UTC at an instant; where somebody is, it may also be the one before or after. */
export function dayOfInstant(at: number): number {
  return Math.floor(at / DAY_MS);
}

/** The day of the week of a numbered day. */
export function weekdayOf(day: number): Weekday {
  // 1970-01-01 was a Thursday.
  return WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? 'mon';
}

/** A period that begins on a numbered day. One that ends before it starts passes midnight. */
export function spanOf([start, end]: Period, day: number): LocalSpan {
  const [from, to] = [minuteOf(start), minuteOf(end)];
  const midnight = day * DAY_MINUTES;
  return { from: midnight + from, to: midnight + (to < from ? to + DAY_MINUTES : to) };
}

/** `HH:MM` as minutes since midnight. */
function minuteOf(time: string): number {
  const [hours = '', minutes = ''] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
