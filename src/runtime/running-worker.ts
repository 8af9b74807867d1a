import type { WorkerStatus } from '@temporalio/worker';
import type { Logger } from 'pino';
import { connectWorker, type TemporalTarget } from '../temporal/connection';
import { DEPLOYMENT_NAME } from '../temporal/deployment/worker-deployment';
import { WORKFLOW_BUNDLE } from '../temporal/workflow-bundle';
import type { Services } from './services';
import { createWorkers, type WorkerOptions } from './worker';

const CONNECT_RETRY_MS = 1_000;

export type RunningWorker = {
  /** Whether it polls Temporal for work; it keeps polling while Temporal is unavailable. */
  readonly isPolling: () => boolean;
  /** Rejects if the worker ends unexpectedly; resolves after `stop`. */
  readonly ended: Promise<void>;
  /** Takes no new work; work in progress finishes or is left to another worker. */
  readonly stop: () => Promise<void>;
};

/**
 * Connects to Temporal and runs a worker. Tries to connect for `giveUpAfterMs` (if unset, for ever), then throws the
 * last error.
 */
export async function runWorker(options: {
  readonly services: Services;
  readonly target: TemporalTarget;
  readonly logger: Logger;
  /** The build id that it reports; undefined: it has no version. */
  readonly buildId?: string | undefined;
  readonly activityInterceptors?: WorkerOptions['activityInterceptors'];
  readonly historyLengths?: WorkerOptions['historyLengths'];
  readonly giveUpAfterMs?: number;
}): Promise<RunningWorker> {
  const { services, target, logger, buildId } = options;
  const giveUpAt = options.giveUpAfterMs === undefined ? null : Date.now() + options.giveUpAfterMs;
  const connection = await connectPatiently(target, logger, giveUpAt);
  const workers = await createWorkers({
    services,
    connection,
    namespace: target.namespace,
    workflowBundle: { codePath: WORKFLOW_BUNDLE },
    activityInterceptors: options.activityInterceptors,
    historyLengths: options.historyLengths,
    ...(buildId === undefined ? {} : { build: { deploymentName: DEPLOYMENT_NAME, buildId } }),
  });
  const shutDown = (): void => {
    for (const one of workers) if (one.getState() === 'RUNNING') one.shutdown();
  };
  const run = async (): Promise<void> => {
    try {
      // If one ends by itself, so does the other.
      await Promise.all(workers.map((one) => one.run().finally(shutDown)));
    } finally {
      await connection.close();
    }
  };
  const ended = run();
  // Callers that await it get the failure; if none does, it must not count as unhandled.
  ended.catch(() => undefined);
  return {
    isPolling() {
      const all = workers.map((one) => one.getStatus());
      return all[0]?.workflowPollerState === 'POLLING' && all.every(isPollingActivities);
    },
    ended,
    async stop() {
      shutDown();
      await ended;
    },
  };
}

function isPollingActivities(status: WorkerStatus | undefined): boolean {
  return status?.runState === 'RUNNING' && status.activityPollerState === 'POLLING';
}

async function connectPatiently(target: TemporalTarget, logger: Logger, giveUpAt: number | null) {
  for (;;) {
    try {
      return await connectWorker(target);
    } catch (error) {
      if (giveUpAt !== null && Date.now() > giveUpAt) throw error;
      logger.warn({ err: error, address: target.address }, 'Temporal is not available yet');
      await new Promise((resolve) => setTimeout(resolve, CONNECT_RETRY_MS));
    }
  }
}
