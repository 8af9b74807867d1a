/**
 * Runs work for one contact at a time, and again where it was asked for meanwhile: what arrives during a run is seen
 * by the next one. At most `concurrency` contacts at once.
 */
export type ContactQueue = {
  readonly poke: (contactId: string) => void;
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<void>;
};

/** `work` must not throw. */
export function createContactQueue(options: {
  readonly concurrency: number;
  readonly work: (contactId: string) => Promise<void>;
}): ContactQueue {
  const waiting = new Set<string>();
  const running = new Set<string>();
  let onIdle: (() => void)[] = [];

  const start = (): void => {
    for (const contactId of waiting) {
      if (running.size >= options.concurrency) return;
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
      waiting.add(contactId);
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
