/**
 * Group commit: while a batch is running, new items are collected for the next one. A single item is not delayed, and a
 * thousand items cost a few statements instead of a thousand.
 */
export type Batcher<Item, Result> = (item: Item) => Promise<Result>;

export type BatcherOptions<Item, Result> = {
  /** Runs a batch and resolves with one result per item, in order. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly maxSize: number;
  /** How many batches may run at once. */
  readonly concurrency: number;
  /** Items with the same key never run at the same time, nor in one batch; unset: no such rule. */
  readonly keyOf?: (item: Item) => string;
  /** Items with the same key may share a batch, in their order. */
  readonly sharesBatch?: boolean;
  /**
   * Whether an error concerns only its own item. If not, later items with the same key fail with it, so that none
   * overtakes it. Unset: every error does.
   */
  readonly isItsOwn?: (error: unknown) => boolean;
};

type Waiting<Item, Result> = {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Creates a function that does its work in batches. If a batch of several fails, each item is tried alone, so that one
 * bad item does not affect the others; an item's own failure rejects its promise.
 */
export function createBatcher<Item, Result>(options: BatcherOptions<Item, Result>): Batcher<Item, Result> {
  const { run, maxSize, concurrency, keyOf, sharesBatch = false, isItsOwn = () => true } = options;
  let waiting: Waiting<Item, Result>[] = [];
  const busyKeys = new Set<string>();
  let running = 0;

  const start = (): void => {
    while (running < concurrency && waiting.length > 0) {
      const batch = takeBatch();
      if (batch.length === 0) return;
      running += 1;
      void work(batch).finally(() => {
        running -= 1;
        if (keyOf !== undefined) for (const one of batch) busyKeys.delete(keyOf(one.item));
        start();
      });
    }
  };

  const takeBatch = (): Waiting<Item, Result>[] => {
    if (keyOf === undefined) {
      const batch = waiting.slice(0, maxSize);
      waiting = waiting.slice(batch.length);
      return batch;
    }
    const batch: Waiting<Item, Result>[] = [];
    const rest: Waiting<Item, Result>[] = [];
    const taken = new Set<string>();
    for (const one of waiting) {
      const key = keyOf(one.item);
      const isBusy = busyKeys.has(key) || (!sharesBatch && taken.has(key));
      if (batch.length < maxSize && !isBusy) {
        taken.add(key);
        batch.push(one);
      } else rest.push(one);
    }
    for (const key of taken) busyKeys.add(key);
    waiting = rest;
    return batch;
  };

  const work = async (batch: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await run(batch.map((one) => one.item));
      batch.forEach((one, index) => one.resolve(results[index] as Result));
    } catch (error) {
      const [only, ...others] = batch;
      if (only !== undefined && others.length === 0) return only.reject(error);
      await workAlone(batch);
    }
  };

  const workAlone = async (batch: readonly Waiting<Item, Result>[]): Promise<void> => {
    const stuck = new Map<string, { readonly error: unknown }>();
    for (const one of batch) {
      const key = keyOf?.(one.item);
      const before = key === undefined ? undefined : stuck.get(key);
      if (before !== undefined) {
        one.reject(before.error);
        continue;
      }
      try {
        const [result] = await run([one.item]);
        one.resolve(result as Result);
      } catch (error) {
        one.reject(error);
        if (key !== undefined && !isItsOwn(error)) stuck.set(key, { error });
      }
    }
  };

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // Started after the current turn, so that items that arrive together are written together.
      if (running < concurrency) setImmediate(start);
    });
}
