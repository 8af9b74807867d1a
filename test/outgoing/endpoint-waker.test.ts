import { setTimeout as sleep } from 'node:timers/promises';
import { createEndpointWaker } from '../../src/outgoing/endpoint-waker';
import { eventually } from '../support/eventually';

const logger = { warn: () => undefined };

function start(options: { readonly everyMs: number; readonly sweepEveryMs: number }) {
  let looks = 0;
  const store = { isAway: false };
  const waker = createEndpointWaker({
    outbox: {
      async sequence() {
        looks += 1;
        if (store.isAway) throw new Error('away');
        return 0;
      },
      claimWakes: async () => [],
      giveBack: async () => undefined,
    },
    wake: async () => undefined,
    logger,
    ...options,
  });
  return { waker, store, looks: () => looks };
}

test('told of work, it looks at once and goes on looking: a process that has the lock may have missed the newest event', async () => {
  const { waker, looks } = start({ everyMs: 20, sweepEveryMs: 600_000 });
  waker.follow();
  expect(looks()).toBe(1);
  await eventually(() => looks() > 10, 'ten looks');
  await waker.close();
  const before = looks();
  waker.follow();
  await sleep(100);
  expect(looks()).toBe(before);
});

describe('for how long', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('it goes on for five seconds after it was last told', async () => {
    const { waker, looks } = start({ everyMs: 300, sweepEveryMs: 600_000 });
    waker.follow();
    await jest.advanceTimersByTimeAsync(3_000);
    waker.follow();
    await jest.advanceTimersByTimeAsync(5_100);
    const looked = looks();
    expect(looked).toBeGreaterThan(25);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(looks()).toBe(looked);
    await waker.close();
  });

  test('while the store is away it waits longer each time, at most as long as for a sweep, however often it is told; then it goes on', async () => {
    const { waker, store, looks } = start({ everyMs: 300, sweepEveryMs: 5_000 });
    store.isAway = true;
    for (let second = 0; second < 60; second += 1) {
      waker.follow();
      await jest.advanceTimersByTimeAsync(1_000);
    }
    // At once, then after 1, 2, 4, 5, 5 … seconds.
    expect(looks()).toBe(14);
    store.isAway = false;
    const looked = looks();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(looks()).toBeGreaterThan(looked + 12);
    await waker.close();
  });
});

test('told of much work, it looks as often as told of little', async () => {
  const { waker, looks } = start({ everyMs: 200, sweepEveryMs: 600_000 });
  for (let told = 0; told < 1_000; told += 1) waker.follow();
  await waker.idle();
  expect(looks()).toBe(1);
  await waker.close();
});

test('told of nothing, it looks at the pace of the sweep', async () => {
  const { waker, looks } = start({ everyMs: 1, sweepEveryMs: 100 });
  await eventually(() => looks() === 1, 'one look');
  await sleep(50);
  expect(looks()).toBeLessThanOrEqual(2);
  await waker.close();
});
