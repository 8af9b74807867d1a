/** One message, at most once: the row, the ledger and the phone after each of WeChat's answers. Real parts, no Temporal. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { sql } from 'drizzle-orm';
import {
  createDeliverMessage,
  type DeliverDeps,
  type Delivered,
  type DeliverInput,
} from '../../src/activities/deliver-message';
import { createMediaAtWeChat } from '../../src/activities/media-at-wechat';
import { createSendSlots } from '../../src/activities/send-slots';
import type { WhenBlocked } from '../../src/domain/conversation/conversation';
import type { OutboundContent } from '../../src/domain/messages/outbound';
import type { FaultInput } from '../../src/simulator/faults';
import { createChannelPauses } from '../../src/store/channels/channel-pauses';
import { createProjections } from '../../src/store/conversations/projections';
import { rowsOf } from '../../src/store/engine/rows';
import { createWeChatMediaCache } from '../../src/store/files/wechat-media';
import { createGreetings } from '../../src/store/transcript/greetings';
import { createInbox } from '../../src/store/transcript/inbox';
import { createOutbox } from '../../src/store/transcript/outbox';
import { createSendLedger } from '../../src/store/transcript/send-ledger';
import { queued } from '../domain/builders';
import { eventually } from '../support/eventually';
import { type Begun, beginOne, projectionOf, rowOf } from '../support/scenario-store';
import { type Sending, type SendingChannel, startSending } from '../support/sending';

const MINUTE = 60_000;

let sending: Sending;
let channel: SendingChannel;
let deps: DeliverDeps;
beforeAll(async () => {
  sending = await startSending();
  const { database, services } = sending;
  deps = {
    ...services,
    project: createProjections(database),
    ledger: createSendLedger(database),
    pauses: createChannelPauses(database),
    slots: createSendSlots(20),
    media: createMediaAtWeChat({ ...services, cache: createWeChatMediaCache(database) }),
  };
}, 60_000);
beforeEach(async () => {
  channel = await sending.addChannel();
});
afterEach(() => sending.simulator.clearFaults());
afterAll(() => sending.close());

type Prepared = {
  readonly openId: string;
  readonly messageId: string;
  readonly begun: Begun;
  /** What the workflow passes in for its n-th attempt. */
  readonly input: (attempt: number) => DeliverInput;
};

const HELLO: OutboundContent = { type: 'text', text: 'hello' };

/** A contact has written, and an operator's answer waits to be sent. */
async function prepared(
  content: OutboundContent = HELLO,
  whenBlocked: WhenBlocked = 'reject',
): Promise<Prepared> {
  const { database, simulator, operatorId } = sending;
  const { channelId, appId } = channel;
  const { openId } = simulator.addContact({ appId });
  await simulator.write({ appId, openId }, { type: 'text', text: 'hi' });
  const begun = await beginOne(database, channel, openId);
  const { contactId, conversation } = begun;
  const conversationId = conversation.id;
  const message = { conversationId, contactId, channelId, operatorId, content, whenBlocked };
  const row = await createOutbox(database).prepare(message, null);
  if (row.type !== 'new') throw new Error(row.type);
  const { messageId } = row;
  const input = (attempt: number): DeliverInput => ({
    message: queued(messageId, { attempts: attempt, whenBlocked, operatorId }),
    attempt,
    projection: projectionOf(begun, attempt + 1, {
      files: [{ messageId: begun.messageId, conversationId, version: 1 }],
      statuses: [{ messageId, status: 'queued', error: null, conversationId, version: 2 }],
    }),
  });
  return { openId, messageId, begun, input };
}

/** Runs the activity; `log` of the SDK needs a context around it. */
const deliver = (input: DeliverInput, changes: Partial<DeliverDeps> = {}): Promise<Delivered> =>
  new MockActivityEnvironment().run(createDeliverMessage({ ...deps, ...changes }), input);

const outcomeOf = async (input: DeliverInput) => (await deliver(input)).outcome;
const rowNow = ({ messageId }: Prepared) => rowOf(sending.database, messageId);
const attempts = ({ messageId }: Prepared) =>
  rowsOf<{ attempt: number; outcome: unknown }>(
    sending.database.db,
    sql`select attempt, outcome from send_attempts where message_id = ${messageId} order by attempt`,
  );
const phone = ({ openId }: Pick<Prepared, 'openId'>) =>
  sending.simulator.received({ appId: channel.appId, openId }).map(({ body }) => body);
const callsTo = ({ openId }: Pick<Prepared, 'openId'>) =>
  sending.simulator.calls('custom/send').filter((call) => call.openId === openId).length;
const fault = (effect: FaultInput['effect'], { openId }: Pick<Prepared, 'openId'>, times = 1) =>
  sending.simulator.addFault({ operation: 'custom/send', openId, effect, times });
const change = (set: ReturnType<typeof sql>) =>
  sending.database.db.execute(sql`update channels set ${set} where id = ${channel.channelId}`);
const channelRow = async () => {
  const [row] = await rowsOf<{ is_paused: boolean; is_refused: boolean; last_code: number | null }>(
    sending.database.db,
    sql`select coalesce(paused_until > clock_timestamp(), false) as is_paused, unhealthy_since is not null as is_refused,
          (last_error ->> 'wechatCode')::int as last_code from channels where id = ${channel.channelId}`,
  );
  return row;
};

// With a token the attempt begins in the commit of the projection; without one, only when it has been fetched.
describe.each([
  ['with a token at hand', true],
  ['before there is a token', false],
])('%s', (_, hasToken) => {
  beforeEach(async () => {
    if (hasToken) await sending.services.wechat.prepare(channel.credentials);
  });

  test('a message reaches the phone, and a second run of the same attempt sends nothing', async () => {
    const one = await prepared();
    expect(await deliver(one.input(1))).toEqual({ outcome: { type: 'sent' }, withdrawnIds: [] });
    expect(await outcomeOf(one.input(1))).toEqual({ type: 'sent' });
    expect(phone(one)).toEqual([{ touser: one.openId, msgtype: 'text', text: { content: 'hello' } }]);
    expect(await rowNow(one)).toMatchObject({ status: 'sent', conversation_id: one.begun.conversation.id });
    expect(await attempts(one)).toEqual([{ attempt: 1, outcome: { type: 'sent' } }]);
    expect(await rowOf(sending.database, one.begun.messageId)).toMatchObject({ seq: 1 });
  });

  test('the attempt is committed before WeChat has a byte', async () => {
    const one = await prepared();
    fault({ type: 'delay', ms: 1_500 }, one);
    const delivering = deliver(one.input(1));
    await eventually(() => callsTo(one) === 1, 'WeChat has the message');
    expect([(await rowNow(one))?.status, await attempts(one)]).toEqual([
      'sending',
      [{ attempt: 1, outcome: null }],
    ]);
    expect((await delivering).outcome).toEqual({ type: 'sent' });
  });

  test('whose answer is lost is unknown, and is never sent again', async () => {
    const one = await prepared();
    fault({ type: 'drop_answer' }, one);
    expect(await outcomeOf(one.input(1))).toEqual({ type: 'unknown' });
    expect(await outcomeOf(one.input(1))).toEqual({ type: 'unknown' });
    // Nor by an attempt that should not be made.
    expect(await outcomeOf(one.input(2))).toEqual({ type: 'withdrawn' });
    expect([(await rowNow(one))?.status, phone(one).length, callsTo(one)]).toEqual(['unknown', 1, 1]);
  });

  test('that cannot have left goes back to its queue, and leaves with the next attempt', async () => {
    const one = await prepared();
    const outcome = await sending.whileAway(() => outcomeOf(one.input(1)));
    expect(outcome).toEqual({ type: 'notSent', retryAfterMs: expect.any(Number) });
    expect(await rowNow(one)).toMatchObject({ status: 'queued', error: null });
    // Without a token nothing had begun.
    const noted = { type: 'notSent', retryAfterMs: null };
    expect(await attempts(one)).toEqual(hasToken ? [{ attempt: 1, outcome: noted }] : []);
    expect(await outcomeOf(one.input(2))).toEqual({ type: 'sent' });
    expect([(await rowNow(one))?.status, phone(one).length]).toEqual(['sent', 1]);
  });

  test.each([
    [45015, 'window_closed'],
    [45047, 'consecutive_limit_reached'],
    [43004, 'contact_unreachable'],
    [45002, 'wechat_refused'],
  ])('that WeChat refuses with %i has failed as %s', async (wechatCode, code) => {
    const one = await prepared();
    fault({ type: 'errcode', errcode: wechatCode, errmsg: `no ${one.openId} rid: 1-2` }, one);
    expect(await outcomeOf(one.input(1))).toEqual({ type: 'refused', code, wechatCode });
    const { status, error } = (await rowNow(one)) ?? {};
    expect([status, error]).toMatchObject(['failed', { code, wechatCode }]);
    // WeChat's words are for the transcript, without the openid.
    expect(JSON.stringify(error)).toContain('rid: 1-2');
    expect(JSON.stringify(error)).not.toContain(one.openId);
    expect(await channelRow()).toEqual({ is_paused: false, is_refused: false, last_code: wechatCode });
  });
});

test('a message that may wait is held if the window is closed', async () => {
  const one = await prepared(HELLO, 'hold');
  fault({ type: 'errcode', errcode: 45015 }, one);
  expect(await outcomeOf(one.input(1))).toMatchObject({ type: 'refused', code: 'window_closed' });
  expect((await rowNow(one))?.status).toBe('held');
});

test('a used-up call limit pauses the channel; one message tries whether it is over', async () => {
  const [first, second] = [await prepared(), await prepared()];
  fault({ type: 'errcode', errcode: 45009 }, first);
  const outcome = await outcomeOf(first.input(1));
  expect(outcome).toMatchObject({ type: 'paused', wechatCode: 45009 });
  const { retryAfterMs } = outcome as Extract<typeof outcome, { type: 'paused' }>;
  expect(retryAfterMs).toBeGreaterThan(0);
  expect(retryAfterMs).toBeLessThanOrEqual(10 * MINUTE);
  expect([(await rowNow(first))?.status, await channelRow()]).toMatchObject(['queued', { is_paused: true }]);

  const waits = await outcomeOf(second.input(1));
  expect(waits).toEqual({ type: 'notSent', retryAfterMs: expect.any(Number) });
  expect([callsTo(second), await attempts(second)]).toEqual([0, []]);

  await change(sql`pause_probe_at = clock_timestamp()`);
  expect(await outcomeOf(second.input(2))).toEqual({ type: 'sent' });
  expect(await channelRow()).toMatchObject({ is_paused: false });
  expect(await outcomeOf(first.input(2))).toEqual({ type: 'sent' });
});

test('if WeChat refuses the channel, its messages wait without a call until the one that may try succeeds', async () => {
  const [first, second] = [await prepared(), await prepared()];
  fault({ type: 'errcode', errcode: 40164 }, first);
  const down = { type: 'channelDown', wechatCode: 40164 };
  const waits = { status: 'queued', error: { code: 'channel_misconfigured', wechatCode: 40164 } };
  expect(await outcomeOf(first.input(1))).toEqual(down);
  expect([await rowNow(first), await channelRow()]).toMatchObject([waits, { is_refused: true }]);

  expect(await outcomeOf(second.input(1))).toEqual(down);
  expect([callsTo(second), await attempts(second)]).toEqual([0, []]);
  expect(await rowNow(second)).toMatchObject(waits);

  await change(sql`is_probe_open = true`);
  expect(await outcomeOf(second.input(2))).toEqual({ type: 'sent' });
  expect([await rowNow(second), await channelRow()]).toMatchObject([
    { status: 'sent', error: null },
    { is_refused: false },
  ]);
  expect(await outcomeOf(first.input(2))).toEqual({ type: 'sent' });
});

test('WeChat is not asked if the channel is switched off, or a stored message is of no known kind', async () => {
  const strange = await prepared({ type: 'hologram', text: 'x' } as unknown as OutboundContent);
  expect(await outcomeOf(strange.input(1))).toEqual({
    type: 'refused',
    code: 'wechat_refused',
    wechatCode: 0,
  });
  expect(await rowNow(strange)).toMatchObject({ status: 'failed', error: { code: 'wechat_refused' } });

  const one = await prepared();
  await sending.services.channels.update(channel.channelId, [channel.brandId], { isDisabled: true });
  await eventually(
    async () => (await sending.services.credentialsOf(channel.channelId)) === null,
    'the channel is known to be off',
  );
  const code = 'channel_misconfigured';
  expect(await outcomeOf(one.input(1))).toEqual({ type: 'refused', code, wechatCode: 0 });
  expect(await rowNow(one)).toMatchObject({ status: 'failed', error: { code, wechatCode: 0 } });
  expect([callsTo(strange), callsTo(one)]).toEqual([0, 0]);
});

test('what the API has given up, or taken back, is not sent', async () => {
  const [given, gone] = [await prepared(), await prepared()];
  const outbox = createOutbox(sending.database);
  expect(await outbox.giveUp(given.messageId)).toBe(true);
  expect(await deliver(given.input(1))).toEqual({
    outcome: { type: 'withdrawn' },
    withdrawnIds: [given.messageId],
  });
  await outbox.discard(gone.messageId);
  expect(await outcomeOf(gone.input(1))).toEqual({ type: 'withdrawn' });
  expect([callsTo(given), callsTo(gone)]).toEqual([0, 0]);
});

test('nothing is sent if the store is ahead of the chain, which gets the stored state', async () => {
  const one = await prepared();
  await deps.project(projectionOf(one.begun, 9, { runId: 'run-2' }));
  const { outcome, ahead } = await deliver(one.input(1));
  expect([outcome, ahead?.version]).toEqual([{ type: 'notSent', retryAfterMs: 0 }, 9]);
  expect([callsTo(one), await attempts(one)]).toEqual([0, []]);
});

describe('slots', () => {
  test('if the channel has no free slot, a message is written and waits', async () => {
    const slots = createSendSlots(1);
    const [first, second] = [await prepared(), await prepared()];
    fault({ type: 'delay', ms: 1_500 }, first);
    const delivering = deliver(first.input(1), { slots });
    await eventually(() => callsTo(first) === 1, 'WeChat has the first one');
    expect((await deliver(second.input(1), { slots })).outcome).toEqual({
      type: 'notSent',
      retryAfterMs: expect.any(Number),
    });
    expect([callsTo(second), await attempts(second)]).toEqual([0, []]);
    expect(await rowNow(second)).toMatchObject({ status: 'queued', seq: expect.any(Number) });

    expect((await delivering).outcome).toEqual({ type: 'sent' });
    expect((await deliver(second.input(2), { slots })).outcome).toEqual({ type: 'sent' });
  });

  test('are given back if the store fails', async () => {
    await sending.services.wechat.prepare(channel.credentials);
    const slots = createSendSlots(1);
    const one = await prepared();
    const impossible = { ...one.input(1), attempt: 2 ** 40 };
    await expect(deliver(impossible, { slots })).rejects.toThrow();
    expect((await deliver(one.input(1), { slots })).outcome).toEqual({ type: 'sent' });
  });
});

describe('a file', () => {
  const uploads = () => sending.calls('media/upload', channel);
  const picture = async () => {
    const { attachmentId, sha256 } = await sending.upload();
    return { sha256, content: { type: 'image', attachmentId } as const };
  };

  test('is uploaded before its message leaves, once for two messages, and again if WeChat has lost it', async () => {
    const { content } = await picture();
    for (const _ of [1, 2]) {
      const one = await prepared(content);
      expect(await outcomeOf(one.input(1))).toEqual({ type: 'sent' });
      expect(phone(one)).toMatchObject([{ msgtype: 'image', image: { media_id: expect.any(String) } }]);
      expect(uploads()).toBe(1);
    }
    sending.simulator.expireMedia();
    const late = await prepared(content);
    expect(await outcomeOf(late.input(1))).toEqual({ type: 'notSent', retryAfterMs: 50 });
    expect((await rowNow(late))?.status).toBe('queued');
    expect(await outcomeOf(late.input(2))).toEqual({ type: 'sent' });
    expect([phone(late).length, uploads()]).toEqual([1, 2]);
  });

  test('that WeChat refuses as soon as it has it fails its message, after one more upload', async () => {
    const { content } = await picture();
    const one = await prepared(content);
    fault({ type: 'errcode', errcode: 40007 }, one, 5);
    expect(await outcomeOf(one.input(1))).toEqual({ type: 'notSent', retryAfterMs: 50 });
    const refused = { code: 'wechat_refused', wechatCode: 40007 };
    expect(await outcomeOf(one.input(2))).toEqual({ type: 'refused', ...refused });
    expect(await rowNow(one)).toMatchObject({ status: 'failed', error: refused });
    expect([callsTo(one), uploads()]).toEqual([2, 2]);
  });

  test('that we have lost fails its message', async () => {
    const { content, sha256 } = await picture();
    await sending.mediaStore.remove(sha256);
    const one = await prepared(content);
    expect(await outcomeOf(one.input(1))).toMatchObject({ type: 'refused', code: 'wechat_refused' });
    expect([(await rowNow(one))?.status, callsTo(one), uploads()]).toEqual(['failed', 0, 0]);
  });

  test('whose upload WeChat refuses for the channel’s sake lets its message wait', async () => {
    const { content } = await picture();
    const one = await prepared(content);
    const effect = { type: 'errcode', errcode: 40164 } as const;
    sending.simulator.addFault({ operation: 'media/upload', account: channel.appId, effect });
    expect(await outcomeOf(one.input(1))).toEqual({ type: 'channelDown', wechatCode: 40164 });
    expect(await rowNow(one)).toMatchObject({ status: 'queued', error: { code: 'channel_misconfigured' } });
    expect([callsTo(one), await attempts(one)]).toEqual([0, []]);
  });
});

describe('a greeting, outside any conversation', () => {
  /** Someone has followed, and what greets them waits to be sent. */
  async function greeting() {
    const { database, simulator } = sending;
    const { appId, channelId } = channel;
    const { openId } = simulator.addContact({ appId });
    await simulator.act({ appId, openId }, { event: 'subscribe', eventKey: '' });
    const { messageId: eventId, contactId } = await createInbox(database, { leaseMs: 1_000 }).receive({
      channelId,
      receivedAt: Date.now(),
      item: {
        openId,
        action: 'follow',
        direction: 'event',
        content: { type: 'subscribe', scene: null, source: null, ticket: null },
        wechatMessageId: null,
        wechatCreatedAt: null,
        dedupKey: `follow ${openId}`,
      },
    });
    const greetings = createGreetings(database);
    const event = await greetings.event(eventId);
    if (event === null) throw new Error('There is no event.');
    const messageId = await greetings.write(event, 'welcome', false);
    const nothing = { conversations: [], files: [], statuses: [] };
    const input: DeliverInput = {
      message: queued(messageId, { operatorId: null, attempts: 1 }),
      attempt: 1,
      projection: { contactId, version: 0, now: Date.now(), runId: 'run-1', ...nothing },
      isOutside: true,
    };
    return { openId, messageId, input };
  }

  test('is sent once', async () => {
    const { openId, messageId, input } = await greeting();
    expect(await outcomeOf(input)).toEqual({ type: 'sent' });
    expect(await outcomeOf(input)).toEqual({ type: 'sent' });
    expect(phone({ openId })).toMatchObject([{ text: { content: 'welcome' } }]);
    expect((await rowOf(sending.database, messageId))?.status).toBe('sent');
  });

  test.each([
    ['outside', true],
    ['in a conversation', false],
  ])(
    '%s is not sent more than a minute after its event, however late its turn comes',
    async (_, isOutside) => {
      const { openId, messageId, input } = await greeting();
      await sending.services.wechat.prepare(channel.credentials);
      await sending.database.db.execute(
        sql`update messages set created_at = created_at - interval '61 seconds' where channel_id = ${channel.channelId}`,
      );
      const { isOutside: _isOutside, ...rest } = input;
      // The conversation counted the minute from when its workflow learned of the greeting.
      const inside = { ...rest, message: { ...input.message, leavesBefore: Date.now() + MINUTE } };
      const outcome = await outcomeOf(isOutside ? input : inside);
      expect(outcome).toEqual({ type: 'refused', code: 'window_closed', wechatCode: 0 });
      expect([callsTo({ openId }), (await rowOf(sending.database, messageId))?.status]).toEqual([
        0,
        'failed',
      ]);
    },
  );

  test('is left to the conversation as soon as the contact has written', async () => {
    const { openId, messageId, input } = await greeting();
    await beginOne(sending.database, channel, openId);
    expect(await deliver(input)).toEqual({
      outcome: { type: 'notSent', retryAfterMs: 1_000 },
      withdrawnIds: [],
      isConversationOpen: true,
    });
    expect([callsTo({ openId }), (await rowOf(sending.database, messageId))?.status]).toEqual([0, 'queued']);
  });

  test('waits if all slots of its channel are taken', async () => {
    const { openId, input } = await greeting();
    const slots = createSendSlots(1);
    const giveBack = slots.take(channel.channelId);
    const { outcome } = await deliver(input, { slots });
    expect(outcome).toEqual({ type: 'notSent', retryAfterMs: expect.any(Number) });
    expect(callsTo({ openId })).toBe(0);
    giveBack?.();
    expect((await deliver(input, { slots })).outcome).toEqual({ type: 'sent' });
  });
});
