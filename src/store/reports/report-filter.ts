/** What a report is about, as the statements of this folder take it. */
import type { SQL } from 'drizzle-orm';
import type { OpenTime } from '../../domain/hours/open-times';
import { toTextArray } from '../engine/rows';
import { sql } from '../engine/sql';

export type ReportFilter = {
  /** Epoch ms: from then on, and before. */
  readonly from: number;
  readonly to: number;
  /** When the entries of the series begin; the first is `from`. */
  readonly starts: readonly number[];
  /** An IANA name. */
  readonly timeZone: string;
  /** Null: all. */
  readonly channelIds: readonly string[] | null;
  readonly groupId: string | undefined;
  readonly operatorId: string | undefined;
  /** When each channel was open; left out of it: a channel that is always open. Null: opening hours do not matter. */
  readonly openTimes: ReadonlyMap<string, readonly OpenTime[]> | null;
};

/** A time in a statement. */
export function instant(ms: number): SQL {
  return sql`${new Date(ms).toISOString()}::timestamptz`;
}

/** The number of the entry in which `at` is, from 1. */
export function entryOf(at: SQL, { starts }: Pick<ReportFilter, 'starts'>): SQL {
  const list = `{${starts.map((start) => new Date(start).toISOString()).join(',')}}`;
  return sql`width_bucket(${at}, ${list}::timestamptz[])`;
}

/** Whether the channel of row `f` is one of the report’s. */
export function isOfChannels({ channelIds }: Pick<ReportFilter, 'channelIds'>): SQL {
  return channelIds === null ? sql`true` : sql`f.channel_id = any (${toTextArray([...channelIds])})`;
}

/** More than any clock shows: the end of what never closes. */
const NEVER_MS = 8.64e15;

/**
 * The common table `open_times`, with the arrays that `is_open_at` and `open_before` take (migration 0038), for the join
 * {@link JOIN_OPEN_TIMES}. Only where `openTimes` is set.
 */
export function openTimesTable(openTimes: NonNullable<ReportFilter['openTimes']>): SQL {
  const rows = [...openTimes].map(([channel_id, times]) => {
    let passed = 0;
    const before = times.map(({ opensAt, closesAt }) => {
      const so_far = passed;
      passed += Math.min(closesAt, NEVER_MS) - opensAt;
      return so_far;
    });
    return {
      channel_id,
      opens: times.map(({ opensAt }) => opensAt),
      closes: times.map(({ closesAt }) => Math.min(closesAt, NEVER_MS)),
      passed: before,
    };
  });
  return sql`open_times as materialized (
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as one (channel_id text, opens float8[], closes float8[], passed float8[]))`;
}

export const JOIN_OPEN_TIMES = sql`left join open_times o on o.channel_id = f.channel_id`;

/** Whether the channel of row `f` was open at `at`. */
export function wasOpen(at: SQL): SQL {
  return sql`(o.channel_id is null or is_open_at(${at}, o.opens, o.closes))`;
}

/** Milliseconds between two times of row `f`, at least 0; null if one of them is. */
export function msBetween(since: SQL, until: SQL, { openTimes }: Pick<ReportFilter, 'openTimes'>): SQL {
  // `date_part` and not `extract`: its numbers are binary, and ten times as fast.
  const all = sql`round(date_part('epoch', ${until} - ${since}) * 1000)`;
  const open = openMsBetween(since, until);
  const ms = openTimes === null ? all : sql`case when o.channel_id is null then ${all} else ${open} end`;
  return sql`case when ${since} is not null then greatest(0, ${ms})::bigint end`;
}

function openBefore(at: SQL): SQL {
  return sql`open_before(${at}, o.opens, o.closes, o.passed)`;
}

/** How long the channel of row `f` was open between two instants, ms, as far as its opening times are known. */
export function openMsBetween(since: SQL, until: SQL): SQL {
  return sql`coalesce(${openBefore(until)}, 0) - coalesce(${openBefore(since)}, 0)`;
}
