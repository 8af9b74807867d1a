import path from 'node:path';
import type { Logger } from 'pino';
import { Counter, Registry } from 'prom-client';
import type { Watch } from '../../api/parts';
import type { WebhookOutcome } from '../../api/webhooks/routes';
import { createWritableCheck } from '../../platform/writable-folder';
import type { Database } from '../../store/engine/database-types';
import type { TemporalClient } from '../../temporal/connection';
import type { Engine } from '../engine';
import type { RunningWorker } from '../running-worker';
import { watchDesk } from './desk-watch';
import { requireNamespace } from './engine-watch';
import type { HistoryLengths } from './history-lengths';
import { watchJournal } from './journal-watch';
import { measureAvailable } from './measure-available';
import { measureDisks } from './measure-disks';
import { measureFigures } from './measure-figures';
import { collectProcessMetrics } from './process-metrics';
import { measureRouting } from './routing-watch';
import { countFailing, measurePolling, warnNotPolling } from './worker-watch';

const DISK_CHECK_FRESH_MS = 5_000;

/** A registry with the metrics of the process itself. */
export function createMetrics(): Registry {
  const metrics = new Registry();
  collectProcessMetrics(metrics);
  return metrics;
}

/** Creates the function that counts WeChat's deliveries. */
export function countDeliveries(metrics: Registry): (outcome: WebhookOutcome) => void {
  const deliveries = new Counter({
    name: 'duihua_webhook_deliveries_total',
    help: 'Deliveries from WeChat by outcome',
    labelNames: ['outcome'],
    registers: [metrics],
  });
  return (outcome) => deliveries.inc({ outcome });
}

export type ApiWatchOptions = {
  readonly database: Database;
  readonly temporal: TemporalClient;
  readonly engine: Engine;
  readonly dataDir: string;
  readonly metrics: Registry;
  readonly logger: Logger;
  /** Of a process that is a worker too. */
  readonly worker?: OwnWorker | undefined;
};

/** What a process reports about its own worker. */
export type OwnWorker = Pick<RunningWorker, 'isPolling'> & {
  readonly historyLengths: Pick<HistoryLengths, 'figure'>;
};

/** What an API process reports about itself and the desk: figures for `/metrics`, checks and warnings for `/readyz`. */
export function watchApi(options: ApiWatchOptions): Watch {
  const { database, temporal, engine, dataDir, metrics, logger, worker } = options;
  // A full disk must be noticed before a message is lost.
  const disks = {
    journal: createWritableCheck(path.join(dataDir, 'journal'), DISK_CHECK_FRESH_MS),
    media: createWritableCheck(path.join(dataDir, 'media/incoming'), DISK_CHECK_FRESH_MS),
  };
  measureDisks(metrics, disks);
  measureAvailable(metrics, database);
  measureFigures(metrics, database);
  measureRouting(metrics, database);
  if (worker !== undefined) {
    measurePolling(metrics, worker.isPolling);
    metrics.registerMetric(worker.historyLengths.figure);
  }
  return {
    logger,
    metrics,
    readiness: {
      database: database.ping,
      temporal: async () => {
        await temporal.workflowService.getSystemInfo({});
      },
      namespace: () => requireNamespace(engine.namespace),
      ...disks,
    },
    warnings: {
      ...watchDesk({ database, countFailing: countFailing(temporal), metrics }),
      ...watchJournal(engine.intake.journal, metrics),
      ...engine.warnings,
      ...(worker === undefined ? {} : { worker: () => warnNotPolling(worker.isPolling) }),
    },
  };
}
