/** Databases for tests, on the run's PostgreSQL server (`run-postgres.ts`): each a copy of a migrated template. */
import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import { newId } from '../../src/platform/ids';
import { openDatabase } from '../../src/store/engine/database';
import type { Database } from '../../src/store/engine/database-types';

export const TEMPLATE = 'duihua_template';

/** The URL of a new database, migrated unless `isEmpty`; removed with the run. Takes less than 0.1 s. */
export async function createTestDatabaseUrl({ isEmpty = false } = {}): Promise<string> {
  const server = process.env['DUIHUA_TEST_POSTGRES_URL'] ?? '';
  const name = `test_${newId()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')}`;
  await onServer(server, `create database ${name} ${isEmpty ? '' : `template ${TEMPLATE}`}`);
  return urlOf(server, name);
}

/** A new, migrated database, dropped when it is closed. */
export async function createTestDatabase(): Promise<Database> {
  const databaseUrl = await createTestDatabaseUrl();
  const database = openDatabase({ databaseUrl });
  return {
    ...database,
    async close() {
      await database.close();
      await onServer(
        process.env['DUIHUA_TEST_POSTGRES_URL'] ?? '',
        `drop database if exists ${nameOf(databaseUrl)} with (force)`,
      );
    },
  };
}

/**
 * Empties a database to its state after the migrations. Deleting a few rows takes a tenth of the time of `truncate`,
 * which makes new files for every table and index.
 */
export async function emptyDatabase({ db }: Database): Promise<void> {
  await db.transaction(async (tx) => {
    // A trigger forbids deleting from the audit log.
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`do $$ declare name text; begin
      for name in select quote_ident(tablename) from pg_tables where schemaname = 'public' and tablename <> 'audit_head'
      loop execute 'delete from ' || name; end loop;
      for name in select quote_ident(sequencename) from pg_sequences where schemaname = 'public' and last_value is not null
      loop execute 'alter sequence ' || name || ' restart'; end loop;
    end $$`);
    await tx.execute(sql`update audit_head set seq = 0, hash = ''`);
  });
}

/**
 * Runs tests with a database that is empty when each begins.
 * @example describeWithDatabase('brands', (database) => it('…', () => createBrandStore(database())))
 */
export function describeWithDatabase(name: string, tests: (database: () => Database) => void): void {
  describe(name, () => {
    let database: Database;
    beforeAll(async () => {
      database = await createTestDatabase();
    }, 60_000);
    afterEach(() => emptyDatabase(database));
    afterAll(() => database.close());
    tests(() => database);
  });
}

/** Runs one statement on the server that `url` names. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The URL of another database of the same server. */
export function urlOf(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}
