/** Erasing a contact: what is left in the store, and what the API shows of it. */
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { createErasureDispatcher } from '../../src/intake/erasure-dispatcher';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { createConversationFacts } from '../../src/store/conversations/conversation-facts';
import { createPendingChanges } from '../../src/store/conversations/pending-changes';
import { createDrafts } from '../../src/store/drafts/drafts';
import { createEraseWords } from '../../src/store/privacy/erase-words';
import { createErasures } from '../../src/store/privacy/erasures';
import { createSweepFiles } from '../../src/store/privacy/media-sweep';
import { noteToRemove } from '../../src/store/privacy/media-to-remove';
import { createInbox } from '../../src/store/transcript/inbox';
import { createSendLedger } from '../../src/store/transcript/send-ledger';
import { SECRET_KEY, type TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { eventually } from '../support/eventually';
import { listenToEvents } from '../support/listen-to-events';
import { textItem } from '../support/scenario-store';

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

const OPEN_ID = 'oCanaryOpenId';
const get = (path: string, as?: TestOperator) => app.call('GET', `/api/v1${path}`, undefined, as ?? {});
const erase = (contactId: string, as?: TestOperator) =>
  app.call('POST', `/api/v1/contacts/${contactId}/erase`, { reason: 'asked by mail' }, as ?? {});
const say = (conversationId: string, body: object) =>
  app.call('POST', `/api/v1/conversations/${conversationId}/messages`, body, anna);
const erasures = () => createErasures(app.database, { secretBox: createSecretBox([SECRET_KEY]) });
const eraseWords = () => createEraseWords(app.database, { erasures: erasures() });
const sweepFiles = () => createSweepFiles(app.database, app.mediaStore)();

/** Every row of every table as text, but for the log of who did what. */
async function allRows(): Promise<string> {
  const { rows: tables } = await app.database.db.execute<{ name: string }>(
    sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> 'audit_log'`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await app.database.db.execute<{ text: string }>(
      sql.raw(`select '${name} ' || row_to_json(one)::text as text from ${name} as one`),
    );
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join('\n');
}

/** A contact of whom there is something in every place. */
async function known() {
  const begun = await app.receive(channelId, 'CanaryText', OPEN_ID);
  const { contactId, conversationId } = begun;
  await app.call(
    'PATCH',
    `/api/v1/contacts/${contactId}`,
    { name: 'CanaryName', remark: 'CanaryRemark', tags: ['CanaryTag'] },
    anna,
  );
  await say(conversationId, { type: 'text', text: 'CanaryReply' });
  await app.host.idle();
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const late = await say(conversationId, { type: 'text', text: 'CanaryScheduled', sendAt });
  await app.host.idle();
  await app.call(
    'POST',
    `/api/v1/conversations/${conversationId}/notes`,
    { text: 'CanaryNote', mentions: [] },
    anna,
  );
  await app.call('PUT', `/api/v1/conversations/${conversationId}/draft`, { text: 'CanaryDraft' }, anna);
  await app.call('PATCH', `/api/v1/conversations/${conversationId}`, { tags: ['CanaryListed'] }, anna);
  await app.rejected.keep(channelId, {
    reason: 'malformed_xml',
    body: Buffer.from(`<xml><FromUserName>${OPEN_ID}</FromUserName>`),
    isOpened: true,
    query: { openid: OPEN_ID, isEncrypted: false },
  });
  await app.rejected.keep(channelId, {
    reason: 'malformed_xml',
    body: Buffer.from('<xml><FromUserName>oSomebodyElse</FromUserName>'),
    isOpened: true,
    query: { openid: 'oSomebodyElse', isEncrypted: false },
  });
  await app.database.db.execute(
    sql`insert into webhooks (id, url, events, format, description, secrets_sealed, cursor)
        values (${conversationId}, 'https://example.com', '{*}', 'native', '', '', 0)`,
  );
  await app.database.db.execute(
    sql`insert into webhook_deliveries (webhook_id, sequence, contact_id, status, request)
        values (${conversationId}, 1, ${contactId}, 'succeeded', '{"headers": {}, "body": "CanaryDelivered"}')`,
  );
  await app.database.db.execute(
    sql`insert into ratings (conversation_id, contact_id, brand_id, channel_id, message_id, options, score, label, comment, rated_at)
        values (${conversationId}, ${contactId}, ${brandId}, ${channelId}, 'm', '[]', 1, 'poor', 'CanaryComment', now())`,
  );
  await app.database.db.execute(
    sql`insert into bot_turns (conversation_id, turn, answer, memory)
        values (${conversationId}, 1, '{"parts": [], "leaving": 0, "note": "CanaryBotNote"}', '{"who": "CanaryMemory"}')`,
  );
  return { ...begun, lateId: late.body.id };
}

describe('erasing a contact', () => {
  it('is for administrators, with a reason', async () => {
    const { contactId } = await app.receive(channelId);
    expect((await erase(contactId, anna)).status).toBe(403);
    expect((await app.call('POST', `/api/v1/contacts/${contactId}/erase`, {})).status).toBe(400);
    expect((await erase('unknown')).status).toBe(404);
  });

  it('leaves no word of them in any table, and what belongs to others', async () => {
    const { contactId } = await known();
    await app.receive(channelId, 'Somebody else', 'oSomebodyElse');
    const before = await allRows();
    for (const canary of ['Text', 'Reply', 'Scheduled', 'Note', 'Draft', 'Memory', 'OpenId', 'Delivered']) {
      expect([canary, before.includes(`Canary${canary}`)]).toEqual([canary, true]);
    }
    expect(await erase(contactId)).toMatchObject({
      status: 202,
      body: { id: contactId, areWordsRemoved: true },
    });
    const after = await allRows();
    expect(after.match(/.*Canary.*/g)).toBeNull();
    expect(after).toContain('Somebody else');
    expect((await get('/rejected-deliveries')).body.items).toHaveLength(1);
    const { rows } = await app.database.db.execute(
      sql`select count(*)::int as rows, count(seq)::int as placed from messages where contact_id = ${contactId}`,
    );
    expect(rows[0]).toMatchObject({ rows: 4, placed: 4 });
  });

  it('takes them out of lists, search, files and the stream at once; the conversation answers without a word', async () => {
    const { contactId, conversationId } = await known();
    const stream = await listenToEvents(app.url, anna);
    await erase(contactId);
    await eventually(() => stream.of('contact_erased').length > 0, 'the stream says it');
    expect(stream.of('contact_erased')).toEqual([{ contactId }]);
    for (const path of [
      `/contacts/${contactId}`,
      `/contacts/${contactId}/timeline`,
      `/conversations/${conversationId}/messages`,
      `/conversations/${conversationId}/transcript?format=txt`,
      `/conversations/${conversationId}/draft`,
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
    for (const path of [
      '/contacts',
      '/conversations',
      `/conversations?contactId=${contactId}`,
      '/conversations?q=Canary',
      '/conversations?order=urgency',
      '/conversations?tag=CanaryListed',
      '/contacts?q=Canary',
      '/alerts',
    ]) {
      expect([path, (await get(path)).body.items]).toEqual([path, []]);
    }
    expect((await get('/conversations/counts')).body['all']).toEqual({ count: 0, isMore: false });
    const shown = await get(`/conversations/${conversationId}`, anna);
    expect(shown).toMatchObject({
      status: 200,
      body: {
        id: conversationId,
        contact: { id: contactId, name: null, openId: null },
        lastMessage: null,
        tags: [],
      },
    });
    expect(shown.text).not.toContain('Canary');
    const abilities = Object.values(shown.body['abilities'] as Record<string, object>);
    expect(abilities.length).toBeGreaterThan(10);
    expect(abilities.filter((one) => !('code' in one && one.code === 'not_found'))).toEqual([]);
    // Nothing of what the erasure itself changes is told.
    expect(JSON.stringify([stream.of('message'), stream.of('conversation')])).not.toContain(contactId);
    stream.close();
  });

  it('is told to webhooks once, and nothing else of what it changes in the contact', async () => {
    const { contactId } = await known();
    await app.database.db.execute(sql`delete from webhook_outbox`);
    await erase(contactId);
    const { rows } = await app.database.db.execute(
      sql`select event from webhook_outbox where contact_id = ${contactId} and event like 'contact.%'`,
    );
    expect(rows).toEqual([{ event: 'contact.erased' }]);
  });

  it('completes the open conversation, cancels what waits, and lets nothing leave', async () => {
    const { contactId, conversationId, lateId } = await known();
    await erase(contactId);
    const pending = await createPendingChanges(app.database).claimPending(10);
    expect(pending).toMatchObject([{ contactId, news: 'contact_erased' }]);
    expect(await createSendLedger(app.database).begin(lateId, 9)).toEqual({ type: 'withdrawn' });
    await app.host.apply(contactId, { type: 'contactErased' });
    expect((await get(`/conversations/${conversationId}`)).body).toMatchObject({
      state: 'completed',
      completedReason: 'contact_erased',
    });
    const { rows } = await app.database.db.execute(sql`select status from messages where id = ${lateId}`);
    expect(rows).toEqual([{ status: 'cancelled' }]);
    expect(await createPendingChanges(app.database).claimPending(10)).toEqual([]);
  });

  it('keeps out what was under way and is written afterwards', async () => {
    const { contactId, conversationId } = await known();
    await erase(contactId);
    await app.transcript.addNote({
      conversationId,
      contactId,
      channelId,
      operatorId: anna.id,
      text: 'CanaryLateNote',
      mentions: [],
    });
    await createDrafts(app.database).set(conversationId, anna.id, 'CanaryLateDraft');
    await app.database.db.execute(
      sql`update ratings set comment = 'CanaryLate' where contact_id = ${contactId}`,
    );
    await app.database.db.execute(
      sql`insert into bot_turns (conversation_id, turn, answer, memory)
          values (${conversationId}, 2, '{"parts": [], "leaving": 0, "note": "CanaryLate"}', '"CanaryLate"')`,
    );
    await app.database.db.execute(
      sql`update contacts set name = 'CanaryLateName', language = 'CanaryLate' where id = ${contactId}`,
    );
    await app.database.db.execute(
      sql`insert into asked_transfers (id, conversation_id, from_operator_id, to_operator_id, note)
          values ('t', ${conversationId}, ${anna.id}, ${anna.id}, 'CanaryLate')`,
    );
    expect((await allRows()).match(/.*Canary.*/g)).toBeNull();
  });

  it('goes on after a crash, until nothing of them is under way', async () => {
    const { contactId } = await known();
    // The request ends before a word is removed.
    const by = { operatorId: null, via: 'system', address: null } as const;
    expect(await erasures().begin(contactId, 'test', by)).toMatchObject({ type: 'erased' });
    expect((await get(`/contacts/${contactId}`)).status).toBe(404);
    expect(await allRows()).toContain('CanaryText');
    const dispatcher = createErasureDispatcher({
      erasures: erasures(),
      eraseWords: eraseWords(),
      sweepFiles,
      logger: { warn: (fields) => void fields },
      everyMs: 50,
      settledMs: 0,
    });
    await eventually(async () => !(await allRows()).includes('Canary'), 'the words are removed');
    expect(await erasures().unfinished()).toEqual([contactId]);
    await app.host.apply(contactId, { type: 'contactErased' });
    await eventually(async () => (await erasures().unfinished()).length === 0, 'it is finished');
    await dispatcher.close();
  });

  it('is not kept from its turn by a contact or a file that fails, and deletes what was noted late', async () => {
    const [one, two] = [
      await app.receive(channelId, 'one', 'o-1'),
      await app.receive(channelId, 'two', 'o-2'),
    ];
    const by = { operatorId: null, via: 'system', address: null } as const;
    for (const { contactId } of [one, two]) await erasures().begin(contactId, 'test', by);
    const warned: object[] = [];
    const erased: string[] = [];
    const dispatcher = createErasureDispatcher({
      erasures: erasures(),
      eraseWords: async (contactId) => {
        if (contactId === one.contactId) throw new Error('refused');
        await eraseWords()(contactId);
        erased.push(contactId);
      },
      sweepFiles,
      logger: { warn: (fields) => warned.push(fields) },
      everyMs: 50,
    });
    await eventually(() => erased.includes(two.contactId), 'the other is erased');
    expect(warned).toContainEqual({ err: expect.any(Error), contactId: one.contactId });
    // Nothing is due any more: contents are looked for all the same.
    const incoming = await app.mediaStore.receive(toPieces('late'), 1_000);
    await app.mediaStore.keep(incoming);
    await app.database.db.execute(noteToRemove([incoming.sha256]));
    await eventually(async () => !(await app.mediaStore.has(incoming.sha256)), 'the content is deleted');
    await dispatcher.close();
  });

  it('keeps out tags that are set, and tells repeats of steps, afterwards', async () => {
    const { contactId, conversationId } = await known();
    await erase(contactId);
    const facts = createConversationFacts(app.database);
    expect(await facts.change(conversationId, { tags: ['CanaryLate'] })).toBe(false);
    expect(await facts.addTags(conversationId, ['CanaryLate'])).toBe(false);
    // A tag that came by another way goes with the next pass.
    await app.database.db.execute(
      sql`update conversations set tags = '{CanaryLate}' where id = ${conversationId}`,
    );
    await eraseWords()(contactId);
    const step = sql`insert into messages (id, contact_id, channel_id, direction, type, content, sender_kind, dedup_key)
      values (gen_random_uuid()::text, ${contactId}, ${channelId}, 'event', 'attended', '{"text": "CanaryLate"}', 'system', 'step 1')
      on conflict (channel_id, dedup_key) do nothing returning id`;
    expect((await app.database.db.execute(step)).rows).toHaveLength(1);
    expect((await app.database.db.execute(step)).rows).toHaveLength(0);
    expect((await allRows()).match(/.*Canary.*/g)).toBeNull();
  });

  it('makes nobody of what WeChat sends again, and forgets the keys after a minute', async () => {
    const inbox = createInbox(app.database, { leaseMs: 1_000 });
    const item = {
      ...textItem(OPEN_ID, `m:${OPEN_ID}:1`),
      content: { type: 'text', text: 'CanaryText' },
    } as const;
    const delivered = { channelId, item, receivedAt: Date.now() };
    const { contactId } = await inbox.receive(delivered);
    await erase(contactId);
    expect(await allRows()).not.toContain('Canary');
    expect((await inbox.receive(delivered)).isRepeat).toBe(true);
    expect(await allRows()).not.toContain('CanaryText');
    const next = { ...delivered, item: { ...item, dedupKey: `m:${OPEN_ID}:2` } };
    expect((await inbox.receive(next)).isRepeat).toBe(false);
    await app.database.db.execute(sql`update erasures set asked_at = asked_at - interval '61 seconds'`);
    await eraseWords()(contactId);
    const { rows } = await app.database.db.execute(
      sql`select count(dedup_key)::int as keys from messages where contact_id = ${contactId}`,
    );
    expect(rows).toEqual([{ keys: 0 }]);
  });

  it('is answered as the first time when it is asked again, once in the audit log', async () => {
    const { contactId } = await known();
    const first = await erase(contactId);
    expect(await erase(contactId)).toMatchObject({ status: 202, body: first.body });
    expect((await erase(contactId, anna)).status).toBe(403);
    const { items } = (await get('/audit?action=contact.erased')).body;
    expect(items.filter((one) => JSON.stringify(one).includes(contactId))).toHaveLength(1);
  });

  it('deletes their files, but none that another contact has as well', async () => {
    const upload = async (text: string): Promise<string> => {
      const incoming = await app.mediaStore.receive(toPieces(text), 1_000);
      const { sha256, size } = incoming;
      await app.mediaStore.keep(incoming);
      const file = { sha256, size, name: 'CanaryFile.png', contentType: 'image/png' };
      const shown = { durationMs: null, width: 1, height: 1, playable: null };
      return (await app.attachments.addUpload({ ...file, ...shown, kind: 'image', uploaderId: anna.id })).id;
    };
    const [own, shared] = [await upload('own'), await upload('shared')];
    const one = await app.receive(channelId, 'one', 'o-1');
    const two = await app.receive(channelId, 'two', 'o-2');
    for (const [where, attachmentId] of [
      [one.conversationId, own],
      [one.conversationId, shared],
      [two.conversationId, shared],
    ] as const) {
      expect((await say(where, { type: 'image', attachmentId })).status).toBe(201);
    }
    await erase(one.contactId);
    expect(await app.mediaStore.has(hashOf('own'))).toBe(false);
    expect(await app.mediaStore.has(hashOf('shared'))).toBe(true);
    expect((await get(`/attachments/${own}`, anna)).status).toBe(404);
    expect((await get(`/attachments/${shared}`, anna)).status).toBe(200);
  });

  it('makes a new contact of who writes again', async () => {
    const { contactId } = await known();
    await erase(contactId);
    const again = await app.receive(channelId, 'hello again', OPEN_ID);
    expect(again.contactId).not.toBe(contactId);
    const { body } = await get(`/contacts?openId=${OPEN_ID}`);
    expect(body.items).toMatchObject([{ id: again.contactId, givenName: null, tags: [] }]);
  });

  it('stands in the audit log, with who, when and why', async () => {
    const { contactId } = await known();
    await erase(contactId);
    const { body } = await get('/audit?action=contact.erased');
    expect(body.items[0]).toMatchObject({
      action: 'contact.erased',
      target: { type: 'contact', id: contactId },
      details: { reason: 'asked by mail' },
    });
    expect((await get('/audit')).text).not.toContain('Canary');
  });

  it('is refused under legal hold, which an administrator begins and ends with a reason', async () => {
    const { contactId } = await app.receive(channelId);
    const hold = (body: object, as?: TestOperator) =>
      app.call('PATCH', `/api/v1/contacts/${contactId}`, body, as ?? {});
    expect((await hold({ legalHold: true, reason: 'court' }, anna)).status).toBe(403);
    expect((await hold({ legalHold: true })).status).toBe(400);
    expect(await hold({ legalHold: true, reason: 'court' })).toMatchObject({
      status: 200,
      body: { legalHold: true },
    });
    expect(await erase(contactId)).toMatchObject({ status: 409, body: { code: 'legal_hold' } });
    expect((await get(`/contacts/${contactId}`)).status).toBe(200);
    await hold({ legalHold: false, reason: 'settled' });
    expect((await erase(contactId)).status).toBe(202);
    expect((await get('/audit')).body.items.slice(0, 3)).toMatchObject([
      { action: 'contact.erased' },
      { action: 'contact.released', details: { reason: 'settled' } },
      { action: 'contact.held', details: { reason: 'court' } },
    ]);
  });
});

async function* toPieces(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
