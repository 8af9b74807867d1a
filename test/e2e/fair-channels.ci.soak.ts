/**
 * One account gets far more than the workers can file, as after an advertisement, and then contacts of another one write.
 * Tasks that wait are given out in turn by channel (docs/scaling.md#channels-take-turns), so those are not the last.
 */
import { Client } from 'pg';
import { createTestDatabaseUrl } from '../support/database';
import { eventually } from '../support/eventually';
import { createProcessDesk, type DeskChannel, type ProcessDesk } from '../support/process-desk';

jest.setTimeout(400_000);

const BUSY = 200;
const QUIET = 20;
const AT_ONCE = 20;

let desk: ProcessDesk;
let database: Client;

beforeAll(async () => {
  const databaseUrl = await createTestDatabaseUrl();
  desk = await createProcessDesk({ databaseUrl });
  await desk.launch('api').prints(/the API listens/);
  database = new Client({ connectionString: databaseUrl });
  await database.connect();
}, 180_000);
afterAll(async () => {
  await database?.end();
  await desk?.close();
});

async function writeAll({ account: { appId } }: DeskChannel, name: string, most: number): Promise<void> {
  let begun = 0;
  const write = async (): Promise<void> => {
    while (begun < most) {
      begun += 1;
      const openId = `${name}${begun}`;
      desk.simulator.addContact({ appId, openId });
      await desk.simulator.write({ appId, openId }, { type: 'text', text: 'hello' });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, write));
}

/** Waits until so many messages of contacts have got a value in this column. */
const have = (column: 'signalled_at' | 'conversation_id', count: number): Promise<boolean> =>
  eventually(
    async () => {
      const { rows } = await database.query<{ count: number }>(
        `select count(${column})::int as count from messages where direction = 'inbound'`,
      );
      return rows[0]?.count === count;
    },
    `${count} messages have ${column}`,
    120_000,
  );

it('a quiet account is filed before most of a busy one that wrote earlier', async () => {
  const [busy, quiet] = [await desk.connect(), await desk.connect()];
  // No worker runs yet, so every task waits at the server.
  await writeAll(busy, 'oBusy', BUSY);
  await have('signalled_at', BUSY);
  await writeAll(quiet, 'oQuiet', QUIET);
  await have('signalled_at', BUSY + QUIET);
  await desk.launch('worker').prints(/the worker runs/);
  await have('conversation_id', BUSY + QUIET);
  const { rows } = await database.query<{ channel_id: string }>(
    `select channel_id from messages where direction = 'inbound' order by changed_at`,
  );
  const places = rows.flatMap(({ channel_id: channelId }, place) =>
    channelId === quiet.channelId ? [place] : [],
  );
  expect(places).toHaveLength(QUIET);
  // In order of arrival it would be 210. Each of the queue's partitions has its own turns, so the last ones may come late.
  expect(places[QUIET / 2]).toBeLessThan(BUSY / 2);
});
