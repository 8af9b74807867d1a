/**
 * Worker deployment versioning: workers report their build, and conversations run only on the current build. All builds
 * are versions of one deployment. https://docs.temporal.io/worker-versioning
 */
import { status } from '@grpc/grpc-js';
import type { Client } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';
import type { WorkerDeploymentOptions } from '@temporalio/worker';
import { errorCode } from '../../platform/errors';

/** The name under which all builds are known. */
export const DEPLOYMENT_NAME = 'duihua';

const { RoutingConfigUpdateState, TaskQueueType, WorkerVersioningMode } = temporal.api.enums.v1;
/** The mode of a worker that has a version. */
const VERSIONED = WorkerVersioningMode.WORKER_VERSIONING_MODE_VERSIONED;
/** Some parts of the server do not know about the change yet. */
const IN_PROGRESS = RoutingConfigUpdateState.ROUTING_CONFIG_UPDATE_STATE_IN_PROGRESS;
/** An idle worker asks again once a minute; the server lists it for five minutes after it has died. */
const ALIVE_MS = 90_000;

/** Which deployment of which namespace, and the task queue that its workers share. */
export type DeploymentTarget = {
  readonly client: Client;
  readonly deploymentName: string;
  readonly taskQueue: string;
};

/** What Temporal knows about a deployment. */
export type DeploymentState = {
  /** The build that conversations run on; null: none, they run on workers without a version. */
  readonly current: string | null;
  /** A build that `percentage` of the conversations already run on. */
  readonly ramping: { readonly buildId: string; readonly percentage: number } | null;
  /** A change with this token fails if the deployment has been changed in the meantime. */
  readonly conflictToken: Uint8Array;
  /** Whether every component of the server already follows this state. */
  readonly isKnownEverywhere: boolean;
};

/**
 * A worker's options for its build. Open conversations move to the current build at their next step (`AUTO_UPGRADE`):
 * they may last for weeks, and old workers should not have to run that long.
 */
export function versionedAs(buildId: string, deploymentName: string): WorkerDeploymentOptions {
  return {
    version: { deploymentName, buildId },
    useWorkerVersioning: true,
    defaultVersioningBehavior: 'AUTO_UPGRADE',
  };
}

/** Reads a deployment; null if no worker of it has ever been seen. Throws if Temporal is unavailable. */
export async function readDeployment({
  client,
  deploymentName,
}: DeploymentTarget): Promise<DeploymentState | null> {
  const { namespace } = client.options;
  try {
    const { conflictToken, workerDeploymentInfo } = await client.workflowService.describeWorkerDeployment({
      namespace,
      deploymentName,
    });
    const { currentDeploymentVersion, rampingDeploymentVersion, rampingVersionPercentage } =
      workerDeploymentInfo?.routingConfig ?? {};
    const buildId = rampingDeploymentVersion?.buildId ?? '';
    return {
      current: currentDeploymentVersion?.buildId || null,
      ramping: buildId === '' ? null : { buildId, percentage: rampingVersionPercentage ?? 0 },
      conflictToken: conflictToken ?? new Uint8Array(),
      isKnownEverywhere: workerDeploymentInfo?.routingConfigUpdateState !== IN_PROGRESS,
    };
  } catch (error) {
    if (errorCode(error) === status.NOT_FOUND) return null;
    throw error;
  }
}

/**
 * The builds whose workers are polling for conversations; null stands for workers without a version. Throws if Temporal
 * is unavailable.
 */
export async function pollingBuilds(
  target: DeploymentTarget,
  now: number,
): Promise<ReadonlySet<string | null>> {
  const { client, deploymentName, taskQueue } = target;
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  });
  const builds = new Set<string | null>();
  for (const { lastAccessTime, deploymentOptions } of pollers ?? []) {
    if (now - (lastAccessTime ? tsToMs(lastAccessTime) : 0) > ALIVE_MS) continue;
    if (deploymentOptions?.workerVersioningMode !== VERSIONED) builds.add(null);
    else if (deploymentOptions?.deploymentName === deploymentName)
      builds.add(deploymentOptions.buildId ?? '');
  }
  return builds;
}

/**
 * Makes a build the current one: every conversation runs on it from its next step on; null: on workers without a
 * version. Throws Temporal's error FAILED_PRECONDITION if its workers do not poll everything the previous build's
 * workers do, or if the deployment has been changed since `state` was read.
 */
export async function makeCurrent(target: DeploymentTarget, state: DeploymentState, buildId: string | null) {
  const { client, deploymentName } = target;
  await client.workflowService.setWorkerDeploymentCurrentVersion({
    namespace: client.options.namespace,
    deploymentName,
    buildId: buildId ?? '',
    conflictToken: state.conflictToken,
    identity: client.options.identity,
  });
}

/** Lets `percentage` of the conversations run on a build that is not current; 0 undoes it. Throws as above. */
export async function ramp(
  target: DeploymentTarget,
  state: DeploymentState,
  buildId: string,
  percentage: number,
) {
  const { client, deploymentName } = target;
  await client.workflowService.setWorkerDeploymentRampingVersion({
    namespace: client.options.namespace,
    deploymentName,
    buildId: percentage === 0 ? '' : buildId,
    percentage,
    conflictToken: state.conflictToken,
    identity: client.options.identity,
  });
}
