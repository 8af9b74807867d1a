import type { Logger } from 'pino';
import type { TemporalClient } from '../temporal/connection';
import { type CurrentBuild, keepCurrentBuild } from '../temporal/current-build';
import type { NamespaceKeeper } from '../temporal/namespace-keeper';
import { DEPLOYMENT_NAME } from '../temporal/worker-deployment';
import { TASK_QUEUE } from './worker';

const LOOK_EVERY_MS = 2_000;

/** Sees to it that some build is current as long as this process's worker runs, also after Temporal was emptied. */
export function keepBuild(deps: {
  readonly buildId: string;
  readonly temporal: TemporalClient;
  readonly namespace: Pick<NamespaceKeeper, 'onReady'>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}): CurrentBuild {
  const { buildId, temporal, namespace, logger } = deps;
  const place = { client: temporal, deploymentName: DEPLOYMENT_NAME, taskQueue: TASK_QUEUE };
  const current = keepCurrentBuild({ place, buildId, logger, everyMs: LOOK_EVERY_MS });
  namespace.onReady(current.look);
  current.look();
  return current;
}
