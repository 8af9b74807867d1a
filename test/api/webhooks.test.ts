/** From WeChat's POST until it is durable: the receiver, the journal, and the answers if neither can store it. */
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import { createWebhookRouter } from '../../src/api/webhooks/routes';
import { type InboxJournal, openInboxJournal } from '../../src/intake/journal/inbox-journal';
import { createReceiver } from '../../src/intake/receiver';
import { ownIdentity, processStart } from '../../src/platform/process-identity';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import type { ChannelWithSecrets } from '../../src/store/channels/channel-rows';
import type { InboxItem, Received } from '../../src/store/transcript/inbox';
import { eventually } from '../support/eventually';
import { postWebhook, textXml } from '../support/process-webhook';

class Away extends Error {}
class Refused extends Error {}

const secretBox = createSecretBox([Buffer.alloc(32, 3)]);
const item = (text: string): InboxItem => ({
  channelId: 'channel',
  receivedAt: 1_795_000_000_000,
  item: {
    direction: 'inbound',
    openId: 'oCanaryPerson',
    action: 'message',
    content: { type: 'text', text },
    wechatMessageId: null,
    wechatCreatedAt: null,
    dedupKey: text,
  },
});
const textOf = ({ item: { content } }: InboxItem): string => ('text' in content ? content.text : '');

/** A store that can be made unavailable, and that refuses items whose text is "poison". */
function createStore() {
  const stored: string[] = [];
  return {
    stored,
    isAway: false,
    /** Contacts whose rows someone holds. */
    held: new Set<string>(),
    async take(items: readonly InboxItem[]): Promise<readonly InboxItem[]> {
      if (this.isAway) throw new Away('away');
      if (items.map(textOf).includes('poison')) throw new Refused('poison');
      const isHeld = (one: InboxItem): boolean => this.held.has(one.item.openId);
      stored.push(...items.filter((one) => !isHeld(one)).map(textOf));
      return items.filter(isHeld);
    },
  };
}

let folder: string;
let store: ReturnType<typeof createStore>;
let journal: InboxJournal;
const journalFolder = (): string => path.join(folder, 'journal');
const files = (): string[] => readdirSync(journalFolder()).sort();
const open = (drainEveryMs = 60_000): Promise<InboxJournal> =>
  openInboxJournal({
    folder: journalFolder(),
    secretBox,
    store: (items) => store.take(items),
    isRefused: (error) => error instanceof Refused,
    drainEveryMs,
    logger: { warn: () => undefined },
  });

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'duihua-journal-'));
  store = createStore();
  journal = await open();
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the journal', () => {
  test('has a complete, sealed line for each item as soon as it is acknowledged', async () => {
    await Promise.all(['one', 'two', 'canary text'].map((text) => journal.append(item(text))));
    const [file = ''] = files();
    const text = readFileSync(path.join(journalFolder(), file), 'utf8');
    expect(text.match(/\n/g)).toHaveLength(3);
    expect(text.endsWith('\n')).toBe(true);
    expect(['canary', 'oCanaryPerson', 'channel'].filter((word) => text.includes(word))).toEqual([]);
  });

  test('stores what is waiting in order, and is empty afterwards', async () => {
    const texts = Array.from({ length: 450 }, (_, index) => `message ${index}`);
    const appending = Promise.all(texts.map((text) => journal.append(item(text))));
    expect(journal.hasBacklog()).toBe(true);
    await appending;
    await journal.drain();
    expect(journal.hasBacklog()).toBe(false);
    expect(store.stored).toEqual(texts);
    expect(files()).toEqual([]);
  });

  test('keeps everything while the store is unavailable, with later items behind it', async () => {
    await journal.append(item('one'));
    store.isAway = true;
    await journal.drain();
    await journal.append(item('two'));
    await journal.drain();
    expect(store.stored).toEqual([]);
    store.isAway = false;
    await journal.drain();
    expect(store.stored).toEqual(['one', 'two']);
  });

  test('skips a contact whose rows are locked; only their items wait, in order', async () => {
    store.held.add('oHeld');
    const of = (openId: string, text: string): InboxItem => {
      const one = item(text);
      return { ...one, item: { ...one.item, openId } };
    };
    for (const text of ['one', 'two']) {
      await journal.append(of('oHeld', `held ${text}`));
      await journal.append(of('oFree', `free ${text}`));
    }
    await journal.drain();
    await journal.append(of('oHeld', 'held three'));
    await journal.append(of('oFree', 'free three'));
    await journal.append(of('oHeld', 'poison'));
    await journal.drain();
    expect(store.stored).toEqual(['free one', 'free two', 'free three']);
    expect(journal.hasBacklog()).toBe(true);
    const left = files().filter((name) => !name.endsWith('.set-aside'));
    const lines = left.flatMap((name) =>
      readFileSync(path.join(journalFolder(), name), 'utf8').trim().split('\n'),
    );
    expect(lines).toHaveLength(4);
    store.held.clear();
    await journal.drain();
    expect(store.stored.slice(3)).toEqual(['held one', 'held two', 'held three']);
    expect(journal.hasBacklog()).toBe(false);
  });

  test('loses nothing that is appended while it drains', async () => {
    const texts = Array.from({ length: 300 }, (_, index) => `message ${index}`);
    for (const text of texts) {
      await journal.append(item(text));
      if (Number(text.slice(8)) % 10 === 0) void journal.drain();
    }
    await eventually(async () => {
      await journal.drain();
      return !journal.hasBacklog();
    }, 'it is drained');
    expect(store.stored).toEqual(texts);
  });

  test('loses nothing that goes into a segment which is just being opened when it drains', async () => {
    const texts = Array.from({ length: 300 }, (_, index) => `message ${index}`);
    const drains: Promise<void>[] = [];
    for (const text of texts) {
      const appended = journal.append(item(text));
      // At every moment of the opening one begins.
      for (let step = 0; step < 6; step += 1) {
        drains.push(journal.drain());
        await new Promise((resolve) => setImmediate(resolve));
      }
      await appended;
      await Promise.all(drains.splice(0));
    }
    await journal.drain();
    expect(store.stored).toEqual(texts);
  });

  test('takes over the segments of a dead process, without the half line at the end', async () => {
    await journal.append(item('acknowledged'));
    await journal.close();
    const [file = ''] = files();
    appendFileSync(path.join(journalFolder(), file), 'v1.cut-off');
    const { pid, start } = ownIdentity();
    renameSync(
      path.join(journalFolder(), file),
      path.join(journalFolder(), file.replace(`${pid}.${start}`, `${pid}.1`)),
    );
    journal = await open();
    expect(journal.hasBacklog()).toBe(true);
    await journal.drain();
    expect(store.stored).toEqual(['acknowledged']);
    expect(files()).toEqual([]);
  });

  test('leaves a living process its segments, and takes them over when it has died', async () => {
    await journal.append(item('not ours'));
    await journal.close();
    const [file = ''] = files();
    const { pid, start } = ownIdentity();
    const parent = `${process.ppid}.${processStart(process.ppid)}`;
    const parents = file.replace(`${pid}.${start}`, parent);
    renameSync(path.join(journalFolder(), file), path.join(journalFolder(), parents));
    journal = await open(20);
    await journal.drain();
    expect([journal.hasBacklog(), files()]).toEqual([false, [parents]]);
    // A later process with the same number is another one.
    renameSync(
      path.join(journalFolder(), parents),
      path.join(journalFolder(), file.replace(`${pid}.${start}`, `${process.ppid}.1`)),
    );
    await eventually(() => store.stored.length === 1, 'it is adopted without a restart');
  });

  test('takes over a segment of another container only after a minute of silence', async () => {
    await journal.append(item('from elsewhere'));
    await journal.close();
    const [file = ''] = files();
    const foreign = path.join(journalFolder(), file.replace(ownIdentity().place, '0123456789abcdef'));
    renameSync(path.join(journalFolder(), file), foreign);
    journal = await open();
    await journal.drain();
    expect(store.stored).toEqual([]);
    const old = new Date(Date.now() - 61_000);
    utimesSync(foreign, old, old);
    await journal.drain();
    expect(store.stored).toEqual(['from elsewhere']);
  });

  test('writes a line again if another container has taken its segment over', async () => {
    await journal.append(item('one'));
    const [mine = ''] = files();
    // What the other one does: it renames, reads, stores and removes.
    const taken = mine.replace(ownIdentity().place, '0123456789abcdef');
    renameSync(path.join(journalFolder(), mine), path.join(journalFolder(), taken));
    const seenByTheOther = readFileSync(path.join(journalFolder(), taken), 'utf8');
    await Promise.all([journal.append(item('two')), journal.append(item('three'))]);
    rmSync(path.join(journalFolder(), taken));
    expect(seenByTheOther.split('\n')).toHaveLength(2);
    expect(files()).toHaveLength(1);
    await journal.append(item('four'));
    await journal.drain();
    expect(store.stored).toEqual(['two', 'three', 'four']);
  });

  test('takes a segment over before reading it, so that its process, if alive, notices', async () => {
    await journal.append(item('from elsewhere'));
    await journal.close();
    const [file = ''] = files();
    const foreign = file.replace(ownIdentity().place, '0123456789abcdef');
    renameSync(path.join(journalFolder(), file), path.join(journalFolder(), foreign));
    const old = new Date(Date.now() - 61_000);
    utimesSync(path.join(journalFolder(), foreign), old, old);
    journal = await open();
    store.isAway = true;
    await journal.drain();
    const [own = '', ...others] = files();
    expect([others, own.includes(ownIdentity().place), own.split('-')[0]]).toEqual([
      [],
      true,
      file.split('-')[0],
    ]);
    expect(journal.hasBacklog()).toBe(true);
    store.isAway = false;
    await journal.drain();
    expect([store.stored, files(), journal.hasBacklog()]).toEqual([['from elsewhere'], [], false]);
  });

  test('reports how long its oldest line has been waiting', async () => {
    expect(journal.oldestAgeMs()).toBe(0);
    await journal.append(item('one'));
    await journal.close();
    const [file = ''] = files();
    const older = file.replace(/^\d+/, String(Date.now() - 45_000));
    renameSync(path.join(journalFolder(), file), path.join(journalFolder(), older));
    journal = await open();
    await journal.append(item('two'));
    expect(Math.round(journal.oldestAgeMs() / 1_000)).toBe(45);
    await journal.drain();
    expect(journal.oldestAgeMs()).toBe(0);
  });

  test.each([
    ['cannot be read', 'v1.not.a.line'],
    ['is refused for good', null],
  ])('sets aside a line that %s, and loses none of the others', async (_name, line) => {
    await journal.append(item('before'));
    if (line === null) await journal.append(item('poison'));
    else appendFileSync(path.join(journalFolder(), files()[0] ?? ''), `${line}\n`);
    await journal.append(item('after'));
    // The first try fails: the store is not back yet.
    store.isAway = true;
    await journal.drain();
    store.isAway = false;
    await journal.drain();
    expect(store.stored).toEqual(['before', 'after']);
    expect(journal.hasBacklog()).toBe(false);
    const [aside = '', ...others] = files();
    expect([others, aside.endsWith('.set-aside')]).toEqual([[], true]);
    expect(readFileSync(path.join(journalFolder(), aside), 'utf8').split('\n')).toHaveLength(2);
  });
});

describe('the receiver', () => {
  const receiver = (receive: (one: InboxItem) => Promise<Received>) => {
    const stored: string[] = [];
    return {
      stored,
      receive: createReceiver({
        inbox: { receive },
        journal,
        onStored: ({ contactId }) => stored.push(contactId),
        isAway: (error) => error instanceof Away,
      }),
    };
  };
  const row = { contactId: 'c1', messageId: 'm1', isRepeat: false, attachmentId: null, turn: null };

  test('stores an item and reports it; a repeat, too, because it may have taken the contact’s turn', async () => {
    const fresh = receiver(async () => row);
    expect([await fresh.receive(item('a')), fresh.stored]).toEqual(['store', ['c1']]);
    const repeat = receiver(async () => ({ ...row, isRepeat: true }));
    expect([await repeat.receive(item('a')), repeat.stored]).toEqual(['repeat', ['c1']]);
  });

  test('reports an item that was stored after it was journalled', async () => {
    let answer = (_row: typeof row): void => undefined;
    const slow = receiver(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    expect([await slow.receive(item('a')), slow.stored]).toEqual(['journal', []]);
    answer(row);
    await new Promise((resolve) => setImmediate(resolve));
    expect(slow.stored).toEqual(['c1']);
  });

  test('journals while the store is unavailable or slow', async () => {
    const away = receiver(() => Promise.reject(new Away('away')));
    expect(await away.receive(item('a'))).toBe('journal');
    await journal.drain();
    const slow = receiver(() => new Promise(() => undefined));
    const startedAt = Date.now();
    expect(await slow.receive(item('b'))).toBe('journal');
    expect(Date.now() - startedAt).toBeLessThan(4_000);
  });

  test('lets nothing overtake what is waiting in the journal', async () => {
    const { receive } = receiver(async () => row);
    await journal.append(item('first'));
    expect(await receive(item('second'))).toBe('journal');
    await journal.drain();
    expect(store.stored).toEqual(['first', 'second']);
    expect(await receive(item('third'))).toBe('store');
  });

  test('reports a refusal of the store for another reason', async () => {
    await expect(receiver(() => Promise.reject(new Refused('poison'))).receive(item('a'))).rejects.toThrow(
      Refused,
    );
  });
});

test('the webhook counts a delivery that it refuses because the channel cannot be read, and no address check', async () => {
  const counted: string[] = [];
  const { url, close } = await startWebhook({
    channelOf: () => Promise.reject(new Away('away')),
    receive: () => Promise.reject(new Error('nothing was checked')),
    count: (outcome) => counted.push(outcome),
  });
  expect((await fetch(`${url}?echostr=1`)).status).toBe(503);
  expect(counted).toEqual([]);
  const post = postWebhook(url, 'token', textXml('gh_1', 'oA', 'hello', '1'));
  expect(await post).toMatchObject({ status: 503, text: 'unavailable' });
  expect(counted).toEqual(['away']);
  await close();
});

test('the webhook answers 503 if the database is down and the disk is not writable, and recovers without a restart', async () => {
  const channel = {
    channel: { id: 'c', status: 'live', originalId: 'gh_1', appId: 'wx1', encryption: 'plain' },
    secrets: { token: 'token', encodingAesKey: null, appSecret: null },
    former: [],
  } as unknown as ChannelWithSecrets;
  const counted: string[] = [];
  const { url, close } = await startWebhook({
    channelOf: async () => channel,
    receive: createReceiver({
      inbox: { receive: () => Promise.reject(new Away('away')) },
      journal,
      onStored: () => undefined,
      isAway: (error) => error instanceof Away,
    }),
    count: (outcome) => counted.push(outcome),
  });
  const post = () =>
    postWebhook(url, 'token', textXml('gh_1', 'oA', 'hello', '1'), { headers: { connection: 'close' } });

  // Root may write everywhere: a file in the folder's place is the one disk that refuses root, too.
  rmSync(journalFolder(), { recursive: true });
  writeFileSync(journalFolder(), '');
  expect(await post()).toMatchObject({ status: 503, text: 'unavailable' });
  rmSync(journalFolder());
  expect(await post()).toMatchObject({ status: 503 });

  await (await open()).close();
  expect(await post()).toMatchObject({ status: 200, text: 'success' });
  expect(files()).toHaveLength(1);
  expect(counted).toEqual(['not_durable', 'not_durable', 'journal']);
  await close();
});

/** The webhook of channel `c` alone. */
async function startWebhook(
  deps: Pick<Parameters<typeof createWebhookRouter>[0], 'channelOf' | 'receive' | 'count'>,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const nothing = async (): Promise<void> => undefined;
  const app = express().use(
    createWebhookRouter({
      ...deps,
      keepRejected: nothing,
      recordFormerUse: nothing,
      markVerified: nothing,
      logger: { warn: () => undefined },
    }),
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/c`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
