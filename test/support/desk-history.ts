/** A desk with a history: seeded conversations that take every path that reports count, made by the rules themselves. */
import { sql } from 'drizzle-orm';
import type { Conversation } from '../../src/domain/conversation/conversation';
import { moveClock } from '../../src/store/contacts/contact-clock';
import type { Answer, TestOperator } from './administration-app';
import type { ConversationApp } from './conversation-app';
import { randomFrom } from './seeded-random';

export type DeskHistory = {
  readonly places: readonly { readonly brandId: string; readonly channelId: string }[];
  readonly operators: readonly TestOperator[];
  /** What was seen of each conversation while it was made. */
  readonly seen: ReadonlyMap<string, Seen>;
  /** Replies that were refused, each once. */
  readonly refusals: readonly SeenRefusal[];
  /** How far each contact’s clock is ahead, ms, by channel and openid. */
  readonly offsets: ReadonlyMap<string, number>;
};

/** Epoch ms, as shown. */
export type Seen = {
  waitingSince?: number;
  attendedAt?: number;
  attendedBy?: string | null;
  missedAt?: number;
  missedAttendedAt?: number;
  /** Who attends it, or attended it last. */
  lastBy?: string;
  last: Conversation;
};

export type SeenRefusal = {
  readonly at: number;
  readonly conversationId: string;
  readonly channelId: string;
  readonly operatorId: string;
  readonly code: string;
};

const MINUTE = 60_000;
const HOUR = 3_600_000;
const OUTCOMES = [
  { type: 'sent' },
  { type: 'sent' },
  { type: 'sent' },
  { type: 'sent' },
  { type: 'unknown' },
  { type: 'refused', code: 'consecutive_limit_reached', wechatCode: 45047 },
  { type: 'refused', code: 'window_closed', wechatCode: 45015 },
  { type: 'refused', code: 'wechat_refused', wechatCode: 40003 },
] as const;

/** Makes `count` conversations, or a few more, in two brands; the same seed makes the same ones. `before` goes on in its brands. */
export async function makeHistory(
  app: ConversationApp,
  count: number,
  seed: number,
  before?: DeskHistory,
): Promise<DeskHistory> {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const places = before?.places ?? [await app.channel(), await app.channel()];
  const brandIds = places.map(({ brandId }) => brandId);
  const operators = before?.operators ?? [
    await app.operator(brandIds),
    await app.operator(brandIds),
    await app.operator([brandIds[0] ?? '']),
  ];
  const { behaviour } = app.host;
  const plain = behaviour.settings;
  const withBot = { ...plain, bot: { ...plain.bot, botId: 'bot-1' } };
  const call = (method: string, path: string, body: unknown, as: TestOperator, key?: string) =>
    app.call(method, `/api/v1${path}`, body, {
      token: as.token,
      ...(key === undefined ? {} : { headers: { 'Idempotency-Key': key } }),
    });
  const seen = new Map<string, Seen>(before?.seen);
  const refusals = new Map<string, SeenRefusal>();
  const offsets = new Map<string, number>(before?.offsets);

  for (let round = 0; round < count; round += 1) {
    const { channelId } = pick(places);
    const openId = `openid-${Math.floor(random() * count * 0.8)}`;
    const operator = pick(operators.slice(0, 2));
    behaviour.clockOffsetMs = offsets.get(`${channelId} ${openId}`) ?? 0;
    behaviour.outcome = { type: 'sent' };
    behaviour.settings = {
      ...(random() < 0.3 ? withBot : plain),
      ...(random() < 0.3 ? { groupId: 'group-1' } : {}),
    };
    if (random() < 0.3) {
      const action = pick(['follow', 'scan', 'menu_tap', 'unfollow'] as const);
      const content = { type: action, scene: pick(['shop', 'metro', null]) } as never;
      look((await app.receive(channelId, content, openId, action)).contactId);
    }
    const { conversationId: id, contactId } = await app.receive(channelId, 'hi', openId);
    look(contactId);
    const path = `/conversations/${id}`;
    const waits = random();
    const pass = async (ms: number): Promise<void> => {
      behaviour.clockOffsetMs += ms;
      offsets.set(`${channelId} ${openId}`, behaviour.clockOffsetMs);
      await app.host.idle();
      await app.database.db.execute(moveClock(contactId, ms, Date.now()));
      await app.host.apply(contactId, { type: 'timePassed' });
      look(contactId);
    };
    if (waits < 0.25) await pass(5 * MINUTE);
    if (random() < 0.1) {
      // Nobody comes.
      await pass(60 * HOUR);
      continue;
    }
    if (random() < 0.8) await call('POST', `${path}/attend`, {}, operator);
    look(contactId);
    if (random() < 0.3) await pass(Math.floor(random() * 20) * MINUTE);
    const replies = Math.floor(random() * 8);
    for (let reply = 0; reply < replies; reply += 1) {
      behaviour.outcome = pick(OUTCOMES);
      const key = random() < 0.5 ? `key-${round}-${reply}` : undefined;
      const body = { type: 'text', text: `reply ${reply}`, whenBlocked: pick(['reject', 'hold'] as const) };
      const answer = await call('POST', `${path}/messages`, body, operator, key);
      if (noteRefusal(answer, key) && key !== undefined)
        await call('POST', `${path}/messages`, body, operator, key);
      look(contactId);
      if (answer.body['status'] === 'unknown') await settle(answer.body.id, `${path}/messages`);
      if (random() < 0.3) await app.receive(channelId, 'more', openId);
    }
    if (random() < 0.1)
      await call('POST', `${path}/transfer`, { operatorId: pick(operators.slice(0, 2)).id }, operator);
    look(contactId);
    if (random() < 0.1) await call('POST', `${path}/handback`, {}, operator);
    look(contactId);
    const end = random();
    if (end < 0.5) await call('POST', `${path}/complete`, {}, operator);
    else if (end < 0.8) await pass(60 * HOUR);
    look(contactId);
    if (end < 0.05) await call('POST', `${path}/reopen`, {}, operator);
    await app.host.idle();
    look(contactId);

    /** Whether the window or the limit has refused a reply; a repeat under its key is the same refusal. */
    function noteRefusal({ body: { code } }: Answer, key = `${refusals.size}`): boolean {
      if (code !== 'window_closed' && code !== 'consecutive_limit_reached') return false;
      const at = Date.now() + behaviour.clockOffsetMs;
      refusals.set(`${id} ${key}`, { at, conversationId: id, channelId, operatorId: operator.id, code });
      return true;
    }

    /** Notes what the conversation shows now, as somebody would who watches it. */
    function look(ofContact: string): void {
      const { current } = app.host.threadOf(ofContact);
      if (current === null) return;
      const {
        id: conversation,
        state,
        attendedAt,
        operatorId,
        missedAt,
        startedAt,
        handover,
        reopenedFrom,
      } = current;
      const one: Seen = seen.get(conversation) ?? { last: current };
      one.last = current;
      const isWithPeople = state === 'waiting' || state === 'missed' || state === 'active';
      const wasWithPeople = state === 'completed' && (handover !== undefined || !current.hasBot);
      if (reopenedFrom === undefined && (isWithPeople || wasWithPeople))
        one.waitingSince ??= handover?.at ?? startedAt;
      if (attendedAt !== null && one.attendedAt === undefined) {
        one.attendedAt = attendedAt;
        one.attendedBy = operatorId;
      }
      if (operatorId !== null) one.lastBy = operatorId;
      if (missedAt !== null) one.missedAt ??= missedAt;
      if (one.missedAt !== undefined && attendedAt !== null && attendedAt >= one.missedAt)
        one.missedAttendedAt ??= attendedAt;
      seen.set(conversation, one);
    }

    async function settle(messageId: string, messages: string): Promise<void> {
      const how = random();
      if (how < 0.3) await call('POST', `${messages}/${messageId}/resolve`, { as: 'sent' }, operator);
      else if (how < 0.6) {
        behaviour.outcome = { type: 'sent' };
        noteRefusal(await call('POST', `${messages}/${messageId}/resolve`, { as: 'resend' }, operator));
      }
    }
  }
  behaviour.clockOffsetMs = 0;
  await app.host.idle();
  await rate(app);
  return {
    places,
    operators,
    seen,
    refusals: [...(before?.refusals ?? []), ...refusals.values()],
    offsets,
  };
}

/** Ratings of completed conversations, as a contact's taps store them. */
async function rate({ database }: ConversationApp): Promise<void> {
  await database.db.execute(sql`insert into ratings (conversation_id, contact_id, brand_id, channel_id, operator_id, message_id,
      options, score, label, rated_at)
    select id, contact_id, brand_id, channel_id, operator_id, 'asked-' || id, '[]', 1 + abs(hashtext(id)) % 5, 'label',
      clock_timestamp()
    from conversations where state = 'completed' and abs(hashtext(id)) % 3 = 0
    on conflict (conversation_id) do nothing`);
}
