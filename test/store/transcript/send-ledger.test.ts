import { sql } from 'drizzle-orm';
import { newId } from '../../../src/platform/ids';
import { createConversations } from '../../../src/store/conversations/conversations';
import { createProjections } from '../../../src/store/conversations/projections';
import { createGreetings } from '../../../src/store/transcript/greetings';
import { createInbox } from '../../../src/store/transcript/inbox';
import { createSendLedger, type SendLedger } from '../../../src/store/transcript/send-ledger';
import { describeWithDatabase } from '../../support/database';
import {
  type Begun,
  beginOne,
  createPlace,
  projectionOf,
  queueReply,
  rowOf,
} from '../../support/scenario-store';

const SENT = [{ type: 'sent' }, { status: 'sent' }] as const;

describeWithDatabase('the send ledger', (database) => {
  let ledger: SendLedger;
  let begun: Begun;
  let messageId: string;
  beforeEach(async () => {
    ledger = createSendLedger(database());
    begun = await beginOne(database(), await createPlace(database()), 'anna');
    messageId = await queueReply(database(), begun, 2);
  });
  const status = async () => (await rowOf(database(), messageId))?.status;

  it('reads what is needed for the send, and nothing for a message that is not there', async () => {
    expect(await ledger.read(messageId)).toMatchObject({
      openId: 'anna',
      content: { type: 'text', text: 'hello' },
    });
    expect(await ledger.read('nothing')).toBeNull();
  });

  it('begins an attempt once; a second run learns that it has begun', async () => {
    expect(await ledger.begin(messageId, 1)).toEqual({ type: 'begun' });
    expect(await status()).toBe('sending');
    expect(await ledger.begin(messageId, 1)).toEqual({ type: 'repeated', outcome: null });
  });

  it('lets one of many begin the same attempt at once', async () => {
    const other = createSendLedger(database());
    const all = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((n) => (n % 2 ? ledger : other).begin(messageId, 1)),
    );
    expect(all.filter((one) => one.type === 'begun')).toHaveLength(1);
  });

  it('keeps the first outcome of an attempt', async () => {
    await ledger.begin(messageId, 1);
    await ledger.end(messageId, 1, ...SENT);
    await ledger.end(messageId, 1, { type: 'unknown' }, { status: 'unknown' });
    expect(await status()).toBe('sent');
    expect(await ledger.begin(messageId, 1)).toEqual({ type: 'repeated', outcome: { type: 'sent' } });
    expect(await ledger.begin(messageId, 2)).toEqual({ type: 'withdrawn' });
  });

  it('records a failure with its reason, and lets a message that is queued again be retried', async () => {
    await ledger.begin(messageId, 1);
    await ledger.end(
      messageId,
      1,
      { type: 'notSent', retryAfterMs: null },
      { status: 'queued', nextAttemptAfterMs: 1_000 },
    );
    expect(await status()).toBe('queued');
    expect(await ledger.begin(messageId, 2)).toEqual({ type: 'begun' });
    const error = { code: 'wechat_refused', wechatCode: 40007 } as const;
    await ledger.end(messageId, 2, { type: 'refused', ...error }, { status: 'failed', error });
    expect(await rowOf(database(), messageId)).toMatchObject({ status: 'failed', error });
  });

  it('settles an attempt that had not begun as not sent, and it never begins after that', async () => {
    expect(await ledger.settle(messageId, 1)).toEqual({ type: 'notSent', retryAfterMs: null });
    expect(await ledger.begin(messageId, 1)).toMatchObject({
      type: 'repeated',
      outcome: { type: 'notSent' },
    });
    expect(await status()).toBe('queued');
    expect(await ledger.begin(messageId, 2)).toEqual({ type: 'begun' });
  });

  it('settles an attempt that had begun as unknown, for good', async () => {
    await ledger.begin(messageId, 1);
    expect(await ledger.settle(messageId, 1)).toEqual({ type: 'unknown' });
    expect(await status()).toBe('unknown');
    await ledger.end(messageId, 1, ...SENT);
    expect(await status()).toBe('unknown');
    expect(await ledger.settle(messageId, 1)).toEqual({ type: 'unknown' });
  });

  it('settles an attempt whose outcome is known with that outcome', async () => {
    await ledger.begin(messageId, 1);
    await ledger.end(messageId, 1, ...SENT);
    expect(await ledger.settle(messageId, 1)).toEqual({ type: 'sent' });
    expect(await status()).toBe('sent');
  });

  it('lets one win if an attempt is begun and settled at the same moment', async () => {
    const [begin, settled] = await Promise.all([ledger.begin(messageId, 1), ledger.settle(messageId, 1)]);
    if (begin.type === 'begun') expect(settled).toEqual({ type: 'unknown' });
    else expect(settled).toEqual({ type: 'notSent', retryAfterMs: null });
  });

  describe('outside any conversation', () => {
    const FOLLOW = {
      action: 'follow',
      direction: 'event',
      content: { type: 'subscribe', scene: null, source: null, ticket: null },
    } as const;
    const MESSAGE = {
      action: 'message',
      direction: 'inbound',
      content: { type: 'text', text: 'hello' },
    } as const;
    let channelId: string;
    let greetingId: string;

    /** Someone does something; gives the row, which no one has filed yet. */
    const receives = (openId: string, what: typeof FOLLOW | typeof MESSAGE) =>
      createInbox(database(), { leaseMs: 1_000 }).receive({
        channelId,
        receivedAt: Date.now(),
        item: {
          openId,
          wechatMessageId: null,
          wechatCreatedAt: null,
          dedupKey: newId(),
          ...what,
        },
      });

    beforeEach(async () => {
      ({ channelId } = await createPlace(database()));
      const { messageId: eventId } = await receives('wen', FOLLOW);
      const greetings = createGreetings(database());
      const event = await greetings.event(eventId);
      if (event === null) throw new Error('There is no event.');
      greetingId = await greetings.write(event, 'welcome', false);
    });

    it('begins an attempt once, while the contact has no conversation', async () => {
      expect(await ledger.beginOutside(greetingId, 1)).toEqual({ type: 'begun' });
      expect(await ledger.beginOutside(greetingId, 1)).toEqual({ type: 'repeated', outcome: null });
    });

    it('begins none after a message from the contact is stored, and writes nothing', async () => {
      await receives('wen', FOLLOW);
      await receives('lan', MESSAGE);
      const { messageId: writtenId } = await receives('wen', MESSAGE);
      expect(await ledger.beginOutside(greetingId, 1)).toEqual({ type: 'conversationOpen' });
      expect((await rowOf(database(), greetingId))?.status).toBe('queued');
      // Filed without a conversation, as where the contact is blocked, it begins none.
      await database().db.execute(sql`update messages set seq = 99 where id = ${writtenId}`);
      expect(await ledger.beginOutside(greetingId, 1)).toEqual({ type: 'begun' });
    });

    it('begins none while a conversation is open', async () => {
      expect(await ledger.beginOutside(messageId, 1)).toEqual({ type: 'conversationOpen' });
      const stored = await createConversations(database()).get(begun.conversation.id);
      if (stored === null) throw new Error('There is no conversation.');
      const completed = { ...stored.conversation, state: 'completed', completedReason: 'operator' } as const;
      const file = { messageId: begun.messageId, conversationId: completed.id, version: 3 };
      await createProjections(database())(
        projectionOf(begun, 3, { conversations: [completed], files: [file] }),
      );
      expect(await ledger.beginOutside(messageId, 1)).toEqual({ type: 'begun' });
    });
  });
});
