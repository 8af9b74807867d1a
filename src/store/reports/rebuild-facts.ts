import type { Database } from '../engine/database-types';
import { rowsOf, toTextArray } from '../engine/rows';
import { sql } from '../engine/sql';

const CONTACTS_AT_ONCE = 200;

/**
 * Makes the facts of reports anew from what is stored, some contacts at a time (`rebuild_facts`, migration 0038). The desk may
 * run. Facts of what is in no transcript any more, and refusals, stay as they are. `onProgress` hears how many contacts are done.
 */
export async function rebuildFacts(
  { db }: Pick<Database, 'db'>,
  onProgress: (contacts: number) => void = () => undefined,
): Promise<{ readonly contacts: number }> {
  let contacts = 0;
  for (let after = ''; ; ) {
    const rows = await rowsOf<{ id: string }>(
      db,
      sql`select id from contacts where id > ${after} order by id limit ${CONTACTS_AT_ONCE}`,
    );
    const last = rows.at(-1);
    if (last === undefined) return { contacts };
    await db.execute(sql`select rebuild_facts(${toTextArray(rows.map(({ id }) => id))})`);
    contacts += rows.length;
    after = last.id;
    onProgress(contacts);
  }
}
