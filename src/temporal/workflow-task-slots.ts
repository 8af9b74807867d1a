import type { CustomSlotSupplier, SlotPermit, WorkflowSlotInfo } from '@temporalio/worker';

/** The bounds that a limit moves in, and what it moves by. */
export type SlotLimits = {
  /** Where it begins, and what it never falls below; at least 3: a poll of each queue, and a task. */
  readonly least: number;
  readonly most: number;
  /**
   * A task that ends within this time moves the limit by one: up if it was there soon after it was asked for, so that more
   * may wait at the server; down if not.
   */
  readonly quickMs: number;
  /** Longer than the way to the server and back. */
  readonly soonMs: number;
  /** A task that takes longer halves the limit, once, as soon as it is noticed. */
  readonly slowMs: number;
};

export type WorkflowTaskSlots = CustomSlotSupplier<WorkflowSlotInfo> & {
  /** How many polls and tasks there may be at once, now. */
  limit(): number;
};

type Held = {
  /** Of the worker's own queue, whose conversations it has in its cache. */
  readonly isSticky: boolean;
  readonly askedAt: number;
  /** Since when a task runs in it; undefined: it waits at the server for one. */
  usedSince?: number;
  isKnownAsSlow: boolean;
};
type Request = { readonly isSticky: boolean; readonly grant: () => void };

/**
 * How many workflow tasks a worker takes at once: few while they are slow, more while they end quickly and others wait. A
 * task has five seconds, replay included, and one thread runs them all, so what is too many depends on what else wants the
 * cores (docs/performance.md, "Taking conversations over").
 *
 * Each poll holds a slot from before it asks the server. Neither queue, the worker's own nor the common one, may hold
 * more than a quarter of the slots by polls that wait, and a queue that nobody asks gets a slot even if the other's polls
 * hold all that are left of a limit that has fallen: a poll may wait for a minute.
 *
 * @param now milliseconds of a clock that never goes back
 */
export function createWorkflowTaskSlots(
  { least, most, quickMs, soonMs, slowMs }: SlotLimits,
  now: () => number = () => performance.now(),
): WorkflowTaskSlots {
  const held = new Map<SlotPermit, Held>();
  const waiting = new Set<Request>();
  let limit = least;
  let lastServedSticky = false;

  const inUse = (): number => count((one) => one.usedSince !== undefined);
  const polls = (isSticky: boolean): number =>
    count((one) => one.usedSince === undefined && one.isSticky === isSticky);
  const count = (matches: (one: Held) => boolean): number => [...held.values()].filter(matches).length;

  const mayTake = (isSticky: boolean): boolean => {
    if (polls(isSticky) === 0 && inUse() < limit - 1) return true;
    return held.size < limit && polls(isSticky) < Math.max(1, Math.floor(limit / 4));
  };
  const take = (isSticky: boolean): SlotPermit => {
    const permit: SlotPermit = {};
    held.set(permit, { isSticky, askedAt: now(), isKnownAsSlow: false });
    lastServedSticky = isSticky;
    return permit;
  };
  /** The queue with fewer polls first; of two alike, the one that was not served last. */
  const serve = (): void => {
    for (;;) {
      const order = [!lastServedSticky, lastServedSticky].sort((one, other) => polls(one) - polls(other));
      const next = order
        .filter(mayTake)
        .map((isSticky) => [...waiting].find((request) => request.isSticky === isSticky))
        .find((request) => request !== undefined);
      if (next === undefined) return;
      waiting.delete(next);
      next.grant();
    }
  };
  const noticeSlowTasks = (): void => {
    for (const one of held.values()) {
      if (one.isKnownAsSlow || one.usedSince === undefined || now() - one.usedSince <= slowMs) continue;
      one.isKnownAsSlow = true;
      limit = Math.max(least, Math.floor(limit / 2));
    }
  };
  const learnFrom = ({ askedAt, usedSince }: Held): void => {
    if (usedSince === undefined || now() - usedSince > quickMs) return;
    const step = usedSince - askedAt <= soonMs ? 1 : -1;
    limit = Math.max(least, Math.min(most, limit + step));
  };
  const release = (permit: SlotPermit): void => {
    noticeSlowTasks();
    const one = held.get(permit);
    if (one !== undefined) learnFrom(one);
    held.delete(permit);
    serve();
  };

  return {
    type: 'custom',
    limit: () => limit,
    reserveSlot: ({ isSticky }, signal) =>
      new Promise((resolve, reject) => {
        let permit: SlotPermit | undefined;
        const request: Request = {
          isSticky,
          grant: () => {
            permit = take(isSticky);
            resolve(permit);
          },
        };
        waiting.add(request);
        signal.addEventListener('abort', () => {
          waiting.delete(request);
          // What is granted and no longer wanted was never received.
          if (permit !== undefined) release(permit);
          reject(signal.reason);
        });
        noticeSlowTasks();
        serve();
      }),
    tryReserveSlot({ isSticky }) {
      noticeSlowTasks();
      return mayTake(isSticky) ? take(isSticky) : null;
    },
    markSlotUsed({ permit }) {
      const one = held.get(permit);
      if (one === undefined) return;
      one.usedSince = now();
      one.isKnownAsSlow = false;
      serve();
    },
    releaseSlot: ({ permit }) => release(permit),
  };
}
