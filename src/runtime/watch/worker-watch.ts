import type { Server } from 'node:http';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { createHealthApp } from '../../api/health/app';
import { NotReady } from '../../api/health/routes';
import type { Database } from '../../store/engine/database-types';
import type { TemporalClient } from '../../temporal/connection';
import { createFailingWorkflows } from '../../temporal/failing-workflows';
import type { NamespaceKeeper } from '../../temporal/namespace-keeper';
import { serve } from '../process/http-server';
import type { RunningWorker } from '../running-worker';
import { TASK_QUEUE } from '../worker';
import { addGauge, watchDesk } from './desk-watch';
import { measureNamespace, requireNamespace } from './engine-watch';
import type { HistoryLengths } from './history-lengths';
import { measureFigures } from './measure-figures';
import { collectProcessMetrics } from './process-metrics';

/** For one query to Temporal; `/readyz` waits 2 s for each check. */
const COUNT_WITHIN_MS = 1_500;

const NOT_POLLING =
  'This worker takes no work: it is starting, stopping, or has lost Temporal for good. If that lasts, check its log and restart it.';

export type WorkerWatchOptions = {
  /** Already listening, see `listenEarly`. */
  readonly server: Server;
  readonly database: Database;
  readonly temporal: TemporalClient;
  readonly namespace: NamespaceKeeper;
  /** The worker once it exists, else null. */
  readonly worker: () => Pick<RunningWorker, 'isPolling'> | null;
  /** What the worker notes there is a figure of the process. */
  readonly historyLengths: Pick<HistoryLengths, 'figure'>;
  /** Whether `/metrics` is served. */
  readonly hasMetrics: boolean;
  readonly logger: Logger;
};

/** Serves `/healthz`, `/readyz` and `/metrics` of a worker process on `server`. */
export function startWorkerWatch(options: WorkerWatchOptions): void {
  const { server, database, temporal, namespace, logger, hasMetrics } = options;
  const isPolling = (): boolean => options.worker()?.isPolling() ?? false;
  const metrics = new Registry();
  collectProcessMetrics(metrics);
  measureNamespace(metrics, namespace);
  measurePolling(metrics, isPolling);
  metrics.registerMetric(options.historyLengths.figure);
  measureFigures(metrics, database);
  const app = createHealthApp({
    readiness: {
      database: database.ping,
      temporal: async () => {
        await temporal.workflowService.getSystemInfo({});
      },
      namespace: () => requireNamespace(namespace),
      worker: async () => {
        if (!isPolling()) throw new NotReady(NOT_POLLING);
      },
    },
    warnings: watchDesk({ database, countFailing: countFailing(temporal), metrics }),
    metrics,
    hasMetrics,
    logger,
  });
  serve(server, app);
}

/** For {@link watchDesk}: counts the failing workflows of all workers. */
export function countFailing(client: TemporalClient): () => Promise<number | null> {
  return createFailingWorkflows({ client, taskQueue: TASK_QUEUE, withinMs: COUNT_WITHIN_MS });
}

/** Adds the figure `duihua_worker_polling`. */
export function measurePolling(metrics: Registry, isPolling: () => boolean): void {
  addGauge(
    metrics,
    'duihua_worker_polling',
    'Whether the worker of this process polls Temporal for work',
    () => (isPolling() ? 1 : 0),
  );
}

/** A warning for a process that is both API and worker: without its worker it still receives messages. */
export async function warnNotPolling(isPolling: () => boolean): Promise<string | null> {
  return isPolling() ? null : NOT_POLLING;
}
