import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openInboxJournal } from '../../../src/intake/journal/inbox-journal';
import { resealJournal } from '../../../src/intake/journal/reseal-journal';
import { ownIdentity, processStart } from '../../../src/platform/process-identity';
import { createSecretBox } from '../../../src/platform/secrets/secret-box';
import type { InboxItem } from '../../../src/store/transcript/inbox';

const [OLD, NEW] = [randomBytes(32), randomBytes(32)];
const oldBox = createSecretBox([OLD]);
const newBox = createSecretBox([NEW]);
const bothBox = createSecretBox([NEW, OLD]);
/** Not the id of any process: Linux assigns none that high. */
const DEAD = 2 ** 22 + 1;

const item = (text: string): InboxItem => ({
  channelId: 'c',
  receivedAt: 1,
  item: {
    direction: 'inbound',
    openId: 'o',
    action: 'message',
    content: { type: 'text', text },
    wechatMessageId: null,
    wechatCreatedAt: null,
    dedupKey: text,
  },
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'duihua-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const journal = (
  secretBox: typeof oldBox,
  store: (items: readonly InboxItem[]) => Promise<readonly InboxItem[]>,
) =>
  openInboxJournal({
    folder,
    secretBox,
    store,
    isRefused: () => false,
    drainEveryMs: 60_000,
    logger: { warn: () => undefined },
  });
const line = (box: typeof oldBox, text: string) =>
  box.seal('journal.inbox', 'item', JSON.stringify(item(text)));

it('what a dead process left in its journal is resealed, in order, and read with the new key alone', async () => {
  const lines = ['一', '二', '三'].map((text) => line(oldBox, text));
  await writeFile(
    path.join(folder, `1-000001-${DEAD}.0.${ownIdentity().place}.journal`),
    `${lines.join('\n')}\n${line(newBox, '四')}\ncut off`,
  );
  expect(await resealJournal(folder, bothBox)).toEqual({
    isThere: true,
    resealed: 3,
    unreadable: 0,
    inUse: 0,
  });
  expect(await resealJournal(folder, bothBox)).toMatchObject({ resealed: 0 });
  const stored: unknown[] = [];
  const reader = await journal(newBox, async (items) => {
    stored.push(...items.map(({ item: { dedupKey } }) => dedupKey));
    return [];
  });
  await reader.drain();
  await reader.close();
  expect(stored).toEqual(['一', '二', '三', '四']);
});

it('the journal of a running process is left alone', async () => {
  const file = path.join(
    folder,
    `1-000001-${process.ppid}.${processStart(process.ppid)}.${ownIdentity().place}.journal`,
  );
  await writeFile(file, `${line(oldBox, '一')}\n`);
  const before = await readFile(file, 'utf8');
  expect(await resealJournal(folder, bothBox)).toEqual({
    isThere: true,
    resealed: 0,
    unreadable: 0,
    inUse: 1,
  });
  expect(await readFile(file, 'utf8')).toBe(before);
});

it('says that there is no journal in this place, and makes none', async () => {
  expect(await resealJournal(path.join(folder, 'none'), bothBox)).toEqual({
    isThere: false,
    resealed: 0,
    unreadable: 0,
    inUse: 0,
  });
  expect(await readdir(folder)).toEqual([]);
});

it('an empty folder and foreign files are left alone', async () => {
  expect(await resealJournal(folder, bothBox)).toMatchObject({ isThere: true, resealed: 0 });
  await writeFile(path.join(folder, 'notes.txt'), 'x');
  await resealJournal(folder, bothBox);
  expect(await readdir(folder)).toEqual(['notes.txt']);
});
