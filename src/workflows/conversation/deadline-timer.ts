import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/**
 * The conversation's one timer. It is cancelled only for a nearer instant; a later one lets it fire and look again,
 * so that a message costs no timer events.
 */
export type DeadlineTimer = {
  /** Wakes at `at` (epoch ms) at the latest. `summary` shows in the Temporal UI. */
  readonly wakeAt: (at: number, now: number, summary: string) => void;
};

/** `onFire` is called when the timer fires; never after it was replaced. */
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
