/** Migrations while processes of the previous release work on the same database. */
import { Client } from 'pg';
import { openDatabase } from '../../../src/store/engine/database';
import type { Database } from '../../../src/store/engine/database-types';
import { migrateDatabase, ourMigrations } from '../../../src/store/engine/migrate';
import { createTestDatabaseUrl } from '../../support/database';

/** PostgreSQL looks for deadlocks after a second of waiting. */
const LONGER_THAN_A_DEADLOCK_MS = 2_500;
const NEXT = {
  sql: ['alter table channels add column probe integer', 'alter table messages add column probe integer'],
  hash: 'next',
  bps: true,
};

let database: Database;
let other: Client;
beforeEach(async () => {
  const databaseUrl = await createTestDatabaseUrl();
  database = openDatabase({ databaseUrl });
  other = new Client({ connectionString: databaseUrl });
  await other.connect();
});
afterEach(async () => {
  await other.end();
  await database.close();
});

it('a transaction of another process that uses the same tables in another order is not cancelled', async () => {
  await other.query('begin');
  await other.query('select 1 from messages');
  const lastAt = Math.max(...ourMigrations().map(({ folderMillis }) => folderMillis));
  const migrations = [...ourMigrations(), { ...NEXT, folderMillis: lastAt + 1 }];
  const migrated = migrateDatabase(database, { migrations });
  await new Promise((resolve) => setTimeout(resolve, LONGER_THAN_A_DEADLOCK_MS));
  await other.query('select 1 from channels');
  await other.query('commit');
  await migrated;
  await other.query('select m.probe, c.probe from messages m, channels c');
});
