/** What a contact has a right to, and conversations for another system. */

import { Readable } from 'node:stream';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { createAttachments } from '../../../src/store/files/attachments';
import { ADMIN_TOKEN, type TestOperator } from '../../support/administration-app';
import { type ConversationApp, startConversationApp } from '../../support/conversation-app';

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

const download = (path: string) =>
  fetch(`${app.url}/api/v1${path}`, { headers: { Authorization: `Bearer ${ADMIN_TOKEN}` } });

/** The files of a zip, by their names. */
async function unzip(bytes: Buffer): Promise<Readonly<Record<string, string>>> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    fromBuffer(bytes, { lazyEntries: true }, (error, opened) =>
      error === null ? resolve(opened) : reject(error),
    ),
  );
  const files: Record<string, string> = {};
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      zip.openReadStream(entry, (error, stream) => {
        if (error !== null) return reject(error);
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          files[entry.fileName] = Buffer.concat(chunks).toString();
          zip.readEntry();
        });
      });
    });
    zip.on('end', resolve);
    zip.on('error', reject);
    zip.readEntry();
  });
  return files;
}

async function talk(openId: string) {
  const begun = await app.receive(channelId, `你好 from ${openId}`, openId);
  const { conversationId } = begun;
  await app.call('POST', `/api/v1/conversations/${conversationId}/attend`, undefined, anna);
  await app.call(
    'POST',
    `/api/v1/conversations/${conversationId}/notes`,
    { text: `secret note ${openId}`, mentions: [] },
    anna,
  );
  const incoming = await app.mediaStore.receive(Readable.from([Buffer.from(`bytes for ${openId}`)]), 1_000);
  await app.mediaStore.keep(incoming);
  const { id: attachmentId } = await createAttachments(app.database, app.mediaStore).addUpload({
    kind: 'image',
    uploaderId: anna.id,
    contentType: 'image/png',
    size: incoming.size,
    name: '../价目表.png',
    sha256: incoming.sha256,
    durationMs: null,
    width: 1,
    height: 1,
    playable: null,
  });
  const sent = await app.call(
    'POST',
    `/api/v1/conversations/${conversationId}/messages`,
    { type: 'image', attachmentId },
    anna,
  );
  expect(sent.status).toBe(201);
  await app.host.idle();
  return { ...begun, attachmentId };
}

describe('the export of a contact', () => {
  it('has the profile, conversations as data and to read, and files, and notes only if asked for', async () => {
    const { contactId, conversationId, attachmentId } = await talk('anna');
    await talk('boris');
    const answer = await download(`/contacts/${contactId}/export?lang=zh&timeZone=Asia/Shanghai`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const files = await unzip(Buffer.from(await answer.arrayBuffer()));
    expect(Object.keys(files).toSorted()).toEqual([
      'contact.json',
      `conversations/${conversationId}.html`,
      `conversations/${conversationId}.json`,
      `files/${attachmentId}-__价目表.png`,
      'outside-conversations.json',
    ]);
    expect(JSON.parse(files['contact.json'] ?? '')).toMatchObject({
      contact: { id: contactId, openId: 'anna' },
      missingFiles: [],
    });
    const { entries } = JSON.parse(files[`conversations/${conversationId}.json`] ?? '');
    expect(entries[0].message.text).toBe('你好 from anna');
    expect(files[`conversations/${conversationId}.html`]).toContain('你好 from anna');
    expect(files[`files/${attachmentId}-__价目表.png`]).toBe('bytes for anna');
    expect(JSON.parse(files['outside-conversations.json'] ?? '')).toEqual([]);
    const all = Object.values(files).join('\n');
    expect(all).not.toMatch(/secret note|boris/);

    const withNotes = await download(`/contacts/${contactId}/export?notes=true`);
    const more = await unzip(Buffer.from(await withNotes.arrayBuffer()));
    expect(more[`conversations/${conversationId}.html`]).toContain('secret note anna');
  });

  it('names files that are not there any more, and is for administrators and in the audit log', async () => {
    const { contactId, attachmentId } = await talk('anna');
    const found = await createAttachments(app.database, app.mediaStore).find(attachmentId);
    await app.mediaStore.remove(found?.sha256 ?? '');
    const answer = await download(`/contacts/${contactId}/export`);
    const files = await unzip(Buffer.from(await answer.arrayBuffer()));
    expect(JSON.parse(files['contact.json'] ?? '')).toMatchObject({ missingFiles: [attachmentId] });
    expect((await app.call('GET', `/api/v1/contacts/${contactId}/export`, undefined, anna)).status).toBe(403);
    expect((await download('/contacts/unknown/export')).status).toBe(404);
    const { body } = await app.call('GET', '/api/v1/audit?action=contact.exported');
    expect(body.items.slice(0, 1)).toMatchObject([
      { target: { type: 'contact', id: contactId }, details: { notes: false } },
    ]);
  });
});

describe('an export that fails', () => {
  it('is cut off, and the API goes on', async () => {
    const { contactId, conversationId } = await talk('anna');
    // A row that cannot be read, in the middle of the file.
    await app.database.db.execute(
      `alter table message_attachments rename to away; update messages set sent_at = sent_at where conversation_id = '${conversationId}'`,
    );
    const answer = download(`/contacts/${contactId}/export`).then((one) => one.arrayBuffer());
    await expect(answer).rejects.toThrow();
    await app.database.db.execute('alter table away rename to message_attachments');
    const again = await download(`/contacts/${contactId}/export`);
    expect(Object.keys(await unzip(Buffer.from(await again.arrayBuffer())))).toContain('contact.json');
    // What fails while an entry is written.
    const found = await app.call('GET', `/api/v1/conversations/${conversationId}/messages`, undefined, anna);
    expect(found.body.items.length).toBeGreaterThan(1);
    const { open } = app.mediaStore;
    Object.assign(app.mediaStore, {
      open: async () =>
        Readable.from(
          (async function* () {
            yield Buffer.from('some');
            throw new Error('the disk is gone');
          })(),
        ),
    });
    const broken = download(`/contacts/${contactId}/export`).then((one) => one.arrayBuffer());
    await expect(broken).rejects.toThrow();
    Object.assign(app.mediaStore, { open });
    expect((await download('/export')).status).toBe(200);
  });
});

describe('the export of conversations', () => {
  it('has one on each line, with all of its messages, and only those that were asked for', async () => {
    const [first, second] = [await talk('anna'), await talk('boris')];
    const answer = await download('/export');
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
    const lines = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ conversation }) => conversation.id)).toEqual([
      first.conversationId,
      second.conversationId,
    ]);
    expect(lines[1].messages[0].text).toBe('你好 from boris');
    expect(JSON.stringify(lines)).toContain('secret note anna');
    const without = await (await download('/export?notes=false')).text();
    expect(without).not.toContain('secret note');
    const { startedAt } = lines[1].conversation;
    const later = await (await download(`/export?from=${startedAt}`)).text();
    expect(later).not.toContain(first.conversationId);
    const other = await app.channel();
    expect(await (await download(`/export?channelId=${other.channelId}`)).text()).toBe('');
    expect((await app.call('GET', '/api/v1/export', undefined, anna)).status).toBe(403);
    const { body } = await app.call('GET', '/api/v1/audit?action=conversations.exported');
    expect(body.items.length).toBeGreaterThanOrEqual(4);
  });
});
