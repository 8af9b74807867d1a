import { setTimeout as sleep } from 'node:timers/promises';
import { createEndpointWaker } from '../../src/outgoing/endpoint-waker';
import { eventually } from '../support/eventually';

const logger = { warn: () => undefined };

function start(options: { readonly everyMs: number; readonly sweepEveryMs: number }) {
  let looks = 0;
  const waker = createEndpointWaker({
    outbox: {
      async sequence() {
        looks += 1;
        return 0;
      },
      claimWakes: async () => [],
      giveBack: async () => undefined,
    },
    wake: async () => undefined,
    logger,
    ...options,
  });
  return { waker, looks: () => looks };
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
