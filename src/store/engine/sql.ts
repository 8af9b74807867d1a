/**
 * Statements written by hand, with their tables and columns from the schema.
 *
 * drizzle's own `sql` visits every table and column of a statement each time the statement runs: about 0.1 ms for a
 * hundred of them, with every message. This tag joins everything but the parameters to text as soon as it is called.
 * Queries of the builder use drizzle's tag.
 */
import {
  Column,
  sql as drizzle,
  getTableColumns,
  getTableName,
  Name,
  SQL,
  type SQLChunk,
  StringChunk,
  Table,
} from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

/**
 * Like drizzle's `sql`; the two can be nested in each other.
 * @example sql`select ${messages.seq} from ${messages} where ${messages.id} = ${messageId}`
 */
export const sql = Object.assign(statement, {
  join: drizzle.join,
  raw: drizzle.raw,
  identifier: drizzle.identifier,
});

function statement(strings: TemplateStringsArray, ...values: readonly unknown[]): SQL {
  const chunks: SQLChunk[] = [];
  let text = strings[0] ?? '';
  const add = (value: unknown): void => {
    const ownText = textOf(value);
    if (ownText !== null) {
      text += ownText;
    } else if (value instanceof SQL) {
      for (const chunk of value.queryChunks) add(chunk);
    } else {
      // A parameter; drizzle accepts any value as one.
      chunks.push(new StringChunk(text), value as SQLChunk);
      text = '';
    }
  };
  values.forEach((value, index) => {
    add(value);
    text += strings[index + 1] ?? '';
  });
  return new SQL([...chunks, new StringChunk(text)]);
}

/** Null if the value is not text itself: a parameter or a statement. */
function textOf(value: unknown): string | null {
  if (value instanceof StringChunk) return value.value.join('');
  if (value instanceof Name) return quote(value.value);
  if (value instanceof Column) return `${quote(getTableName(value.table))}.${quote(value.name)}`;
  return value instanceof Table ? quote(getTableName(value)) : null;
}

/** Names of a table's columns, by the names that the schema gives them. */
export type Columns<T extends PgTable> = { readonly [Key in keyof T['_']['columns']]: StringChunk };

/**
 * The columns of a table under another name in the statement.
 * @example const m = columnsAs(messages, 'm'); sql`select ${m.seq} from ${messages} m`
 */
export function columnsAs<T extends PgTable>(table: T, name: string): Columns<T> {
  return toColumns(table, `${quote(name)}.`);
}

/** The bare names of a table's columns: for `insert into`, `set`, `on conflict` and what follows `excluded.` */
export function namesOf<T extends PgTable>(table: T): Columns<T> {
  return toColumns(table, '');
}

function toColumns<T extends PgTable>(table: T, prefix: string): Columns<T> {
  const columns = Object.entries(getTableColumns(table));
  // Keys and names are those of the table's own columns.
  return Object.fromEntries(
    columns.map(([key, column]) => [key, new StringChunk(prefix + quote(column.name))]),
  ) as Columns<T>;
}

function quote(name: string): string {
  return `"${name}"`;
}

type ColumnsIn<T extends PgTable> = T['_']['columns'];
type ValueIn<C> = C extends {
  readonly _: { readonly data: infer Data; readonly notNull: infer NotNull; readonly columnType: infer Kind };
}
  ? RawValue<Data, Kind> | (NotNull extends true ? never : null)
  : never;
/** Without the builder, times and 64-bit numbers may arrive as text. */
type RawValue<Data, Kind> = Kind extends 'PgBigInt53' | 'PgBigSerial53'
  ? number | string
  : Data extends Date
    ? Date | string
    : Data;

/**
 * Columns of a row as a statement written by hand returns them, under their names in the database.
 * @example RowOf<typeof messages, 'id' | 'contactId'> is { id: string; contact_id: string }
 */
export type RowOf<T extends PgTable, Key extends keyof ColumnsIn<T>> = {
  readonly [K in Key as ColumnsIn<T>[K]['_']['name']]: ValueIn<ColumnsIn<T>[K]>;
};

/** A row whose columns cannot be null because of the statement's condition. */
export type NotNull<Row> = { readonly [Column in keyof Row]: NonNullable<Row[Column]> };
