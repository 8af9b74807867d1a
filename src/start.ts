/**
 * `npm start`: the whole desk in one process. It starts Temporal, a database and a simulated WeChat itself unless the
 * settings name others.
 */
import { Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import { type Config, loadConfig } from './platform/settings/config';
import { welcome } from './runtime/demo/welcome';
import { refuseArguments } from './runtime/process/command-line';
import { openLogFile } from './runtime/process/log-file';
import { printLine, runMain } from './runtime/process/run-main';
import { type ClosingList, createClosingList, runUntilStopped } from './runtime/process/stop';
import { runDesk } from './runtime/run-desk';
import { assertPortsFree, startServers } from './runtime/start-servers';
import { createRuntimeLogger } from './temporal/runtime-logger';

async function main(): Promise<void> {
  refuseArguments('npm start: settings are environment variables (docs/operations.md)');
  const startedAt = Date.now();
  const config = loadConfig();
  await assertPortsFree(config);
  const { logger, logFile } = await openLogFile(config);
  const closing = createClosingList((name, error) =>
    logger.warn({ err: error, name }, 'could not be closed'),
  );
  await runUntilStopped(closing, () => start(config, closing, logger, { startedAt, logFile }), printLine);
}

async function start(
  config: Config,
  closing: ClosingList,
  logger: Logger,
  { startedAt, logFile }: { readonly startedAt: number; readonly logFile: string },
): Promise<void> {
  Runtime.install({ logger: createRuntimeLogger(logger), shutdownSignals: [] });
  const servers = await startServers(config, closing, logger, printLine);
  await runDesk({
    config,
    servers,
    closing,
    logger,
    async onReady(desk) {
      const seconds = (Date.now() - startedAt) / 1000;
      for (const line of await welcome(desk, servers, { logFile, seconds })) printLine(line);
    },
  });
}

runMain(main);
