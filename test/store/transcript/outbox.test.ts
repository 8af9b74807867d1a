import { sql } from 'drizzle-orm';
import { createProjections } from '../../../src/store/conversations/projections';
import { rowsOf } from '../../../src/store/engine/rows';
import { createOutbox, type NewMessage, type Outbox } from '../../../src/store/transcript/outbox';
import { describeWithDatabase } from '../../support/database';
import {
  type Begun,
  beginOne,
  createPlace,
  projectionOf,
  replyOf,
  rowOf,
} from '../../support/scenario-store';

describeWithDatabase('the outbox', (database) => {
  let outbox: Outbox;
  let begun: Begun;
  let message: NewMessage;
  beforeEach(async () => {
    outbox = createOutbox(database());
    begun = await beginOne(database(), await createPlace(database()));
    message = replyOf(begun);
  });
  const prepared = async (key: { key: string; bodyHash: string } | null = null): Promise<string> => {
    const result = await outbox.prepare(message, key);
    if (result.type === 'keyReused') throw new Error(result.type);
    return result.messageId;
  };
  const accept = async (messageId: string, status: 'queued' | 'held' = 'queued') => {
    const change = { messageId, status, error: null, conversationId: begun.conversation.id, version: 2 };
    await createProjections(database())(projectionOf(begun, 2, { statuses: [change] }));
  };
  const key = { key: 'k', bodyHash: 'h' };

  it('stores a message before the workflow is asked; it has no position in the transcript yet', async () => {
    const messageId = await prepared();
    expect(await rowOf(database(), messageId)).toMatchObject({ status: 'queued', seq: null });
  });

  it('makes one message of twenty requests with one key', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => outbox.prepare(message, key)));
    const ids = new Set(all.map((one) => (one.type === 'keyReused' ? '' : one.messageId)));
    expect(ids.size).toBe(1);
    const rows = await rowsOf(database().db, sql`select id from messages where direction = 'outbound'`);
    expect(rows).toHaveLength(1);
  });

  it('returns the accepted message of a key, and asks again for one that was not accepted', async () => {
    const messageId = await prepared(key);
    expect(await outbox.prepare(message, key)).toEqual({ type: 'new', messageId });
    await accept(messageId);
    expect(await outbox.prepare(message, key)).toEqual({ type: 'known', messageId });
  });

  it('refuses a key with another body, and accepts it from another operator or in another conversation', async () => {
    await prepared(key);
    expect(await outbox.prepare(message, { ...key, bodyHash: 'other' })).toEqual({ type: 'keyReused' });
    expect((await outbox.prepare({ ...message, operatorId: 'wang' }, key)).type).toBe('new');
    expect((await outbox.prepare({ ...message, conversationId: 'other' }, key)).type).toBe('new');
  });

  it('forgets a refused message and its key, but never one that was accepted', async () => {
    const refused = await prepared(key);
    expect(await outbox.discard(refused)).toBe(true);
    expect(await rowOf(database(), refused)).toBeUndefined();
    const accepted = await prepared(key);
    expect(accepted).not.toBe(refused);
    await accept(accepted);
    expect(await outbox.discard(accepted)).toBe(false);
    expect(await rowOf(database(), accepted)).toMatchObject({ status: 'queued', seq: 1 });
  });

  it('withdraws a message only if it was not accepted; its key is free again', async () => {
    const given = await prepared(key);
    expect(await outbox.giveUp(given)).toBe(true);
    expect(await outbox.giveUp(given)).toBe(false);
    expect(await rowOf(database(), given)).toMatchObject({
      status: 'failed',
      error: { code: 'unavailable', wechatCode: null },
    });
    const accepted = await prepared(key);
    expect(accepted).not.toBe(given);
    await accept(accepted);
    expect(await outbox.giveUp(accepted)).toBe(false);
  });

  it('neither withdraws nor asks again about a message whose caller was told that it was accepted', async () => {
    const messageId = await prepared(key);
    await outbox.accept(messageId, 2);
    // The same request once more, while the engine is down: it would be withdrawn behind the back of the first.
    expect(await outbox.prepare(message, key)).toEqual({ type: 'known', messageId });
    expect(await outbox.giveUp(messageId)).toBe(false);
    await outbox.discard(messageId);
    expect(await rowOf(database(), messageId)).toMatchObject({ status: 'queued', seq: null });
  });

  it('lets one win if a message is withdrawn and accepted at the same moment', async () => {
    const messageId = await prepared();
    const [isGivenUp] = await Promise.all([outbox.giveUp(messageId), accept(messageId)]);
    const row = await rowOf(database(), messageId);
    expect(row?.seq === null).toBe(isGivenUp);
    expect(row?.status).toBe(isGivenUp ? 'failed' : 'queued');
  });

  const makeOlder = (messageId: string) =>
    database().db.execute(
      sql`update messages set created_at = created_at - interval '1 minute', asked_at = asked_at - interval '20 seconds'
          where id = ${messageId}`,
    );

  it('claims what no one is waiting for any more, and nothing younger, with growing pauses', async () => {
    const old = await prepared();
    await makeOlder(old);
    await prepared();
    const unsure = {
      messageId: old,
      contactId: begun.contactId,
      conversationId: begun.conversation.id,
      operatorId: 'li',
      kind: 'text',
      whenBlocked: 'reject',
    };
    expect(await outbox.claimUnsure(10)).toEqual([unsure]);
    expect(await outbox.claimUnsure(10)).toEqual([]);
    // 20 s later: 15 s have become 30 s.
    await makeOlder(old);
    expect(await outbox.claimUnsure(10)).toEqual([]);
    await makeOlder(old);
    expect(await outbox.claimUnsure(10)).toEqual([unsure]);
  });

  it('claims a message once a minute at least, however often nobody could answer for it', async () => {
    const old = await prepared();
    await makeOlder(old);
    for (let ask = 0; ask < 5; ask += 1) {
      expect(await outbox.claimUnsure(10)).toHaveLength(1);
      for (let step = 0; step < 3; step += 1) await makeOlder(old);
    }
  });

  it.each([
    ['what was known to have been accepted', true, 'not_accepted'],
    ['what was never known to have been', false, 'unavailable'],
  ])('shows as failed %s; its key is free again', async (_, isAccepted, code) => {
    const messageId = await prepared(key);
    if (isAccepted) await outbox.accept(messageId, 7);
    await outbox.settleUnaccepted(messageId);
    expect(await rowOf(database(), messageId)).toMatchObject({
      status: 'failed',
      seq: 1,
      conversation_id: begun.conversation.id,
      error: { code, wechatCode: null },
    });
    expect(await prepared(key)).not.toBe(messageId);
  });

  it('settles nothing that is in the transcript', async () => {
    const messageId = await prepared();
    await accept(messageId);
    await outbox.settleUnaccepted(messageId);
    expect(await rowOf(database(), messageId)).toMatchObject({ status: 'queued', seq: 1 });
  });

  it('resolves only an unknown message, once', async () => {
    const messageId = await prepared();
    await accept(messageId);
    expect(await outbox.resolveAsSent(messageId)).toBe(false);
    await database().db.execute(sql`update messages set status = 'unknown' where id = ${messageId}`);
    expect(await outbox.resolveAsSent(messageId)).toBe(true);
    expect(await outbox.resolveAsSent(messageId)).toBe(false);
  });

  it('counts refusals by channel, code and day', async () => {
    const count = () => outbox.countRefusal(message.channelId, 'window_closed');
    await Promise.all([count(), count(), count()]);
    const rows = await rowsOf(database().db, sql`select code, count from refusal_counts`);
    expect(rows).toEqual([{ code: 'window_closed', count: 3 }]);
  });
});
