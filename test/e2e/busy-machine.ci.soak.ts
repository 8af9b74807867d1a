/**
 * A worker takes over many conversations while other programs want the cores. If it takes more workflow tasks at once than it
 * can finish within their time limit, all of them time out, and it begins again, for as long as the contacts write.
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

const contacts = Array.from({ length: CONTACTS }, (_, number) => `o-${number}`);
let count = 0;
const allWrite = async (): Promise<void> => {
  count += 1;
  await Promise.all(contacts.map((openId) => desk.writes(openId, `${openId} writes ${count}`)));
};

test('a worker takes over 40 long conversations, whose contacts go on writing, on a busy machine', async () => {
  const first = desk.launch('worker');
  await first.prints(/the worker runs/);
  for (let number = 0; number < MESSAGES; number += 1) {
    await allWrite();
    await sleep(300);
  }
  expect(await desk.violations()).toEqual([]);
  const before = await countTasksOutOfTime(desk);
  await first.end('SIGKILL');
  const others = Array.from({ length: OTHERS_PER_CORE * cpus().length }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  try {
    await desk.launch('worker').prints(/the worker runs/, 120_000);
    for (let number = 0; number < WRITE_AGAIN; number += 1) {
      await allWrite();
      await sleep(2_000);
    }
    expect(await desk.violations({ withinMs: 120_000 })).toEqual([]);
  } finally {
    for (const other of others) other.kill('SIGKILL');
  }
  // Some may be: with too many at once it was nearly one for each contact and message.
  expect((await countTasksOutOfTime(desk)) - before).toBeLessThan(CONTACTS / 2);
});
