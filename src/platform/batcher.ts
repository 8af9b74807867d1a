/**
 * Group commit: while one batch is under way, what comes in is gathered for the next. A single item is not delayed; a
 * thousand cost a few statements instead of a thousand.
 */
export type Batcher<Item, Result> = (item: Item) => Promise<Result>;

export type BatcherOptions<Item, Result> = {
  /** Does the work of a batch; answers one result per item, in order. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly maxSize: number;
  /** How many batches may be under way at once. */
  readonly concurrency: number;
  /** Items with the same key never run at the same time, nor in one batch; unset: no such rule. */
  readonly keyOf?: (item: Item) => string;
  /** They may be in one batch all the same, in the order in which they came. */
  readonly sharesBatch?: boolean;
  /**
   * Whether an error concerns its item alone. Else those of the same key behind it fail with it, so that none of them
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
 * Makes a function that does its work in batches. Where a batch of several fails, each of its items is tried alone,
 * so that one bad item harms no other; an item's own failure rejects its promise.
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
      // Started after the current turn, so that what arrives together is written together.
      if (running < concurrency) setImmediate(start);
    });
}
