import { setImmediate as nextTurn } from 'node:timers/promises';
import { type OpenTime, openTimesBetween } from '../../domain/hours/open-times';
import type { OpeningHours } from '../../domain/hours/opening-hours';
import { clockOf } from '../../platform/time-zone';

/** When it was open according to `hours`, from `since` until `to` (epoch ms). */
export type OpeningTimes = (hours: OpeningHours, since: number, to: number) => Promise<readonly OpenTime[]>;

type Known = { readonly since: number; readonly to: number; readonly times: Promise<readonly OpenTime[]> };

const MOST_HOURS = 100;
/** Known for somewhat more than was asked for: the next report ends a little later. */
const STEP_MS = 30 * 86_400_000;

/**
 * Works opening times out once for the same opening hours, whichever channels have them, because a year takes about a tenth of a
 * second. Requests that wait are served between two of them. `work` is what does it.
 */
export function createOpeningTimes(work: typeof openTimesBetween = openTimesBetween): OpeningTimes {
  const known = new Map<string, Known>();
  return async (hours, since, to) => {
    const key = JSON.stringify(hours);
    let found = known.get(key);
    if (found === undefined || found.since > since || found.to < to) {
      const span = {
        since: Math.min(Math.floor(since / STEP_MS) * STEP_MS, found?.since ?? since),
        to: Math.max(Math.ceil(to / STEP_MS) * STEP_MS, found?.to ?? to),
      };
      found = { ...span, times: nextTurn().then(() => work(hours, span.since, span.to, clockOf)) };
      // Those of hours that have been changed since are the oldest.
      known.delete(key);
      for (const oldest of known.keys()) {
        if (known.size < MOST_HOURS) break;
        known.delete(oldest);
      }
      known.set(key, found);
    }
    return (await found.times).filter(({ opensAt, closesAt }) => opensAt < to && closesAt > since);
  };
}
