import type { Logger } from 'pino';
import type { TemporalClient } from '../../temporal/connection';
import { type CurrentBuild, keepCurrentBuild } from '../../temporal/deployment/current-build';
import { DEPLOYMENT_NAME, readDeployment } from '../../temporal/deployment/worker-deployment';
import type { NamespaceKeeper } from '../../temporal/namespace-keeper';
import { TASK_QUEUE } from '../worker';

const LOOK_EVERY_MS = 2_000;
const LOOK_WITHIN_MS = 5_000;

/** Makes sure that there is a current build while this process's worker runs, even after Temporal was emptied. */
export function keepBuild(deps: {
  readonly buildId: string;
  readonly temporal: TemporalClient;
  readonly namespace: Pick<NamespaceKeeper, 'onReady'>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}): CurrentBuild {
  const { buildId, temporal, namespace, logger } = deps;
  const target = { client: temporal, deploymentName: DEPLOYMENT_NAME, taskQueue: TASK_QUEUE };
  const current = keepCurrentBuild({ target, buildId, logger, everyMs: LOOK_EVERY_MS });
  namespace.onReady(current.look);
  current.look();
  return current;
}

/** Logs a warning if a worker without a build id gets no work because conversations run on a build. */
export async function warnOfCurrentBuild(
  temporal: TemporalClient,
  logger: Pick<Logger, 'warn'>,
): Promise<void> {
  const target = { client: temporal, deploymentName: DEPLOYMENT_NAME, taskQueue: TASK_QUEUE };
  try {
    const state = await temporal.withDeadline(Date.now() + LOOK_WITHIN_MS, () => readDeployment(target));
    if (state === null || state.current === null) return;
    logger.warn(
      { currentBuildId: state.current },
      'this worker has no WORKER_BUILD_ID, so it gets no work while a build is current; to undo that: npm run deploy:promote -- --none',
    );
  } catch {
    // The server does not support deployments, or is unavailable: then there is nothing to warn about.
  }
}
