/** Brings the schema of the database up to this version of the program. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type { Logger } from 'pino';
import type { Database, Db } from './database-types';
import { isDatabaseAway } from './errors';

/** Beside this file in `src` and, copied by the build, in `dist`. */
const MIGRATIONS_FOLDER = join(__dirname, 'migrations');
const TRY_EVERY_MS = 1_000;

type Options = {
  readonly logger?: Logger | undefined;
  /** How long a server that is still starting is waited for, in milliseconds; 30 s by default. */
  readonly waitForServerMs?: number;
  /** Runs before the first change, under the same lock; what it throws keeps everything as it is. */
  readonly check?: (db: Db) => Promise<void>;
};

/**
 * Applies the migrations that are missing, all in one transaction, and does nothing where none is. Any number of
 * processes may start at once: the others wait for the one that has the lock.
 */
export async function migrateDatabase(database: Database, options: Options = {}): Promise<void> {
  const { logger, waitForServerMs = 30_000 } = options;
  const giveUpAt = Date.now() + waitForServerMs;
  for (;;) {
    try {
      await database.exclusively('migrate', async (db) => {
        await options.check?.(db);
        // Both drivers' `migrate` are the same three lines; only their parameter types differ.
        await migrate(db as unknown as NodePgDatabase, { migrationsFolder: MIGRATIONS_FOLDER });
      });
      return;
    } catch (error) {
      if (!isDatabaseAway(error) || Date.now() >= giveUpAt) throw error;
      logger?.warn({ err: error }, 'waiting for the database server');
      await sleep(TRY_EVERY_MS);
    }
  }
}
