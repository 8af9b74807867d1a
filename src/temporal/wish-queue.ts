/**
 * Lets at most `inFlight` works run at once for each key; the others wait in the order in which they came. Temporal
 * takes ten updates of one workflow at a time and makes the eleventh wait for a second or more.
 */
export type WishQueue = {
  /** Runs `work` when it is its turn; undefined, without running it, where that is not before `until` (epoch ms). */
  readonly run: <T>(key: string, until: number, work: () => Promise<T>) => Promise<T | undefined>;
};

type Lane = { running: number; readonly waiting: (() => void)[] };

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
      // A finished work hands its place to the next in line, so that newcomers cannot overtake.
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
