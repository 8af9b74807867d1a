import { createSweptQueue } from '../../src/intake/swept-queue';

const SWEEP_EVERY_MS = 2_000;

describe('a queue with a sweep', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const start = (options: {
    readonly findDue?: () => Promise<readonly string[]>;
    readonly work?: () => Promise<void>;
  }) => {
    const worked: string[] = [];
    const failures: unknown[] = [];
    const queue = createSweptQueue({
      concurrency: 2,
      async work(key) {
        worked.push(key);
        await options.work?.();
      },
      findDue: options.findDue ?? (async () => []),
      onSweepFailure: (error) => failures.push(error),
      sweepEveryMs: SWEEP_EVERY_MS,
    });
    return { queue, worked, failures };
  };

  it('works on keys that are added, and on due ones that no one added', async () => {
    const { queue, worked } = start({ findDue: async () => ['forgotten'] });
    queue.add('added');
    await queue.idle();
    expect(worked).toEqual(['added']);
    await jest.advanceTimersByTimeAsync(SWEEP_EVERY_MS);
    expect(worked).toEqual(['added', 'forgotten']);
    await queue.sweep();
    await queue.idle();
    expect(worked).toEqual(['added', 'forgotten', 'forgotten']);
    await queue.close();
  });

  it('keeps the pace of its sweeps while they fail', async () => {
    const { queue, failures } = start({ findDue: () => Promise.reject(new Error('no database')) });
    await jest.advanceTimersByTimeAsync(5 * SWEEP_EVERY_MS);
    expect(failures).toHaveLength(5);
    await queue.close();
  });

  it('takes nothing more once it is closed', async () => {
    const { queue, worked } = start({ findDue: async () => ['due'] });
    await queue.close();
    queue.add('late');
    await queue.sweep();
    await jest.advanceTimersByTimeAsync(5 * SWEEP_EVERY_MS);
    expect([queue.isClosed(), worked]).toEqual([true, []]);
  });

  it('does not wait at a stop for work that never ends', async () => {
    const { queue, worked } = start({ work: () => new Promise(() => undefined) });
    queue.add('stuck');
    const closed = queue.close();
    await jest.advanceTimersByTimeAsync(5_000);
    await closed;
    expect(worked).toEqual(['stuck']);
  });
});
