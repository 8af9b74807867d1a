import { type Concurrency, createKeyedQueue } from '../platform/keyed-queue';
import { withTimeLimit } from '../platform/time-limit';
import { createWorkLoop } from '../platform/work-loop';

/** A call that the other side never answers must not hold up a shutdown; its row stays in the store. */
const CLOSE_WITHIN_MS = 5_000;

export type SweptQueue = {
  /** Does the work for this key soon; ignored after `close`. */
  readonly add: (key: string) => void;
  /** Starts a sweep now, without waiting for it. */
  readonly wake: () => void;
  /** Looks for due keys once; resolves when they have been added. */
  readonly sweep: () => Promise<void>;
  readonly isClosed: () => boolean;
  /** Resolves when no work is running or waiting. */
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type SweptQueueOptions = {
  /** How many keys are worked on at once (`createKeyedQueue`). */
  readonly concurrency: Concurrency;
  /** Must not reject. */
  readonly work: (key: string) => Promise<void>;
  /** The keys that are due according to the store. */
  readonly findDue: () => Promise<readonly string[]>;
  /** Gets what `findDue` threw. */
  readonly onSweepFailure: (error: unknown) => void;
  readonly sweepEveryMs: number;
};

/**
 * A queue of keys backed by the store: keys are added as soon as they become due, and a sweep finds those that were not
 * added, after a crash or a failure.
 */
export function createSweptQueue(options: SweptQueueOptions): SweptQueue {
  const { concurrency, work, findDue, onSweepFailure, sweepEveryMs } = options;
  const queue = createKeyedQueue({ concurrency, work });
  const add = (key: string): void => {
    if (!loop.isClosed()) queue.add(key);
  };
  const loop = createWorkLoop({
    async work() {
      for (const key of await findDue()) add(key);
      return false;
    },
    onFailure: onSweepFailure,
    everyMs: sweepEveryMs,
    // A sweep is one cheap query, and what it finds is already late.
    longestPauseMs: sweepEveryMs,
  });
  return {
    add,
    wake: loop.wake,
    async sweep() {
      loop.wake();
      await loop.idle();
    },
    isClosed: loop.isClosed,
    idle: queue.idle,
    async close() {
      await withTimeLimit(Promise.all([loop.close(), queue.idle()]), CLOSE_WITHIN_MS);
    },
  };
}
