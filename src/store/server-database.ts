/** A PostgreSQL server behind a pool of connections, which outlives restarts of the server. */

import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Client, Pool, type PoolClient } from 'pg';
import type { Logger } from 'pino';
import type { Database } from './database-types';
import { createServerListener } from './server-listener';

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;

type Options = {
  readonly databaseUrl: string;
  readonly logger?: Logger | undefined;
  readonly poolSize?: number | undefined;
};

/** Opens a pool to `databaseUrl`. Nothing is connected yet, so a server that is away is no error here. */
export function openServerDatabase({ databaseUrl, logger, poolSize = 10 }: Options): Database {
  const pool = new SturdyPool({
    connectionString: databaseUrl,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'duihua',
  });
  // Idle connections die with the server; without a listener the error would end the process.
  pool.on('error', (error) => logger?.warn({ err: error }, 'an idle database connection was lost'));
  const listener = createServerListener({ databaseUrl, logger });
  return {
    db: drizzle({ client: pool }),
    kind: 'server',
    listen: listener.listen,
    async exclusively(name, work) {
      const client = new Client({
        connectionString: databaseUrl,
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      });
      client.on('error', (error) => logger?.warn({ err: error }, 'the connection that held a lock was lost'));
      await client.connect();
      try {
        const db = drizzle({ client });
        // The lock belongs to this connection's session: it is let go by `end`, and by the death of the process.
        await db.execute(sql`select pg_advisory_lock(hashtextextended(${`duihua:${name}`}, 0))`);
        return await work(db);
      } finally {
        await client.end().catch(() => undefined);
      }
    },
    async ping() {
      await pool.query('select 1');
    },
    async close() {
      await listener.close();
      await pool.end();
    },
  };
}

/**
 * A pool whose connections give themselves back when they die while somebody holds them. Without it the death of
 * one inside a transaction is an unheard 'error' event, which ends the process; and drizzle, which asks for its
 * connection before its `try`, never returns one whose `begin` failed: ten restarts would empty the pool for ever.
 */
class SturdyPool extends Pool {
  override connect(): Promise<PoolClient>;
  override connect(callback: Parameters<Pool['connect']>[0]): void;
  override connect(callback?: Parameters<Pool['connect']>[0]): Promise<PoolClient> | void {
    // `pool.query` uses the callback and looks after its connection itself.
    if (callback !== undefined) return super.connect(callback);
    return super.connect().then(giveBackOnce);
  }
}

function giveBackOnce(client: PoolClient): PoolClient {
  const release = client.release.bind(client);
  let isReleased = false;
  const giveBack = (error?: Error | boolean): void => {
    if (isReleased) return;
    isReleased = true;
    release(error);
    client.off('error', giveBack);
  };
  client.on('error', giveBack);
  client.release = giveBack;
  return client;
}
