export type KeyedQueue = {
  /** Runs the work for this key as soon as possible; a key that is already waiting is not added twice. */
  readonly add: (key: string) => void;
  /** Resolves when nothing is running or waiting. */
  readonly idle: () => Promise<void>;
};

/**
 * A queue that never runs two works for the same key at once. A key that is added while its work runs is run again
 * afterwards, so the second run sees everything that arrived during the first.
 *
 * @param options.concurrency how many keys may run at once
 * @param options.work must not reject
 */
export function createKeyedQueue(options: {
  readonly concurrency: number;
  readonly work: (key: string) => Promise<void>;
}): KeyedQueue {
  const waiting = new Set<string>();
  const running = new Set<string>();
  let onIdle: (() => void)[] = [];

  const start = (): void => {
    for (const key of waiting) {
      if (running.size >= options.concurrency) return;
      if (running.has(key)) continue;
      waiting.delete(key);
      running.add(key);
      void options.work(key).finally(() => {
        running.delete(key);
        start();
        if (running.size === 0 && waiting.size === 0) {
          for (const resolve of onIdle) resolve();
          onIdle = [];
        }
      });
    }
  };

  return {
    add(key) {
      waiting.add(key);
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
