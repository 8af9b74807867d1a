import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'drizzle-orm';
import { type MediaStore, openMediaStore } from '../../../src/media/media-store';
import { newId } from '../../../src/platform/ids';
import { createTurnTexts } from '../../../src/store/bots/turn-texts';
import { createProjections } from '../../../src/store/conversations/projections';
import { rowsOf } from '../../../src/store/engine/rows';
import { createAttachments } from '../../../src/store/files/attachments';
import { sweepMedia } from '../../../src/store/privacy/media-sweep';
import { ContentGone, holdContents, noteToRemove } from '../../../src/store/privacy/media-to-remove';
import { removeFiles } from '../../../src/store/privacy/remove-files';
import { removeOtherWords, removeWords } from '../../../src/store/privacy/remove-words';
import { createInbox } from '../../../src/store/transcript/inbox';
import { createOutbox } from '../../../src/store/transcript/outbox';
import { createTranscript } from '../../../src/store/transcript/transcript';
import { describeWithDatabase } from '../../support/database';
import { MESSAGE_ROWS } from '../../support/inbound-rows';
import {
  type Begun,
  beginOne,
  createPlace,
  type Place,
  projectionOf,
  textItem,
} from '../../support/scenario-store';

const SECRET = '顾客的秘密 canary';

describeWithDatabase('words and files that are removed', (database) => {
  let folder: string;
  let mediaStore: MediaStore;
  let place: Place;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'removal-'));
    mediaStore = await openMediaStore({ folder, bucket: undefined });
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    place = await createPlace(database());
  });

  const rowWords = async (): Promise<string> => {
    const rows = await rowsOf(database().db, sql`select m::text as words from messages m order by id`);
    return rows.map(({ words }) => String(words)).join('\n');
  };

  /** A conversation with the contact's first message, filed. */
  const begin = async (): Promise<Begun> => {
    const begun = await beginOne(database(), place);
    const files = [{ messageId: begun.messageId, conversationId: begun.conversation.id, version: 1 }];
    await createProjections(database())(projectionOf(begun, 1, { files }));
    return begun;
  };

  const keep = async (words: string) => {
    const incoming = await mediaStore.receive(Readable.from([Buffer.from(words)]), 1_000);
    await mediaStore.keep(incoming);
    const playable = await mediaStore.receive(Readable.from([Buffer.from(`wav ${words}`)]), 1_000);
    await mediaStore.keep(playable);
    const { id } = await createAttachments(database(), mediaStore).addUpload({
      kind: 'voice',
      uploaderId: null,
      contentType: 'audio/amr',
      size: words.length,
      name: `${SECRET}.amr`,
      sha256: incoming.sha256,
      durationMs: 10,
      width: null,
      height: null,
      playable: { sha256: playable.sha256, contentType: 'audio/wav', size: 3 },
    });
    return { id, hashes: [incoming.sha256, playable.sha256] as const };
  };
  const areThere = async (hashes: readonly string[]) => Promise.all(hashes.map((one) => mediaStore.has(one)));
  const send = async (
    { conversation }: Begun,
    content: Parameters<ReturnType<typeof createOutbox>['prepare']>[0]['content'],
  ) => {
    const { id: conversationId, contactId, channelId } = conversation;
    const prepared = await createOutbox(database()).prepare(
      { conversationId, contactId, channelId, operatorId: 'li', content, whenBlocked: 'reject' },
      null,
    );
    if (!('messageId' in prepared)) throw new Error('not prepared');
    await database().db.execute(
      sql`update messages set status = 'sent', conversation_id = ${conversationId} where id = ${prepared.messageId}`,
    );
    return prepared.messageId;
  };

  it('overwrites every word that a contact can send, and keeps rows, types and times', async () => {
    const inbox = createInbox(database(), { leaseMs: 1_000 });
    const { contactId } = await beginOne(database(), place, 'anna');
    for (const content of [
      { type: 'text', text: SECRET },
      { type: 'voice', mediaId: 'canary-media', format: 'amr', recognition: SECRET },
      { type: 'image', mediaId: 'canary-media', pictureUrl: 'https://example.com/canary' },
      {
        type: 'location',
        latitude: 23.1345,
        longitude: 113.3588,
        scale: 2,
        label: SECRET,
        placeName: SECRET,
      },
      { type: 'link', title: SECRET, description: SECRET, url: 'https://example.com/canary' },
      { type: 'unknown', wechatType: 'canary', fields: { Deep: { Down: [SECRET] } } },
    ] as const) {
      const item = { ...textItem('anna', newId()), content };
      await inbox.receive({ channelId: place.channelId, item, receivedAt: Date.now() });
    }
    await database().db.execute(
      sql`update messages set error = '{"code": "wechat_refused", "wechatCode": 40003, "errmsg": "canary"}'`,
    );
    expect(MESSAGE_ROWS.length).toBeGreaterThan(5);
    expect(await rowWords()).toMatch(/canary[^]*113\.3588/);
    const before = await rowsOf(
      database().db,
      sql`select id, type, created_at, direction from messages order by id`,
    );

    expect(await removeWords(database(), { contactId }, 4)).toBe(4);
    expect(await removeWords(database(), { contactId }, 4)).toBe(3);
    expect(await removeWords(database(), { contactId }, 4)).toBe(0);

    expect(await rowWords()).not.toMatch(/canary|秘密|113\.3588|23\.1345/);
    expect(
      await rowsOf(database().db, sql`select id, type, created_at, direction from messages order by id`),
    ).toEqual(before);
    const [voice] = await rowsOf<{ content: object; error: object }>(
      database().db,
      sql`select content, error from messages where type = 'voice'`,
    );
    expect(voice).toEqual({
      content: { type: 'voice', format: 'amr', attachmentId: expect.any(String), wordsRemoved: true },
      error: { code: 'wechat_refused', wechatCode: 40003 },
    });
  });

  it('takes the scene of a code that is not of the desk out of the facts of reports, and leaves reasons', async () => {
    const { contactId, messageId } = await beginOne(database(), place, 'anna');
    const other = await beginOne(database(), place, 'ben');
    await database().db.execute(
      sql`insert into event_facts (message_id, kind, at, contact_id, channel_id, label)
          values (${messageId}, 'scan', now(), ${contactId}, ${place.channelId}, 'zhang_13800138000'),
            (${other.messageId}, 'handover', now(), ${other.contactId}, ${place.channelId}, 'asked')`,
    );
    await removeWords(database(), { contactId });
    await removeWords(database(), { contactId: other.contactId });
    expect(await rowsOf(database().db, sql`select kind, label from event_facts order by kind`)).toEqual([
      { kind: 'handover', label: 'asked' },
      { kind: 'scan', label: null },
    ]);
  });

  it('does not bring back words: a voice is put into words after they were removed', async () => {
    const inbox = createInbox(database(), { leaseMs: 1_000 });
    const turnTexts = createTurnTexts(database());
    const receive = (openId: string) => {
      const content = { type: 'voice', mediaId: 'm', format: 'amr', recognition: null } as const;
      const item = { ...textItem(openId, newId()), content };
      return inbox.receive({ channelId: place.channelId, item, receivedAt: Date.now() });
    };
    const [erased, other] = [await receive('anna'), await receive('ben')];
    await removeWords(database(), { contactId: erased.contactId });
    for (const { messageId } of [erased, other]) await turnTexts.putIntoWords(messageId, SECRET);
    // Whoever writes it.
    await database().db.execute(
      sql`update messages set content = content || '{"text": "canary"}' where id = ${erased.messageId}`,
    );
    const [mute, heard] = await turnTexts.messages([erased.messageId, other.messageId], 'bot');
    expect(mute?.content).toEqual({
      type: 'voice',
      format: 'amr',
      attachmentId: expect.any(String),
      wordsRemoved: true,
    });
    expect(heard?.content).toMatchObject({ recognition: SECRET });
  });

  it('removes the words of the meant conversations only, with what was never accepted into them', async () => {
    const [one, other] = [await begin(), await begin()];
    const sent = await send(one, { type: 'text', text: SECRET });
    const withdrawn = await send(one, { type: 'text', text: SECRET });
    await database().db.execute(
      sql`update messages set conversation_id = null, status = 'failed' where id = ${withdrawn}`,
    );
    const waiting = await send(one, { type: 'text', text: 'still to be sent' });
    await database().db.execute(sql`update messages set status = 'queued' where id = ${waiting}`);
    const others = await send(other, { type: 'text', text: 'stays' });
    const scope = { conversationIds: [one.conversation.id] };
    await database().db.execute(sql`insert into drafts (conversation_id, operator_id, text, changed_at)
      select ${one.conversation.id}, id, ${SECRET}, now() from operators`);

    await removeWords(database(), scope);
    await removeOtherWords(database(), scope);

    const rows = await rowsOf<{ id: string; content: { text?: string } }>(
      database().db,
      sql`select id, content from messages where direction = 'outbound'`,
    );
    const texts = Object.fromEntries(rows.map(({ id, content }) => [id, content.text]));
    expect(texts).toEqual({
      [sent]: undefined,
      [withdrawn]: undefined,
      [waiting]: 'still to be sent',
      [others]: 'stays',
    });
  });

  it('forgets the webhook deliveries of the contact, once for all of its messages', async () => {
    const begun = await begin();
    const { contactId } = begun;
    for (const n of [1, 2, 3]) await send(begun, { type: 'text', text: `${n}` });
    await database().db.execute(sql`insert into webhooks (id, url, events, format, description, secrets_sealed, cursor)
      values ('w', 'https://example.com', '{*}', 'standard', '', '', 0)`);
    await database().db.execute(sql`insert into webhook_deliveries (webhook_id, sequence, contact_id, status, request, answer)
      values ('w', 1, ${contactId}, 'succeeded', '{"body": "canary"}', '{"body": "canary"}')`);
    await removeWords(database(), { contactId });
    expect(
      await rowsOf(database().db, sql`select request, answer, forgotten from webhook_deliveries`),
    ).toEqual([{ request: null, answer: null, forgotten: 1 }]);
  });

  it('deletes files with their playable forms and names, and keeps those that others use', async () => {
    const [one, other] = [await begin(), await begin()];
    const [own, shared, ofBot] = [await keep('own'), await keep('shared'), await keep('of a bot')];
    // The same content, uploaded by somebody for somebody else.
    const twin = await keep('twin');
    const sameAsTwin = await keep('twin');
    for (const { id } of [own, shared, ofBot, twin]) await send(one, { type: 'voice', attachmentId: id });
    for (const { id } of [shared, sameAsTwin]) await send(other, { type: 'voice', attachmentId: id });
    await database().db.execute(sql`insert into bots (id, brand_id, name, kind, ai_label, fields)
      values ('b', ${place.brandId}, 'b', 'rules', false,
        ${JSON.stringify({ rules: [{ say: [{ type: 'image', attachmentId: ofBot.id }] }] })}::jsonb)`);

    const scope = { conversationIds: [one.conversation.id] };
    expect(await removeFiles(database(), scope)).toBe(2);
    expect(await removeFiles(database(), scope)).toBe(0);
    while ((await sweepMedia(database(), mediaStore)) > 0);

    expect(await areThere(own.hashes)).toEqual([false, false]);
    for (const { hashes } of [shared, ofBot, twin]) expect(await areThere(hashes)).toEqual([true, true]);
    const attachments = createAttachments(database(), mediaStore);
    expect(await attachments.find(own.id)).toMatchObject({
      status: 'failed',
      errorCode: 'removed',
      name: null,
      sha256: null,
      playable: null,
    });
    expect((await attachments.find(sameAsTwin.id))?.status).toBe('ready');

    // The last conversation that uses a file decides.
    await database().db.execute(
      sql`update conversations set files_removed_at = now() where id = ${one.conversation.id}`,
    );
    expect(await removeFiles(database(), { conversationIds: [other.conversation.id] })).toBe(2);
    while ((await sweepMedia(database(), mediaStore)) > 0);
    expect(await areThere([...shared.hashes, ...twin.hashes])).toEqual([false, false, false, false]);
  });

  it('never says that a file is there whose content was deleted while it was recorded', async () => {
    const attachments = createAttachments(database(), mediaStore);
    const store = async (words: string) => {
      const incoming = await mediaStore.receive(Readable.from([Buffer.from(words)]), 1_000);
      await mediaStore.keep(incoming);
      await database().db.execute(noteToRemove([incoming.sha256]));
      const facts = {
        contentType: 'image/png',
        size: 4,
        name: 'a.png',
        durationMs: null,
        width: 1,
        height: 1,
      };
      return { ...facts, sha256: incoming.sha256 };
    };
    const upload = { kind: 'image', uploaderId: null, playable: null } as const;
    // The last file with this content was removed before; storing it again found it there.
    const gone = await store('gone');
    expect(await sweepMedia(database(), mediaStore)).toBe(1);
    await expect(attachments.addUpload({ ...gone, ...upload })).rejects.toThrow(ContentGone);
    await expect(attachments.markReady('any', gone, null)).rejects.toThrow(ContentGone);

    // It is being recorded: the content is left alone, and afterwards it is in use.
    const taken = await store('taken');
    const recording = database().db.transaction(async (tx) => {
      await holdContents(tx, mediaStore, [taken.sha256]);
      expect(await sweepMedia(database(), mediaStore)).toBe(0);
      await createAttachments({ db: tx }, mediaStore).addUpload({ ...taken, ...upload });
    });
    await recording;
    expect(await sweepMedia(database(), mediaStore)).toBe(1);
    expect(await mediaStore.has(taken.sha256)).toBe(true);
    expect(await sweepMedia(database(), mediaStore)).toBe(0);
  });

  it('deletes what can be deleted, even if the store refuses others', async () => {
    const all = ['a', 'b', 'c'].map((one) => createHash('sha256').update(one).digest('hex'));
    await database().db.execute(noteToRemove(all));
    const removed: string[] = [];
    const remove = async (sha256: string) => {
      if (sha256 === all[1]) throw new Error('refused');
      removed.push(sha256);
    };
    await expect(sweepMedia(database(), { remove })).rejects.toThrow('refused');
    expect(new Set(removed)).toEqual(new Set([all[0], all[2]]));
    expect(await sweepMedia(database(), mediaStore)).toBe(1);
  });

  it('does not bring back a file that was removed while it was fetched', async () => {
    const inbox = createInbox(database(), { leaseMs: 1_000 });
    const item = {
      ...textItem('anna', newId()),
      content: { type: 'image', mediaId: 'm', pictureUrl: null } as const,
    };
    const { contactId, messageId } = await inbox.receive({
      channelId: place.channelId,
      item,
      receivedAt: Date.now(),
    });
    const [{ id } = { id: '' }] = await rowsOf<{ id: string }>(
      database().db,
      sql`select id from attachments where message_id = ${messageId}`,
    );
    expect(await removeFiles(database(), { contactId })).toBe(1);
    const attachments = createAttachments(database(), mediaStore);
    const incoming = await mediaStore.receive(Readable.from([Buffer.from('late')]), 1_000);
    await mediaStore.keep(incoming);
    const facts = {
      contentType: 'image/png',
      size: 4,
      name: 'image.png',
      durationMs: null,
      width: 1,
      height: 1,
    };
    await attachments.markReady(id, { ...facts, sha256: incoming.sha256 }, null);
    expect(await attachments.fetchAgain(id)).toBe(false);
    expect(await attachments.find(id)).toMatchObject({
      status: 'failed',
      errorCode: 'removed',
      sha256: null,
    });
    while ((await sweepMedia(database(), mediaStore)) > 0);
    expect(await mediaStore.has(incoming.sha256)).toBe(false);
    expect(incoming.sha256).toBe(createHash('sha256').update('late').digest('hex'));
    expect(await createTranscript(database()).message(messageId)).not.toHaveProperty('content.mediaId');
  });
});
