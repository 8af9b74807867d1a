import { createKeyedQueue } from '../../src/platform/keyed-queue';

/** Work that ends when the test says so; `log` has the beginnings and ends. */
function createWork() {
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    log,
    work: (contactId: string): Promise<void> => {
      log.push(`+${contactId}`);
      return new Promise((resolve) => {
        ends.set(contactId, () => {
          log.push(`-${contactId}`);
          resolve();
        });
      });
    },
    async end(contactId: string): Promise<void> {
      ends.get(contactId)?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('the keyed queue', () => {
  afterEach(() => jest.useRealTimers());

  test('runs one work at a time per key, and again if the key was added in the meantime', async () => {
    const { log, work, end } = createWork();
    const queue = createKeyedQueue({ concurrency: 5, work });
    for (let count = 0; count < 3; count += 1) queue.add('a');
    expect(log).toEqual(['+a']);
    await end('a');
    expect(log).toEqual(['+a', '-a', '+a']);
    await end('a');
    expect(log).toEqual(['+a', '-a', '+a', '-a']);
    await queue.idle();
  });

  test('runs as many keys at once as allowed', async () => {
    const { log, work, end } = createWork();
    const queue = createKeyedQueue({ concurrency: 2, work });
    for (const contactId of ['a', 'b', 'c']) queue.add(contactId);
    expect(log).toEqual(['+a', '+b']);
    await end('b');
    expect(log).toEqual(['+a', '+b', '-b', '+c']);
  });

  test('is not blocked by a key that waits for itself', async () => {
    const { log, work } = createWork();
    const queue = createKeyedQueue({ concurrency: 2, work });
    for (const contactId of ['a', 'a', 'b']) queue.add(contactId);
    expect(log).toEqual(['+a', '+b']);
  });

  test('runs fewer at once while it is told to, but lets no key wait for ever', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const { log, work, end } = createWork();
    let isBusy = true;
    const concurrency = (waitedMs: number) => (isBusy && waitedMs < 20 ? 1 : 3);
    const queue = createKeyedQueue({ concurrency, work });
    for (const key of ['a', 'b', 'c', 'd']) queue.add(key);
    expect(log).toEqual(['+a']);
    await end('a');
    expect(log).toEqual(['+a', '-a', '+b']);
    jest.advanceTimersByTime(20);
    queue.add('e');
    expect(log).toEqual(['+a', '-a', '+b', '+c', '+d']);
    isBusy = false;
    await end('b');
    expect(log).toEqual(['+a', '-a', '+b', '+c', '+d', '-b', '+e']);
  });

  test('is idle when nothing is running or waiting', async () => {
    const { work, end } = createWork();
    const queue = createKeyedQueue({ concurrency: 1, work });
    await queue.idle();
    queue.add('a');
    queue.add('b');
    let isIdle = false;
    const idle = queue.idle().then(() => {
      isIdle = true;
    });
    await end('a');
    expect(isIdle).toBe(false);
    await end('b');
    await idle;
  });
});
