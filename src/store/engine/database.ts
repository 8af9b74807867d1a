/** A pool of connections to a PostgreSQL server, which survives restarts of the server. */
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Client, Pool, type PoolClient, type PoolConfig, type QueryConfig } from 'pg';
import type { Logger } from 'pino';
import { connectionOptions } from './connection-options';
import type { Database } from './database-types';
import { createListener } from './listener';

export type { Database } from './database-types';

/** For one statement. The pool gives up a little later, in case the server does not answer at all. */
export const STATEMENT_TIMEOUT_MS = 30_000;
const GIVE_UP_LATER_MS = 5_000;
/**
 * Limits of every transaction: the first is the longest wait for a lock; after the second, a process that freezes
 * inside a transaction loses its locks. WeChat waits 5 s for an answer.
 */
export const LOCK_TIMEOUT_MS = 4_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 5_000;
/** How long a connection is kept that nobody uses. A new one costs PostgreSQL a process, which has to read its catalogs. */
const KEPT_IDLE_MS = 5 * 60_000;
/** For one transaction, even if the role has limits (`limitRole`). */
export const NO_LIMITS =
  'set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0';

/** Set along with `begin`, in the same round trip, and for this transaction only, as transaction poolers require. */
const transactionLimits = (statementTimeoutMs: number): string =>
  `set local lock_timeout = ${LOCK_TIMEOUT_MS}; set local idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_TIMEOUT_MS}; set local statement_timeout = ${statementTimeoutMs}`;

export type OpenDatabaseOptions = {
  /** A PostgreSQL URL; it may be that of a transaction pooler (PgBouncer). */
  readonly databaseUrl: string;
  /** The same database without a pooler in between, for LISTEN; by default `databaseUrl`. */
  readonly listenUrl?: string | undefined;
  readonly logger?: Logger | undefined;
  /** The most connections of this process to the server, by default 10; one more is used for listening. */
  readonly poolSize?: number | undefined;
  /**
   * How long one statement of a transaction may take, ms; by default 30,000. A single statement is given up on this
   * side a little later; on the server the limit of the role applies (migrate.ts). Exclusive work has no limit.
   */
  readonly statementTimeoutMs?: number;
};

/** Opens the database without migrating it. A server that is down is not an error: queries fail until it is back. */
export function openDatabase(options: OpenDatabaseOptions): Database {
  const {
    databaseUrl,
    listenUrl,
    logger,
    poolSize = 10,
    statementTimeoutMs = STATEMENT_TIMEOUT_MS,
  } = options;
  const pool = new SturdyPool({
    ...connectionOptions(databaseUrl, 'duihua', statementTimeoutMs + GIVE_UP_LATER_MS),
    max: poolSize,
    idleTimeoutMillis: KEPT_IDLE_MS,
  });
  const limits = transactionLimits(statementTimeoutMs);
  pool.on('connect', (client) => limitTransactions(client, limits));
  // Idle connections die with the server; without a listener the error would end the process.
  pool.on('error', (error) => logger?.warn({ err: error }, 'an idle database connection was lost'));
  const db = drizzle({ client: pool });
  const listener = createListener({
    databaseUrl: listenUrl ?? databaseUrl,
    logger,
    notify: async (channel, payload) => {
      await pool.query('select pg_notify($1, $2)', [channel, payload]);
    },
  });
  return {
    db,
    listen: listener.listen,
    async exclusively(name, work) {
      // A separate connection: those of the pool give up a statement after a while, but a migration may take hours.
      const client = new Client(connectionOptions(databaseUrl, 'duihua-exclusive'));
      // Without a listener, losing it would end the process; the running statement fails anyway.
      client.on('error', (error) => logger?.warn({ err: error }, 'the connection that held a lock was lost'));
      await client.connect();
      try {
        return await drizzle({ client }).transaction(async (tx) => {
          await tx.execute(sql.raw(NO_LIMITS));
          await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`duihua:${name}`}, 0))`);
          return work(tx);
        });
      } finally {
        await client.end().catch(() => undefined);
      }
    },
    async ping() {
      await pool.query('select 1');
    },
    async close() {
      await listener.close();
      if (!pool.ended) await pool.end();
    },
  };
}

function limitTransactions(client: PoolClient, limits: string): void {
  const query = client.query.bind(client) as (config: unknown, ...rest: unknown[]) => unknown;
  const limited = (config: unknown, ...rest: unknown[]): unknown =>
    query(isBegin(config) ? { ...config, text: `${config.text}; ${limits}` } : config, ...rest);
  client.query = limited as PoolClient['query'];
}

/** drizzle begins a transaction with `begin`, or with `begin isolation level …`. */
function isBegin(config: unknown): config is QueryConfig {
  if (typeof config !== 'object' || config === null || !('text' in config)) return false;
  return typeof config.text === 'string' && /^begin\b/.test(config.text);
}

/**
 * A pool whose connections return themselves when they die while in use. Otherwise one that dies inside a transaction
 * emits an unhandled 'error' event, which ends the process; and drizzle, which takes its connection before its `try`,
 * never returns one whose `begin` failed: ten restarts would empty the pool for good.
 *
 * The pool itself listens only to idle ones. What a server says as it dies may come together with the answer after which a connection
 * is given to the next user, who cannot listen yet.
 */
class SturdyPool extends Pool {
  /** Connections that the server has ended, by what it said. */
  private readonly lost = new WeakMap<PoolClient, Error>();

  constructor(config: PoolConfig) {
    super(config);
    this.on('connect', (client) => {
      client.on('error', (error) => this.lost.set(client, error));
    });
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Parameters<Pool['connect']>[0]): void;
  override connect(callback?: Parameters<Pool['connect']>[0]): Promise<PoolClient> | void {
    // `pool.query` uses the callback and returns its connection itself.
    if (callback !== undefined) return super.connect(callback);
    return super.connect().then((client) => {
      const error = this.lost.get(client);
      if (error === undefined) return giveBackOnce(client);
      client.release(error);
      throw error;
    });
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
