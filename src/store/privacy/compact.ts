/**
 * Rewrites the database, so that nothing that was deleted or overwritten is left in its files: PostgreSQL leaves the bytes
 * of old rows in their pages, in its statistics and in its log until it needs the room.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { isLockTimeout } from '../engine/errors';

/** The rewrite was not possible. The message is for the terminal. */
export class CompactError extends Error {
  override readonly name = 'CompactError';
}

export type Compacted = {
  readonly tables: number;
  /** Whether the log was rewritten too: only a superuser may do that. */
  readonly isLogClean: boolean;
};

/** A table is waited for this long at a time: whoever reads or writes it meanwhile waits behind us. */
const LOCK_TIMEOUT_MS = 200;
/** As long as others go on undisturbed in between: a backup that has begun holds all tables until it ends. */
const BETWEEN_TRIES_MS = 2_000;
const LOCK_TRIES = 300;
/** A backup, or another transaction that was running before, still sees what was deleted; it would be copied. */
const OLD_TRANSACTIONS_END_WITHIN_MS = 10 * 60_000;

/**
 * Rewrites all tables of the database at `url`, one after the other, its statistics and, where we are a superuser, its log.
 * The desk may run: each table is locked while it is rewritten, and deliveries of WeChat wait in the journal. `report` gets
 * a line for each step. Running it again does no harm.
 * @throws CompactError if an older transaction does not end, or a table is never free
 */
export async function compactDatabase(url: string, report: (line: string) => void): Promise<Compacted> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('set statement_timeout = 0');
    await client.query(`set lock_timeout = ${LOCK_TIMEOUT_MS}`);
    const isSuperuser = await ask<boolean>(
      client,
      'select rolsuper from pg_roles where rolname = current_user',
    );
    // A run that was killed may have left it off.
    if (isSuperuser) await resetRecycling(client);
    await awaitOlderTransactions(client, report);
    const tables = await tablesOf(client);
    for (const table of tables) await rewrite(client, table, report);
    if (!isSuperuser) return { tables: tables.length, isLogClean: false };
    // Statistics hold frequent values and borders of histograms: words of people.
    await rewrite(client, 'pg_catalog.pg_statistic', report);
    await cleanLog(client, report);
    return { tables: tables.length, isLogClean: true };
  } finally {
    await client.end();
  }
}

async function awaitOlderTransactions(client: Client, report: (line: string) => void): Promise<void> {
  const since = await ask<string>(client, 'select pg_current_xact_id()::xid::text');
  const giveUpAt = Date.now() + OLD_TRANSACTIONS_END_WITHIN_MS;
  for (let isTold = false; ; isTold = true) {
    const older = await ask<number>(
      client,
      `select count(*)::int from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
         and (age(backend_xmin) > age($1::xid) or age(backend_xid) > age($1::xid))`,
      [since],
    );
    if (older === 0) return;
    if (Date.now() > giveUpAt) {
      throw new CompactError(
        'A transaction that began earlier still sees what was deleted: end it (a backup?) and try again.',
      );
    }
    if (!isTold) report('Waiting for transactions that began earlier …');
    await sleep(BETWEEN_TRIES_MS);
  }
}

async function tablesOf(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname = 'public'
     order by pg_total_relation_size(format('%I.%I', schemaname, tablename)::regclass)`,
  );
  return rows.map(({ name }) => name);
}

async function rewrite(client: Client, table: string, report: (line: string) => void): Promise<void> {
  const startedAt = Date.now();
  for (let tries = 1; ; tries += 1) {
    try {
      await client.query(`vacuum (full, analyze) ${table}`);
      report(`${table}: rewritten in ${Date.now() - startedAt} ms`);
      return;
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      if (tries === LOCK_TRIES)
        throw new CompactError(`${table} is never free: try again when there is less to do.`);
      await sleep(BETWEEN_TRIES_MS * (1 + Math.random()));
    }
  }
}

/**
 * The log keeps what was written until its segments are used again, and segments that wait for that hold what they held
 * before. So it goes on behind the last of them (the rest of a segment that is left is zero), and what is behind the
 * checkpoint is deleted instead of kept.
 */
async function cleanLog(client: Client, report: (line: string) => void): Promise<void> {
  await client.query('alter system set wal_recycle = off');
  try {
    await client.query('select pg_reload_conf()');
    await client.query('checkpoint');
    const last = await ask<string>(client, 'select max(name) from pg_ls_waldir() where length(name) = 24');
    // A switch in an empty segment does nothing: something is written first.
    for (;;) {
      await client.query("select pg_logical_emit_message(false, 'duihua', '')");
      await client.query('select pg_switch_wal()');
      await client.query("select pg_logical_emit_message(false, 'duihua', '')");
      if ((await ask<string>(client, 'select pg_walfile_name(pg_current_wal_insert_lsn())')) > last) break;
    }
    await client.query('checkpoint');
    await client.query('checkpoint');
    const left = await ask<number>(
      client,
      'select count(*)::int from pg_ls_waldir() where length(name) = 24 and name <= $1',
      [last],
    );
    if (left > 0) {
      throw new CompactError(
        'The log could not be rewritten: a replica, a replication slot or wal_keep_size keeps old parts of it.',
      );
    }
    report('log: rewritten');
  } finally {
    await resetRecycling(client);
  }
}

async function resetRecycling(client: Client): Promise<void> {
  await client.query('alter system reset wal_recycle');
  await client.query('select pg_reload_conf()');
}

async function ask<T>(client: Client, statement: string, values: readonly unknown[] = []): Promise<T> {
  const { rows } = await client.query<unknown[]>({ text: statement, values: [...values], rowMode: 'array' });
  return rows[0]?.[0] as T;
}
