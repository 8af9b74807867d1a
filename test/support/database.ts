/**
 * Databases for tests: an embedded one in memory, ready in less than half a second, or one on a real server.
 * PGlite calls `import()`, which Jest's sandbox refuses: jest.config.js must transform it, too (`cjs` in the pattern
 * of `transform`, and `transformIgnorePatterns: ['/node_modules/(?!@electric-sql/)']`).
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { openDatabase } from '../../src/store/database';
import type { Database } from '../../src/store/database-types';
import { toEmbeddedDatabase } from '../../src/store/embedded-database';
import { migrateDatabase } from '../../src/store/migrate';
import { type PostgresServer, postgresServerMissing, startPostgresServer } from './postgres-server';

const PGLITE_PACKAGE = join(__dirname, '../../node_modules/@electric-sql/pglite/package.json');

/** An empty, migrated, embedded database in memory. Close it after the test. */
export async function createTestDatabase(): Promise<Database> {
  const snapshot = await snapshotFile();
  return toEmbeddedDatabase(await PGlite.create({ loadDataDir: new Blob([readFileSync(snapshot)]) }));
}

/** Empties a database, as it was after the migrations: a hundredth of what a new one costs. */
export async function emptyDatabase({ db }: Database): Promise<void> {
  await db.transaction(async (tx) => {
    // The audit log refuses to be emptied, by a trigger.
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`do $$ begin execute (
      select 'truncate ' || string_agg(quote_ident(tablename), ', ') || ' restart identity cascade'
      from pg_tables where schemaname = 'public' and tablename <> 'audit_head'); end $$`);
    await tx.execute(sql`update audit_head set seq = 0, hash = ''`);
  });
}

/** An empty, migrated database of its own on `server`. Close it after the test. */
export async function createServerTestDatabase(server: PostgresServer): Promise<Database> {
  const database = await openDatabase({ databaseUrl: await server.createDatabase(), dataDir: tmpdir() });
  await migrateDatabase(database);
  return database;
}

/**
 * Runs the same tests on the embedded database and on a real server (skipped, with the reason in its name, where
 * no server is installed). `tests` gets the function that gives the database, which is empty when a test begins.
 * @example describeOnBothEngines('brands', (database) => it('…', () => createBrandStore(database())))
 */
export function describeOnBothEngines(name: string, tests: (database: () => Database) => void): void {
  describe(`${name} (embedded)`, () => withDatabase(createTestDatabase, tests));
  const missing = postgresServerMissing();
  if (missing !== undefined) {
    describe.skip(`${name} (server: ${missing})`, () => it('is not run', () => undefined));
    return;
  }
  describe(`${name} (server)`, () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgresServer();
    }, 60_000);
    afterAll(() => server.stop());
    withDatabase(() => createServerTestDatabase(server), tests);
  });
}

function withDatabase(open: () => Promise<Database>, tests: (database: () => Database) => void): void {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterEach(() => emptyDatabase(database));
  afterAll(() => database.close());
  tests(() => database);
}

/** A migrated data directory, made once for each state of the migrations and kept between runs. */
async function snapshotFile(): Promise<string> {
  const hash = createHash('sha256').update(readFileSync(PGLITE_PACKAGE));
  const folder = join(__dirname, '../../src/store/migrations');
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()) {
    hash.update(file).update(readFileSync(join(folder, file)));
  }
  const path = join(tmpdir(), `duihua-test-database-${hash.digest('hex').slice(0, 16)}.tar`);
  if (existsSync(path)) return path;
  const pglite = await PGlite.create();
  const database = toEmbeddedDatabase(pglite);
  await migrateDatabase(database);
  const dump = await pglite.dumpDataDir('none');
  await database.close();
  // Another worker may be at the same: whole files only, the last one wins.
  const own = `${path}.${process.pid}`;
  writeFileSync(own, Buffer.from(await dump.arrayBuffer()));
  renameSync(own, path);
  return path;
}
