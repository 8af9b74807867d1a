/** Whether it is open, until when, and when so much open time has passed (docs/rules.md#78). All instants are epoch ms. */
import type { ClockOf, LocalClock } from './local-clock';
import { localRuns } from './local-runs';
import { dayOfInstant } from './local-time';
import type { OpeningHours } from './opening-hours';

/** What is open at an instant, and when that changes. */
export type NextChange = {
  readonly isOpen: boolean;
  /** Null while it is open, and if it never opens. */
  readonly opensAt: number | null;
  /** Null while it is closed, and if it never closes. */
  readonly closesAt: number | null;
};

/** From when until when it is open without a break; `closesAt` is infinite if it never closes. */
export type OpenTime = { readonly opensAt: number; readonly closesAt: number };

/** A period lasts a day at most, and no zone is more than a day from UTC; one more day for a date that a zone skipped. */
const DAYS_BACK = 3;

/** Whether it is open at an instant; without hours it always is. */
export function openAt(hours: OpeningHours | null, at: number, clockOf: ClockOf): boolean {
  return nextChange(hours, at, clockOf).isOpen;
}

/** Whether it is open at `from`, and when that next changes; without hours it is open for good. */
export function nextChange(hours: OpeningHours | null, from: number, clockOf: ClockOf): NextChange {
  if (hours === null) return { isOpen: true, opensAt: null, closesAt: null };
  for (const { opensAt, closesAt } of openTimes(hours, from, clockOf(hours.timeZone))) {
    if (opensAt > from) return { isOpen: false, opensAt, closesAt: null };
    return { isOpen: true, opensAt: null, closesAt: Number.isFinite(closesAt) ? closesAt : null };
  }
  return { isOpen: false, opensAt: null, closesAt: null };
}

/**
 * When `ms` of open time have passed since `from`; null if so much never passes. Time while it is closed does not
 * count; without hours all time does.
 */
export function addOpenTime(
  hours: OpeningHours | null,
  from: number,
  ms: number,
  clockOf: ClockOf,
): number | null {
  if (hours === null || ms <= 0) return from + Math.max(0, ms);
  let left = ms;
  for (const { opensAt, closesAt } of openTimes(hours, from, clockOf(hours.timeZone))) {
    const start = Math.max(from, opensAt);
    if (closesAt - start >= left) return start + left;
    left -= closesAt - start;
  }
  return null;
}

/** The times at which it is open between two instants, in order; the first and the last may reach beyond. */
export function openTimesBetween(
  hours: OpeningHours,
  from: number,
  to: number,
  clockOf: ClockOf,
): readonly OpenTime[] {
  const found: OpenTime[] = [];
  for (const time of openTimes(hours, from, clockOf(hours.timeZone))) {
    if (time.opensAt >= to) break;
    found.push(time);
  }
  return found;
}

/** The times at which it is open that end after `from`, in order. */
function* openTimes(hours: OpeningHours, from: number, clock: LocalClock): Generator<OpenTime> {
  let open: OpenTime | null = null;
  for (const run of localRuns(hours, dayOfInstant(from) - DAYS_BACK)) {
    const next = toOpenTime(run, clock);
    // All of it is in a gap of the clock, or it is over.
    if (next.closesAt <= Math.max(next.opensAt, from)) continue;
    if (open === null) open = next;
    // Where the clock goes back or forward, two of them may meet.
    else if (next.opensAt <= open.closesAt) {
      open = { opensAt: open.opensAt, closesAt: Math.max(open.closesAt, next.closesAt) };
    } else {
      yield open;
      open = next;
    }
  }
  if (open !== null) yield open;
}

function toOpenTime(
  { from, to }: { readonly from: number; readonly to: number },
  clock: LocalClock,
): OpenTime {
  return { opensAt: clock.firstAt(from), closesAt: Number.isFinite(to) ? clock.lastAt(to) : to };
}
