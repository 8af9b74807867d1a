import { setTimeout as sleep } from 'node:timers/promises';

export type PokedLoop = {
  /** Work has come up: look now, and once more where it looks already. */
  readonly poke: () => void;
  readonly isClosed: () => boolean;
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<void>;
  /** Looks no more; resolves when what is under way has ended, or after `closeWithinMs`. */
  readonly close: () => Promise<void>;
};

export type PokedLoopOptions = {
  /** Looks and does what there is to do; true: there may be more, look again at once. */
  readonly work: () => Promise<boolean>;
  /** What `work` threw. It is tried again after a pause that grows with each failure in a row. */
  readonly onFailure: (error: unknown) => void;
  /** How often it looks without being poked. */
  readonly everyMs: number;
  /** Unset: as long as it takes. */
  readonly closeWithinMs?: number;
};

/** The pause after failures grows to this, or stays `everyMs` where that is longer. */
const LONGEST_PAUSE_MS = 10_000;

/**
 * Does the same work again and again, never twice at the same time: when it is poked, and every `everyMs` for what it
 * was not told of. Begins with the first poke, or after `everyMs`.
 */
export function createPokedLoop(options: PokedLoopOptions): PokedLoop {
  const { work, onFailure, everyMs, closeWithinMs } = options;
  let isPoked = false;
  let isClosed = false;
  let failures = 0;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  const run = async (): Promise<void> => {
    for (let isMore = true; (isMore || isPoked) && !isClosed; ) {
      isPoked = false;
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
    });
    return running;
  };

  // Pokes do not put it off: however many come, what nobody told of is looked for.
  const startLater = (): void => {
    if (isClosed) return;
    const pauseMs = Math.min(everyMs * 2 ** failures, Math.max(everyMs, LONGEST_PAUSE_MS));
    timer = setTimeout(() => void start().then(startLater), pauseMs).unref();
  };

  startLater();
  return {
    poke() {
      if (isClosed) return;
      isPoked = true;
      void start();
    },
    isClosed: () => isClosed,
    async idle() {
      await running;
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      if (closeWithinMs === undefined) await running;
      else await Promise.race([running, sleep(closeWithinMs, undefined, { ref: false })]);
    },
  };
}
