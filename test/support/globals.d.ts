import type { DevServer } from '../../src/temporal/dev-server';

declare global {
  /** The server of this run of Jest: set by its global set-up, stopped by its global teardown. */
  var duihuaTestServer: DevServer | undefined;
}
