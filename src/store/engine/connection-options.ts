import type { ClientConfig } from 'pg';

const CONNECT_TIMEOUT_MS = 5_000;
/** Idle connections probe their peer after this time, so that a dead one is noticed. */
const KEEP_ALIVE_AFTER_MS = 10_000;

/** What one connection is for; PostgreSQL shows it in `pg_stat_activity`. */
type Purpose = 'duihua' | 'duihua-listen' | 'duihua-exclusive';

/**
 * The options of every connection, whatever it is for. `answerWithinMs`: how long to wait for the answer to one
 * statement if the server does not respond at all; by default for ever.
 */
export function connectionOptions(
  databaseUrl: string,
  purpose: Purpose,
  answerWithinMs?: number,
): ClientConfig {
  return {
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    application_name: purpose,
    ...(answerWithinMs === undefined ? {} : { query_timeout: answerWithinMs }),
  };
}
