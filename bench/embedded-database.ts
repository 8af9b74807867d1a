import type { Logger } from 'pino';
import type { Config } from '../src/platform/settings/config';
import { findServer, openMigratedDatabase } from '../src/runtime/connect/open-database';
import type { Database } from '../src/store/engine/database-types';

/**
 * The database that `npm start` would use with these settings, with the same durability; closing it stops its server.
 */
export async function openEmbeddedDatabase(config: Config, logger: Logger): Promise<Database> {
  const server = await findServer(config, logger);
  const database = await openMigratedDatabase(config, server, logger);
  return {
    ...database,
    async close() {
      await database.close();
      await server.stop();
    },
  };
}
