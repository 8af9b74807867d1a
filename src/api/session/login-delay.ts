/** Slows guessing down: after some failures for one account from one address, each further one doubles the wait. */

const FREE_FAILURES = 4;
const LONGEST_WAIT_MS = 15 * 60 * 1000;
const MOST_ENTRIES = 10_000;

export type LoginDelay = {
  /** Milliseconds to wait before the next try is even looked at; 0: go on. */
  waitMs(account: string, address: string): number;
  failed(account: string, address: string): void;
  succeeded(account: string, address: string): void;
};

/** Kept in this process; `now` in epoch milliseconds. */
export function createLoginDelay(now: () => number = Date.now): LoginDelay {
  const failures = new Map<string, { count: number; until: number }>();
  const keyOf = (account: string, address: string): string => `${account.toLowerCase()}\n${address}`;
  return {
    waitMs: (account, address) => Math.max(0, (failures.get(keyOf(account, address))?.until ?? 0) - now()),
    failed(account, address) {
      const key = keyOf(account, address);
      const count = (failures.get(key)?.count ?? 0) + 1;
      const waitMs =
        count <= FREE_FAILURES ? 0 : Math.min(1000 * 2 ** (count - FREE_FAILURES - 1), LONGEST_WAIT_MS);
      // Taken out first, so that the map's order is by the last failure and the oldest goes when it is full.
      failures.delete(key);
      failures.set(key, { count, until: now() + waitMs });
      const oldest = failures.keys().next();
      if (failures.size > MOST_ENTRIES && oldest.done !== true) failures.delete(oldest.value);
    },
    succeeded(account, address) {
      failures.delete(keyOf(account, address));
    },
  };
}
