/** Brings the schema of the database up to this version of the program. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import type { Logger } from 'pino';
import { LOCK_TIMEOUT_MS, STATEMENT_TIMEOUT_MS } from './database';
import type { Database, Db } from './database-types';
import { isDatabaseAway } from './errors';
import { rowsOf } from './rows';

/** Next to this folder in `src` and, copied by the build, in `dist`. */
const MIGRATIONS_FOLDER = join(__dirname, '../migrations');
const TRY_EVERY_MS = 1_000;
/**
 * How long all tables together may take to be locked. Shorter than PostgreSQL's `deadlock_timeout` (1 s): then no
 * statement of a process that works meanwhile is ever cancelled as the victim of a deadlock with us.
 */
const LOCKED_WITHIN_MS = 500;

type Options = {
  readonly logger?: Logger | undefined;
  /** How long to wait for a server that is still starting, ms; by default 30 s. */
  readonly waitForServerMs?: number;
  /** Runs before the first change, under the same lock; if it throws, nothing is changed. */
  readonly check?: (db: Db) => Promise<void>;
  /** By default this program's. */
  readonly migrations?: readonly MigrationMeta[];
};

/**
 * Applies the missing migrations, all in one transaction; does nothing if none is missing. Any number of processes may
 * start at once: the others wait for the one that has the lock.
 */
export async function migrateDatabase(database: Database, options: Options = {}): Promise<void> {
  const { logger, waitForServerMs = 30_000 } = options;
  const giveUpAt = Date.now() + waitForServerMs;
  for (;;) {
    try {
      // drizzle's own `migrate` takes no lock and begins its own transaction, which our lock would not cover.
      await database.exclusively('migrate', async (tx) => {
        await options.check?.(tx);
        await applyMigrations(tx, options.migrations ?? ourMigrations());
        await limitRole(tx, logger);
      });
      return;
    } catch (error) {
      if (!isDatabaseAway(error) || Date.now() >= giveUpAt) throw error;
      logger?.warn({ err: error }, 'waiting for the database server');
      await sleep(TRY_EVERY_MS);
    }
  }
}

/** This program's migrations, in their order. */
export function ourMigrations(): readonly MigrationMeta[] {
  return readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER });
}

/**
 * Applies the migrations that the database does not have, and records them in drizzle's own table.
 *
 * Processes of the previous release may be working. Statements of theirs that touch two tables would deadlock with
 * migrations that change one after the other, and a process without a retry for that would answer 500. So all tables are
 * locked first, at once or not at all; the others' statements wait. Throws a lock time-out if it takes too long.
 */
export async function applyMigrations(tx: Db, migrations: readonly MigrationMeta[]): Promise<void> {
  await tx.execute(sql`create schema if not exists drizzle`);
  await tx.execute(sql`create table if not exists drizzle.__drizzle_migrations
    (id serial primary key, hash text not null, created_at bigint)`);
  const [last] = await rowsOf<{ at: string }>(
    tx,
    sql`select coalesce(max(created_at), 0)::text as at from drizzle.__drizzle_migrations`,
  );
  const missing = migrations.filter(({ folderMillis }) => folderMillis > Number(last?.at));
  if (missing.length > 0) await lockTables(tx);
  for (const { sql: statements, hash, folderMillis } of missing) {
    for (const statement of statements) await tx.execute(sql.raw(statement));
    await tx.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`,
    );
  }
}

async function lockTables(tx: Db): Promise<void> {
  const tables = await rowsOf<{ name: string }>(
    tx,
    sql`select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname = current_schema() and tableowner = current_user order by tablename`,
  );
  if (tables.length === 0) return;
  await tx.execute(sql.raw(`set local statement_timeout = ${LOCKED_WITHIN_MS}`));
  await tx.execute(sql.raw(`lock table ${tables.map(({ name }) => name).join(', ')}`));
  await tx.execute(sql.raw('set local statement_timeout = 0'));
}

/**
 * Sets limits for this role in this database. They apply to single statements, which set no limits themselves: behind a
 * pooler, a session setting would be lost. If the role may not be changed, transactions still have their limits.
 */
async function limitRole(tx: Db, logger: Logger | undefined): Promise<void> {
  const limits = { lock_timeout: LOCK_TIMEOUT_MS, statement_timeout: STATEMENT_TIMEOUT_MS };
  try {
    await tx.transaction(async (savepoint) => {
      const [role] = await rowsOf<{ database: string; config: string[] | null }>(
        savepoint,
        sql`select current_database() as database, (select setconfig from pg_db_role_setting
            where setrole = current_user::regrole and setdatabase = (
              select oid from pg_database where datname = current_database())) as config`,
      );
      for (const [name, ms] of Object.entries(limits)) {
        // A limit that was set by hand stays.
        if (role?.config?.some((one) => one.startsWith(`${name}=`))) continue;
        await savepoint.execute(
          sql`alter role current_user in database ${sql.identifier(role?.database ?? '')} set ${sql.raw(`${name} = ${ms}`)}`,
        );
      }
    });
  } catch (error) {
    logger?.warn(
      { err: error },
      'single statements have no limits: the role of the database cannot be changed',
    );
  }
}
