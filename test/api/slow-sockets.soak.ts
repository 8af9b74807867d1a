/**
 * Clients that waste time and memory, against a real API process on PostgreSQL: a thousand sockets that send nothing, or
 * headers or a body a byte at a time, and two hundred bodies at once that are too long, while WeChat goes on delivering.
 * All are closed within the limits (docs/security.md, HTTP), nobody else waits, and the memory stays. The run prints its seed and
 * its figures; `DUIHUA_TEST_SEED` repeats its choices.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { Agent } from 'undici';
import { quantile } from '../../bench/statistics';
import { openDatabase } from '../../src/store/engine/database';
import type { Database } from '../../src/store/engine/database-types';
import { rowsOf } from '../../src/store/engine/rows';
import { createTestDatabaseUrl } from '../support/database';
import { eventually } from '../support/eventually';
import type { DuihuaProcess } from '../support/process';
import { createProcessDesk, type DeskChannel, type ProcessDesk } from '../support/process-desk';
import { onThisMachine, signedQuery } from '../support/process-webhook';
import { randomFrom } from '../support/seeded-random';
import { startWebhooks } from '../support/steady-webhooks';

jest.setTimeout(300_000);

const SOCKETS = 1_000;
/** What the server promises: headers within 5 s, a body within 10 s; it looks for slow connections once a second. */
const HEADERS_WITHIN_MS = 5_000;
const BODY_WITHIN_MS = 10_000;
const LOOKS_EVERY_MS = 1_000;
/** For the machine. */
const SLACK_MS = 2_000;
const BYTE_EVERY_MS = 200;
const WEBHOOKS_PER_SECOND = 20;

const BODIES = 200;
const LIMIT_BYTES = 64 * 1_024;
const LENGTHS = [LIMIT_BYTES + 1, 5 * 1_024 * 1_024] as const;
const CHUNK = Buffer.alloc(16 * 1_024, 'x');
const MOST_GROWTH_MB = 50;

const SEED = Number(process.env['DUIHUA_TEST_SEED'] ?? Date.now() % 1_000_000);
const random = randomFrom(SEED);

let desk: ProcessDesk;
let database: Database;
let api: DuihuaProcess;
let channel: DeskChannel;
let agent: Agent;

beforeAll(async () => {
  process.stdout.write(`Slow sockets: seed ${SEED}\n`);
  agent = new Agent({ connections: 200, pipelining: 1 });
  const databaseUrl = await createTestDatabaseUrl();
  database = openDatabase({ databaseUrl });
  desk = await createProcessDesk({ databaseUrl });
  api = desk.launch('api');
  await api.prints(/the API listens/);
  channel = await desk.connect();
}, 180_000);
afterAll(async () => {
  await agent.close();
  await desk?.close();
  await database?.close();
});

const pathOf = (): string =>
  `/webhooks/wechat/${channel.channelId}?${signedQuery(channel.account.token).toString()}`;
const startNeighbours = () =>
  startWebhooks(desk.url, channel, {
    perSecond: WEBHOOKS_PER_SECOND,
    firstId: 7_000_000 + Math.floor(performance.now()) * 100,
    dispatcher: agent,
  });
const rows = async (): Promise<number> =>
  (await rowsOf<{ n: number }>(database.db, sql`select count(*)::int as n from messages`))[0]?.n ?? -1;

test(`${SOCKETS} slow sockets are closed in time, and other deliveries do not wait`, async () => {
  const before = openSockets();
  const webhooks = startNeighbours();
  await sleep(2_000);
  /** What comes byte by byte after the start. */
  const KINDS = {
    nothing: null,
    headers: () => `POST ${pathOf()} HTTP/1.1\r\nHost: x\r\nX-Slow: `,
    body: () => `POST ${pathOf()} HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n`,
  } as const;
  type Kind = keyof typeof KINDS;
  const kinds = Array.from(
    { length: SOCKETS },
    () => (['nothing', 'headers', 'body'] as const)[Math.floor(random() * 3)] as Kind,
  );
  const dripping = new Set<Socket>();
  const drip = setInterval(() => {
    for (const socket of dripping) if (socket.writable) socket.write('x');
  }, BYTE_EVERY_MS);
  const ends = await Promise.all(
    kinds.map(async (kind) => {
      const line = openLine();
      await line.connected;
      const start = KINDS[kind];
      if (start !== null) {
        line.socket.write(start());
        dripping.add(line.socket);
      }
      const end = await line.closed;
      dripping.delete(line.socket);
      return { kind, ...end };
    }),
  );
  clearInterval(drip);
  const waits = await webhooks.stop();
  const p99 = quantile(waits, 0.99);
  for (const kind of ['nothing', 'headers', 'body'] as const) {
    const times = ends.filter((end) => end.kind === kind).map(({ ms }) => ms);
    const [first, last] = [Math.min(...times), Math.max(...times)];
    process.stdout.write(
      `${times.length} sockets (${kind}): closed after ${first.toFixed(0)} to ${last.toFixed(0)} ms\n`,
    );
    const limit = kind === 'body' ? BODY_WITHIN_MS : HEADERS_WITHIN_MS;
    expect(first).toBeGreaterThan(limit - SLACK_MS);
    expect(last).toBeLessThan(onThisMachine(limit + LOOKS_EVERY_MS + SLACK_MS));
  }
  for (const { answer } of ends) expect(answer).toMatch(/^(HTTP\/1\.1 408 .*)?$/s);
  process.stdout.write(
    `${waits.length} webhooks meanwhile: p99 ${p99.toFixed(0)} ms, slowest ${Math.max(...waits).toFixed(0)} ms\n`,
  );
  expect(p99).toBeLessThan(onThisMachine(1_000));
  expect(await rows()).toBe(waits.length);
  await eventually(() => openSockets() <= before + 20, 'the process has closed its ends');
});

test(`${BODIES} bodies at once that are too long are refused, and the memory does not grow by ${MOST_GROWTH_MB} MB`, async () => {
  await settles();
  const stored = await rows();
  const webhooks = startNeighbours();
  await sleep(1_000);
  const before = rssMb();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, rssMb());
  }, 20);
  const bodies = Array.from({ length: BODIES }, (_, index) =>
    sendTooMuch(LENGTHS[index % LENGTHS.length] ?? 0, random() < 0.5),
  );
  const ends = await Promise.all(bodies);
  const after = rssMb();
  await sleep(2_000);
  clearInterval(watch);
  const waits = await webhooks.stop();
  const p99 = quantile(waits, 0.99);
  const answered = ends.filter(({ answer }) => answer !== '');
  process.stdout.write(
    `${ends.length} bodies: ${answered.length} were told 413, the slowest closed after ` +
      `${Math.max(...ends.map(({ ms }) => ms)).toFixed(0)} ms; ${before.toFixed(0)} MB before, ${after.toFixed(0)} MB after, ${peak.toFixed(0)} MB at most; ` +
      `${waits.length} webhooks, p99 ${p99.toFixed(0)} ms\n`,
  );
  // A client that keeps sending may lose the answer in the reset, but it notices the end of the connection.
  for (const { answer } of ends) expect(answer).toMatch(/^(HTTP\/1\.1 413 .*)?$/s);
  expect(answered.length).toBeGreaterThan(0);
  expect(Math.max(...ends.map(({ ms }) => ms))).toBeLessThan(onThisMachine(BODY_WITHIN_MS));
  expect(peak - before).toBeLessThan(MOST_GROWTH_MB);
  expect(p99).toBeLessThan(onThisMachine(1_000));
  expect(await rows()).toBe(stored + waits.length);
});

/** One body of so many bytes, as fast as it is taken; with its length, or in chunks. */
function sendTooMuch(length: number, isChunked: boolean) {
  const { socket, connected, closed } = openLine();
  const declared = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
  let left = length;
  const send = (): void => {
    while (left > 0 && socket.writable) {
      const bytes = CHUNK.subarray(0, Math.min(left, CHUNK.length));
      left -= bytes.length;
      if (isChunked) socket.write(`${bytes.length.toString(16)}\r\n`);
      const isTaken = socket.write(bytes);
      if (isChunked) socket.write(left === 0 ? '\r\n0\r\n\r\n' : '\r\n');
      if (!isTaken) return void socket.once('drain', send);
    }
  };
  void connected.then(() => {
    socket.write(`POST ${pathOf()} HTTP/1.1\r\nHost: x\r\n${declared}\r\n\r\n`);
    send();
  });
  return closed;
}

/** A socket to the API. `closed`: what came back and how long after the connection the other side closed. */
function openLine(): {
  readonly socket: Socket;
  readonly connected: Promise<void>;
  readonly closed: Promise<{ readonly answer: string; readonly ms: number }>;
} {
  const socket = connect(desk.port, '127.0.0.1');
  let answer = '';
  let startedAt = performance.now();
  const connected = new Promise<void>((resolve) => {
    socket.once('connect', () => {
      startedAt = performance.now();
      resolve();
    });
  });
  socket.setEncoding('latin1').on('data', (text: string) => {
    answer += text;
  });
  const closed = new Promise<{ readonly answer: string; readonly ms: number }>((resolve) => {
    const end = (): void => {
      resolve({ answer, ms: performance.now() - startedAt });
      socket.destroy();
    };
    socket
      .on('error', () => undefined)
      .on('end', end)
      .on('close', end);
  });
  return { socket, connected, closed };
}

/** The resident memory of the API process, in MB. */
function rssMb(): number {
  const status = readFileSync(`/proc/${api.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_024;
}

/** How many files and sockets the API process has open. */
function openSockets(): number {
  return readdirSync(`/proc/${api.pid}/fd`).length;
}

/** Waits until the process has begun to give back what the last test took: until its memory no longer rises. */
async function settles(): Promise<void> {
  for (let last = 0; rssMb() > last; ) {
    last = rssMb();
    await sleep(2_000);
  }
}
