import type { SQL } from 'drizzle-orm';
import type { Db } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { sql } from '../engine/sql';
import {
  FIGURE_SOURCES,
  type FigureName,
  type FigureSource,
  MESSAGE_AT,
  operatorOf,
  QUARTER_MS,
} from './figure-sources';
import {
  entryOf,
  instant,
  isOfChannels,
  JOIN_OPEN_TIMES,
  openMsBetween,
  openTimesTable,
  type ReportFilter,
  wasOpen,
} from './report-filter';

/** By what a report divides its figures. `hour`: 0 to 23 of the report's time zone. */
export type Division = 'entry' | 'operator' | 'channel' | 'hour';

/** How often a figure occurred in one part of a report. Fields by which the report is not divided are null. */
export type FigureCount = {
  readonly figure: FigureName;
  /** The index of the entry of the series. */
  readonly entry: number;
  readonly label: string | null;
  readonly operatorId: string | null;
  readonly channelId: string | null;
  readonly hour: number | null;
  readonly count: number;
  /** What each of them measured: ms, or a score. */
  readonly values: readonly number[];
};

/** Counts figures in one statement, each at its own time. `label`s always divide. */
export async function countFigures(
  db: Db,
  filter: ReportFilter,
  figures: readonly FigureName[],
  by: readonly Division[],
): Promise<readonly FigureCount[]> {
  if (figures.length === 0) return [];
  // One look at the messages counts both ways, if it does not matter whose they are.
  const isOneLook =
    figures.includes('messagesIn') &&
    figures.includes('messagesOut') &&
    filter.operatorId === undefined &&
    !by.includes('operator');
  const looked = isOneLook ? figures.filter((figure) => figure !== 'messagesOut') : figures;
  const parts = looked.map((figure) =>
    isOneLook && figure === 'messagesIn'
      ? partOf(BOTH_WAYS, BOTH_WAYS_NAME, filter, by)
      : partOf(FIGURE_SOURCES[figure], sql.raw(`'${figure}'`), filter, by),
  );
  const opening = filter.openTimes === null ? sql`` : sql`with ${openTimesTable(filter.openTimes)} `;
  const rows = await rowsOf<CountRow>(db, sql`${opening}${sql.join(parts, sql` union all `)}`);
  return rows.map(({ figure, entry, label, operator_id, channel_id, hour, count, measured }) => ({
    figure,
    entry: entry - 1,
    label,
    operatorId: operator_id,
    channelId: channel_id,
    hour,
    count: Number(count),
    values: measured === null ? [] : measured.split(',').map(Number),
  }));
}

type CountRow = {
  readonly figure: FigureName;
  readonly entry: number;
  readonly label: string | null;
  readonly operator_id: string | null;
  readonly channel_id: string | null;
  readonly hour: number | null;
  readonly count: string;
  readonly measured: string | null;
};

const { condition: _eitherWay, ...BOTH_WAYS } = FIGURE_SOURCES.messagesIn;
const BOTH_WAYS_NAME = sql`case f.direction when 'in' then 'messagesIn' else 'messagesOut' end`;

function partOf(source: FigureSource, name: SQL, filter: ReportFilter, by: readonly Division[]): SQL {
  const isOfMessages = source.table === 'message_facts';
  // Where nothing divides or ends within a quarter, its messages are counted without looking at each.
  const isWhole = !by.includes('hour') && filter.starts.slice(1).every((start) => start % QUARTER_MS === 0);
  const at = isOfMessages
    ? isWhole
      ? sql`greatest(f.slot, ${instant(filter.from)})`
      : sql`one.at`
    : source.at;
  const divided = (division: Division, expression: SQL): SQL =>
    by.includes(division) ? expression : sql`null`;
  return sql`select ${name} as figure, ${by.includes('entry') ? entryOf(at, filter) : sql`1`} as entry,
      ${source.label ?? sql`null`}::text as label,
      ${divided('operator', operatorOf(source))}::text as operator_id,
      ${divided('channel', sql`f.channel_id`)}::text as channel_id,
      ${divided('hour', sql`extract(hour from ${at} at time zone ${filter.timeZone})`)}::int as hour,
      ${isOfMessages && isWhole ? sql`sum(${wholeQuarters(filter)})` : sql`count(*)`} as count,
      ${source.value === undefined ? sql`null` : sql`string_agg((${source.value(filter)})::text, ',')`} as measured
    from ${sql.raw(source.table)} f ${filter.openTimes === null ? sql`` : JOIN_OPEN_TIMES}
      ${isOfMessages && !isWhole ? EACH_MESSAGE : sql``}
    where ${isCounted(source, filter, isOfMessages && !isWhole ? at : source.at)}
    group by 1, 2, 3, 4, 5, 6 having count(*) > 0`;
}

const EACH_MESSAGE = sql`cross join lateral (
  select ${MESSAGE_AT} as at from unnest(f.offsets) as ms) as one`;

/** How many messages of a quarter are within the report: all, none, or some, which are looked at one by one. */
function wholeQuarters({ from, to, openTimes }: ReportFilter): SQL {
  const end = sql`f.slot + interval '15 minutes'`;
  const isWithin = sql`f.slot >= ${instant(from)} and ${end} <= ${instant(to)}`;
  const some = sql`(select count(*) from unnest(f.offsets) as ms where ${MESSAGE_AT} >= ${instant(from)} and ${MESSAGE_AT} < ${instant(to)}
    ${openTimes === null ? sql`` : sql`and ${wasOpen(MESSAGE_AT)}`})`;
  if (openTimes === null) return sql`case when ${isWithin} then cardinality(f.offsets) else ${some} end`;
  return sql`case when not (${isWithin}) then ${some} when o.channel_id is null then cardinality(f.offsets)
    else case ${openMsBetween(sql`f.slot`, end)} when ${QUARTER_MS} then cardinality(f.offsets) when 0 then 0 else ${some} end end`;
}

/** The condition of everything that a figure counts; `at`: its own time. */
export function isCounted(source: FigureSource, filter: ReportFilter, at: SQL): SQL {
  const { from, to, groupId, operatorId, openTimes } = filter;
  const span = sql`${at} >= ${instant(from)} and ${at} < ${instant(to)}`;
  // By the index, also where each message is looked at.
  const slots = sql`f.slot > ${instant(from - QUARTER_MS)} and f.slot < ${instant(to)}`;
  const isInSpan =
    source.table !== 'message_facts' ? span : at === source.at ? slots : sql`${slots} and ${span}`;
  const conditions = [
    isInSpan,
    isOfChannels(filter),
    ...(source.condition === undefined ? [] : [source.condition]),
    // Where quarters are counted as a whole, their sum looks at the opening times.
    ...(openTimes === null || isInSpan === slots ? [] : [wasOpen(at)]),
    ...(groupId === undefined ? [] : [isOfConversation(source, sql`g.group_id = ${groupId}`)]),
    ...(operatorId === undefined
      ? []
      : source.operator === undefined
        ? [isOfConversation(source, sql`g.operator_id = ${operatorId}`)]
        : [sql`${source.operator} = ${operatorId}`]),
  ];
  return sql.join(conditions, sql` and `);
}

function isOfConversation({ table }: FigureSource, condition: SQL): SQL {
  if (table === 'conversation_facts') return sql`exists (select from (select f.*) as g where ${condition})`;
  return sql`exists (select from conversation_facts g where g.conversation_id = f.conversation_id and ${condition})`;
}
