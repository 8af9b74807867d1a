/**
 * Workers are killed while 1,000 deliveries are under way through an endpoint that fails half of the time: each arrives, none
 * twice but by a try whose answer was lost, and each conversation in its order.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { openDatabase } from '../../src/store/engine/database';
import type { Database } from '../../src/store/engine/database-types';
import { type Endpoint, startEndpoint } from '../support/endpoint';
import { eventually } from '../support/eventually';
import { type DeliveredEvent, verified } from '../support/outgoing-webhooks';
import { type PostgresServer, startPostgresServer } from '../support/postgres-server';
import type { DuihuaProcess } from '../support/process';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';
import { randomFrom } from '../support/seeded-random';

jest.setTimeout(360_000);

const THREADS = 100;
const EVENTS_OF_EACH = 10;
/** The endpoint takes so long for an answer, so that deliveries are under way when a worker dies. */
const ANSWERS_AFTER_MS = 30;
/** An answer that was given so shortly before a kill may be lost with the worker. */
const LOST_WITHIN_MS = 2_000;

type Try = { readonly event: DeliveredEvent; readonly at: number; readonly isSuccess: boolean };

let server: PostgresServer;
let desk: ProcessDesk;
let database: Database;
let endpoint: Endpoint;
const tries: Try[] = [];
let isHealthy = false;
let secret = '';

beforeAll(async () => {
  server = await startPostgresServer();
  const databaseUrl = await server.createDatabase();
  desk = await createProcessDesk({ databaseUrl });
  const api = desk.launch('api');
  await api.prints(/the API listens/);
  database = openDatabase({ databaseUrl });
  const random = randomFrom(Number(process.env['DUIHUA_TEST_SEED'] ?? 7));
  endpoint = await startEndpoint((response, received) => {
    const event = verified(secret, received);
    // A fair coin, but no event uses up its ten tries.
    const isSuccess =
      isHealthy || random() < 0.5 || tries.filter((one) => one.event.id === event.id).length >= 7;
    setTimeout(() => {
      tries.push({ event, at: Date.now(), isSuccess });
      // With `Retry-After` the pauses take a second each.
      response.writeHead(isSuccess ? 200 : 500, isSuccess ? {} : { 'retry-after': '1' }).end();
    }, ANSWERS_AFTER_MS);
  });
});
afterAll(async () => {
  await desk?.close();
  await endpoint?.close();
  await database?.close();
  await server?.stop();
});

test('each arrives, none twice but by a lost answer, each conversation in its order', async () => {
  const { channelId } = await desk.connect();
  let workers = [desk.launch('worker'), desk.launch('worker')];
  await Promise.all(workers.map((worker) => worker.prints(/the worker runs/)));
  const url = `${endpoint.url}/hook`;
  const made = await desk.call<{ secret: string }>('POST', '/webhooks', {
    url,
    events: ['contact.created', 'contact.updated'],
  });
  expect(made.status).toBe(201);
  secret = made.body.secret;

  // Each contact is a thread; its first event is that it was created.
  await database.db.execute(sql`insert into contacts (id, channel_id, open_id, profile_due_at)
    select 'thread-' || n, ${channelId}, 'thread-' || n, null from generate_series(1, ${THREADS}) as n`);
  for (let round = 1; round < EVENTS_OF_EACH; round += 1) {
    await database.db.execute(sql`update contacts set name = ${`round ${round}`} where id like 'thread-%'`);
  }

  const kills: number[] = [];
  const kill = async (victim: DuihuaProcess | undefined): Promise<void> => {
    kills.push(Date.now());
    await victim?.end('SIGKILL');
    kills.push(Date.now());
    const [, other] = workers;
    const next = desk.launch('worker');
    await next.prints(/the worker runs/);
    workers = [other, next].flatMap((one) => (one === undefined ? [] : [one]));
  };
  for (let number = 0; number < 3; number += 1) {
    const seen = tries.length;
    await eventually(() => tries.length >= seen + 150, 'deliveries are under way', 60_000);
    await kill(workers[0]);
  }

  const total = THREADS * EVENTS_OF_EACH;
  await eventually(
    async () => {
      const { rows } = await database.db.execute<{ count: number }>(
        sql`select count(*)::int as count from webhook_deliveries where status = 'succeeded'`,
      );
      return rows[0]?.count === total;
    },
    'each has arrived',
    180_000,
  );

  const arrived = tries.filter(({ isSuccess }) => isSuccess);
  const ids = new Set(arrived.map(({ event }) => event.id));
  expect(ids.size).toBe(total);
  // Twice: only where the first answer was given to a worker that died.
  const byId = new Map<string, Try[]>();
  for (const one of tries) byId.set(one.event.id, [...(byId.get(one.event.id) ?? []), one]);
  const twice = [...byId.values()].filter((list) => list.filter(({ isSuccess }) => isSuccess).length > 1);
  const unexplained = twice.filter((list) => {
    const first = list.find(({ isSuccess }) => isSuccess)?.at ?? 0;
    return !kills.some((at) => Math.abs(at - first) < LOST_WITHIN_MS);
  });
  expect(unexplained).toEqual([]);
  expect(twice.length).toBeLessThanOrEqual(8 * kills.length);

  // A second arrival comes with the next try of its event, before the next event of its conversation.
  const threads = new Map<unknown, number[]>();
  for (const { event } of arrived) {
    const thread = event.data.contact?.['id'];
    threads.set(thread, [...(threads.get(thread) ?? []), event.data.sequence]);
  }
  const outOfOrder = [...threads].filter(([, list]) => list.some((one, at) => one < (list[at - 1] ?? 0)));
  expect(outOfOrder).toEqual([]);
});

test('an event of a quiet desk is told at once: it does not wait for the next look', async () => {
  isHealthy = true;
  for (const number of [1, 2, 3]) {
    // Longer than the API follows what it was told before.
    await sleep(6_000);
    const told = tries.length;
    await database.db.execute(
      sql`update contacts set name = ${`quiet ${number}`} where id = ${`thread-${number}`}`,
    );
    await eventually(() => tries.length > told, 'it is told', 2_500);
  }
});
