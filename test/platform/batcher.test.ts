import { setImmediate as turn } from 'node:timers/promises';
import { type BatcherOptions, createBatcher } from '../../src/platform/batcher';

type Item = { readonly key: string; readonly n: number };
const item = (key: string, n = 0): Item => ({ key, n });
const show = ({ key, n }: Item) => `${key}${n}`;
const items = (...names: readonly string[]): readonly Item[] =>
  names.map((name) => item(name.slice(0, 1), Number(name.slice(1))));

/**
 * A batcher whose batches end when the test says so. `batches` are those that have begun, each as the items in it;
 * `end(i)` lets the i-th pass, with the name of each item as its result, `fail(i, error)` lets it fail.
 */
function setUp(options: Partial<BatcherOptions<Item, string>> = {}) {
  const batches: string[][] = [];
  const settles: { end: () => void; fail: (error: unknown) => void }[] = [];
  const done: string[] = [];
  const batcher = createBatcher<Item, string>({
    maxSize: 10,
    concurrency: 1,
    run(batch) {
      batches.push(batch.map(show));
      return new Promise((resolve, reject) => {
        settles.push({ end: () => resolve(batch.map((one) => `did ${show(one)}`)), fail: reject });
      });
    },
    ...options,
  });
  return {
    batches,
    /** The result of each item, in the order in which the results arrived. */
    done,
    add: (...names: readonly string[]) => {
      for (const one of items(...names)) {
        batcher(one).then(
          (result) => done.push(result),
          (error: unknown) => done.push(`${show(one)}: ${String(error)}`),
        );
      }
    },
    end: (index: number) => settles[index]?.end(),
    fail: (index: number, error: unknown) => settles[index]?.fail(error),
  };
}

/** Lets everything run that is ready to run. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await turn();
}

describe('what comes in', () => {
  it('goes out in one batch if it arrives together, and each gets its own result', async () => {
    const { batches, done, add, end } = setUp();
    add('a1', 'b2', 'c3');
    await settled();
    expect(batches).toEqual([['a1', 'b2', 'c3']]);
    end(0);
    await settled();
    expect(done).toEqual(['did a1', 'did b2', 'did c3']);
  });

  it('is gathered while a batch is under way, and goes out with the next one', async () => {
    const { batches, add, end } = setUp();
    add('a1');
    await settled();
    add('b2');
    await settled();
    add('c3');
    await settled();
    expect(batches).toEqual([['a1']]);
    end(0);
    await settled();
    expect(batches).toEqual([['a1'], ['b2', 'c3']]);
  });

  it('is divided into batches of the largest size, in order', async () => {
    const { batches, done, add, end } = setUp({ maxSize: 2 });
    add('a1', 'b2', 'c3', 'd4', 'e5');
    await settled();
    for (const index of [0, 1, 2]) {
      end(index);
      await settled();
    }
    expect(batches).toEqual([['a1', 'b2'], ['c3', 'd4'], ['e5']]);
    expect(done).toHaveLength(5);
  });

  it('never runs in more batches at once than allowed, and the next begins as soon as one ends', async () => {
    const { batches, add, end } = setUp({ maxSize: 1, concurrency: 2 });
    add('a1', 'b2', 'c3', 'd4');
    await settled();
    expect(batches).toEqual([['a1'], ['b2']]);
    end(1);
    await settled();
    expect(batches).toEqual([['a1'], ['b2'], ['c3']]);
    end(0);
    end(2);
    await settled();
    expect(batches).toHaveLength(4);
  });
});

describe('items with the same key', () => {
  const keyOf = ({ key }: Item) => key;

  it('never run at the same time, nor in one batch; others overtake them', async () => {
    const { batches, add, end } = setUp({ keyOf, concurrency: 3 });
    add('a1', 'a2', 'b1', 'a3');
    await settled();
    add('b2', 'c1');
    await settled();
    expect(batches).toEqual([['a1', 'b1'], ['c1']]);
    end(1);
    await settled();
    // Nothing of a or b may run yet.
    expect(batches).toHaveLength(2);
    end(0);
    await settled();
    expect(batches).toEqual([['a1', 'b1'], ['c1'], ['a2', 'b2']]);
    end(2);
    await settled();
    expect(batches.at(-1)).toEqual(['a3']);
  });

  it('share a batch if they may, in order, and never run in two at the same time', async () => {
    const { batches, add, end } = setUp({ keyOf, sharesBatch: true, concurrency: 3, maxSize: 3 });
    add('a1', 'b1', 'a2', 'a3');
    await settled();
    expect(batches).toEqual([['a1', 'b1', 'a2']]);
    add('a4', 'b2', 'c1');
    await settled();
    expect(batches).toEqual([['a1', 'b1', 'a2'], ['c1']]);
    end(0);
    await settled();
    expect(batches.at(-1)).toEqual(['a3', 'a4', 'b2']);
  });

  it('run again after a batch that failed', async () => {
    const { batches, done, add, fail, end } = setUp({ keyOf });
    add('a1');
    await settled();
    fail(0, 'broken');
    await settled();
    add('a2');
    await settled();
    end(1);
    await settled();
    expect([batches, done]).toEqual([
      [['a1'], ['a2']],
      ['a1: broken', 'did a2'],
    ]);
  });
});

describe('a batch that fails', () => {
  /** Fails for these items, alone or together with others. */
  const failingFor = (bad: readonly string[], ran: string[][], error: unknown = new Error('bad')) =>
    async function run(batch: readonly Item[]): Promise<readonly string[]> {
      ran.push(batch.map(show));
      if (batch.some((one) => bad.includes(show(one)))) throw error;
      return batch.map((one) => `did ${show(one)}`);
    };

  it('is tried item by item, in order: one that is bad harms no other', async () => {
    const ran: string[][] = [];
    const { done, add } = setUp({ run: failingFor(['b2'], ran) });
    add('a1', 'b2', 'c3');
    await settled();
    expect(ran).toEqual([['a1', 'b2', 'c3'], ['a1'], ['b2'], ['c3']]);
    expect(done).toEqual(['did a1', 'b2: Error: bad', 'did c3']);
  });

  it('of one item is not tried twice', async () => {
    const ran: string[][] = [];
    const { done, add } = setUp({ run: failingFor(['a1'], ran) });
    add('a1');
    await settled();
    expect([ran, done]).toEqual([[['a1']], ['a1: Error: bad']]);
  });

  it('holds its place until its items have been tried alone', async () => {
    const { batches, done, add, fail, end } = setUp();
    add('a1', 'b2');
    await settled();
    add('c3');
    fail(0, 'broken');
    await settled();
    expect(batches).toEqual([['a1', 'b2'], ['a1']]);
    end(1);
    await settled();
    expect(batches.at(-1)).toEqual(['b2']);
    end(2);
    await settled();
    expect(batches.at(-1)).toEqual(['c3']);
    expect(done).toEqual(['did a1', 'did b2']);
  });

  const sharing = { keyOf: ({ key }: Item) => key, sharesBatch: true };

  it('fails those of the same key behind an error that is not the item’s own, without trying them', async () => {
    const ran: string[][] = [];
    const { done, add } = setUp({ ...sharing, isItsOwn: () => false, run: failingFor(['a1'], ran, 'away') });
    add('b0', 'a0', 'a1', 'b1', 'a2', 'a3', 'c1');
    await settled();
    expect(ran.slice(1)).toEqual([['b0'], ['a0'], ['a1'], ['b1'], ['c1']]);
    expect(done).toEqual(['did b0', 'did a0', 'a1: away', 'did b1', 'a2: away', 'a3: away', 'did c1']);
    // That was this batch: the key is not barred for ever.
    add('a4');
    await settled();
    expect(done.at(-1)).toBe('did a4');
  });

  it('lets later items continue if the error is the item’s own', async () => {
    const ran: string[][] = [];
    const { done, add } = setUp({
      ...sharing,
      isItsOwn: (error) => error === 'own',
      run: failingFor(['a1'], ran, 'own'),
    });
    add('a1', 'a2');
    await settled();
    expect(done).toEqual(['a1: own', 'did a2']);
  });
});
