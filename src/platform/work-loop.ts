import { withTimeLimit } from './time-limit';

export type WorkLoop = {
  /** There is new work: run now, and once more if a run is already under way. */
  readonly wake: () => void;
  readonly isClosed: () => boolean;
  /** Resolves when no run is under way. */
  readonly idle: () => Promise<void>;
  /** Starts no more runs; resolves when the current one has ended, or after `closeWithinMs`. */
  readonly close: () => Promise<void>;
};

export type WorkLoopOptions = {
  /** Finds the work and does it; true: there may be more, run again at once. */
  readonly work: () => Promise<boolean>;
  /** Gets what `work` threw. The next try comes within a second, and later with each failure in a row. */
  readonly onFailure: (error: unknown) => void;
  /** How often it runs without being woken. */
  readonly everyMs: number;
  /** The longest pause after failures; default 10 s, or `everyMs` if that is longer. */
  readonly longestPauseMs?: number;
  /** Default: as long as it takes. */
  readonly closeWithinMs?: number;
};

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Runs the same work repeatedly, one run at a time: whenever it is woken, and every `everyMs` for work that was not
 * announced. The first run comes with the first `wake`, or after `everyMs`.
 */
export function createWorkLoop(options: WorkLoopOptions): WorkLoop {
  const { work, onFailure, everyMs, closeWithinMs } = options;
  const firstPauseMs = Math.min(everyMs, FIRST_PAUSE_MS);
  const longestPauseMs = Math.max(everyMs, options.longestPauseMs ?? LONGEST_PAUSE_MS);
  let isWoken = false;
  let isClosed = false;
  let failures = 0;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  const run = async (): Promise<void> => {
    for (let isMore = true; (isMore || isWoken) && !isClosed; ) {
      isWoken = false;
      try {
        isMore = await work();
        failures = 0;
      } catch (error) {
        failures += 1;
        onFailure(error);
        return;
      }
    }
  };

  const start = (): Promise<void> => {
    running ??= run().finally(() => {
      running = null;
      // Sets the next look after one that was due. After a failure it comes sooner: what that run was woken for is still to be done.
      if (failures > 0 || timer === undefined) startLater();
    });
    return running;
  };

  // A run that was woken does not postpone this: unannounced work is found however often the loop is woken.
  const startLater = (): void => {
    clearTimeout(timer);
    if (isClosed) return;
    const pauseMs = failures === 0 ? everyMs : Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);
    timer = setTimeout(() => {
      timer = undefined;
      void start();
    }, pauseMs).unref();
  };

  startLater();
  return {
    wake() {
      if (isClosed) return;
      isWoken = true;
      void start();
    },
    isClosed: () => isClosed,
    async idle() {
      await running;
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      if (running === null) return;
      if (closeWithinMs === undefined) await running;
      else await withTimeLimit(running, closeWithinMs);
    },
  };
}
