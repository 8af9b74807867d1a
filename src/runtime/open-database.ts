import type { Logger } from 'pino';
import type { Config } from '../platform/config';
import { openDatabase } from '../store/database';
import type { Database } from '../store/database-types';
import { migrateDatabase } from '../store/migrate';

/** Opens the database of `config` and migrates it; a server that is away is waited for, for ever unless told. */
export async function openMigratedDatabase(
  config: Config,
  logger: Logger,
  waitForServerMs = Number.POSITIVE_INFINITY,
): Promise<Database> {
  const database = await openDatabase({
    databaseUrl: config.databaseUrl?.reveal(),
    dataDir: config.dataDir,
    logger,
  });
  try {
    await migrateDatabase(database, { logger, waitForServerMs });
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
