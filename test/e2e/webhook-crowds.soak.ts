/**
 * Crowds at the webhook of two API processes on PostgreSQL: one delivery three times at the same instant, two first
 * messages of a new contact at once, and a thousand messages of twenty contacts that arrive shuffled and repeated
 * (docs/webhook.md#repeats-and-order, docs/rules.md#38). Each test prints its slowest answer, and the run its seed;
 * `DUIHUA_TEST_SEED` repeats it.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { MessageBody } from '../../src/contracts/conversations/message';
import { openDatabase } from '../../src/store/engine/database';
import type { Database } from '../../src/store/engine/database-types';
import { rowsOf } from '../../src/store/engine/rows';
import { createTestDatabaseUrl } from '../support/database';
import { encrypt } from '../support/encrypt';
import { eventually } from '../support/eventually';
import { failedTasksOf } from '../support/failed-tasks';
import { findLastingPort } from '../support/lasting-port';
import { createProcessDesk, type DeskChannel, type ProcessDesk } from '../support/process-desk';
import { textXml, wechatPatienceMs } from '../support/process-webhook';
import { randomFrom } from '../support/seeded-random';

jest.setTimeout(600_000);

const ROUNDS = 500;
const COPIES = 3;
const CROWD = 20;
const MESSAGES_OF_EACH = 50;
/** WeChat's clock counts seconds, so about three messages of a contact have the same one. */
const WRITTEN_WITHIN_SECONDS = 15;
const AT_ONCE = 16;
const FILED_WITHIN_MS = 240_000;

const SEED = Number(process.env['DUIHUA_TEST_SEED'] ?? Date.now() % 1_000_000);
const random = randomFrom(SEED);

let desk: ProcessDesk;
let database: Database;
let urls: readonly string[];
let plain: DeskChannel;
let safe: DeskChannel;

beforeAll(async () => {
  process.stdout.write(`Crowds at the webhook: seed ${SEED}\n`);
  const databaseUrl = await createTestDatabaseUrl();
  database = openDatabase({ databaseUrl });
  desk = await createProcessDesk({ databaseUrl });
  const otherPort = await findLastingPort();
  urls = [desk.url, `http://127.0.0.1:${otherPort}`];
  const apis = [desk.launch('api'), desk.launch('api', { PORT: String(otherPort) })];
  const worker = desk.launch('worker');
  await Promise.all([...apis.map((api) => api.prints(/the API listens/)), worker.prints(/the worker runs/)]);
  plain = await desk.connect();
  safe = await desk.connect({ encryption: 'safe' });
}, 180_000);
afterAll(async () => {
  await desk?.close();
  await database?.close();
});

/** A request to a webhook. */
type Request = { readonly url: string; readonly body: string };
type Answer = { readonly status: number; readonly text: string; readonly ms: number };
const SUCCESS = '200 success';

const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const nowSeconds = (): number => Math.floor(Date.now() / 1_000);
const sha1 = (...parts: readonly string[]): string =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');

/** A delivery as WeChat makes it, to one of the two processes: signed anew and, for the channel in safe mode, encrypted anew. */
function deliver({ channelId, account }: DeskChannel, xml: string, to = pick(urls)): Request {
  const { token, encodingAesKey, appId, encryption } = account;
  const timestamp = String(nowSeconds());
  const nonce = String(Math.floor(random() * 1e9));
  const query = new URLSearchParams({ timestamp, nonce, signature: sha1(token, timestamp, nonce) });
  const urlOf = (): string => `${to}/webhooks/wechat/${channelId}?${query.toString()}`;
  if (encryption === 'plain') return { url: urlOf(), body: xml };
  const bytes = Buffer.from(Array.from({ length: 16 }, () => Math.floor(random() * 256)));
  const encrypted = encrypt({ message: xml, encodingAesKey, appId, random: bytes });
  query.set('encrypt_type', 'aes');
  query.set('msg_signature', sha1(token, timestamp, nonce, encrypted));
  const { originalId } = account;
  return {
    url: urlOf(),
    body: `<xml><ToUserName>${originalId}</ToUserName><Encrypt>${encrypted}</Encrypt></xml>`,
  };
}

/**
 * Sends each request on a socket of its own, all but the last byte; when all of them are there, the last bytes leave in
 * one turn of the event loop.
 */
async function releaseTogether(requests: readonly Request[]): Promise<readonly Answer[]> {
  const opened = await Promise.all(requests.map(open));
  // Until the processes have read what is there.
  await sleep(3);
  return Promise.all(opened.map(({ release }) => release()));
}

async function open({ url, body }: Request): Promise<{ readonly release: () => Promise<Answer> }> {
  const { hostname, port, pathname, search } = new URL(url);
  const socket = connect(Number(port), hostname).setNoDelay(true);
  const answer = readAnswer(socket);
  await once(socket, 'connect');
  const bytes = Buffer.from(body);
  const head = `POST ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: text/xml\r\nConnection: close\r\n`;
  socket.write(`${head}Content-Length: ${bytes.length}\r\n\r\n`);
  await new Promise((resolve) => socket.write(bytes.subarray(0, -1), resolve));
  return {
    async release() {
      const startedAt = performance.now();
      socket.write(bytes.subarray(-1));
      const { status, text } = await answer;
      return { status, text, ms: performance.now() - startedAt };
    },
  };
}

/** The answer, as soon as the other side has closed; status 0 if there was none. */
async function readAnswer(socket: Socket): Promise<Omit<Answer, 'ms'>> {
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text;
  });
  await new Promise<void>((resolve) => {
    socket.on('error', () => undefined).on('close', () => resolve());
  });
  const [, status = '0', text = ''] = /^HTTP\/1\.1 (\d{3}) .*?\r\n\r\n(.*)$/s.exec(received) ?? [];
  return { status: Number(status), text };
}

/** For the checker: this was acknowledged. */
function record({ account }: DeskChannel, openId: string, text: string): void {
  desk.simulator.addContact({ appId: account.appId, openId });
  desk.recordWritten({ openId, text, acknowledged: true });
}

const told = ({ status, text }: Answer): string => `${status} ${text}`;

/** Prints the slowest of a test's answers, which has to come within WeChat's patience. */
function report(name: string, answers: readonly Answer[], startedAt: number): void {
  const slowest = Math.max(...answers.map(({ ms }) => ms));
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  process.stdout.write(
    `${name}: ${answers.length} answers in ${seconds} s, slowest ${slowest.toFixed(0)} ms\n`,
  );
  expect(slowest).toBeLessThan(wechatPatienceMs());
}

/** Resolves when everything that came in stands in the transcript. */
async function isFiled(): Promise<void> {
  await eventually(
    async () => {
      const [row] = await rowsOf<{ waiting: number }>(
        database.db,
        sql`select count(*)::int as waiting from messages where inbox_number is not null and seq is null`,
      );
      return row?.waiting === 0;
    },
    'everything received is filed',
    FILED_WITHIN_MS,
  );
}

test(`one delivery three times at the same instant is one row, ${ROUNDS} times`, async () => {
  const startedAt = performance.now();
  const answers: Answer[] = [];
  const wrong: unknown[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const channel = round % 2 === 0 ? plain : safe;
    const openId = `oThree${round % CROWD}`;
    const text = `three times ${round}`;
    const xml = textXml(channel.account.originalId, openId, text, String(1_000_000 + round), nowSeconds());
    // WeChat signs each attempt anew; a copy that is made on the way is the same to the last byte.
    const isCopied = random() < 0.5;
    const first = deliver(channel, xml);
    const others = Array.from({ length: COPIES - 1 }, () => {
      const { origin, pathname, search } = new URL(first.url);
      return isCopied
        ? { ...first, url: `${pick(urls.filter((url) => url !== origin))}${pathname}${search}` }
        : deliver(channel, xml);
    });
    const given = await releaseTogether([first, ...others]);
    answers.push(...given);
    if (given.some((one) => told(one) !== SUCCESS)) wrong.push([round, isCopied, given.map(told)]);
    record(channel, openId, text);
  }
  expect(wrong).toEqual([]);
  await isFiled();
  const rows = await rowsOf<{ id: string; n: number }>(
    database.db,
    sql`select m.wechat_message_id as id, count(*)::int as n from messages m join contacts c on c.id = m.contact_id
        where c.open_id like 'oThree%' and m.direction = 'inbound' group by m.wechat_message_id`,
  );
  expect(rows.filter(({ n }) => n !== 1)).toEqual([]);
  expect(rows).toHaveLength(ROUNDS);
  report('three at the same instant', answers, startedAt);
});

test(`two first messages of a new contact at once are one conversation with both, ${ROUNDS} times`, async () => {
  const startedAt = performance.now();
  const answers: Answer[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const channel = round % 2 === 0 ? plain : safe;
    const openId = `oTwo${round}`;
    const requests = [1, 2].map((number) => {
      const text = `${openId} says ${number}`;
      record(channel, openId, text);
      const msgId = String(2_000_000 + round * 2 + number);
      return deliver(channel, textXml(channel.account.originalId, openId, text, msgId, nowSeconds()));
    });
    answers.push(...(await releaseTogether(requests)));
  }
  expect(new Set(answers.map(told))).toEqual(new Set([SUCCESS]));
  await isFiled();
  const rows = await rowsOf<{ open_id: string }>(
    database.db,
    sql`select c.open_id, count(m.id)::int as messages, count(m.conversation_id)::int as inside,
          count(distinct m.conversation_id)::int as conversations,
          (select count(*)::int from conversations v where v.contact_id = c.id) as all_conversations,
          (select count(*)::int from conversations v where v.contact_id = c.id and v.state <> 'completed') as open_ones
        from contacts c join messages m on m.contact_id = c.id and m.direction = 'inbound'
        where c.open_id like 'oTwo%' group by c.id`,
  );
  const right = { messages: 2, inside: 2, conversations: 1, all_conversations: 1, open_ones: 1 };
  expect(
    rows.filter(
      (row) => JSON.stringify({ ...row, open_id: '' }) !== JSON.stringify({ open_id: '', ...right }),
    ),
  ).toEqual([]);
  expect(rows).toHaveLength(ROUNDS);
  report('two first messages at once', answers, startedAt);
});

test(`${CROWD * MESSAGES_OF_EACH} messages in any order, some repeated, are all there once, and what is late is marked`, async () => {
  const startedAt = performance.now();
  const firstSecond = nowSeconds();
  const written = Array.from({ length: CROWD * MESSAGES_OF_EACH }, (_, index) => {
    const openId = `oShuffled${index % CROWD}`;
    const number = Math.floor(index / CROWD);
    const createTime = firstSecond + Math.floor((number * WRITTEN_WITHIN_SECONDS) / MESSAGES_OF_EACH);
    return { openId, text: `${openId} line ${number}`, createTime, msgId: String(3_000_000 + index) };
  });
  const due = shuffled(
    written.flatMap((one) => Array.from({ length: 1 + Math.floor(random() * 3) }, () => one)),
  );
  const ready = due.map(({ openId, text, msgId, createTime }) =>
    deliver(plain, textXml(plain.account.originalId, openId, text, msgId, createTime)),
  );
  const answers: Answer[] = [];
  let next = 0;
  const deliverInTurn = async (): Promise<void> => {
    for (let request = ready[next++]; request !== undefined; request = ready[next++])
      answers.push(...(await releaseTogether([request])));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, deliverInTurn));
  const sentWithin = (performance.now() - startedAt) / 1_000;
  expect(new Set(answers.map(told))).toEqual(new Set([SUCCESS]));
  for (const { openId, text } of written) record(plain, openId, text);
  await isFiled();

  let late = 0;
  for (let contact = 0; contact < CROWD; contact += 1) {
    const openId = `oShuffled${contact}`;
    const shown = await desk.timeline(openId, urls[0]);
    expect(await desk.timeline(openId, urls[1])).toEqual(shown);
    const rows = shown.filter(({ direction }) => direction === 'inbound');
    const mine = written.filter((one) => one.openId === openId);
    expect(rows.map(({ text = '' }) => text).sort()).toEqual(mine.map(({ text }) => text).sort());
    const seqs = rows.map(({ seq }) => seq ?? 0);
    expect(seqs).toEqual([...new Set(seqs)].sort((one, other) => one - other));
    const times = new Map(
      mine.map(({ text, createTime }) => [text, new Date(createTime * 1_000).toISOString()]),
    );
    expect(rows.map((row) => row.wechatCreatedAt)).toEqual(rows.map(({ text = '' }) => times.get(text)));
    const marked = rows.filter((row) => row.late === true).map(({ text }) => text);
    expect([openId, marked]).toEqual([openId, await lateOnes(rows)]);
    late += marked.length;
  }
  // Shuffled, nearly all are older than one before them.
  expect(late).toBeGreaterThan((CROWD * MESSAGES_OF_EACH) / 2);
  process.stdout.write(
    `${due.length} deliveries within ${sentWithin.toFixed(1)} s; ${late} are marked late\n`,
  );
  report('shuffled and repeated', answers, startedAt);
});

test('the checker finds nothing wrong with all of these contacts, and no workflow task has failed', async () => {
  expect(await desk.violations({ isInOrder: false, alsoOver: urls[1] ?? '' })).toEqual([]);
  expect(await failedTasksOf(desk)).toEqual([]);
});

/** Fisher and Yates. */
function shuffled<T>(list: readonly T[]): readonly T[] {
  const all = [...list];
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [all[last], all[other]] = [all[other] as T, all[last] as T];
  }
  return all;
}

/**
 * The texts of rows that came after one that is newer: by WeChat's second and, within one second, by the time at which the
 * webhook received them, in µs.
 */
async function lateOnes(rows: readonly MessageBody[]): Promise<readonly (string | undefined)[]> {
  const received = await rowsOf<{ id: string; at: string }>(
    database.db,
    sql`select id, to_char(created_at at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS.US') as at from messages
        where contact_id = ${rows[0]?.contactId ?? ''}`,
  );
  const receivedAt = new Map(received.map(({ id, at }) => [id, at]));
  let newest = '';
  return rows.flatMap(({ id, text, wechatCreatedAt }) => {
    const at = `${wechatCreatedAt} ${receivedAt.get(id)}`;
    if (at < newest) return [text];
    newest = at;
    return [];
  });
}
