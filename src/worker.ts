/** A worker process: runs conversations and their activities. Any number of them share Temporal and PostgreSQL. */
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createLogger } from './platform/logger';
import { assertPortFree } from './platform/ports';
import { type Config, loadConfig } from './platform/settings/config';
import { type FoundServer, openMigratedDatabase, serverOfSettings } from './runtime/connect/open-database';
import { openMediaStore } from './runtime/connect/open-media-store';
import { describeFailure, StartError } from './runtime/process/failure';
import { closeServer, listenEarly } from './runtime/process/http-server';
import { keepBuild, warnOfCurrentBuild } from './runtime/process/keep-build';
import { type ClosingList, createClosingList, runUntilStopped } from './runtime/process/stop';
import { type RunningWorker, runWorker } from './runtime/running-worker';
import { createServices } from './runtime/services';
import { keepNamespace } from './runtime/watch/engine-watch';
import { startWorkerWatch } from './runtime/watch/worker-watch';
import { createTemporalClient, type TemporalTarget } from './temporal/connection';
import { createRuntimeLogger } from './temporal/runtime-logger';
import { WECHAT_API_URL } from './wechat/calls/api-url';

const NAMESPACE_WITHIN_MS = 10_000;

async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger({ name: 'worker', level: config.logLevel });
  const { address, namespace } = config.temporal;
  const databaseServer = serverOfSettings(config);
  if (databaseServer === undefined || address === undefined) {
    throw new StartError(
      'DATABASE_URL and TEMPORAL_ADDRESS: a worker process shares both with the API, so set them; or use npm start, which runs everything in one process.',
    );
  }
  await assertPortFree(config.workerPort, 'WORKER_PORT', config.host);
  const closing = createClosingList((name, error) =>
    logger.warn({ err: error, name }, 'could not be closed'),
  );
  const target = { address, namespace, isOwnServer: false };
  await runUntilStopped(closing, () => start(config, { target, databaseServer }, closing, logger));
}

async function start(
  config: Config,
  { target, databaseServer }: { readonly target: TemporalTarget; readonly databaseServer: FoundServer },
  closing: ClosingList,
  logger: Logger,
): Promise<void> {
  Runtime.install({ logger: createRuntimeLogger(logger), shutdownSignals: [] });
  // Closed last: until the end it says that this worker stops.
  const server = await listenEarly({ host: config.host, port: config.workerPort });
  closing.add('watch', () => closeServer(server));
  const database = await openMigratedDatabase(config, databaseServer, logger);
  closing.add('database', database.close);
  const services = await createServices({
    database,
    secretKeys: config.secretKeys.reveal(),
    mediaStore: await openMediaStore(config),
    wechatApiUrl: config.wechatApiUrl ?? WECHAT_API_URL,
    logger,
  });
  closing.add('services', services.close);
  const temporal = createTemporalClient(target);
  closing.add('Temporal client', () => temporal.connection.close());
  const namespace = keepNamespace(temporal, logger);
  closing.add('namespace', namespace.close);
  let worker: RunningWorker | null = null;
  const hasMetrics = config.isExposed.metrics;
  startWorkerWatch({ server, database, temporal, namespace, worker: () => worker, hasMetrics, logger });
  // A worker cannot start in a namespace that does not exist. Where we may not look it up, we have to try.
  await Promise.race([
    new Promise<void>((resolve) => namespace.onReady(() => resolve())),
    sleep(NAMESPACE_WITHIN_MS, undefined, { ref: false }),
  ]);
  const buildId = config.workerBuildId;
  worker = await runWorker({ services, target, logger, buildId });
  closing.add('worker', worker.stop);
  if (buildId === undefined) void warnOfCurrentBuild(temporal, logger);
  else {
    closing.add('current build', keepBuild({ buildId, temporal, namespace, logger }).close);
  }
  const watchPort = (server.address() as AddressInfo | null)?.port;
  const { address } = target;
  logger.info({ address, namespace: target.namespace, buildId, watchPort }, 'the worker runs');
  await worker.ended;
}

main().catch((error: unknown) => {
  console.error(describeFailure(error));
  process.exit(1);
});
