import type { ClientConfig } from 'pg';

const CONNECT_TIMEOUT_MS = 5_000;
/** Idle connections ask after their peer from this time on, so that a dead one is noticed. */
const KEEP_ALIVE_AFTER_MS = 10_000;

/** What one connection is for; PostgreSQL shows it in `pg_stat_activity`. */
type Purpose = 'duihua' | 'duihua-listen' | 'duihua-exclusive';

/**
 * What holds for every connection of ours, whatever it is for. `answerWithinMs`: how long this end waits for the
 * answer to one statement, should the server say nothing at all; left out: for ever.
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
