import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/**
 * A timer beside that for deadlines, for what is due soon: the beginning of a bot's turn after a second, the end of an offer
 * after half a minute. The deadline timer keeps running for hours. This one is exact: it moves when its instant does.
 */
export type ExactTimer = {
  /** Wakes the host at `at` (epoch ms); null: nothing is due. The Temporal UI shows `summary`. */
  readonly wakeAt: (at: number | null, now: number, summary: string) => void;
};

/** `onFire` is called when the timer fires, but not for a timer that was replaced. */
export function createExactTimer(onFire: () => void): ExactTimer {
  let running: { readonly at: number; readonly scope: CancellationScope } | null = null;
  return {
    wakeAt(at, now, summary) {
      if (running?.at === at || (running === null && at === null)) return;
      running?.scope.cancel();
      running = null;
      if (at === null) return;
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
