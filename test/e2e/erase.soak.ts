/**
 * Erasing a contact on a desk of real processes, then `erase:compact` while it runs: a byte search finds no word of the
 * contact in the data folder (database, its log, files, journal) or in Temporal's database. A send and the fetch of a file
 * are under way at the erasure.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ContactBody } from '../../src/contracts/conversations/contact';
import { type DevServer, startDevServer } from '../../src/temporal/dev-server/dev-server';
import { eventually } from '../support/eventually';
import { findLastingPort } from '../support/lasting-port';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';
import { png } from '../support/sample-files';

jest.setTimeout(300_000);

const mark = randomBytes(6).toString('hex');
const OPEN_ID = `oCanary${mark}`;
const STAYS = `StaysCanary${mark}`;
const GONE = {
  openId: OPEN_ID,
  text: `CanaryText${mark}`,
  reply: `CanaryReply${mark}`,
  note: `CanaryNote${mark}`,
  draft: `CanaryDraft${mark}`,
  name: `CanaryName${mark}`,
  remark: `CanaryRemark${mark}`,
  tag: `CanaryTag${mark}`,
  underWay: `CanaryUnderWay${mark}`,
  file: `CanaryFile${mark}`,
  received: `CanaryReceived${mark}`,
};

let folder: string;
let engine: DevServer;
let desk: ProcessDesk;
let contactId: string;
let conversationId: string;
let before: Readonly<Record<string, readonly string[]>>;
let between: Readonly<Record<string, readonly string[]>>;
let after: Readonly<Record<string, readonly string[]>>;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'duihua-e2e-'));
  engine = await startDevServer({
    binary: process.env['DUIHUA_TEST_TEMPORAL_BIN'] ?? '',
    port: await findLastingPort(),
    dbFile: path.join(folder, 'temporal.db'),
    canSkipTime: false,
    namespace: 'default',
  });
  desk = await createProcessDesk({ isFresh: true, temporalAddress: engine.address });
  await desk.start();
  const { account } = await desk.connect({ encryption: 'safe' });
  const { appId } = account;
  await desk.writes('oSomebodyElse', STAYS);
  await desk.writes(OPEN_ID, GONE.text);
  ({
    id: conversationId,
    contact: { id: contactId },
  } = await desk.conversation(OPEN_ID));
  const at = `/conversations/${conversationId}`;
  await desk.replies(OPEN_ID, GONE.reply);
  await desk.call('POST', `${at}/notes`, { text: GONE.note });
  await desk.call('PUT', `${at}/draft`, { text: GONE.draft });
  await desk.call('PATCH', at, { tags: [GONE.tag] });
  await desk.call('PATCH', `/contacts/${contactId}`, {
    name: GONE.name,
    remark: GONE.remark,
    tags: [GONE.tag],
  });
  const attachmentId = await desk.uploads(withText(GONE.file), 'picture.png');
  await desk.call('POST', `${at}/messages`, { type: 'image', attachmentId });
  // Every word is in the statistics of the database, too.
  before = await filesWith([desk.dataDir]);
  // A file is on its way to us, and a message on its way out.
  desk.simulator.addFault({ operation: 'media/get', effect: { type: 'delay', ms: 4_000 } });
  desk.simulator.addFault({ operation: 'custom/send', effect: { type: 'delay', ms: 3_000 } });
  const base64 = withText(GONE.received).toString('base64');
  await desk.simulator.write({ appId, openId: OPEN_ID }, { type: 'image', base64 });
  const sending = desk.replies(OPEN_ID, GONE.underWay);
  await eventually(
    async () => (await desk.timeline(OPEN_ID)).some(({ status }) => status === 'sending'),
    'the message is being sent',
  );
  const erased = await desk.call('POST', `/contacts/${contactId}/erase`, { reason: 'asked by mail' });
  expect([erased.status, erased.body]).toMatchObject([202, { areWordsRemoved: true }]);
  await sending;
  await eventually(async () => {
    const { body } = await desk.call<{ state: string }>('GET', at);
    return body.state === 'completed';
  }, 'the conversation completes');
  await eventually(
    () => JSON.stringify(desk.simulator.received({ openId: OPEN_ID })).includes(GONE.underWay),
    'WeChat has what was on its way',
  );
  // By then the file has come.
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  between = await filesWith([desk.dataDir]);
  const compact = desk.launch('compact');
  const { code } = await compact.ended;
  expect([code, compact.output()]).toEqual([0, expect.stringContaining('log: rewritten')]);
  after = await filesWith([desk.dataDir, folder]);
});
afterAll(async () => {
  await desk?.close();
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the search finds what it is to find: before, every word was in some file', () => {
  const { underWay: _late, received: _onItsWay, ...there } = GONE;
  expect(Object.keys(there).filter((name) => (before[name] ?? []).length === 0)).toEqual([]);
});

test('an erasure alone leaves bytes in the files of the database, which is why they are rewritten', () => {
  expect(Object.keys(between)).toEqual(expect.arrayContaining(['text', 'openId']));
});

test('no file holds a word of the contact afterwards, whatever its encoding', () => {
  const { stays = [], ...found } = after;
  expect(found).toEqual({});
  expect(stays.length).toBeGreaterThan(0);
});

test('the desk goes on: others have everything, and who writes again is new', async () => {
  expect((await desk.timeline('oSomebodyElse')).map(({ text }) => text)).toContain(STAYS);
  expect((await desk.call('GET', `/contacts/${contactId}`)).status).toBe(404);
  expect((await desk.call('GET', `/conversations/${conversationId}`)).body).toMatchObject({
    completedReason: 'contact_erased',
    contact: { id: contactId, name: null, openId: null },
  });
  await desk.writes(OPEN_ID, 'hello again');
  const again = await eventually(async () => {
    const { body } = await desk.call<{ items: ContactBody[] }>('GET', `/contacts?openId=${OPEN_ID}`);
    return body.items[0];
  }, 'the new contact');
  expect([again.id === contactId, again.tags, again.givenName]).toEqual([false, [], null]);
});

/** In which files each of the words is, by its name; only of words that are found. */
async function filesWith(folders: readonly string[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  const words = Object.entries({ ...GONE, stays: STAYS });
  for (const root of folders) {
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      const content = await readFile(file).catch(() => Buffer.alloc(0));
      for (const [name, word] of words) {
        if (formsOf(word).some((form) => content.includes(form)))
          found[name] = [...(found[name] ?? []), file];
      }
    }
  }
  return found;
}

/** As text, as UTF-16, and inside base64 wherever it begins there. */
function formsOf(word: string): readonly Buffer[] {
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(word)]).toString('base64');
    // What depends on the bytes around it is left out.
    return Buffer.from(encoded.slice(shift === 0 ? 0 : 4, -4));
  });
  return [Buffer.from(word, 'utf8'), Buffer.from(word, 'utf16le'), ...base64];
}

/** A picture that contains a text. */
function withText(text: string): Buffer {
  return Buffer.concat([png(2, 2), Buffer.from(text)]);
}
