import { sql } from 'drizzle-orm';
import type { Database } from '../../src/store/engine/database-types';
import { rowsOf } from '../../src/store/engine/rows';
import { createDayCounter } from '../../src/store/reports/count-days';

/** Lets every day settle at once, also those ahead of now: as if the database were asked years later. */
export async function settleDays({ db }: Database): Promise<void> {
  await db.execute(sql`create or replace function settled_before() returns date language sql stable parallel safe as
    $$ select (now() at time zone 'UTC')::date + 10000 $$`);
  await db.execute(sql`create or replace function has_settled(at timestamptz) returns boolean language sql volatile parallel safe as
    $$ select at < clock_timestamp() + interval '10001 days' $$`);
}

/** Counts the days that are not counted, or `most` of them, newest first. Resolves with how many it counted. */
export async function countDays(database: Database, most = Infinity): Promise<number> {
  const { countOne } = createDayCounter(database);
  let counted = 0;
  while (counted < most && (await countOne())) counted += 1;
  return counted;
}

/** The days that are counted, and of these the ones that have changed since. */
export async function statesOfDays({
  db,
}: Database): Promise<{ readonly counted: number; readonly changed: number }> {
  const [row] = await rowsOf<{ counted: number; changed: number }>(
    db,
    sql`select count(*)::int as counted,
          count(*) filter (where exists (select from changed_days m where m.day = c.day))::int as changed
        from counted_days c`,
  );
  return row ?? { counted: 0, changed: 0 };
}
