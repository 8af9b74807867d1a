import { sql } from 'drizzle-orm';
import type { Database } from '../../src/store/engine/database-types';
import { rowsOf } from '../../src/store/engine/rows';

/** How many deadlocks PostgreSQL has broken in this database so far. */
export async function countDeadlocks({ db }: Database): Promise<number> {
  // Each connection tells its own figures, at most once a second unless asked.
  const flush = sql`select pg_stat_force_next_flush(), pg_sleep(0.1)`;
  await Promise.all(Array.from({ length: 10 }, () => db.execute(flush)));
  const [row] = await rowsOf<{ n: number }>(
    db,
    sql`select deadlocks::int as n from pg_stat_database where datname = current_database()`,
  );
  return row?.n ?? Number.NaN;
}
