import { getTableName, type SQL } from 'drizzle-orm';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { sha256 } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { sql } from '../engine/sql';
import { rateCounts } from '../schema/coordination';

/** Counts requests for all processes together. */
export type RateCounts = {
  /**
   * Counts `points` more requests of `who` against the limit called `name`; returns the sum in the current window and
   * when that ends, in ms from now. Throws the driver's error if the database is away.
   */
  readonly count: (
    name: string,
    who: string,
    points: number,
  ) => Promise<{ readonly sum: number; readonly endsInMs: number }>;
};

/** The library itself refuses above this; the callers apply their own limits. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** The counts in `database`. A window begins with somebody's first request and lasts `windowSeconds`. */
export function createRateCounts({ db }: Pick<Database, 'db'>, windowSeconds: number): RateCounts {
  const limiter = new RateLimiterPostgres({
    storeClient: { query: ({ text, values }: Query) => db.execute(toSql(text, values)) },
    storeType: 'client',
    tableName: getTableName(rateCounts),
    tableCreated: true,
    keyPrefix: '',
    points: NO_LIMIT,
    duration: windowSeconds,
  });
  return {
    async count(name, who, points) {
      // A hash: the table does not tell who made the requests.
      const { consumedPoints, msBeforeNext } = await limiter.consume(sha256(`${name}\n${who}`), points);
      return { sum: consumedPoints, endsInMs: msBeforeNext };
    },
  };
}

type Query = { readonly text: string; readonly values: readonly unknown[] };

/**
 * A statement with numbered parameters (`$1`), as the library writes it, for whichever driver stands behind drizzle.
 */
function toSql(text: string, values: readonly unknown[]): SQL {
  const parts = text.split(/\$(\d+)/);
  return sql.join(
    parts.map((part, index) => (index % 2 === 0 ? sql.raw(part) : sql`${values[Number(part) - 1]}`)),
    sql``,
  );
}
