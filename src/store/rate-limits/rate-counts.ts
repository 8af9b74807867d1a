import { getTableName, type SQL } from 'drizzle-orm';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { sha256 } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { sql } from '../engine/sql';
import { rateCounts } from '../schema/coordination';

/** Counts requests for all processes together. */
export type RateCounts = {
  /**
   * Counts `points` more requests of `who` against the limit `name`. Returns the total in the current window, and in
   * how many ms the window ends. Throws the driver's error if the database is down.
   */
  readonly count: (
    name: string,
    who: string,
    points: number,
  ) => Promise<{ readonly sum: number; readonly endsInMs: number }>;
};

/** The library's own limit, never reached: the callers apply theirs. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** The counts in `database`. A window begins with a caller's first request and lasts `windowSeconds`. */
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
      // A hash, so that the table does not show who made the requests.
      const { consumedPoints, msBeforeNext } = await limiter.consume(sha256(`${name}\n${who}`), points);
      return { sum: consumedPoints, endsInMs: msBeforeNext };
    },
  };
}

type Query = { readonly text: string; readonly values: readonly unknown[] };

/** Turns the library's statement, with numbered parameters (`$1`), into one for whichever driver drizzle uses. */
function toSql(text: string, values: readonly unknown[]): SQL {
  const parts = text.split(/\$(\d+)/);
  return sql.join(
    parts.map((part, index) => (index % 2 === 0 ? sql.raw(part) : sql`${values[Number(part) - 1]}`)),
    sql``,
  );
}
