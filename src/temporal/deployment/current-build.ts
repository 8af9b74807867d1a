import { setTimeout as sleep } from 'node:timers/promises';
import { isRefusal } from '../search-attributes';
import { type DeploymentTarget, makeCurrent, pollingBuilds, readDeployment } from './worker-deployment';

export type CurrentBuildDeps = {
  readonly target: DeploymentTarget;
  /** The build of this process's worker. */
  readonly buildId: string;
  readonly logger: {
    readonly info: (fields: object, message: string) => void;
    readonly warn: (fields: object, message: string) => void;
  };
  readonly everyMs: number;
};

export type CurrentBuild = {
  /** The deployment may have been lost: check now. */
  readonly look: () => void;
  readonly close: () => Promise<void>;
};

/** What the check found; `retry`: it may change soon. */
type Found = 'current' | 'promoted' | 'other' | 'retry';

/**
 * Makes this worker's build current if the deployment has no current build: at the very first start, and after Temporal
 * was emptied or replaced. Otherwise no conversation would have a worker. While workers without a version are running
 * it waits: they are the previous release, and promoting is a decision for people (`npm run deploy:promote`).
 *
 * This is not a work loop: once a build is current there is nothing to check until the next `look`.
 */
export function keepCurrentBuild({ target, buildId, logger, everyMs }: CurrentBuildDeps): CurrentBuild {
  const over = new AbortController();
  let running: Promise<void> | null = null;
  let isAsked = false;

  const lookOnce = async (): Promise<Found> => {
    const state = await readDeployment(target);
    // The server has not seen this worker yet.
    if (state === null) return 'retry';
    if (state.current !== null) return state.current === buildId ? 'current' : 'other';
    const polling = await pollingBuilds(target, Date.now());
    if (polling.has(null) || !polling.has(buildId)) return 'retry';
    // If two builds do this at once, the first one wins, and the other one sees that at its next check.
    await makeCurrent(target, state, buildId);
    return 'promoted';
  };

  const run = async (): Promise<void> => {
    while (isAsked && !over.signal.aborted) {
      isAsked = false;
      try {
        const found = await lookOnce();
        if (found === 'promoted') logger.info({ buildId }, 'no build was current; this one is now');
        if (found === 'other')
          logger.info({ buildId }, 'another build is current: npm run deploy:promote lets this one work');
        if (found === 'retry') isAsked = true;
      } catch (error) {
        // If the server does not allow it, it is not tried again.
        isAsked = !isRefusal(error);
        logger.warn({ err: error, buildId }, 'the current build could not be looked up');
      }
      if (isAsked) await sleep(everyMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  };

  const look = (): void => {
    isAsked = true;
    running ??= run().finally(() => {
      running = null;
    });
  };

  return {
    look,
    async close() {
      over.abort();
      await running;
    },
  };
}
