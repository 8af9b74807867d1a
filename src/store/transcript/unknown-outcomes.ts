import { sql } from 'drizzle-orm';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';

/** How many messages there are of which nobody knows whether they arrived, and nobody has decided what to do. */
export async function countUnknownOutcomes({ db }: Pick<Database, 'db'>): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    db,
    sql`select count(*)::int as count from messages where status = 'unknown' and resolved_at is null`,
  );
  return row?.count ?? 0;
}

/** Somebody has sent such a message again. It stays `unknown`, and waits for nobody any more. */
export async function markResolved({ db }: Pick<Database, 'db'>, messageId: string): Promise<void> {
  await db.execute(
    sql`update messages set resolved_at = clock_timestamp()
        where id = ${messageId} and status = 'unknown' and resolved_at is null`,
  );
}
