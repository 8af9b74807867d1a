/** A contact's row is locked in the database: writes for other contacts continue. */
import { sql } from 'drizzle-orm';
import { openDatabase } from '../../src/store/engine/database';
import type { Database } from '../../src/store/engine/database-types';
import { isLockTimeout } from '../../src/store/engine/errors';
import { createInbox } from '../../src/store/transcript/inbox';
import { createTestDatabaseUrl } from '../support/database';
import { createPlace, textItem } from '../support/scenario-store';

let holders: Database;
let ours: Database;
beforeAll(async () => {
  const databaseUrl = await createTestDatabaseUrl();
  holders = openDatabase({ databaseUrl });
  // As the role of a desk has it (migrate.ts), and shorter.
  const limited = new URL(databaseUrl);
  limited.searchParams.set('options', '-c lock_timeout=500');
  ours = openDatabase({ databaseUrl: limited.toString() });
});
afterAll(() => Promise.all([ours.close(), holders.close()]));

it('the inbox stores what others write, and keeps the order of that contact’s items', async () => {
  const { channelId } = await createPlace(holders);
  const inbox = createInbox(ours, { leaseMs: 200 });
  const receive = (openId: string, key: string) =>
    inbox.receive({ channelId, item: textItem(openId, key), receivedAt: Date.now() });
  await receive('anna', 'before');
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let isHeld = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    isHeld = resolve;
  });
  const holder = holders.exclusively('a test', async (tx) => {
    await tx.execute(sql`select 1 from contacts where open_id = 'anna' for update`);
    isHeld();
    await held;
  });
  await begun;
  const annas = ['first', 'second'].map((key) =>
    receive('anna', key).then(
      () => 'stored',
      (error: unknown) => (isLockTimeout(error) ? 'held up' : error),
    ),
  );
  expect((await receive('boris', 'other')).isRepeat).toBe(false);
  expect(await Promise.all(annas)).toEqual(['held up', 'held up']);
  letGo();
  await holder;
  expect((await receive('anna', 'first')).isRepeat).toBe(false);
}, 30_000);
