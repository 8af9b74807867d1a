/**
 * Runs work for one contact at a time, and again where it was asked for meanwhile: what arrives during a run is seen
 * by the next one.
 */
export type ContactQueue = {
  readonly poke: (contactId: string) => void;
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<void>;
};

/**
 * `atOnce`: how many contacts may be worked for at once, by how long the one that has waited longest waits (ms); at
 * least 1. `work` must not throw.
 */
export function createContactQueue(options: {
  readonly atOnce: (waitedMs: number) => number;
  readonly work: (contactId: string) => Promise<void>;
}): ContactQueue {
  /** Since when each waits (`performance.now()`), the longest first. */
  const waiting = new Map<string, number>();
  const running = new Set<string>();
  let onIdle: (() => void)[] = [];

  const start = (): void => {
    for (const [contactId, since] of waiting) {
      if (running.size >= options.atOnce(performance.now() - since)) return;
      if (running.has(contactId)) continue;
      waiting.delete(contactId);
      running.add(contactId);
      void options.work(contactId).finally(() => {
        running.delete(contactId);
        start();
        if (running.size === 0 && waiting.size === 0) {
          for (const resolve of onIdle) resolve();
          onIdle = [];
        }
      });
    }
  };

  return {
    poke(contactId) {
      if (!waiting.has(contactId)) waiting.set(contactId, performance.now());
      start();
    },
    idle: () =>
      running.size === 0 && waiting.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            onIdle.push(resolve);
          }),
  };
}
