import { DefaultLogger, Runtime } from '@temporalio/worker';

let isInstalled = false;

/**
 * Keeps Temporal's SDK silent but for errors; `DUIHUA_TEST_LOG` makes it speak. It belongs to the process, so it is
 * installed once for each test file.
 */
export function quietRuntime(): void {
  if (isInstalled) return;
  isInstalled = true;
  const isLoud = process.env['DUIHUA_TEST_LOG'] !== undefined;
  Runtime.install({
    logger: new DefaultLogger(isLoud ? 'INFO' : 'ERROR'),
    // Without a cache the SDK's core complains of itself all the time.
    telemetryOptions: { logging: { filter: isLoud ? 'info' : 'off' } },
  });
}
