/** Two workers, of which one is killed, stopped or frozen: contacts and operators do not notice. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type PostgresServer, startPostgresServer } from '../support/postgres-server';
import type { DuihuaProcess } from '../support/process';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';
import { onThisMachine } from '../support/process-webhook';

jest.setTimeout(300_000);

const CONTACTS = 60;
/** For this long after the death of a worker its loss used to be noticeable. */
const WATCHED_MS = 10_000;
const REPLY_EVERY_MS = 100;

let server: PostgresServer;
let desk: ProcessDesk;
let workers: DuihuaProcess[];
let text = 0;

const openId = (number: number): string => `o-${number % CONTACTS}`;

async function startWorker(): Promise<DuihuaProcess> {
  const worker = desk.launch('worker');
  await worker.prints(/the worker runs/);
  return worker;
}

/** Every contact writes and is answered, so that their conversations are in the workers' caches. */
async function warmUp(): Promise<void> {
  for (let number = 0; number < CONTACTS; number += 1) {
    text += 1;
    await desk.writes(openId(number), `hello ${text}`);
    await desk.replies(openId(number), `welcome ${text}`);
  }
}

type Measured = { readonly statuses: readonly number[]; readonly p99: number; readonly longest: number };

/** Replies in one conversation after another for `WATCHED_MS`, without waiting for earlier answers. */
async function measureReplies(): Promise<Measured> {
  const ids = new Map<string, string>();
  for (let number = 0; number < CONTACTS; number += 1) {
    ids.set(openId(number), (await desk.conversation(openId(number))).id);
  }
  const until = Date.now() + WATCHED_MS;
  const under: Promise<{ status: number; ms: number }>[] = [];
  for (let number = 0; Date.now() < until; number += 1) {
    text += 1;
    const startedAt = Date.now();
    const conversationId = ids.get(openId(number)) ?? '';
    const reply = desk.replies(openId(number), `reply ${text}`, { conversationId });
    under.push(reply.then((answer) => ({ status: answer?.status ?? 0, ms: Date.now() - startedAt })));
    await sleep(REPLY_EVERY_MS);
  }
  const all = await Promise.all(under);
  const times = all.map(({ ms }) => ms).toSorted((one, other) => one - other);
  return {
    statuses: [...new Set(all.map(({ status }) => status))],
    p99: times[Math.floor(times.length * 0.99)] ?? 0,
    longest: times.at(-1) ?? 0,
  };
}

beforeAll(async () => {
  server = await startPostgresServer();
  desk = await createProcessDesk({ databaseUrl: await server.createDatabase() });
  const api = desk.launch('api');
  await api.prints(/the API listens/);
  await desk.connect();
});
beforeEach(async () => {
  workers = await Promise.all([startWorker(), startWorker()]);
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
});
afterAll(async () => {
  await desk.close();
  await server.stop();
});

test.each(['SIGKILL', 'SIGTERM'] as const)(
  '%s of one: in the seconds afterwards every reply is answered quickly',
  async (signal) => {
    await warmUp();
    void workers[0]?.end(signal);
    const { statuses, p99, longest } = await measureReplies();
    expect(statuses).toEqual([201]);
    expect(p99).toBeLessThan(onThisMachine(4_000));
    expect(longest).toBeLessThan(onThisMachine(9_000));
    expect(await desk.violations()).toEqual([]);
  },
);

test('a frozen one delays no one: new contacts are answered and filed meanwhile', async () => {
  await warmUp();
  const [frozen] = workers;
  // It is frozen in the middle of its work.
  const wave = Array.from({ length: 40 }, (_, number) => desk.writes(`o-before-${number}`, 'before'));
  await sleep(30);
  process.kill(frozen?.pid ?? 0, 'SIGSTOP');
  try {
    const startedAt = Date.now();
    const strangers = Array.from({ length: 60 }, (_, number) => `o-stranger-${number}`);
    expect(await Promise.all(strangers.map((one) => desk.writes(one, 'hello?')))).not.toContain(false);
    expect(Date.now() - startedAt).toBeLessThan(onThisMachine(5_000));
    expect(await Promise.all(wave)).not.toContain(false);
    for (const one of strangers) await desk.conversation(one, () => true, 20_000);
  } finally {
    process.kill(frozen?.pid ?? 0, 'SIGCONT');
  }
  expect(await desk.violations()).toEqual([]);
});
