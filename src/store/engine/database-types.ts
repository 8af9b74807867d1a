/** The database as the rest of the folder sees it; `database.ts` opens one. */
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** The result of `db.execute(sql…)`. */
interface RowsResult extends PgQueryResultHKT {
  readonly type: Rows<this['row']>;
}
type Rows<Row> = { readonly rows: Row[] };

/** Queries; a transaction (`db.transaction(async (tx) => …)`) has the same type. */
export type Db = PgDatabase<RowsResult>;

export type Database = {
  readonly db: Db;
  /**
   * Calls `handler` with the payload of each `NOTIFY channel` from any process, after the notifier's commit. Resolves
   * when listening has begun, or after the first attempt if the server is down. Notices may be lost while the
   * connection is down: `onMissed` is called each time it is back, so that the caller can look again. Behind a
   * transaction pooler notices do not arrive at all: `onMissed` is then called every second. Returns the function that
   * ends it. Channel names are lower-case words with `_`.
   */
  listen(
    channel: string,
    handler: (payload: string) => void,
    onMissed?: () => void,
  ): Promise<() => Promise<void>>;
  /**
   * Runs `work` while no other process runs anything under the same name, by an advisory lock that a transaction
   * holds. `work` gets that transaction, which has no time-out; anything it does on other connections is not part of it.
   */
  exclusively<T>(name: string, work: (tx: Db) => Promise<T>): Promise<T>;
  /** Resolves when the database answers; rejects with the driver's error otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
};
