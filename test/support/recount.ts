/**
 * The figures of the reports counted by brute force: one message and one conversation after the other, from the transcripts and
 * from what somebody saw who watched. Shares no code with the product but the clock of contacts.
 */
import { sql } from 'drizzle-orm';
import { atContact, readClockMoves } from '../../src/store/contacts/contact-clock';
import type { Database } from '../../src/store/engine/database-types';
import { rowsOf, toMs } from '../../src/store/engine/rows';
import type { DeskHistory } from './desk-history';
import { groupBy } from './group-by';

export type Question = {
  readonly from: number;
  readonly to: number;
  readonly brandIds?: readonly string[];
  readonly channelId?: string;
  readonly groupId?: string;
  readonly operatorId?: string;
  /** The opening hours of a channel as spans; left out: they do not matter. */
  readonly openSpans?: (channelId: string) => readonly (readonly [number, number])[] | null;
};

type Message = {
  id: string;
  conversation_id: string | null;
  contact_id: string;
  channel_id: string;
  direction: string;
  type: string;
  action: string | null;
  status: string | null;
  seq: number | null;
  sender_kind: string;
  sender_id: string | null;
  content: Record<string, unknown>;
  error: { code: string; wechatCode: number | null } | null;
  createdAt: number;
  sentAt: number | null;
  heldAt: number | null;
  endedAt: number | null;
  isResent: boolean;
};
type Conversation = {
  id: string;
  contact_id: string;
  channel_id: string;
  brand_id: string;
  operator_id: string | null;
  shift: number;
  snapshot: Record<string, unknown>;
};
type Fact = {
  readonly figure: string;
  readonly at: number;
  readonly channelId: string;
  readonly conversationId: string | null;
  readonly operatorId: string | null;
  readonly label?: string | null;
  /** From when until when it lasted. */
  readonly span?: readonly [number, number];
  readonly value?: number;
};

/** Everything that happened, each with its own time. */
export async function readFacts({ db }: Database, { seen, refusals }: DeskHistory): Promise<readonly Fact[]> {
  const contacts = new Map(
    (await rowsOf<{ id: string; clock_moves: unknown }>(db, sql`select id, clock_moves from contacts`)).map(
      (row) => [row.id, readClockMoves(row.clock_moves)],
    ),
  );
  type Raw = Omit<Message, 'createdAt' | 'sentAt' | 'heldAt' | 'endedAt' | 'isResent'> &
    Record<'created_at' | 'sent_at' | 'held_at' | 'ended_at' | 'resent_at', Date | null>;
  const messages = (await rowsOf<Raw>(db, sql`select * from messages`)).map((row): Message => {
    const shown = (at: Date | null): number | null =>
      at === null ? null : atContact(toMs(at), contacts.get(row.contact_id) ?? []);
    return {
      ...row,
      createdAt: shown(row.created_at) ?? 0,
      sentAt: shown(row.sent_at),
      heldAt: shown(row.held_at),
      endedAt: shown(row.ended_at),
      isResent: row.resent_at !== null,
    };
  });
  const conversations = (
    await rowsOf<Omit<Conversation, 'shift'> & { clock_shift_ms: string }>(
      db,
      sql`select id, contact_id, channel_id, brand_id, operator_id, snapshot, clock_shift_ms from conversations`,
    )
  ).map((row): Conversation => ({ ...row, shift: Number(row.clock_shift_ms) }));
  const byConversation = new Map(conversations.map((one) => [one.id, one]));
  const filed = messages.filter((m) => m.seq !== null);
  const ofConversation = groupBy(filed, (m) => m.conversation_id);
  const ofContact = groupBy(filed, (m) => m.contact_id);
  const facts: Fact[] = [];
  const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

  for (const one of conversations) {
    const { id, channel_id: channelId, shift, snapshot } = one;
    const noted = seen.get(id);
    if (noted === undefined) throw new Error(`Nobody has seen the conversation ${id}.`);
    const base = { channelId, conversationId: id, operatorId: noted.lastBy ?? null };
    const mine = ofConversation.get(id) ?? [];
    const startedAt = Math.floor((numberOf(snapshot['startedAt']) ?? 0) + shift);
    const acts = (ofContact.get(one.contact_id) ?? [])
      .filter((m) => m.direction !== 'outbound')
      .filter((m) =>
        ['follow', 'scan', 'menu_tap', 'menu_message_tap', 'enter_session'].includes(m.action ?? ''),
      )
      .filter((m) => m.createdAt <= startedAt && m.createdAt > startedAt - 86_400_000)
      .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
    const source = 'reopenedFrom' in snapshot ? 'reopened' : (acts.at(-1)?.action ?? 'message');
    facts.push({ ...base, figure: 'started', at: startedAt, label: source });
    const shown = (at: number | undefined): number | null =>
      at === undefined ? null : Math.floor(at + shift);
    const [waiting, attended] = [shown(noted.waitingSince), shown(noted.attendedAt)];
    if (attended !== null) {
      facts.push({
        ...base,
        figure: 'attended',
        at: attended,
        operatorId: noted.attendedBy ?? null,
        ...(waiting === null ? {} : { span: [waiting, attended] }),
      });
    }
    const missed = shown(noted.missedAt);
    if (missed !== null) facts.push({ ...base, figure: 'missed', at: missed });
    const attendedAfter = shown(noted.missedAttendedAt);
    if (attendedAfter !== null) facts.push({ ...base, figure: 'missedThenAttended', at: attendedAfter });
    const [first] = mine
      .filter((m) => m.direction === 'outbound' && m.sender_kind === 'operator' && m.status === 'sent')
      .map((m) => ({ at: m.sentAt ?? m.endedAt ?? 0, operatorId: m.sender_id }))
      .sort((a, b) => a.at - b.at);
    if (first !== undefined && waiting !== null) {
      facts.push({ ...base, ...first, figure: 'firstResponse', span: [waiting, first.at] });
    }
    const completedAt = numberOf(snapshot['completedAt']);
    if (completedAt !== null) {
      const at = Math.floor(completedAt + shift);
      const label = String(snapshot['completedReason']);
      facts.push({
        ...base,
        figure: 'completed',
        at,
        label,
        ...(attended === null ? {} : { span: [attended, at] }),
      });
      const hadBot = snapshot['hasBot'] === true;
      if (hadBot && waiting === null && attended === null) facts.push({ ...base, figure: 'botOnly', at });
      const said = mine
        .filter(
          (m) =>
            m.direction === 'inbound' ||
            (m.direction === 'outbound' && ['sent', 'unknown'].includes(m.status ?? '')),
        )
        .sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
      if (label !== 'operator' && said.at(-1)?.direction === 'inbound')
        facts.push({ ...base, figure: 'endedWaiting', at });
    }
  }

  for (const m of messages) {
    if (m.seq === null) continue;
    const of = m.conversation_id === null ? undefined : byConversation.get(m.conversation_id);
    const base = {
      channelId: m.channel_id,
      conversationId: m.conversation_id,
      operatorId: seen.get(of?.id ?? '')?.lastBy ?? null,
    };
    const sender = m.sender_kind === 'operator' ? m.sender_id : null;
    if (m.direction === 'inbound' && of !== undefined)
      facts.push({ ...base, figure: 'messagesIn', at: m.createdAt });
    if (m.type === 'handover' || m.type === 'returned') {
      const label = String(m.content['reason']);
      const operatorId = m.type === 'returned' ? sender : base.operatorId;
      facts.push({
        ...base,
        figure: m.type === 'returned' ? 'returned' : 'handovers',
        at: m.createdAt,
        label,
        operatorId,
      });
    }
    if (m.action === 'follow') facts.push({ ...base, figure: 'followed', at: m.createdAt });
    if (m.action === 'unfollow') facts.push({ ...base, figure: 'unfollowed', at: m.createdAt });
    if ((m.action === 'follow' || m.action === 'scan') && typeof m.content['scene'] === 'string') {
      facts.push({ ...base, figure: 'scans', at: m.createdAt, label: m.content['scene'] });
    }
    if (m.direction !== 'outbound' || of === undefined) continue;
    const ours = { ...base, operatorId: sender };
    const sentAt = m.sentAt ?? m.endedAt;
    if (m.status === 'sent') facts.push({ ...ours, figure: 'messagesOut', at: sentAt ?? 0 });
    const code = m.error?.code ?? '';
    const isGivenUp = m.status === 'failed' || m.status === 'cancelled';
    const hasExpired =
      isGivenUp &&
      m.heldAt !== null &&
      ['window_closed', 'consecutive_limit_reached', 'conversation_completed'].includes(code);
    if (m.heldAt !== null && m.status === 'sent') {
      facts.push({ ...ours, figure: 'released', at: sentAt ?? 0, span: [m.heldAt, sentAt ?? 0] });
    }
    if (hasExpired) facts.push({ ...ours, figure: 'expired', at: m.endedAt ?? 0 });
    if (m.status === 'failed' && !hasExpired) {
      const wechat = m.error?.wechatCode ?? 0;
      facts.push({
        ...ours,
        figure: 'failed',
        at: m.endedAt ?? 0,
        label: wechat === 0 ? code : String(wechat),
      });
    }
    const isMarked = m.status === 'sent' && m.sentAt === null;
    if (m.status === 'unknown' || isMarked) {
      facts.push({
        ...ours,
        figure: 'unknown',
        at: m.endedAt ?? 0,
        label: isMarked ? 'sent' : m.isResent ? 'resent' : null,
      });
    }
  }

  // Who was refused knows when only roughly: to the millisecond it is in the store, in the same order.
  const stored = await rowsOf<{ at: Date }>(db, sql`select at from refusal_facts order by id`);
  expect(stored.length).toBe(refusals.length);
  refusals.forEach(({ at, conversationId, channelId, operatorId, code }, place) => {
    const exact = toMs(stored[place]?.at ?? new Date(0));
    expect(Math.abs(exact - at)).toBeLessThan(10_000);
    facts.push({ figure: 'refused', at: exact, conversationId, channelId, operatorId, label: code });
  });
  const rated = await rowsOf<{
    conversation_id: string;
    channel_id: string;
    operator_id: string | null;
    score: number;
    rated_at: Date;
  }>(
    db,
    sql`select conversation_id, channel_id, operator_id, score, rated_at from ratings where score is not null`,
  );
  for (const row of rated) {
    facts.push({
      figure: 'rated',
      at: toMs(row.rated_at),
      conversationId: row.conversation_id,
      channelId: row.channel_id,
      operatorId: row.operator_id,
      value: row.score,
    });
  }
  return facts;
}

/** The facts that a question is about, with their durations in ms. */
export function ask(
  facts: readonly Fact[],
  question: Question,
  {
    channels,
    groups,
  }: { readonly channels: ReadonlyMap<string, string>; readonly groups: ReadonlyMap<string, string> },
): readonly (Fact & { readonly ms: number | null })[] {
  const { from, to, brandIds, channelId, groupId, operatorId, openSpans } = question;
  return facts
    .filter((one) => one.at >= from && one.at < to)
    .filter((one) => brandIds === undefined || brandIds.includes(channels.get(one.channelId) ?? ''))
    .filter((one) => channelId === undefined || one.channelId === channelId)
    .filter((one) => groupId === undefined || groups.get(one.conversationId ?? '') === groupId)
    .filter((one) => operatorId === undefined || one.operatorId === operatorId)
    .flatMap((one): (Fact & { readonly ms: number | null })[] => {
      const open = openSpans?.(one.channelId) ?? null;
      if (open !== null && !open.some(([opens, closes]) => one.at >= opens && one.at < closes)) return [];
      if (one.span === undefined) return [{ ...one, ms: null }];
      const [since, until] = one.span;
      const spans = open ?? [[since, until] as const];
      const ms = spans.reduce(
        (sum, [opens, closes]) => sum + Math.max(0, Math.min(until, closes) - Math.max(since, opens)),
        0,
      );
      return [{ ...one, ms }];
    });
}

type Asked = ReturnType<typeof ask>;

/** The figures of the summary, as its contract has them. */
export function summaryOf(asked: Asked) {
  const of = (figure: string) => asked.filter((one) => one.figure === figure);
  const scores = of('rated').map(({ value }) => value ?? 0);
  return {
    started: of('started').length,
    attended: of('attended').length,
    missed: of('missed').length,
    missedThenAttended: of('missedThenAttended').length,
    completedByReason: words(of('completed')),
    messagesIn: of('messagesIn').length,
    messagesOut: of('messagesOut').length,
    handoversByReason: words(of('handovers')),
    returned: of('returned').length,
    botOnly: of('botOnly').length,
    firstResponseSeconds: durations(of('firstResponse')),
    waitingSeconds: durations(of('attended')),
    handlingSeconds: durations(of('completed')),
    rating: {
      count: scores.length,
      mean:
        scores.length === 0
          ? null
          : Math.round((100 * scores.reduce((a, b) => a + b, 0)) / scores.length) / 100,
    },
  };
}

/** The figures of the loss report. */
export function lossesOf(asked: Asked) {
  const of = (figure: string) => asked.filter((one) => one.figure === figure);
  const labelled = (figure: string, label: string) => of(figure).filter((one) => one.label === label).length;
  return {
    refused: {
      window_closed: labelled('refused', 'window_closed'),
      consecutive_limit_reached: labelled('refused', 'consecutive_limit_reached'),
    },
    held: {
      released: of('released').length,
      expired: of('expired').length,
      releasedAfterSeconds: durations(of('released')),
    },
    failedByCode: words(of('failed')),
    unknown: {
      count: of('unknown').length,
      resolvedAsSent: labelled('unknown', 'sent'),
      resent: labelled('unknown', 'resent'),
    },
    endedWaiting: of('endedWaiting').length,
  };
}

/** How often each word occurs. */
export function words(asked: Asked): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { label } of asked) {
    if (label !== undefined && label !== null) counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}

function durations(asked: Asked) {
  const sorted = asked.flatMap(({ ms }) => (ms === null ? [] : [ms])).sort((a, b) => a - b);
  const count = sorted.length;
  if (count === 0) return { count, mean: null, median: null, p90: null };
  const mean = Math.round(sorted.reduce((a, b) => a + b, 0) / count) / 1000;
  // The smallest value that at least this share of all values does not exceed.
  const rank = (share: number) => (sorted.find((_, place) => (place + 1) / count >= share) ?? 0) / 1000;
  return { count, mean, median: rank(0.5), p90: rank(0.9) };
}
