import { createWorkLoop } from '../../platform/work-loop';
import type { NamespaceKeeper } from '../../temporal/namespace-keeper';
import type { RetentionClient } from '../../temporal/retention-client';

const LOOK_EVERY_MS = 10 * 60_000;

/**
 * Makes the schedule of retention at the start, after Temporal was reset, and if somebody has deleted it. A server without
 * schedules is told of once: then retention is run through the API only.
 */
export function keepRetentionSchedule(deps: {
  readonly retention: Pick<RetentionClient, 'keepSchedule'>;
  readonly namespace: Pick<NamespaceKeeper, 'onReady'>;
  readonly logger: {
    readonly warn: (fields: object, message: string) => void;
    readonly info: (fields: object, message: string) => void;
  };
}): { readonly close: () => Promise<void> } {
  const { retention, namespace, logger } = deps;
  let isTold = false;
  const loop = createWorkLoop({
    async work() {
      const state = await retention.keepSchedule();
      if (state === 'unsupported' && !isTold) {
        isTold = true;
        logger.warn({}, 'this Temporal server has no schedules: run retention through the API');
      }
      if (state === 'made') logger.info({}, 'the schedule of retention was made');
      return false;
    },
    onFailure: (error) => logger.warn({ err: error }, 'the schedule of retention could not be made yet'),
    everyMs: LOOK_EVERY_MS,
  });
  namespace.onReady(loop.wake);
  return { close: loop.close };
}
