/** Without a listener, what a dying server says would end the process: here the test run. */
import { sql } from 'drizzle-orm';
import { openDatabase } from '../../../src/store/engine/database';
import type { Database } from '../../../src/store/engine/database-types';
import { isDatabaseAway } from '../../../src/store/engine/errors';
import { createTestDatabaseUrl } from '../../support/database';
import { type DatabaseLine, openDatabaseLine } from '../../support/database-line';

let line: DatabaseLine;
let database: Database;
beforeEach(async () => {
  line = await openDatabaseLine(await createTestDatabaseUrl());
  database = openDatabase({ databaseUrl: line.url, poolSize: 1 });
});
afterEach(async () => {
  await database.close();
  await line.close();
});

const transaction = (): Promise<unknown> => database.db.transaction((tx) => tx.execute(sql`select 1`));
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'none',
    (error: unknown) => error,
  );

test('dies as a connection is ready: the transaction that waits for it fails, the next one gets another', async () => {
  line.dieWithNextAnswer();
  expect(isDatabaseAway(await failure(transaction()))).toBe(true);
  await transaction();
});

test('dies as a connection goes from one to the next: the first has its answer, the next one fails, and then all is well', async () => {
  await transaction();
  const first = database.db.execute(sql`select pg_sleep(0.1)`);
  const second = failure(transaction());
  line.dieWithNextAnswer();
  await first;
  expect(isDatabaseAway(await second)).toBe(true);
  await transaction();
});

test('dies as a connection is ready for a single statement, and as it becomes idle', async () => {
  line.dieWithNextAnswer();
  expect(isDatabaseAway(await failure(database.ping()))).toBe(true);
  await database.ping();
  line.dieWithNextAnswer();
  await database.ping();
  await database.ping();
});
