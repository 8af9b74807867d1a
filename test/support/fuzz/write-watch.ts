/** Sees whether anything was stored: triggers write down each changed row, in its own transaction. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../../src/store/engine/database-types';
import { rowsOf } from '../../../src/store/engine/rows';

/** Rows that any request may change: how many there were, and when a token or session was last used. */
const UNWATCHED = ['rate_counts', 'api_tokens', 'sessions', 'operator_streams', 'fuzz_writes'];

export type WriteWatch = {
  /** The tables in which rows were changed since the last call. */
  readonly taken: () => Promise<readonly string[]>;
};

export async function watchWrites({ db }: Database): Promise<WriteWatch> {
  await db.execute(sql`create table fuzz_writes (name text not null)`);
  await db.execute(sql`create function fuzz_write() returns trigger language plpgsql as $$
    begin insert into fuzz_writes values (tg_table_name); return null; end $$`);
  const tables = await rowsOf<{ name: string }>(
    db,
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  for (const { name } of tables.filter((one) => !UNWATCHED.includes(one.name))) {
    await db.execute(
      sql`create trigger fuzz_write after insert or update or delete on ${sql.identifier(name)} for each row execute function fuzz_write()`,
    );
  }
  return {
    async taken() {
      const rows = await rowsOf<{ name: string }>(db, sql`delete from fuzz_writes returning name`);
      return [...new Set(rows.map(({ name }) => name))];
    },
  };
}
