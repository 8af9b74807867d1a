import { sql } from 'drizzle-orm';
import type { Database } from '../../src/store/engine/database-types';
import { rowsOf } from '../../src/store/engine/rows';
import { rebuildFacts } from '../../src/store/reports/rebuild-facts';

const TABLES = [
  'conversation_facts',
  'attending_facts',
  'message_facts',
  'event_facts',
  'loss_facts',
  'refusal_facts',
] as const;

/** Expects that a rebuild of all facts leaves the same rows, whatever stood there before. */
export async function checkRebuild(database: Database): Promise<void> {
  const before = await allFacts(database);
  for (const [table, rows] of before) if (rows.length === 0) throw new Error(`There are no ${table}.`);
  // Facts that are lost or wrong are made again.
  await database.db.execute(
    sql`update conversation_facts set ended_waiting = not ended_waiting, missed_at = now()`,
  );
  await database.db.execute(sql`delete from event_facts`);
  await database.db.execute(sql`delete from message_facts where direction = 'in'`);
  await database.db.execute(sql`delete from loss_facts where held_at is not null`);
  const { contacts } = await rebuildFacts(database);
  expect(contacts).toBeGreaterThan(0);
  expect(await allFacts(database)).toEqual(before);
}

async function allFacts({ db }: Database): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const table of TABLES) {
    const rows = await rowsOf<{ row: string }>(
      db,
      sql`select f::text as row from ${sql.raw(table)} f order by 1`,
    );
    found.set(
      table,
      rows.map(({ row }) => row),
    );
  }
  return found;
}
