import { sql } from 'drizzle-orm';
import type { Database } from './database-types';
import { rowsOf } from './rows';

/**
 * Whether this process is the one that does `name` now. True for one process and not again before `everyMs` has
 * passed, by the database's clock; where that process dies over it, the next turn makes up for it.
 */
export async function claimDuty(
  { db }: Pick<Database, 'db'>,
  name: string,
  everyMs: number,
): Promise<boolean> {
  const dueAt = sql`clock_timestamp() + ${everyMs} * interval '1 millisecond'`;
  const claimed = await rowsOf<{ name: string }>(
    db,
    sql`insert into duties (name, due_at) values (${name}, ${dueAt})
        on conflict (name) do update set due_at = excluded.due_at where duties.due_at <= clock_timestamp()
        returning name`,
  );
  return claimed.length > 0;
}
