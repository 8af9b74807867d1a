import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateCounts } from '../../store/rate-limits/rate-counts';

/** One rate limit for all API processes together. */
export type SharedLimit = {
  /** Counts one request: null if it may proceed, else the ms to wait. */
  readonly take: (who: string) => Promise<number | null>;
  /** The ms to wait if this process already knows that the limit is reached, else null. Makes no query. */
  readonly knownWait: (who: string) => number | null;
};

export type SharedLimitOptions = {
  readonly name: string;
  /** Requests in a window. */
  readonly limit: number;
  /** How many requests a process reserves at once: the database is asked once for each block. */
  readonly block: number;
  readonly counts: RateCounts;
  readonly windowMs: number;
};

/** What this process may still let through in the current window; `isLast`: the limit is used up. */
type Share = { readonly left: number; readonly isLast: boolean; readonly endsAt: number };

/** A database that does not answer within this time is treated as unavailable. */
const ANSWER_WITHIN_MS = 1_000;
/** After a failure the database is not asked again for this long. */
const ASK_AGAIN_AFTER_MS = 5_000;

/**
 * All processes together never let more than `limit` requests through in a window. What one has reserved but not used
 * is unavailable to the others until the window ends. While the database is down, each process counts on its own.
 */
export function createSharedLimit(options: SharedLimitOptions): SharedLimit {
  const { name, limit, block, counts, windowMs } = options;
  const shares = new Map<string, Share>();
  const asking = new Map<string, Promise<void>>();
  const alone = new RateLimiterMemory({ points: limit, duration: windowMs / 1_000 });
  let awayUntil = 0;

  const shareOf = (who: string): Share | undefined => {
    const share = shares.get(who);
    return share !== undefined && share.endsAt > Date.now() ? share : undefined;
  };

  const takeBlock = async (who: string): Promise<void> => {
    const { sum, endsInMs } = await inTime(counts.count(name, who, block));
    const before = sum - block;
    const left = Math.max(0, Math.min(block, limit - before));
    shares.set(who, { left, isLast: sum >= limit, endsAt: Date.now() + endsInMs });
  };

  /** Concurrent requests share one query. */
  const ask = (who: string): Promise<void> => {
    const asked = asking.get(who) ?? takeBlock(who).finally(() => asking.delete(who));
    asking.set(who, asked);
    return asked;
  };

  const takeAlone = async (who: string): Promise<number | null> => {
    try {
      await alone.consume(who);
      return null;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
      throw refusal;
    }
  };

  const knownWait = (who: string): number | null => {
    const share = shareOf(who);
    return share?.isLast && share.left === 0 ? share.endsAt - Date.now() : null;
  };

  const sweep = setInterval(() => {
    for (const who of shares.keys()) if (shareOf(who) === undefined) shares.delete(who);
  }, windowMs);
  sweep.unref();

  return {
    knownWait,
    async take(who) {
      for (;;) {
        const share = shareOf(who);
        if (share !== undefined && share.left > 0) {
          shares.set(who, { ...share, left: share.left - 1 });
          return null;
        }
        const wait = knownWait(who);
        if (wait !== null) return wait;
        if (Date.now() < awayUntil) return takeAlone(who);
        try {
          await ask(who);
        } catch {
          awayUntil = Date.now() + ASK_AGAIN_AFTER_MS;
        }
      }
    },
  };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const timeout = new AbortController();
  const tooLate = sleep(ANSWER_WITHIN_MS, undefined, { signal: timeout.signal, ref: false }).then(() => {
    throw new Error('the counts of requests did not answer in time');
  });
  // The loser of the race may still reject: that must not become an unhandled rejection.
  tooLate.catch(() => undefined);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    timeout.abort();
  }
}
