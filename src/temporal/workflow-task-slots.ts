import type { CustomSlotSupplier, SlotPermit, WorkflowSlotInfo } from '@temporalio/worker';

/** The bounds that a limit moves in, and what it moves by. */
export type SlotLimits = {
  /** Where it begins, and what it never falls below; at least 3: a poll of each queue, and a task. */
  readonly least: number;
  /** Up to a quarter more may run for a moment: polls that wait while a queue that nobody asks gets slots as well. */
  readonly most: number;
  /**
   * A task that ends within this time moves the limit by one: up if it was there soon after it was asked for, so that more
   * may wait at the server, and no slow one runs; down if it was not.
   */
  readonly quickMs: number;
  /** Longer than the way to the server and back. */
  readonly soonMs: number;
  /** A task that takes longer halves the limit, once, as soon as it is noticed. */
  readonly slowMs: number;
  /** After so long without a task, the limit begins again: the next tasks may be of another kind. */
  readonly quietMs: number;
};

export type WorkflowTaskSlots = CustomSlotSupplier<WorkflowSlotInfo> & {
  /** How many polls and tasks there may be at once now, and how many of them of the common queue. */
  limits(): { readonly all: number; readonly common: number };
};

type Held = {
  /** Of the worker's own queue, whose conversations it has in its cache. */
  readonly isSticky: boolean;
  readonly askedAt: number;
  /**
   * Since when a task runs in it; undefined: it waits at the server for one. The SDK may pass the slot on to the conversation's next
   * task without a word, so one that is written to all the time counts as slow.
   */
  usedSince?: number;
  isKnownAsSlow: boolean;
};
type Request = { readonly isSticky: boolean; readonly grant: () => void };

/**
 * How many workflow tasks a worker takes at once: few while they are slow, more while they end quickly and others wait. A
 * task has five seconds, replay included, and one thread runs them all, so what is too many depends on what else wants the
 * cores (docs/performance.md, "Taking conversations over"). The common queue has a limit of its own besides, because what
 * comes from there may have to be replayed, which can be a hundred times dearer than the tasks that made the other one grow.
 *
 * Each poll holds a slot from before it asks the server, and may wait there for a minute. So neither queue may hold more
 * than a quarter of its limit by polls that wait, and a queue that nobody asks gets a slot even if the other's polls hold
 * all that are left of a limit that has fallen.
 *
 * @param now milliseconds of a clock that never goes back
 */
export function createWorkflowTaskSlots(
  bounds: SlotLimits,
  now: () => number = () => performance.now(),
): WorkflowTaskSlots {
  const held = new Map<SlotPermit, Held>();
  const waiting = new Set<Request>();
  const all = createLimit(bounds);
  const common = createLimit(bounds);
  let lastServedSticky = false;

  const count = (matches: (one: Held) => boolean): number => [...held.values()].filter(matches).length;
  const polls = (isSticky: boolean): number =>
    count((one) => one.usedSince === undefined && one.isSticky === isSticky);
  const limitsOf = ({ isSticky }: Held): readonly Limit[] => (isSticky ? [all] : [all, common]);

  const mayTake = (isSticky: boolean): boolean => {
    if (!isSticky && count((one) => !one.isSticky) >= common.value()) return false;
    const waitingPolls = polls(isSticky);
    if (waitingPolls === 0 && held.size - polls(true) - polls(false) < all.value() - 1) return true;
    const limit = isSticky ? all : common;
    return held.size < all.value() && waitingPolls < Math.max(1, Math.floor(limit.value() / 4));
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
      if (one.isKnownAsSlow || one.usedSince === undefined || now() - one.usedSince <= bounds.slowMs)
        continue;
      one.isKnownAsSlow = true;
      for (const limit of limitsOf(one)) limit.halve();
    }
  };
  const learnFrom = (one: Held): void => {
    if (one.usedSince === undefined || now() - one.usedSince > bounds.quickMs) return;
    const isAnySlow = count(({ isKnownAsSlow }) => isKnownAsSlow) > 0;
    const step = one.usedSince - one.askedAt > bounds.soonMs ? -1 : isAnySlow ? 0 : 1;
    for (const limit of limitsOf(one)) limit.move(step);
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
    limits: () => ({ all: all.value(), common: common.value() }),
    reserveSlot: ({ isSticky }, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
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
      for (const limit of limitsOf(one)) limit.usedAt(now());
      serve();
    },
    releaseSlot: ({ permit }) => release(permit),
  };
}

type Limit = ReturnType<typeof createLimit>;

function createLimit({ least, most, quietMs }: SlotLimits) {
  let value = least;
  let lastUsedAt = Number.NEGATIVE_INFINITY;
  return {
    value: (): number => value,
    move(step: number): void {
      value = Math.max(least, Math.min(most, value + step));
    },
    halve(): void {
      value = Math.max(least, Math.floor(value / 2));
    },
    usedAt(at: number): void {
      if (at - lastUsedAt > quietMs) value = least;
      lastUsedAt = at;
    },
  };
}
