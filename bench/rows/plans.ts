import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../src/store/engine/database-types';

/** How the database would carry out everything that `work` asks by `db.execute`. */
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

/** A plan that reads one of the tables that grow from its beginning to its end. */
export const READS_WHOLE_TABLE = /Seq Scan on (conversations|messages|contacts)\b/;
