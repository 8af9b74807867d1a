import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/**
 * The timer for the beginning of a bot's turn, beside that for deadlines: a turn is due after a second, and the deadline
 * timer keeps running for hours. It is exact: a further message of the contact moves it.
 */
export type TurnTimer = {
  /** Wakes the host at `at` (epoch ms); null: no turn is due. `turns`: how many there were. */
  readonly wakeAt: (at: number | null, now: number, turns: number) => void;
};

/** `onFire` is called when the timer fires, but not for a timer that was replaced. */
export function createTurnTimer(onFire: () => void): TurnTimer {
  let running: { readonly at: number; readonly scope: CancellationScope } | null = null;
  return {
    wakeAt(at, now, turns) {
      if (running?.at === at || (running === null && at === null)) return;
      running?.scope.cancel();
      running = null;
      if (at === null) return;
      const scope = new CancellationScope();
      const mine = { at, scope };
      running = mine;
      scope
        .run(() => sleep(Math.max(1, at - now), { summary: `turn ${turns + 1} of the bot begins` }))
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
