/** Days of UTC whose figures are counted once: which they are, and which figures (docs/reports.md). */
import type { SQL } from 'drizzle-orm';
import type { Db } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { sql } from '../engine/sql';
import type { FigureName } from './figure-sources';

export const DAY_MS = 86_400_000;

/** The figures that are counted by day. Losses are few, and are divided in ways that a day does not know. */
export const DAY_FIGURES = [
  'started',
  'attended',
  'missed',
  'missedThenAttended',
  'completed',
  'botOnly',
  'firstResponse',
  'messagesIn',
  'messagesOut',
  'handovers',
  'returned',
  'followed',
  'unfollowed',
  'scans',
  'startedBySource',
  'rated',
] as const satisfies readonly FigureName[];

/** In place of an operator: whoever’s it is. */
export const EVERYBODY = sql`'*'`;

/** The day of UTC in which an instant is, for a statement. */
export function dateOf(at: number): SQL {
  return sql`${new Date(at).toISOString().slice(0, 10)}::date`;
}

/** A span of time, epoch ms: from then on, and before. */
export type Span = { readonly from: number; readonly to: number };

/** A report that has more gaps between its counted days reads the facts of all of them at once. */
const MOST_GAPS = 6;

/** Of a period, the days of UTC (when each begins, epoch ms) that are counted, and the spans beside them, whose facts count. */
export async function readCountedDays(
  db: Db,
  { from, to }: Span,
): Promise<{ readonly days: readonly number[]; readonly gaps: readonly Span[] }> {
  const rows = await rowsOf<{ day: string }>(
    db,
    sql`select c.day::text as day from counted_days c
        where c.day >= ${dateOf(from)} and c.day <= ${dateOf(to)}
          and c.day < settled_before() and not exists (select from changed_days m where m.day = c.day)
        order by 1`,
  );
  return withGaps(
    rows.map(({ day }) => Date.parse(`${day}T00:00:00Z`)).filter((day) => day < to),
    { from, to },
  );
}

/** The gaps between days, in order. Where there are too many, the days between the first and the last gap are left out. */
export function withGaps(
  days: readonly number[],
  { from, to }: Span,
): { readonly days: readonly number[]; readonly gaps: readonly Span[] } {
  const gaps: Span[] = [];
  let since = from;
  for (const day of days) {
    if (day > since) gaps.push({ from: since, to: day });
    since = Math.max(since, day + DAY_MS);
  }
  if (since < to) gaps.push({ from: since, to });
  const [first, last] = [gaps[0], gaps.at(-1)];
  if (gaps.length <= MOST_GAPS || first === undefined || last === undefined) return { days, gaps };
  return {
    days: days.filter((day) => day < first.from || day >= last.to),
    gaps: [{ from: first.from, to: last.to }],
  };
}
