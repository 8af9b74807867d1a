import type { OpenTime } from '../../domain/hours/open-times';
import { DAY_MS } from './figure-days';
import type { ReportFilter } from './report-filter';

/** A part of a counted day: all of it that is in one entry of the series, and open without a break. */
export type DayPiece = {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** The number of the opening times. */
  readonly schedule: number;
  /** The index of the entry. */
  readonly entry: number;
  /** ms since the day began: from then on, and before. */
  readonly since: number;
  readonly until: number;
};

/**
 * Divides days (when each begins, epoch ms, in order) by the entries of a report and, for each of the schedules, by opening
 * times in order; null: always open.
 */
export function toPieces(
  { from, to, starts }: Pick<ReportFilter, 'from' | 'to' | 'starts'>,
  days: readonly number[],
  schedules: readonly (readonly OpenTime[] | null)[],
): readonly DayPiece[] {
  return schedules.flatMap((times, schedule) => {
    const pieces: DayPiece[] = [];
    let entry = 0;
    let open = 0;
    for (const day of days) {
      const end = Math.min(day + DAY_MS, to);
      for (let at = Math.max(day, from); at < end; ) {
        while ((starts[entry + 1] ?? to) <= at) entry += 1;
        let until = Math.min(end, starts[entry + 1] ?? to);
        let isOpen = true;
        if (times !== null) {
          while (open < times.length && (times[open]?.closesAt ?? 0) <= at) open += 1;
          const { opensAt, closesAt } = times[open] ?? { opensAt: Infinity, closesAt: Infinity };
          isOpen = opensAt <= at;
          until = Math.min(until, isOpen ? closesAt : opensAt);
        }
        if (isOpen) pieces.push({ day: day / DAY_MS, schedule, entry, since: at - day, until: until - day });
        at = until;
      }
    }
    return pieces;
  });
}
