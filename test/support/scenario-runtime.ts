import { DefaultLogger, Runtime } from '@temporalio/worker';

let isInstalled = false;

/**
 * Makes Temporal's SDK log errors only; with `DUIHUA_TEST_LOG` it also logs what it does. The logger
 * belongs to the process, so it is installed once for each test file.
 */
export function quietRuntime(): void {
  if (isInstalled) return;
  isInstalled = true;
  const isLoud = process.env['DUIHUA_TEST_LOG'] !== undefined;
  Runtime.install({
    logger: new DefaultLogger(isLoud ? 'INFO' : 'ERROR'),
    // Without a cache the SDK's core logs errors about itself all the time.
    telemetryOptions: { logging: { filter: isLoud ? 'info' : 'off' } },
  });
}
