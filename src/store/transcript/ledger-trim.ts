import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Database } from '../engine/database-types';
import { claimPeriodicTask } from '../engine/periodic-tasks';
import { rowsOf } from '../engine/rows';
import { columnsAs, sql } from '../engine/sql';
import { idempotencyKeys, messages, sendAttempts } from '../schema/messages';
import { isSettled } from './row-life';

export type LedgerTrim = {
  /** Trims if it is this process's turn; returns how many rows were removed. Several processes may call it. */
  readonly sweep: () => Promise<{ readonly keys: number; readonly attempts: number }>;
};

const EVERY_MS = 60 * 60_000;
/** Clients repeat a request within minutes; an operator's browser that was asleep, within a day or two. */
const KEYS_STAY_HOURS = 48;
/** For questions about what happened to a message. */
const ATTEMPTS_STAY_HOURS = 30 * 24;
/** Rows per statement: it holds its locks for some milliseconds. */
const BATCH = 1_000;
/** Batches per turn: 200,000 rows of each kind, 55 a second. The rest is removed in the next turn. */
const BATCHES = 200;

const m = columnsAs(messages, 'm');
/** A message that no longer exists counts as settled. */
const IS_OVER = sql`(${m.id} is null or ${isSettled(m)})`;

/** A table with several rows for each message, and when each was written. */
type Ledger = PgTable & { readonly messageId: PgColumn };

/**
 * Removes idempotency keys after 48 hours and attempts to send after 30 days, once their message is settled: hourly, by
 * one process at a time, in batches.
 */
export function createLedgerTrim(database: Pick<Database, 'db'>): LedgerTrim {
  const trim = async (table: Ledger, startedAt: PgColumn, hours: number): Promise<number> => {
    let removed = 0;
    let after = '';
    for (let batch = 0; batch < BATCHES; batch += 1) {
      // Ids of messages rise with time, so the old ones come first.
      const [page] = await rowsOf<{ last: string | null; has_old: boolean | null; removed: number }>(
        database.db,
        sql`with page as (
              select ${table.messageId} as message_id,
                ${startedAt} < statement_timestamp() - ${hours} * interval '1 hour' as is_old
              from ${table} where ${table.messageId} > ${after} order by ${table.messageId} limit ${BATCH}
            ), settled as (
              select distinct page.message_id from page left join ${messages} m on ${m.id} = page.message_id
              where page.is_old and ${IS_OVER}
            ), gone as (
              delete from ${table} using settled where ${table.messageId} = settled.message_id
                and ${startedAt} < statement_timestamp() - ${hours} * interval '1 hour' returning 1
            )
            select max(message_id) as last, bool_or(is_old) as has_old, (select count(*)::int from gone) as removed
            from page`,
      );
      removed += page?.removed ?? 0;
      if (page === undefined || page.last === null || page.has_old !== true) break;
      after = page.last;
    }
    return removed;
  };
  return {
    async sweep() {
      if (!(await claimPeriodicTask(database, 'ledger-trim', EVERY_MS))) return { keys: 0, attempts: 0 };
      return {
        keys: await trim(idempotencyKeys, idempotencyKeys.createdAt, KEYS_STAY_HOURS),
        attempts: await trim(sendAttempts, sendAttempts.startedAt, ATTEMPTS_STAY_HOURS),
      };
    },
  };
}
