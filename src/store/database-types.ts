/** The database as the rest of the folder sees it; `database.ts` opens one. */
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** What both drivers give back from `db.execute(sql…)`. */
interface RowsResult extends PgQueryResultHKT {
  readonly type: Rows<this['row']>;
}
type Rows<Row> = { readonly rows: Row[] };

/** Queries on either engine; a transaction (`db.transaction(async (tx) => …)`) has the same type. */
export type Db = PgDatabase<RowsResult>;

export type DatabaseKind = 'embedded' | 'server';

export type Database = {
  readonly db: Db;
  readonly kind: DatabaseKind;
  /**
   * Calls `handler` with the payload of each `NOTIFY channel` from any process, after the notifier's commit.
   * Resolves when listening has begun, or after the first try where the server is away. Notices sent while the
   * connection was away are lost: `onReconnect` is called each time it is back, so that the caller looks again.
   * Returns the function that ends it. Channel names are lower-case words with `_`.
   */
  listen(
    channel: string,
    handler: (payload: string) => void,
    onReconnect?: () => void,
  ): Promise<() => Promise<void>>;
  /**
   * Runs `work` while no other process runs anything under the same name: a session-level advisory lock on a
   * connection of its own (given to `work`), or a queue in the process where the database is embedded.
   */
  exclusively<T>(name: string, work: (db: Db) => Promise<T>): Promise<T>;
  /** Resolves when the database answers; rejects with the driver's error otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
};
