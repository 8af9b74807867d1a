import { setTimeout as sleep } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { errorCode, errorMessage } from '../../platform/errors';
import {
  type DeploymentState,
  type DeploymentTarget,
  makeCurrent,
  pollingBuilds,
  ramp,
  readDeployment,
} from './worker-deployment';

export type Promotion = { readonly isDone: boolean; readonly sentence: string };

const LOOK_EVERY_MS = 100;

/**
 * Makes a build current, or lets a percentage of the conversations run on it. Refuses, with a reason, if no worker of
 * the build is polling. Throws if Temporal is unavailable.
 *
 * @param buildId null: workers without a build id take over
 * @param percentage undefined: the build becomes current; 1 to 99; 0: no conversation runs on it any more
 */
export async function promoteBuild(
  target: DeploymentTarget,
  buildId: string | null,
  percentage?: number,
): Promise<Promotion> {
  const state = await readDeployment(target);
  const polling = await pollingBuilds(target, Date.now());
  if (buildId === null) return promoteNone(target, state, polling.has(null));
  if (percentage === 0 && state !== null) return withdraw(target, state, buildId);
  if (state === null || !polling.has(buildId)) return refuse(describeMissing(buildId, polling));
  if (state.current === buildId) {
    if (percentage === undefined && state.ramping !== null)
      return withdraw(target, state, state.ramping.buildId);
    return done(`Build ${buildId} is already current.`);
  }
  try {
    if (percentage !== undefined) {
      await ramp(target, state, buildId, percentage);
      await isKnownEverywhere(target);
      const others = describe(state.current);
      return done(
        `${percentage} % of the conversations now run on build ${buildId}, the others on ${others}.`,
      );
    }
    await makeCurrent(target, state, buildId);
    await endOtherShares(target, buildId);
    await isKnownEverywhere(target);
  } catch (error) {
    if (errorCode(error) !== status.FAILED_PRECONDITION) throw error;
    return refuse(`Temporal refuses to promote build ${buildId}: ${detailsOf(error)}`);
  }
  const former = describe(state.current);
  return done(
    `Build ${buildId} is current now; it was ${former}. Every conversation runs on it from its next step on. ` +
      'The previous workers get no more work and can be stopped with SIGTERM.',
  );
}

async function promoteNone(
  target: DeploymentTarget,
  state: DeploymentState | null,
  isPolling: boolean,
): Promise<Promotion> {
  if (state === null) return done('There is already no current build.');
  if (state.current === null) {
    if (state.ramping !== null) return withdraw(target, state, state.ramping.buildId);
    return done('There is already no current build.');
  }
  if (!isPolling) {
    return refuse(
      'No worker without a build id is running, so conversations would get stuck. Start workers without WORKER_BUILD_ID first.',
    );
  }
  await makeCurrent(target, state, null);
  await endOtherShares(target, null);
  await isKnownEverywhere(target);
  return done(
    `No build is current now; it was ${describe(state.current)}. Conversations run on workers without a build id.`,
  );
}

/**
 * Takes back the share that a third build had. Temporal leaves it as it is, and those conversations would get stuck as soon as
 * its workers are stopped.
 */
async function endOtherShares(target: DeploymentTarget, current: string | null): Promise<void> {
  const state = await readDeployment(target);
  if (state !== null && state.ramping !== null && state.ramping.buildId !== current)
    await ramp(target, state, state.ramping.buildId, 0);
}

async function withdraw(
  target: DeploymentTarget,
  state: DeploymentState,
  buildId: string,
): Promise<Promotion> {
  if (state.current === buildId) {
    return refuse(`Build ${buildId} is current: promote another one instead.`);
  }
  if (state.ramping?.buildId !== buildId) return done(`No conversation runs on build ${buildId}.`);
  await ramp(target, state, buildId, 0);
  await isKnownEverywhere(target);
  return done(`All conversations run on ${describe(state.current)} again from their next step on.`);
}

/** The server's components learn of a change one after another; until then some tasks go to the previous build. */
async function isKnownEverywhere(target: DeploymentTarget): Promise<void> {
  while ((await readDeployment(target))?.isKnownEverywhere === false) await sleep(LOOK_EVERY_MS);
}

function describeMissing(buildId: string, polling: ReadonlySet<string | null>): string {
  const others = [...polling].map(describe).join(', ');
  return (
    `No worker of build ${buildId} is running, so conversations would get stuck. Start workers with ` +
    `WORKER_BUILD_ID=${buildId} first. ${others === '' ? 'No worker is running at all.' : `Running: ${others}.`}`
  );
}

function describe(buildId: string | null): string {
  return buildId === null ? 'workers without a build id' : `build ${buildId}`;
}

/** The server's message, without the client's own prefix. */
function detailsOf(error: unknown): string {
  const isDetailed = typeof error === 'object' && error !== null && 'details' in error;
  return isDetailed ? String(error.details) : errorMessage(error);
}

function done(sentence: string): Promotion {
  return { isDone: true, sentence };
}

function refuse(sentence: string): Promotion {
  return { isDone: false, sentence };
}
