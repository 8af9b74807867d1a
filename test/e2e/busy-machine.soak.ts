/**
 * A worker takes over many conversations while other programs want the cores. If it takes more workflow tasks at once than it
 * can finish within their time limit, all of them time out, and it begins again, for as long as the contacts write. A new
 * worker begins with few at once; one that was quick until then has to notice that it no longer is.
 */
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { countTasksOutOfTime } from '../support/failed-tasks';
import { type PostgresServer, startPostgresServer } from '../support/postgres-server';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';

jest.setTimeout(300_000);

const CONTACTS = 40;
/** Each makes five events. */
const MESSAGES = 30;
const OTHERS_PER_CORE = 3;
const WRITE_AGAIN = 6;

let server: PostgresServer;
let desk: ProcessDesk;
let second: ReturnType<ProcessDesk['launch']> | undefined;
beforeAll(async () => {
  server = await startPostgresServer();
  desk = await createProcessDesk({ databaseUrl: await server.createDatabase() });
  await desk.launch('api').prints(/the API listens/);
  await desk.connect();
});
afterAll(async () => {
  await desk.close();
  await server.stop();
});

let count = 0;
const allWrite = async (contacts: readonly string[]): Promise<void> => {
  count += 1;
  await Promise.all(contacts.map((openId) => desk.writes(openId, `${openId} writes ${count}`)));
};
const contactsFrom = (first: number): readonly string[] =>
  Array.from({ length: CONTACTS }, (_, number) => `o-${first + number}`);

/** While it does so, other programs want each core. */
async function onABusyMachine(run: () => Promise<void>): Promise<void> {
  const others = Array.from({ length: OTHERS_PER_CORE * cpus().length }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  try {
    await run();
  } finally {
    for (const other of others) other.kill('SIGKILL');
  }
}

test('a new worker takes over 40 long conversations, whose contacts go on writing, on a busy machine', async () => {
  const contacts = contactsFrom(0);
  const first = desk.launch('worker');
  await first.prints(/the worker runs/);
  for (let number = 0; number < MESSAGES; number += 1) {
    await allWrite(contacts);
    await sleep(300);
  }
  expect(await desk.violations()).toEqual([]);
  const before = await countTasksOutOfTime(desk);
  await first.end('SIGKILL');
  await onABusyMachine(async () => {
    second = desk.launch('worker');
    await second.prints(/the worker runs/, 120_000);
    for (let number = 0; number < WRITE_AGAIN; number += 1) {
      await allWrite(contacts);
      await sleep(2_000);
    }
    expect(await desk.violations({ withinMs: 120_000 })).toEqual([]);
  });
  // Some may be: with too many at once it was nearly one for each contact and message.
  expect((await countTasksOutOfTime(desk)) - before).toBeLessThan(CONTACTS / 2);
});

test('so does one that was quick until then', async () => {
  const contacts = contactsFrom(CONTACTS);
  // With -t the first test has not run.
  second ??= desk.launch('worker');
  await desk.launch('worker').prints(/the worker runs/);
  // Both workers take some of them, as many at once as they like.
  for (let number = 0; number < MESSAGES; number += 1) {
    await allWrite(contacts);
    await sleep(300);
  }
  expect(await desk.violations()).toEqual([]);
  const before = await countTasksOutOfTime(desk);
  await onABusyMachine(async () => {
    await second?.end('SIGKILL');
    for (let number = 0; number < WRITE_AGAIN; number += 1) {
      await allWrite(contacts);
      await sleep(2_000);
    }
    expect(await desk.violations({ withinMs: 120_000 })).toEqual([]);
  });
  expect((await countTasksOutOfTime(desk)) - before).toBeLessThan(CONTACTS / 2);
});
