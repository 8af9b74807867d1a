import { sql } from 'drizzle-orm';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';

/** Items of contacts that no conversation has taken yet. */
export type Unfiled = {
  readonly count: number;
  /** 0 where there are none. */
  readonly oldestAgeMs: number;
};

/** How many there are, and for how long the oldest one has been waiting. */
export async function readUnfiled({ db }: Pick<Database, 'db'>): Promise<Unfiled> {
  const [row] = await rowsOf<{ count: number; oldest_ms: number | string | null }>(
    db,
    sql`select count(*)::int as count, extract(epoch from clock_timestamp() - min(created_at)) * 1000 as oldest_ms
        from messages where inbox_number is not null and seq is null`,
  );
  return { count: row?.count ?? 0, oldestAgeMs: Math.max(0, Number(row?.oldest_ms ?? 0)) };
}

/**
 * After Temporal was reset: marks everything that it was told and has not finished to be told again at once, not after
 * the usual time: items to be signalled, and files to be fetched. Locked by id first, as everywhere.
 */
export async function tellAgain({ db }: Pick<Database, 'db'>): Promise<void> {
  await db.execute(
    sql`update messages set signalled_at = null where id in (
          select id from messages where inbox_number is not null and seq is null and signalled_at is not null
          order by id for no key update)`,
  );
  await db.execute(
    sql`update attachments set fetch_started_at = null where id in (
          select id from attachments where status = 'fetching' and fetch_started_at is not null
          order by id for no key update)`,
  );
}
