import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../src/store/engine/database-types';

/** The database's plans for everything that `work` queries by `db.execute`. */
export async function plansOf(
  database: Database,
  work: (watched: Database) => Promise<unknown>,
): Promise<readonly string[]> {
  const asked: SQL[] = [];
  const db = new Proxy(database.db, {
    get(target, name) {
      if (name !== 'execute') return Reflect.get(target, name) as unknown;
      return (query: SQL) => {
        asked.push(query);
        return target.execute(query);
      };
    },
  });
  await work({ ...database, db });
  const plans: string[] = [];
  for (const query of asked) {
    const { rows } = await database.db.execute<{ 'QUERY PLAN': string }>(sql`explain ${query}`);
    plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
  }
  return plans;
}

/** Whether a plan reads the whole of a growing table. */
export const READS_WHOLE_TABLE = /Seq Scan on (conversations|messages|contacts)\b/;
