export type KeyedQueue = {
  /** Runs the work for this key as soon as possible; a key that is already waiting is not added twice. */
  readonly add: (key: string) => void;
  /** Resolves when nothing is running or waiting. */
  readonly idle: () => Promise<void>;
};

export type Concurrency = number | ((longestWaitMs: number) => number);

/**
 * A queue that never works on the same key twice at once. A key that is added while its work runs is run again
 * afterwards, so the second run sees everything that arrived during the first.
 *
 * @param options.concurrency how many keys may run at once; as a function of how long (ms) the key that has waited
 *   longest has waited; at least 1
 * @param options.work must not reject
 */
export function createKeyedQueue(options: {
  readonly concurrency: Concurrency;
  readonly work: (key: string) => Promise<void>;
}): KeyedQueue {
  const { concurrency } = options;
  const most = typeof concurrency === 'number' ? (): number => concurrency : concurrency;
  /** Since when each key has waited (`performance.now()`), the longest first. */
  const waiting = new Map<string, number>();
  const running = new Set<string>();
  let onIdle: (() => void)[] = [];

  const start = (): void => {
    for (const [key, since] of waiting) {
      if (running.size >= most(performance.now() - since)) return;
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
      if (!waiting.has(key)) waiting.set(key, performance.now());
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
