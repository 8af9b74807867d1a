import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/**
 * The timer of the workflow's main loop: for the nearest deadline, or the next attempt to send. It is replaced only for an
 * earlier instant. For a later one it fires at the old instant and the loop looks again, so a message costs no timer events.
 */
export type DeadlineTimer = {
  /** Wakes the host at `at` (epoch ms) or earlier. The Temporal UI shows `summary`. */
  readonly wakeAt: (at: number, now: number, summary: string) => void;
};

/** `onFire` is called when the timer fires, but not for a timer that was replaced. */
export function createDeadlineTimer(onFire: () => void): DeadlineTimer {
  let running: { readonly at: number; readonly scope: CancellationScope } | null = null;
  return {
    wakeAt(at, now, summary) {
      if (running !== null && running.at <= at) return;
      running?.scope.cancel();
      const scope = new CancellationScope();
      const mine = { at, scope };
      running = mine;
      scope
        .run(() => sleep(Math.max(1, at - now), { summary }))
        .then(
          () => {
            if (running === mine) running = null;
            onFire();
          },
          (error: unknown) => {
            if (!isCancellation(error)) throw error;
          },
        );
    },
  };
}
