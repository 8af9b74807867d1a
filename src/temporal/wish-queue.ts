/**
 * Runs at most `inFlight` tasks per key at once; the others wait in order. Temporal accepts ten updates of one workflow
 * at a time and delays the eleventh by a second or more.
 */
export type WishQueue = {
  /** Runs `work` when its turn comes; undefined, without running it, if that is not before `until` (epoch ms). */
  readonly run: <T>(key: string, until: number, work: () => Promise<T>) => Promise<T | undefined>;
};

type Lane = { running: number; readonly waiting: (() => void)[] };

/** Creates the queue; `inFlight`: how many may run at once per key. */
export function createWishQueue(inFlight: number): WishQueue {
  const lanes = new Map<string, Lane>();

  const enter = async (key: string, lane: Lane, until: number): Promise<boolean> => {
    lanes.set(key, lane);
    if (lane.running < inFlight) {
      lane.running += 1;
      return true;
    }
    return new Promise((resolve) => {
      const tooLate = setTimeout(
        () => {
          lane.waiting.splice(lane.waiting.indexOf(mayGo), 1);
          resolve(false);
        },
        Math.max(0, until - Date.now()),
      );
      // A finished task passes its place to the next in line, so that newcomers cannot overtake.
      const mayGo = (): void => {
        clearTimeout(tooLate);
        resolve(true);
      };
      lane.waiting.push(mayGo);
    });
  };

  const leave = (key: string, lane: Lane): void => {
    const next = lane.waiting.shift();
    if (next !== undefined) return next();
    lane.running -= 1;
    if (lane.running === 0) lanes.delete(key);
  };

  return {
    async run(key, until, work) {
      const lane = lanes.get(key) ?? { running: 0, waiting: [] };
      if (!(await enter(key, lane, until))) return undefined;
      try {
        return await work();
      } finally {
        leave(key, lane);
      }
    },
  };
}
