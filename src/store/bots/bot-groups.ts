import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, type RowOf, sql } from '../engine/sql';
import { groups } from '../schema/routing';

const g = columnsAs(groups, 'g');

/** Finds the group of a brand that a bot names: by its id, else by its name in whatever case; null: there is none. */
export async function findGroupNamed(
  { db }: Pick<Database, 'db'>,
  { brandId, named }: { readonly brandId: string; readonly named: string },
): Promise<string | null> {
  const name = named.trim();
  const [row] = await rowsOf<RowOf<typeof groups, 'id'>>(
    db,
    sql`select ${g.id} from ${groups} g
        where ${g.brandId} = ${brandId} and (${g.id} = ${name} or lower(${g.name}) = lower(${name}))
        order by ${g.id} = ${name} desc limit 1`,
  );
  return row?.id ?? null;
}
