import type { Logger } from 'pino';
import { createSecretBox } from '../../platform/secrets/secret-box';
import type { Config } from '../../platform/settings/config';
import { runningEmbeddedUrl, startEmbeddedServer } from '../../store/embedded/embedded-server';
import { openDatabase } from '../../store/engine/database';
import type { Database } from '../../store/engine/database-types';
import { migrateDatabase } from '../../store/engine/migrate';
import { assertKeysFit } from '../../store/secrets/sealed-values';

/** A PostgreSQL server to use: the one from the settings, or the embedded one. */
export type FoundServer = {
  readonly databaseUrl: string;
  readonly listenUrl: string | undefined;
  /** For people: which server it is. */
  readonly description: string;
  /** Stops the server if it was started here. */
  readonly stop: () => Promise<void>;
};

/** Not started here, so not stopped here. */
const leaveRunning = async (): Promise<void> => undefined;

/** The server that `DATABASE_URL` names; undefined if it is not set. */
export function serverOfSettings(config: Config): FoundServer | undefined {
  if (config.databaseUrl === undefined) return undefined;
  return {
    databaseUrl: config.databaseUrl.reveal(),
    listenUrl: config.databaseListenUrl?.reveal(),
    description: 'PostgreSQL at DATABASE_URL',
    stop: leaveRunning,
  };
}

/** The server from `DATABASE_URL`; otherwise starts the embedded one and throws if another process is using it. */
export async function findServer(
  config: Config,
  logger: Logger,
  report?: (line: string) => void,
): Promise<FoundServer> {
  const named = serverOfSettings(config);
  if (named !== undefined) return named;
  const { url, description, stop } = await startEmbeddedServer({
    dataDir: config.dataDir,
    logger,
    ...(report === undefined ? {} : { report }),
  });
  return { databaseUrl: url, listenUrl: undefined, description: `embedded, ${description}`, stop };
}

/** For tools that run beside a desk: like {@link findServer}, but uses the embedded server of a running desk. */
export async function findServerBesideDesk(config: Config, logger: Logger): Promise<FoundServer> {
  const url = config.databaseUrl === undefined ? runningEmbeddedUrl(config.dataDir) : null;
  if (url === null) return findServer(config, logger);
  return { databaseUrl: url, listenUrl: undefined, description: 'the running desk’s', stop: leaveRunning };
}

/**
 * Opens and migrates the database of `server`; waits for a server that is unavailable, by default for ever.
 * @throws SecretKeyMissing if `SECRET_KEY` cannot open what is stored; nothing has been changed then
 */
export async function openMigratedDatabase(
  config: Config,
  server: Pick<FoundServer, 'databaseUrl' | 'listenUrl'>,
  logger: Logger,
  waitForServerMs = Number.POSITIVE_INFINITY,
): Promise<Database> {
  const database = openDatabase({ ...server, logger });
  try {
    const { keyIds } = createSecretBox(config.secretKeys.reveal());
    await migrateDatabase(database, { logger, waitForServerMs, check: (db) => assertKeysFit(db, keyIds) });
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
