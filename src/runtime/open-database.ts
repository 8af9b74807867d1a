import type { Logger } from 'pino';
import type { Config } from '../platform/config';
import { createSecretBox } from '../platform/secret-box';
import { openDatabase } from '../store/database';
import type { Database } from '../store/database-types';
import { migrateDatabase } from '../store/migrate';
import { assertKeysFit } from '../store/sealed-values';

/**
 * Opens the database of `config` and migrates it; a server that is away is waited for, for ever unless told.
 * @throws SecretKeyMissing where `SECRET_KEY` cannot open what is stored; nothing has been changed then
 */
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
    const { keyIds } = createSecretBox(config.secretKeys.reveal());
    await migrateDatabase(database, { logger, waitForServerMs, check: (db) => assertKeysFit(db, keyIds) });
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
