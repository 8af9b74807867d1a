import type { SQL } from 'drizzle-orm';
import type { OpenTime } from '../../domain/hours/open-times';
import type { Db } from '../engine/database-types';
import { rowsOf, toTextArray } from '../engine/rows';
import { sql } from '../engine/sql';
import type { Division, FigureCount } from './count-figures';
import { toPieces } from './day-pieces';
import { DAY_MS, dateOf, EVERYBODY } from './figure-days';
import { FIGURE_SOURCES, type FigureName, type FigureSource } from './figure-sources';
import { isOfChannels, type ReportFilter } from './report-filter';

/** By what the figures of a day can be divided. */
export function isKeptByDay(by: readonly Division[]): boolean {
  return !by.includes('hour');
}

/**
 * What {@link import('./count-figures').countFigures} counts, of these counted days (when each begins, epoch ms), from their
 * figures instead of their facts.
 */
export async function countOfDays(
  db: Db,
  filter: ReportFilter,
  days: readonly number[],
  figures: readonly FigureName[],
  by: readonly Division[],
): Promise<readonly FigureCount[]> {
  if (days.length === 0 || figures.length === 0) return [];
  const { openTimes, groupId, operatorId } = filter;
  const { schedules, scheduleOf } = schedulesOf(openTimes);
  const pieces = toPieces(filter, days, schedules);
  const column = (name: keyof (typeof pieces)[number]): SQL =>
    sql`${`{${pieces.map((piece) => piece[name]).join(',')}}`}::int[]`;
  const whose =
    operatorId !== undefined ? sql`d.operator_id = ${operatorId}` : sql`d.operator_id = ${EVERYBODY}`;
  const isOfEach = operatorId === undefined && by.includes('operator');
  const isOpen = openTimes !== null;
  const divided = (division: Division, expression: SQL): SQL =>
    by.includes(division) ? expression : sql`null`;
  const rows = await rowsOf<DayRow>(
    db,
    sql`with pieces as materialized (
          select date '1970-01-01' + day as day, schedule, entry, since, until
          from unnest(${column('day')}, ${column('schedule')}, ${column('entry')}, ${column('since')}, ${column('until')})
            as one (day, schedule, entry, since, until)),
        schedules as materialized (
          select * from unnest(${toTextArray([...scheduleOf.keys()])}, ${`{${[...scheduleOf.values()].join(',')}}`}::int[])
            as one (channel_id, schedule)),
        -- Joined to nothing: each array is read from its table once.
        found as materialized (
          select f.day, f.figure, f.label, f.operator_id, f.channel_id, coalesce(s.schedule, 0) as schedule,
            f.moments || '{}'::int[] as moments,
            case when f.measures is not null then f.measures || '{}'::bigint[] end as measures
          from (select d.* from figure_days d where ${isOfEach ? sql`d.operator_id <> ${EVERYBODY}` : whose}
              and ${isWithin(days)}
              and d.figure = any (${toTextArray([...figures])})) as f
            left join schedules s on s.channel_id = f.channel_id
          where ${isOfChannels(filter)} ${groupId === undefined ? sql`` : sql`and f.group_id = ${groupId}`})
        select figure, entry, label, operator_id, channel_id, schedule, day, sum(count) as count,
          string_agg(measured, ',') as measured, string_agg(ended, ',') as ended
        from (
          select f.figure, p.entry, f.label, ${divided('operator', sql`nullif(f.operator_id, '')`)}::text as operator_id,
            ${divided('channel', sql`f.channel_id`)}::text as channel_id,
            ${isOpen ? sql`p.schedule` : sql`0`} as schedule, ${isOpen ? sql`p.day - date '1970-01-01'` : sql`0`} as day,
            place.last - place.first as count, array_to_string(f.measures[place.first + 1:place.last], ',', '') as measured,
            ${isOpen ? sql`case when f.measures is not null then array_to_string(f.moments[place.first + 1:place.last], ',') end` : sql`null`} as ended
          from pieces p join found f on f.day = p.day and f.schedule = p.schedule
            cross join lateral (
              select width_bucket(p.since - 1, f.moments) as first, width_bucket(p.until - 1, f.moments) as last) as place
          where place.last > place.first offset 0) as one
        group by 1, 2, 3, 4, 5, 6, 7`,
  );
  return rows.map((row) => {
    const { figure, entry, label, operator_id, channel_id, count } = row;
    return {
      figure,
      entry,
      label,
      operatorId: operator_id,
      channelId: channel_id,
      hour: null,
      count: Number(count),
      values: valuesOf(row, schedules[row.schedule] ?? null),
    };
  });
}

/** When the oldest duration began that ended on one of these days, as `at`. */
export function sinceOfDays(filter: Pick<ReportFilter, 'channelIds'>, days: readonly number[]): SQL {
  return sql`select min(f.since) as at from figure_days f where f.operator_id = ${EVERYBODY}
    and ${isWithin(days)} and ${isOfChannels(filter)}`;
}

type DayRow = {
  readonly figure: FigureName;
  readonly entry: number;
  readonly label: string | null;
  readonly operator_id: string | null;
  readonly channel_id: string | null;
  readonly schedule: number;
  readonly day: number;
  readonly count: string;
  readonly measured: string | null;
  /** When each of the measured ones was, ms of the day; only where opening hours matter. */
  readonly ended: string | null;
};

/** From the first to the last of some days. */
function isWithin(days: readonly number[]): SQL {
  return sql`day >= ${dateOf(days[0] ?? 0)} and day <= ${dateOf(days.at(-1) ?? 0)}`;
}

/** Opening times that channels share, by number; 0: always open. */
function schedulesOf(openTimes: ReportFilter['openTimes']): {
  readonly schedules: readonly (readonly OpenTime[] | null)[];
  readonly scheduleOf: ReadonlyMap<string, number>;
} {
  const schedules: (readonly OpenTime[] | null)[] = [null];
  const known = new Map<string, number>();
  const scheduleOf = new Map<string, number>();
  for (const [channelId, times] of openTimes ?? []) {
    const key = times.map(({ opensAt, closesAt }) => `${opensAt} ${closesAt}`).join();
    const schedule = known.get(key) ?? schedules.push(times) - 1;
    known.set(key, schedule);
    scheduleOf.set(channelId, schedule);
  }
  return { schedules, scheduleOf };
}

/** What was measured: durations without the time in which it was closed. In loops, because a month has many. */
function valuesOf(
  { figure, day, measured, ended }: DayRow,
  times: readonly OpenTime[] | null,
): readonly number[] {
  if (measured === null) return [];
  const source: FigureSource = FIGURE_SOURCES[figure];
  const values: number[] = [];
  const all = measured.split(',');
  if (times === null || ended === null || source.isDuration !== true) {
    for (const one of all) if (one !== '') values.push(Number(one));
    return values;
  }
  const openBefore = passedBefore(times);
  const ends = ended.split(',');
  for (const [place, one] of all.entries()) {
    if (one === '') continue;
    const end = day * DAY_MS + Number(ends[place]);
    values.push(Math.max(0, openBefore(end) - openBefore(end - Number(one))));
  }
  return values;
}

/** How much of the open time has passed before an instant, ms. */
function passedBefore(times: readonly OpenTime[]): (at: number) => number {
  let sum = 0;
  const passed = times.map(({ opensAt, closesAt }) => {
    const before = sum;
    sum += closesAt - opensAt;
    return before;
  });
  return (at) => {
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((times[middle]?.opensAt ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    const last = times[low - 1];
    return last === undefined ? 0 : (passed[low - 1] ?? 0) + Math.min(at, last.closesAt) - last.opensAt;
  };
}
