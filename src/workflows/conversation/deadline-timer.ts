import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/**
 * The timer of the workflow's main loop: for the nearest deadline, or the next attempt to send. It is replaced only for an
 * earlier instant. For a later one it fires at the old instant and the loop looks again, so a message costs no timer events.
 */
export type DeadlineTimer = {
  /** Wakes the host at `at` (epoch ms) or earlier. The Temporal UI shows `summary`. */
  readonly wakeAt: (at: number, now: number, summary: string) => void;
  /** Whether it wakes the host at `at` or earlier as it is. */
  readonly wakesBy: (at: number) => boolean;
};

/** `onFire` is called when the timer fires, but not for a timer that was replaced. */
export function createDeadlineTimer(onFire: () => void): DeadlineTimer {
  let running: { readonly at: number; readonly scope: CancellationScope } | null = null;
  const wakesBy = (at: number): boolean => running !== null && running.at <= at;
  return {
    wakesBy,
    wakeAt(at, now, summary) {
      if (wakesBy(at)) return;
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
