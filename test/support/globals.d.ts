import type { DevServer } from '../../src/temporal/dev-server/dev-server';
import type { RunPostgres } from './run-postgres';

declare global {
  /** The servers of this run of Jest: set by its global set-up, stopped by its global teardown. */
  var duihuaTestServer: DevServer | undefined;
  var duihuaTestPostgres: RunPostgres | undefined;
}
