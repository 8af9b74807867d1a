import type { SQL } from 'drizzle-orm';
import type { Database, Db } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { sql } from '../engine/sql';
import { isCounted } from './count-figures';
import { DAY_FIGURES, DAY_MS, dateOf, EVERYBODY } from './figure-days';
import {
  eachFactOf,
  FIGURE_SOURCES,
  type FigureName,
  type FigureSource,
  groupOf,
  operatorOf,
} from './figure-sources';
import { instant, type ReportFilter } from './report-filter';
import { readStoredSpan } from './stored-span';

export type DayCounter = {
  /**
   * Counts the figures of the newest settled day that is not counted, or has changed since. False: there is none, or another
   * process is counting.
   */
  readonly countOne: () => Promise<boolean>;
};

/**
 * Counts the figures of whole days of UTC, so that reports need not read their facts (docs/reports.md). A day has the
 * same figures however often it is counted.
 */
export function createDayCounter({ db }: Pick<Database, 'db'>): DayCounter {
  return {
    countOne: () =>
      db.transaction(async (tx) => {
        const [lock] = await rowsOf<{ is_mine: boolean }>(
          tx,
          sql`select pg_try_advisory_xact_lock(hashtextextended('duihua:count-days', 0)) as is_mine`,
        );
        if (lock?.is_mine !== true) return false;
        await tx.execute(sql`set local jit = off`);
        // A clock that was ahead has let days be counted that have not settled by the right one.
        await tx.execute(sql`delete from counted_days where day >= settled_before()`);
        const stored = await readStoredSpan(tx);
        if (stored === null) return false;
        const [found] = await rowsOf<{ day: string }>(
          tx,
          sql`select each.day::date::text as day
              from generate_series(${dateOf(stored.oldest)}, least(${dateOf(stored.newest)}, settled_before() - 1), interval '1 day')
                as each (day)
              where not exists (select from counted_days c where c.day = each.day::date)
                or exists (select from changed_days c where c.day = each.day::date)
              order by 1 desc limit 1`,
        );
        if (found === undefined) return false;
        await countDay(tx, found.day);
        return true;
      }),
  };
}

/**
 * In this order, each statement seeing what was committed before it: marks are taken away only of changes that the count sees.
 */
async function countDay(tx: Db, day: string): Promise<void> {
  await tx.execute(sql`insert into counted_days (day) values (${day}::date)
    on conflict (day) do update set counted_at = clock_timestamp()`);
  await tx.execute(sql`delete from changed_days where day = ${day}::date`);
  await tx.execute(sql`delete from figure_days where day = ${day}::date`);
  const from = Date.parse(`${day}T00:00:00Z`);
  const parts = DAY_FIGURES.map((figure) => momentsOf(figure, from));
  await tx.execute(sql`
    insert into figure_days (day, figure, operator_id, channel_id, group_id, label, moments, measures, since)
    with counted as materialized (${sql.join(parts, sql` union all `)})
    select ${day}::date, figure, whose, channel_id, group_id, label, array_agg(moment order by moment, measure),
      case when count(measure) > 0 then array_agg(measure order by moment, measure) end,
      ${instant(from)} + min(moment - measure) filter (where is_duration) * interval '1 millisecond'
    from counted cross join lateral (values (${EVERYBODY}), (coalesce(operator_id, ''))) as one (whose)
    group by figure, whose, channel_id, group_id, label
    order by figure, whose, channel_id, group_id, label`);
}

/** Each time that a figure occurred on the day that begins at `from`. */
function momentsOf(figure: FigureName, from: number): SQL {
  const source: FigureSource = FIGURE_SOURCES[figure];
  const filter: ReportFilter = {
    from,
    to: from + DAY_MS,
    starts: [from],
    timeZone: 'UTC',
    channelIds: null,
    groupId: undefined,
    operatorId: undefined,
    openTimes: null,
  };
  // Quarters of an hour are in one day each: all of their messages are.
  const { at, joined } = eachFactOf(source);
  return sql`select '${sql.raw(figure)}' as figure, f.channel_id, f.of_group as group_id, f.of_operator as operator_id,
      f.word as label, floor(extract(epoch from ${at} - ${instant(from)}) * 1000)::int as moment, f.measured as measure,
      ${source.isDuration ?? false}::boolean as is_duration
    from (
      select f.*, ${groupOf(source)} as of_group, ${operatorOf(source)}::text as of_operator,
        ${source.label ?? sql`null`}::text as word, ${source.value?.({ openTimes: null }) ?? sql`null`}::bigint as measured
      from ${sql.raw(source.table)} f where ${isCounted(source, filter, source.at)} offset 0) as f
    ${joined}`;
}
