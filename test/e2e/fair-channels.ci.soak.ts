/**
 * One account gets more than the workers can file, as after an advertisement, beside another one where now and then somebody
 * writes. Tasks that wait are given out in turn by channel (docs/scaling.md#channels-take-turns), so the second one hardly waits.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { createTestDatabaseUrl } from '../support/database';
import { eventually } from '../support/eventually';
import { createProcessDesk, type DeskChannel, type ProcessDesk } from '../support/process-desk';

jest.setTimeout(300_000);

const NOISY = 600;
const AT_ONCE = 60;
const QUIET_EVERY_MS = 300;
const FILED_WITHIN_MS = 200_000;

let desk: ProcessDesk;
let database: Client;

beforeAll(async () => {
  const databaseUrl = await createTestDatabaseUrl();
  desk = await createProcessDesk({ databaseUrl });
  const [api, worker] = [desk.launch('api'), desk.launch('worker')];
  await Promise.all([api.prints(/the API listens/), worker.prints(/the worker runs/)]);
  database = new Client({ connectionString: databaseUrl });
  await database.connect();
}, 180_000);
afterAll(async () => {
  await database?.end();
  await desk?.close();
});

const writes = async ({ account: { appId } }: DeskChannel, openId: string): Promise<void> => {
  desk.simulator.addContact({ appId, openId });
  await desk.simulator.write({ appId, openId }, { type: 'text', text: 'hello' });
};

/** How long the channel's messages have waited until they were filed, ms, the shortest first. */
async function waitsOf({ channelId }: DeskChannel): Promise<readonly number[]> {
  const { rows } = await database.query<{ ms: number }>(
    `select (extract(epoch from m.changed_at - m.created_at) * 1000)::float as ms
       from messages m join contacts c on c.id = m.contact_id
      where c.channel_id = $1 and m.conversation_id is not null order by ms`,
    [channelId],
  );
  return rows.map(({ ms }) => ms);
}

const medianOf = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;

it('contacts of a quiet account wait a fraction of what those of a busy one wait', async () => {
  const [noisy, quiet] = [await desk.connect(), await desk.connect()];
  let begun = 0;
  const crowd = Array.from({ length: AT_ONCE }, async () => {
    while (begun < NOISY) {
      begun += 1;
      await writes(noisy, `oNoisy${begun}`);
    }
  });
  let isOver = false;
  let asked = 0;
  const nowAndThen = async (): Promise<void> => {
    while (!isOver) {
      asked += 1;
      await writes(quiet, `oQuiet${asked}`);
      await sleep(QUIET_EVERY_MS);
    }
  };
  const others = nowAndThen();
  const areFiled = async (channel: DeskChannel, count: number): Promise<boolean> =>
    (await waitsOf(channel)).length >= count;
  try {
    await Promise.all(crowd);
    await eventually(() => areFiled(noisy, NOISY), 'all of the busy account are filed', FILED_WITHIN_MS);
  } finally {
    isOver = true;
    await others;
  }
  await eventually(() => areFiled(quiet, asked), 'all of the quiet account are filed', FILED_WITHIN_MS);
  const [busy, calm] = [medianOf(await waitsOf(noisy)), medianOf(await waitsOf(quiet))];
  process.stdout.write(`Filed after ${Math.round(busy)} ms (busy), ${Math.round(calm)} ms (quiet)\n`);
  // Else the workers could do all at once, and the test says nothing.
  expect(busy).toBeGreaterThan(2_000);
  // Without turns it is half of the busy one's, as its messages come all the time and the others at the beginning.
  expect(calm).toBeLessThan(busy / 5);
});
