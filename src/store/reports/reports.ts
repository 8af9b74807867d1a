/** The numbers of reports, from the facts (docs/reports.md). */
import type { SQL } from 'drizzle-orm';
import { contactName } from '../../domain/contact';
import type { OpeningHours } from '../../domain/hours/opening-hours';
import type { Database, Db } from '../engine/database-types';
import { rowsOf, toMs, toTextArray } from '../engine/rows';
import { sql } from '../engine/sql';
import { parseHours, parseOwnHours } from '../hours/stored-hours';
import { countFigures, type Division, type FigureCount, isCounted } from './count-figures';
import { countOfDays, isKeptByDay, sinceOfDays } from './count-of-days';
import { DAY_FIGURES, readCountedDays } from './figure-days';
import { eachFactOf, FIGURE_SOURCES, type FigureName, type FigureSource } from './figure-sources';
import { instant, isOfChannels, JOIN_OPEN_TIMES, openTimesTable, type ReportFilter } from './report-filter';
import { readStoredSpan } from './stored-span';

/** A channel, deleted or not. */
export type ReportChannel = {
  readonly id: string;
  readonly brandId: string;
  readonly name: string;
  /** The hours that hold for it now; null: always open. */
  readonly hours: OpeningHours | null;
};

/** How long an operator attended conversations in the period, seconds. */
export type OperatorLoad = {
  readonly operatorId: string;
  /** In which they attended at least one. */
  readonly activeSeconds: number;
  /** Of all their conversations, added up. */
  readonly attendedSeconds: number;
};

export type HeatmapCount = { readonly weekday: number; readonly hour: number; readonly started: number };
export type QrCodeScans = {
  readonly id: string;
  readonly name: string;
  readonly channelId: string;
  readonly scans: number;
};
export type ListedConversation = {
  readonly id: string;
  readonly channelId: string;
  readonly contactId: string;
  readonly contactName: string;
  readonly operator: { readonly id: string; readonly name: string } | null;
  readonly state: string;
  /** When it was counted, epoch ms; the last time if it was counted several times. */
  readonly at: number;
};

export type Reports = {
  readonly channels: () => Promise<readonly ReportChannel[]>;
  /** When the oldest conversation began of which a duration ends in the period, epoch ms; null: none does. */
  readonly oldestStart: (filter: ReportFilter) => Promise<number | null>;
  /** From when until when there are facts at all, epoch ms; null: there are none. */
  readonly storedSpan: () => Promise<{ readonly oldest: number; readonly newest: number } | null>;
  readonly count: (
    filter: ReportFilter,
    figures: readonly FigureName[],
    by: readonly Division[],
  ) => Promise<readonly FigureCount[]>;
  /** Conversations that are open now, by state. */
  readonly openNow: (filter: ReportFilter) => Promise<Readonly<Record<string, number>>>;
  readonly heatmap: (filter: ReportFilter) => Promise<readonly HeatmapCount[]>;
  readonly load: (filter: ReportFilter, now: number) => Promise<readonly OperatorLoad[]>;
  /** Contacts who follow now. */
  readonly followersNow: (filter: ReportFilter) => Promise<number>;
  readonly qrCodes: (filter: ReportFilter) => Promise<readonly QrCodeScans[]>;
  /** The conversations that a figure counts, newest first; `before`: after the place of that one. One more than `limit`. */
  readonly conversations: (
    filter: ReportFilter,
    figures: readonly FigureName[],
    page: { readonly label?: string | undefined; readonly limit: number; readonly before: ListPlace | null },
  ) => Promise<readonly ListedConversation[]>;
  /** The names of operators, also of former ones. */
  readonly operatorNames: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
};

/** A conversation's place in a list: its time (epoch ms) and its id. */
export type ListPlace = { readonly at: number; readonly id: string };

const SNAPSHOT = { isolationLevel: 'repeatable read', accessMode: 'read only' } as const;

/** The reports of a database. */
export function createReports({ db }: Pick<Database, 'db'>): Reports {
  /** Reports read much at once: compiling their statements would take longer than running them. */
  const reading = <T>(read: (tx: Db) => Promise<T>): Promise<T> =>
    db.transaction(async (tx) => {
      await tx.execute(sql`set local jit = off; set local work_mem = '64MB'`);
      return read(tx);
      // One look at everything: a day is either counted, or its facts are read.
    }, SNAPSHOT);
  return {
    async channels() {
      const rows = await rowsOf<{
        id: string;
        brand_id: string;
        name: string;
        own: unknown;
        of_brand: unknown;
      }>(
        db,
        sql`select channels.id, channels.brand_id, channels.name, channels.hours as own, brands.hours as of_brand
            from channels join brands on brands.id = channels.brand_id`,
      );
      return rows.map(({ id, brand_id, name, own, of_brand }) => {
        const parsed = parseOwnHours(own);
        return { id, brandId: brand_id, name, hours: parsed === null ? parseHours(of_brand) : parsed.hours };
      });
    },
    oldestStart: (filter) =>
      reading(async (tx) => {
        const { days, gaps } = await readCountedDays(tx, filter);
        const each = gaps.flatMap((gap) => beganBefore({ ...filter, ...gap }));
        if (days.length > 0) each.push(sinceOfDays(filter, days));
        const [row] = await rowsOf<{ at: Date | string | null }>(
          tx,
          sql`select min(at) as at from (${sql.join([...each, releasedSince(filter)], sql` union all `)}) as each`,
        );
        return row === undefined || row.at === null ? null : toMs(row.at);
      }),
    storedSpan: () => readStoredSpan(db),
    async count(filter, figures, by) {
      const count = (some: readonly FigureName[]) => reading((tx) => countPeriod(tx, filter, some, by));
      // Messages take about as long as all the rest: at the same time.
      const isOfMessages = (figure: FigureName): boolean => FIGURE_SOURCES[figure].table === 'message_facts';
      const counted = await Promise.all([
        count(figures.filter(isOfMessages)),
        count(figures.filter((figure) => !isOfMessages(figure))),
      ]);
      return counted.flat();
    },
    async openNow(filter) {
      const { groupId, operatorId } = filter;
      const rows = await rowsOf<{ state: string; count: number }>(
        db,
        sql`select state, count(*)::int as count from conversations f
            where state <> 'completed' and ${isOfChannels(filter)}
              ${groupId === undefined ? sql`` : sql`and group_id = ${groupId}`}
              ${operatorId === undefined ? sql`` : sql`and operator_id = ${operatorId}`}
            group by state`,
      );
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    },
    heatmap: (filter) =>
      reading((tx) => {
        const source: FigureSource = FIGURE_SOURCES.started;
        const local = sql`${source.at} at time zone ${filter.timeZone}`;
        return rowsOf<HeatmapCount & Record<string, unknown>>(
          tx,
          sql`${opening(filter)} select extract(isodow from ${local})::int as weekday, extract(hour from ${local})::int as hour,
                count(*)::int as started
              from conversation_facts f ${joining(filter)} where ${isCounted(source, filter, source.at)} group by 1, 2`,
        );
      }),
    load: (filter, now) => reading((tx) => loadOf(tx, filter, now)),
    async followersNow(filter) {
      const [row] = await rowsOf<{ count: number }>(
        db,
        sql`select count(*)::int as count from contacts f where is_subscribed and ${isOfChannels(filter)}`,
      );
      return row?.count ?? 0;
    },
    qrCodes: (filter) => {
      const source: FigureSource = FIGURE_SOURCES.scans;
      const counted = isCounted(source, filter, source.at);
      return rowsOf<QrCodeScans & Record<string, unknown>>(
        db,
        sql`${opening(filter)} select qr_codes.id, qr_codes.name, qr_codes.channel_id as "channelId", count(*)::int as scans
            from event_facts f join qr_codes on qr_codes.channel_id = f.channel_id and qr_codes.scene = f.label
              ${joining(filter)} where ${counted} group by qr_codes.id order by 4 desc, qr_codes.name`,
      );
    },
    conversations: (filter, figures, page) => reading((tx) => listConversations(tx, filter, figures, page)),
    async operatorNames(ids) {
      const rows = await rowsOf<{ id: string; name: string }>(
        db,
        sql`select id, name from operators where id = any (${toTextArray([...ids])})`,
      );
      return new Map(rows.map(({ id, name }) => [id, name]));
    },
  };
}

/** From the figures of counted days where there are any, and else from the facts. */
async function countPeriod(
  tx: Db,
  filter: ReportFilter,
  figures: readonly FigureName[],
  by: readonly Division[],
): Promise<readonly FigureCount[]> {
  const ofDays = isKeptByDay(by) ? figures.filter((figure) => DAY_FIGURES.some((one) => one === figure)) : [];
  const others = figures.filter((figure) => !ofDays.includes(figure));
  const { days, gaps } = ofDays.length === 0 ? { days: [], gaps: [] } : await readCountedDays(tx, filter);
  // There are few groups, which the planner cannot know: it would sort every row for them.
  await tx.execute(sql`set local enable_sort = off`);
  const counted = [await countOfDays(tx, filter, days, ofDays, by)];
  for (const gap of gaps) counted.push(await countFigures(tx, { ...filter, ...gap }, ofDays, by));
  counted.push(await countFigures(tx, filter, others, by));
  return counted.flat();
}

/** When the oldest conversation began of which a duration ends in the period. */
function beganBefore(filter: ReportFilter): SQL[] {
  return ['attended_at', 'completed_at', 'first_response_at'].map((name) => {
    const at = sql.raw(`f.${name}`);
    return sql`select min(f.started_at) as at from conversation_facts f
      where ${at} >= ${instant(filter.from)} and ${at} < ${instant(filter.to)} and ${isOfChannels(filter)}`;
  });
}

function releasedSince(filter: ReportFilter): SQL {
  return sql`select min(f.held_at) as at from loss_facts f
    where f.released_at >= ${instant(filter.from)} and f.released_at < ${instant(filter.to)} and ${isOfChannels(filter)}`;
}

function opening({ openTimes }: ReportFilter): SQL {
  return openTimes === null ? sql`` : sql`with ${openTimesTable(openTimes)}`;
}

function joining({ openTimes }: ReportFilter): SQL {
  return openTimes === null ? sql`` : JOIN_OPEN_TIMES;
}

function loadOf(db: Db, filter: ReportFilter, now: number): Promise<OperatorLoad[]> {
  const { from, to, groupId, operatorId } = filter;
  // A conversation's own clock may be ahead: what is over is over.
  const until = sql`least(coalesce(f.until, ${instant(now)}), ${instant(to)})`;
  return rowsOf<OperatorLoad & Record<string, unknown>>(
    db,
    sql`with attended as (
          select f.operator_id, greatest(f.since, ${instant(from)}) as since,
            ${until} as until
          from attending_facts f
          where (f.until >= ${instant(from)} or f.until is null) and f.since < ${instant(to)} and ${isOfChannels(filter)}
            ${groupId === undefined ? sql`` : sql`and exists (select from conversation_facts g where g.conversation_id = f.conversation_id and g.group_id = ${groupId})`}
            ${operatorId === undefined ? sql`` : sql`and f.operator_id = ${operatorId}`}
        )
        select operator_id as "operatorId", sum(extract(epoch from until - since))::float8 as "attendedSeconds",
          (select sum(extract(epoch from upper(run) - lower(run))) from unnest(range_agg(tstzrange(since, until))) as run)::float8
            as "activeSeconds"
        from attended where since < until group by operator_id`,
  );
}

async function listConversations(
  db: Db,
  filter: ReportFilter,
  figures: readonly FigureName[],
  { label, limit, before }: Parameters<Reports['conversations']>[2],
): Promise<readonly ListedConversation[]> {
  const found = figures.map((figure) => {
    const source: FigureSource = FIGURE_SOURCES[figure];
    const { at, joined } = eachFactOf(source);
    const labelled =
      label === undefined || source.label === undefined ? sql`true` : sql`${source.label} = ${label}`;
    return sql`select f.conversation_id as id, date_trunc('milliseconds', ${at}) as at from ${sql.raw(source.table)} f
      ${joined} ${joining(filter)}
      where ${isCounted(source, filter, at)} and ${labelled} and f.conversation_id is not null`;
  });
  // In whole milliseconds, as the place of a page has it. Sorted first, and then joined one after the other until the page is full.
  const rows = await rowsOf<ListedRow>(
    db,
    sql`${opening(filter)} select c.*, counted.at from (
          select id, max(at) as at from (${sql.join(found, sql` union all `)}) as each group by id
          ${before === null ? sql`` : sql`having (max(at), id) < (${instant(before.at)}, ${before.id})`}
          order by 2 desc, 1 desc) as counted
        cross join lateral (
          select c.id, c.channel_id, c.state, c.contact_id, contacts.name as contact_name, contacts.remark as contact_remark,
            operators.id as operator_id, operators.name as operator_name
          from conversations c join contacts on contacts.id = c.contact_id left join operators on operators.id = c.operator_id
          where c.id = counted.id and not c.is_erased offset 0) as c
        order by counted.at desc, counted.id desc limit ${limit + 1}`,
  );
  return rows.map((row) => ({
    id: row.id,
    channelId: row.channel_id,
    contactId: row.contact_id,
    contactName: contactName({ id: row.contact_id, name: row.contact_name, remark: row.contact_remark }),
    operator:
      row.operator_id === null || row.operator_name === null
        ? null
        : { id: row.operator_id, name: row.operator_name },
    state: row.state,
    at: toMs(row.at),
  }));
}

type ListedRow = {
  readonly id: string;
  readonly channel_id: string;
  readonly state: string;
  readonly contact_id: string;
  readonly contact_name: string | null;
  readonly contact_remark: string | null;
  readonly operator_id: string | null;
  readonly operator_name: string | null;
  readonly at: Date | string;
};
