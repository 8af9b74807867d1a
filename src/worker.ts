/** A worker process: runs conversations and their activities. Any number of them share Temporal and PostgreSQL. */
import type { AddressInfo } from 'node:net';
import { Runtime } from '@temporalio/worker';
import { withTimeLimit } from './platform/time-limit';
import { closeServer, listenEarly } from './runtime/process/http-server';
import { keepBuild, warnOfCurrentBuild } from './runtime/process/keep-build';
import { openServerServices, runServerProcess, type ServerProcess } from './runtime/process/server-process';
import { type RunningWorker, runWorker } from './runtime/running-worker';
import { keepNamespace } from './runtime/watch/engine-watch';
import { createHistoryLengths } from './runtime/watch/history-lengths';
import { startWorkerWatch } from './runtime/watch/worker-watch';
import { createRuntimeLogger } from './temporal/runtime-logger';

const NAMESPACE_WITHIN_MS = 10_000;

async function start(parts: ServerProcess): Promise<void> {
  const { config, target, closing, tracing, logger } = parts;
  Runtime.install({ logger: createRuntimeLogger(logger), shutdownSignals: [] });
  // Added first, so closed last: /readyz reports the shutdown until the end.
  const server = await listenEarly({ host: config.host, port: config.workerPort });
  closing.add('watch', () => closeServer(server));
  const { database, services, temporal } = await openServerServices(parts);
  const namespace = keepNamespace(temporal, logger);
  closing.add('namespace', namespace.close);
  let worker: RunningWorker | null = null;
  const historyLengths = createHistoryLengths(logger);
  startWorkerWatch({
    server,
    database,
    temporal,
    namespace,
    worker: () => worker,
    historyLengths,
    hasMetrics: config.isExposed.metrics,
    logger,
  });
  // A worker cannot start in a namespace that does not exist. If we are not allowed to look it up, we try all the same.
  const isReady = new Promise<void>((resolve) => namespace.onReady(() => resolve()));
  await withTimeLimit(isReady, NAMESPACE_WITHIN_MS);
  const buildId = config.workerBuildId;
  const activityInterceptors = tracing?.activityInterceptors;
  worker = await runWorker({ services, target, logger, buildId, activityInterceptors, historyLengths });
  closing.add('worker', worker.stop);
  if (buildId === undefined) void warnOfCurrentBuild(temporal, logger);
  else {
    closing.add('current build', keepBuild({ buildId, temporal, namespace, logger }).close);
  }
  const watchPort = (server.address() as AddressInfo | null)?.port;
  const { address, namespace: name } = target;
  logger.info({ address, namespace: name, buildId, watchPort }, 'the worker runs');
  await worker.ended;
}

runServerProcess(
  {
    name: 'worker',
    sharing: 'a worker process shares both with the API',
    portSetting: 'WORKER_PORT',
    portOf: ({ workerPort }) => workerPort,
  },
  start,
);
