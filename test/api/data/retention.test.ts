/** What channels do not keep, and runs that administrators ask for. */
import { sql } from 'drizzle-orm';
import { createSecretBox } from '../../../src/platform/secrets/secret-box';
import { SYSTEM } from '../../../src/store/people/audit-log';
import { createErasures } from '../../../src/store/privacy/erasures';
import { createRetentionStore } from '../../../src/store/privacy/retention';
import { createUnfollowed } from '../../../src/store/privacy/unfollowed';
import { SECRET_KEY, type TestOperator } from '../../support/administration-app';
import { type ConversationApp, startConversationApp } from '../../support/conversation-app';

const DAY_MS = 24 * 60 * 60 * 1_000;
let app: ConversationApp;
let brandId: string;
let channelId: string;
let anna: TestOperator;

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  ({ brandId, channelId } = await app.channel());
  anna = await app.operator([brandId]);
});
afterAll(() => app.close());

const keepFor = (retention: object) =>
  app.call('PATCH', `/api/v1/channels/${channelId}`, { settings: { retention } });
const store = () => createRetentionStore(app.database, { mediaStore: app.mediaStore });
const run = (body: object, as?: TestOperator) => app.call('POST', '/api/v1/retention/run', body, as ?? {});
const textsOf = async (conversationId: string): Promise<readonly unknown[]> => {
  const { body } = await app.call('GET', `/api/v1/conversations/${conversationId}/messages`, undefined, anna);
  return body.items.flatMap((one) => (one['direction'] === 'event' ? [] : [one['text'] ?? one['summary']]));
};

/** A conversation that an operator has completed. */
async function completed(openId: string) {
  const begun = await app.receive(channelId, `Words of ${openId}`, openId);
  await app.call('POST', `/api/v1/conversations/${begun.conversationId}/attend`, undefined, anna);
  const note = { text: `Note about ${openId}`, mentions: [] };
  await app.call('POST', `/api/v1/conversations/${begun.conversationId}/notes`, note, anna);
  await app.call('POST', `/api/v1/conversations/${begun.conversationId}/complete`, undefined, anna);
  await app.host.idle();
  return begun;
}

describe('retention', () => {
  it('is off by default, and each part is set by itself', async () => {
    const { body } = await app.call('GET', `/api/v1/channels/${channelId}`);
    expect(body).toMatchObject({
      settings: { retention: { messagesDays: null, filesDays: null, eraseOnUnfollow: false } },
    });
    expect((await keepFor({ messagesDays: 0 })).status).toBe(400);
    await keepFor({ messagesDays: 30 });
    expect((await keepFor({ filesDays: 7 })).body).toMatchObject({
      settings: { retention: { messagesDays: 30, filesDays: 7, eraseOnUnfollow: false } },
    });
    await keepFor({ messagesDays: null, filesDays: null });
    const { conversationId } = await completed('always');
    expect(await store().removeSome(Date.now() + 9_999 * DAY_MS, 1_000)).toMatchObject({
      messages: 0,
      isDone: true,
    });
    expect(await textsOf(conversationId)).toEqual(['Words of always', 'Note about always']);
  });

  it('removes words so many days after the completion; open conversations and contacts under legal hold keep theirs', async () => {
    await keepFor({ messagesDays: 30 });
    const [old, held] = [await completed('old'), await completed('held')];
    const open = await app.receive(channelId, 'Words of an open one', 'open');
    const hold = { legalHold: true, reason: 'a case' };
    expect((await app.call('PATCH', `/api/v1/contacts/${held.contactId}`, hold)).status).toBe(200);

    const inTime = Date.now() + 29 * DAY_MS;
    expect(await store().removeSome(inTime, 1_000)).toMatchObject({
      conversations: 0,
      messages: 0,
      isDone: true,
    });
    const later = Date.now() + 31 * DAY_MS;
    expect(await store().plan(later)).toMatchObject({ conversations: 1 });
    const removed = await store().removeSome(later, 5_000);
    expect(removed).toMatchObject({ conversations: 1, isDone: true });
    expect(removed.messages).toBeGreaterThanOrEqual(2);
    expect(await store().removeSome(later, 1_000)).toMatchObject({
      conversations: 0,
      messages: 0,
      isDone: true,
    });

    expect(await textsOf(old.conversationId)).toEqual(['Text, removed', 'Note, removed']);
    expect(await textsOf(held.conversationId)).toEqual(['Words of held', 'Note about held']);
    expect(await textsOf(open.conversationId)).toEqual(['Words of an open one']);
    // Searches do not find them either.
    const found = await app.call(
      'GET',
      `/api/v1/conversations?q=${encodeURIComponent('Words of')}`,
      undefined,
      anna,
    );
    expect(found.body.items.map(({ id }) => id).toSorted()).toEqual(
      [held.conversationId, open.conversationId].toSorted(),
    );

    // A note that is added afterwards is as old as its conversation.
    await app.call(
      'POST',
      `/api/v1/conversations/${old.conversationId}/notes`,
      { text: 'late', mentions: [] },
      anna,
    );
    expect(await store().removeSome(later, 1_000)).toMatchObject({ conversations: 1, messages: 1 });
  });

  it('removes what belongs to no conversation by its own age, and goes on where it broke off', async () => {
    await keepFor({ messagesDays: 30 });
    const { contactId } = await completed('anna');
    await completed('boris');
    await app.database.db.execute(
      sql`insert into messages (id, contact_id, channel_id, direction, type, content, seq, sender_kind, created_at)
          values ('scan', ${contactId}, ${channelId}, 'event', 'menu_click', '{"type": "menu_click", "key": "words"}', 99,
            'contact', now() - interval '31 days'),
            ('fresh', ${contactId}, ${channelId}, 'event', 'menu_click', '{"type": "menu_click", "key": "words"}', 100,
            'contact', now() - interval '29 days')`,
    );
    expect(await store().removeSome(Date.now(), 1_000)).toMatchObject({ conversations: 0, messages: 1 });
    const later = Date.now() + 31 * DAY_MS;
    // No time at all: one batch.
    const first = await store().removeSome(later, 0);
    expect(first.isDone).toBe(false);
    expect((await store().removeSome(later, 5_000)).isDone).toBe(true);
    const { rows } = await app.database.db.execute(
      sql`select count(*)::int as left from messages where not jsonb_exists(content, 'wordsRemoved')`,
    );
    expect(rows).toEqual([{ left: 0 }]);
  });

  it('waits for a message that is still on its way, and for a legal hold that is just being set', async () => {
    await keepFor({ messagesDays: 1 });
    const late = await completed('late');
    await app.database.db.execute(
      sql`insert into messages (id, contact_id, channel_id, conversation_id, direction, type, content, seq, sender_kind, status)
          values ('way', ${late.contactId}, ${channelId}, ${late.conversationId}, 'outbound', 'text',
            '{"type": "text", "text": "leaving"}', 99, 'operator', 'sending')`,
    );
    const later = Date.now() + 2 * DAY_MS;
    expect(await store().removeSome(later, 5_000)).toMatchObject({ conversations: 0, isDone: true });
    await app.database.db.execute(sql`update messages set status = 'sent' where id = 'way'`);
    // The hold is committed after the batch was chosen.
    let removing: Promise<unknown> = Promise.resolve();
    await app.database.db.transaction(async (tx) => {
      await tx.execute(sql`update contacts set legal_hold = true where id = ${late.contactId}`);
      removing = store().removeSome(later, 5_000);
      await new Promise((resolve) => setTimeout(resolve, 500));
    });
    await removing;
    expect(await textsOf(late.conversationId)).toEqual(['Words of late', 'Note about late', 'leaving']);
    await app.database.db.execute(sql`update contacts set legal_hold = false`);
    expect(await store().removeSome(later, 5_000)).toMatchObject({ conversations: 1 });
  });

  it('erases nobody who follows again meanwhile', async () => {
    await keepFor({ eraseOnUnfollow: true });
    const { contactId } = await completed('anna');
    await app.database.db.execute(
      sql`update contacts set is_subscribed = false, unsubscribed_at = now() where id = ${contactId}`,
    );
    const unfollowed = createUnfollowed(app.database);
    const erasures = createErasures(app.database, { secretBox: createSecretBox([SECRET_KEY]) });
    const begin = () =>
      erasures.begin(contactId, 'unfollowed', SYSTEM, (tx) => unfollowed.isToErase(tx, contactId));
    await app.database.db.execute(sql`update contacts set is_subscribed = true where id = ${contactId}`);
    expect(await begin()).toEqual({ type: 'notFound' });
    expect((await app.call('GET', `/api/v1/contacts/${contactId}`)).status).toBe(200);
    await app.database.db.execute(sql`update contacts set is_subscribed = false where id = ${contactId}`);
    expect((await begin()).type).toBe('erased');
  });

  it('says what would be removed, to administrators only', async () => {
    await keepFor({ messagesDays: 1, eraseOnUnfollow: true });
    const { contactId } = await completed('anna');
    await app.database.db.execute(
      sql`update conversations set snapshot = jsonb_set(snapshot, '{completedAt}', to_jsonb(
            (extract(epoch from now()) * 1000)::bigint - ${2 * DAY_MS}::bigint))`,
    );
    await app.database.db.execute(
      sql`update contacts set is_subscribed = false, unsubscribed_at = now() where id = ${contactId}`,
    );
    expect((await run({ dryRun: true }, anna)).status).toBe(403);
    const { body } = await run({ dryRun: true });
    expect(body).toMatchObject({ dryRun: true, finished: true, conversations: 1, files: 0, contacts: 1 });
    expect(body['messages']).toBeGreaterThanOrEqual(2);
    expect(await createUnfollowed(app.database).toErase(5)).toEqual([contactId]);
    await app.call('PATCH', `/api/v1/contacts/${contactId}`, { legalHold: true, reason: 'a case' });
    expect((await run({ dryRun: true })).body).toMatchObject({ conversations: 0, messages: 0, contacts: 0 });
  });
});
