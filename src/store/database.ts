/**
 * Opens the database: PGlite inside this process by default, a PostgreSQL server by `DATABASE_URL`. Both speak one
 * dialect through one drizzle type, so nothing above this file knows which one it is.
 */
import type { Logger } from 'pino';
import type { Database } from './database-types';
import { openEmbeddedDatabase } from './embedded-database';
import { openServerDatabase } from './server-database';

export type { Database } from './database-types';

export type OpenDatabaseOptions = {
  /** A PostgreSQL URL; unset: embedded under `dataDir`. */
  readonly databaseUrl?: string | undefined;
  readonly dataDir: string;
  readonly logger?: Logger | undefined;
  /** Most connections of this process to the server, 10 by default; one more is used for listening. */
  readonly poolSize?: number | undefined;
};

/**
 * Opens the database without migrating it. An embedded one is refused with `EmbeddedDatabaseInUse` while another
 * process holds it; a server that is away is no error here: each query fails until it is back.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  if (options.databaseUrl === undefined || options.databaseUrl === '') {
    return openEmbeddedDatabase(options.dataDir, options.logger);
  }
  return openServerDatabase({ ...options, databaseUrl: options.databaseUrl });
}
