import { TIMED_OUT, withTimeLimit } from '../../src/platform/time-limit';

describe('a time limit', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('passes on the result and the failure of work that ends in time, and leaves no timer behind', async () => {
    expect(await withTimeLimit(Promise.resolve('done'), 1_000)).toBe('done');
    await expect(withTimeLimit(Promise.reject(new Error('failed')), 1_000)).rejects.toThrow('failed');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('stops waiting for work that takes longer', async () => {
    const limited = withTimeLimit(new Promise<never>(() => undefined), 1_000);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await limited).toBe(TIMED_OUT);
  });

  it('ignores a failure after the time is up', async () => {
    let fail = (_error: Error): void => undefined;
    const work = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    const limited = withTimeLimit(work, 1_000);
    await jest.advanceTimersByTimeAsync(1_000);
    fail(new Error('too late'));
    expect(await limited).toBe(TIMED_OUT);
  });

  it('does not wait when no time is left', async () => {
    const limited = withTimeLimit(new Promise<never>(() => undefined), -5);
    await jest.advanceTimersByTimeAsync(0);
    expect(await limited).toBe(TIMED_OUT);
  });
});
