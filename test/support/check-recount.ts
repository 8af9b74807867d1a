/** Compares every figure of the reports with a recount by brute force. */
import { sql } from 'drizzle-orm';
import { BUCKETS, type Bucket } from '../../src/domain/reports/figures';
import { rowsOf } from '../../src/store/engine/rows';
import { createHoursStore } from '../../src/store/hours/hours';
import { SYSTEM } from '../../src/store/people/audit-log';
import type { ConversationApp } from './conversation-app';
import type { DeskHistory } from './desk-history';
import { ask, lossesOf, type Question, readFacts, summaryOf, words } from './recount';

/** So that every list has several pages, and a desk of 10,000 conversations not thousands of them. */
const PAGE = 37;
const LARGE_PAGE = 100;
const LARGE_FROM = 20_000;
/** The figures whose durations these are. */
const MEASURED = { waiting: 'attended', handling: 'completed' } as const;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Shanghai, whose clock has not been moved for decades: 8 hours ahead. */
const ZONE_MS = 8 * HOUR;

/** Asks each report many questions. Resolves with the numbers that were compared. */
export async function checkRecount(
  app: ConversationApp,
  history: DeskHistory,
  buckets: readonly Bucket[] = BUCKETS,
): Promise<number> {
  const { database } = app;
  const { places, operators } = history;
  const [first, second] = places;
  const [anna, , cai] = operators;
  if (first === undefined || second === undefined || anna === undefined || cai === undefined)
    throw new Error('no desk');
  const weekly = {
    mon: [['09:00', '18:00']],
    tue: [['09:00', '18:00']],
    wed: [['10:00', '18:00']],
    thu: [['09:00', '18:00']],
    fri: [['22:00', '02:30']],
    sun: [['00:00', '24:00']],
  } as const;
  await createHoursStore(database).setOfBrand(
    second.brandId,
    { timeZone: 'Asia/Shanghai', weekly, exceptions: [] },
    SYSTEM,
  );
  const facts = await readFacts(database, history);
  const pageSize = facts.length < LARGE_FROM ? PAGE : LARGE_PAGE;
  const known = {
    channels: new Map(places.map(({ brandId, channelId }) => [channelId, brandId])),
    groups: new Map(
      (
        await rowsOf<{ id: string; group_id: string | null }>(
          database.db,
          sql`select id, group_id from conversations`,
        )
      ).map(({ id, group_id }) => [id, group_id ?? '']),
    ),
  };
  const begin = Math.floor(Math.min(...facts.map(({ at }) => at)) / HOUR) * HOUR;
  const end = Math.max(...facts.map(({ at }) => at)) + 1;
  const times = facts.map(({ at }) => at).sort((a, b) => a - b);
  const timeOf = (share: number) => times[Math.floor(times.length * share)] ?? begin;
  const all = { from: begin, to: end };
  const openSpans = (channelId: string) =>
    channelId === second.channelId ? spansOf(weekly, begin - 30 * DAY, end) : null;
  const questions: readonly {
    readonly query: string;
    readonly question: Question;
    readonly token?: string;
  }[] = [
    { query: '', question: all },
    { query: `&brandId=${first.brandId}`, question: { ...all, brandIds: [first.brandId] } },
    { query: `&channelId=${second.channelId}`, question: { ...all, channelId: second.channelId } },
    { query: '&groupId=group-1', question: { ...all, groupId: 'group-1' } },
    { query: `&operatorId=${anna.id}`, question: { ...all, operatorId: anna.id } },
    { query: '&hours=open', question: { ...all, openSpans } },
    { query: '', question: all, token: anna.token },
    { query: '', question: { ...all, brandIds: [first.brandId] }, token: cai.token },
    { query: '', question: { from: timeOf(0.25), to: timeOf(0.75) } },
    { query: '', question: { from: timeOf(0.5), to: end } },
  ];
  let compared = 0;
  const get = async (path: string, { from, to }: Question, query: string, token?: string) => {
    const span = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
    const answer = await app.call(
      'GET',
      `/api/v1/reports/${path}?${span}${query}`,
      undefined,
      token === undefined ? {} : { token },
    );
    if (answer.status !== 200) throw new Error(`${path}?${query}: ${answer.status} ${answer.text}`);
    return answer.body as unknown as Readonly<Record<string, unknown>>;
  };
  const same = (found: unknown, wanted: unknown): void => {
    expect(found).toEqual(wanted);
    compared += JSON.stringify(wanted).split(/\d+/).length - 1;
  };

  for (const { query, question, token } of questions) {
    const asked = ask(facts, question, known);
    for (const bucket of buckets) {
      const report = await get(
        'summary',
        question,
        `${query}&bucket=${bucket}&timeZone=Asia/Shanghai`,
        token,
      );
      const { openNow, ...totals } = report['totals'] as Readonly<Record<string, unknown>>;
      same(totals, summaryOf(asked));
      const series = report['series'] as readonly { readonly start: string }[];
      const starts = series.map(({ start }) => Date.parse(start));
      expect(starts).toEqual(startsOf(bucket, question));
      series.forEach((entryOf, place) => {
        const { start: _start, ...entry } = entryOf;
        const [since, until] = [starts[place] ?? 0, starts[place + 1] ?? question.to];
        same(entry, summaryOf(asked.filter(({ at }) => at >= since && at < until)));
      });
      if (bucket !== 'day') continue;
      same(openNow, await openNowOf(app, question, known));
    }
    const { cells } = await get('heatmap', question, `${query}&timeZone=Asia/Shanghai`, token);
    const started = asked.filter(({ figure }) => figure === 'started');
    for (const cell of cells as readonly { weekday: number; hour: number; started: number }[]) {
      const inCell = started.filter(({ at }) => {
        const local = new Date(at + ZONE_MS);
        return (local.getUTCDay() || 7) === cell.weekday && local.getUTCHours() === cell.hour;
      });
      same(cell.started, inCell.length);
    }
    const reach = await get('reach', question, `${query}&bucket=month&timeZone=Asia/Shanghai`, token);
    const visits = ask(facts, { ...without(question, 'groupId', 'operatorId') }, known);
    const { followersNow: _, ...reached } = reach['totals'] as Readonly<Record<string, unknown>>;
    same(reached, {
      followed: visits.filter(({ figure }) => figure === 'followed').length,
      unfollowed: visits.filter(({ figure }) => figure === 'unfollowed').length,
      scans: visits.filter(({ figure }) => figure === 'scans').length,
      startedBySource: words(started),
    });
    for (const figure of [
      'started',
      'attended',
      'missed',
      'missedThenAttended',
      'botOnly',
      'firstResponse',
      'rated',
      'handovers',
      'returned',
      'messagesIn',
      'messagesOut',
      'waiting',
      'handling',
    ]) {
      await checkList(figure, question, query, token);
    }
    if (token !== undefined) continue;
    for (const figure of ['refused', 'released', 'expired', 'failed', 'unknown', 'endedWaiting'])
      await checkList(figure, question, query, token);
    const losses = await get('losses', question, `${query}&bucket=day&timeZone=Asia/Shanghai`);
    const lossNames = Object.keys(lossesOf([])) as (keyof ReturnType<typeof lossesOf>)[];
    const pick = (one: Record<string, unknown>) =>
      Object.fromEntries(lossNames.map((name) => [name, one[name]]));
    same(pick(losses), lossesOf(asked));
    const days = losses['series'] as readonly ({ readonly start: string } & Record<string, unknown>)[];
    days.forEach((entry, place) => {
      const [since, until] = [
        Date.parse(entry.start),
        Date.parse(days[place + 1]?.start ?? new Date(question.to).toISOString()),
      ];
      same(pick(entry), lossesOf(asked.filter(({ at }) => at >= since && at < until)));
    });
    for (const entry of losses['byHour'] as readonly ({ hour: number } & Record<string, unknown>)[]) {
      same(
        pick(entry),
        lossesOf(asked.filter(({ at }) => new Date(at + ZONE_MS).getUTCHours() === entry.hour)),
      );
    }
    for (const entry of losses['byOperator'] as readonly ({ operator: { id: string } | null } & Record<
      string,
      unknown
    >)[]) {
      same(
        pick(entry),
        lossesOf(asked.filter(({ operatorId }) => operatorId === (entry.operator?.id ?? null))),
      );
    }
    for (const entry of losses['byChannel'] as readonly ({ channel: { id: string } } & Record<
      string,
      unknown
    >)[]) {
      same(pick(entry), lossesOf(asked.filter(({ channelId }) => channelId === entry.channel.id)));
    }
    const { items } = await get('operators', question, query);
    for (const item of items as readonly ({ operator: { id: string } } & Record<string, unknown>)[]) {
      const mine = asked.filter(({ operatorId }) => operatorId === item.operator.id);
      const {
        firstResponseSeconds,
        waitingSeconds,
        handlingSeconds,
        rating,
        attended,
        messagesOut,
        returned,
      } = summaryOf(mine);
      const completed = mine.filter(({ figure }) => figure === 'completed').length;
      const { operator: _operator, activeSeconds: _active, load: _load, ...rest } = item;
      same(rest, {
        attended,
        completed,
        messagesOut,
        returned,
        firstResponseSeconds,
        waitingSeconds,
        handlingSeconds,
        rating,
      });
    }
  }
  return compared;

  async function checkList(figure: string, question: Question, query: string, token?: string): Promise<void> {
    const wanted = new Map<string, number>();
    for (const one of ask(facts, question, known)) {
      const isCounted =
        figure === 'waiting' || figure === 'handling'
          ? one.figure === MEASURED[figure] && one.ms !== null
          : one.figure === figure;
      if (!isCounted || one.conversationId === null) continue;
      wanted.set(one.conversationId, Math.max(one.at, wanted.get(one.conversationId) ?? 0));
    }
    const found: { id: string; at: string }[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page = await get(
        'conversations',
        question,
        `${query}&figure=${figure}&limit=${pageSize}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
        token,
      );
      found.push(...(page['items'] as { id: string; at: string }[]));
      cursor = (page['nextCursor'] as string | null) ?? undefined;
    }
    const sorted = [...wanted]
      .sort(([a, one], [b, other]) => other - one || (a < b ? 1 : -1))
      .map(([id]) => id);
    same(
      found.map(({ id }) => id),
      sorted,
    );
  }
}

function startsOf(bucket: string, { from, to }: Question): readonly number[] {
  const starts = [from];
  for (let hour = Math.floor(from / HOUR) * HOUR + HOUR; hour < to; hour += HOUR) {
    const local = new Date(hour + ZONE_MS);
    const isMidnight = local.getUTCHours() === 0;
    const begins =
      bucket === 'hour' ||
      (isMidnight && bucket === 'day') ||
      (isMidnight && bucket === 'week' && local.getUTCDay() === 1) ||
      (isMidnight && bucket === 'month' && local.getUTCDate() === 1);
    if (begins) starts.push(hour);
  }
  return starts;
}

async function openNowOf(
  { database }: ConversationApp,
  { brandIds, channelId, groupId, operatorId }: Question,
  { channels }: { readonly channels: ReadonlyMap<string, string> },
): Promise<Record<string, number>> {
  const rows = await rowsOf<{
    state: string;
    channel_id: string;
    group_id: string | null;
    operator_id: string | null;
  }>(database.db, sql`select state, channel_id, group_id, operator_id from conversations`);
  const counts: Record<string, number> = {};
  for (const row of rows) {
    if (row.state === 'completed') continue;
    if (brandIds !== undefined && !brandIds.includes(channels.get(row.channel_id) ?? '')) continue;
    if (channelId !== undefined && row.channel_id !== channelId) continue;
    if (groupId !== undefined && row.group_id !== groupId) continue;
    if (operatorId !== undefined && row.operator_id !== operatorId) continue;
    counts[row.state] = (counts[row.state] ?? 0) + 1;
  }
  return counts;
}

const WEEK = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Opening hours as spans, day by day. */
function spansOf(
  weekly: { readonly [Day in (typeof WEEK)[number]]?: readonly (readonly [string, string])[] },
  from: number,
  to: number,
): readonly (readonly [number, number])[] {
  const spans: [number, number][] = [];
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  for (
    let midnight = Math.floor((from + ZONE_MS) / DAY) * DAY - ZONE_MS - DAY;
    midnight < to;
    midnight += DAY
  ) {
    const day = WEEK[new Date(midnight + ZONE_MS).getUTCDay()] ?? 'sun';
    for (const [opens, closes] of weekly[day] ?? []) {
      const end = minutes(closes) <= minutes(opens) ? minutes(closes) + 1440 : minutes(closes);
      spans.push([midnight + minutes(opens) * 60_000, midnight + end * 60_000]);
    }
  }
  return spans;
}

function without<T extends object, Key extends keyof T>(value: T, ...keys: readonly Key[]): T {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key as Key))) as T;
}
