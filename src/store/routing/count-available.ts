import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, sql } from '../engine/sql';
import { brands } from '../schema/people';
import { freeOperators } from './queue-rows';

const b = columnsAs(brands, 'b');

/** How many members of each brand could be offered a conversation now. */
export async function countAvailable({
  db,
}: Pick<Database, 'db'>): Promise<readonly { readonly brandId: string; readonly count: number }[]> {
  const defaultCapacity = sql`(${b.routing} ->> 'defaultCapacity')::int`;
  const rows = await rowsOf<{ id: string; count: number }>(
    db,
    sql`select ${b.id}, available.count from ${brands} b cross join lateral (
          with ${freeOperators(sql`${b.id}`, defaultCapacity, null)} select count(*)::int as count from free
        ) as available order by ${b.id}`,
  );
  return rows.map(({ id, count }) => ({ brandId: id, count }));
}
