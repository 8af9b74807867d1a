import type { SQL } from 'drizzle-orm';
import type { Db } from './database-types';
import { sql } from './sql';

/**
 * Rows as one JSON parameter, for `jsonb_to_recordset`: the statement is the same for any number of rows. The limit tells the
 * planner how many there are; without it, it expects a hundred, and rather reads a table of a few thousand rows as a whole.
 */
export function asRows(rows: readonly Readonly<Record<string, unknown>>[], columns: string): SQL {
  const all = sql`select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one(${sql.raw(columns)})`;
  return sql`(${all} limit ${rows.length}) as input`;
}

/** Words as one parameter, as `text[]`. */
export function toTextArray(words: readonly string[]): SQL {
  return sql`array(select jsonb_array_elements_text(${JSON.stringify(words)}::jsonb))`;
}

/** Runs a statement and returns its rows; `Row` has to match its `select` or `returning` (`RowOf` in sql.ts). */
export async function rowsOf<Row extends Record<string, unknown>>(db: Db, statement: SQL): Promise<Row[]> {
  const result = await db.execute<Row>(statement);
  return result.rows;
}

/** A timestamp as the driver returns it (a Date, or text for a statement written by hand) in epoch milliseconds. */
export function toMs(value: Date | string): number {
  return value instanceof Date ? value.getTime() : Date.parse(value);
}

/** Like {@link toMs}, for a column that may be null. */
export function toMsOrNull(value: Date | string | null): number | null {
  return value === null ? null : toMs(value);
}

/** Epoch ms as an instant of the database. */
export function toTimestamp(at: number): SQL {
  return sql`${new Date(at).toISOString()}::timestamptz`;
}
