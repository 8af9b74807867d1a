import type { SlotPermit, SlotReserveContext } from '@temporalio/worker';
import fc from 'fast-check';
import { createWorkflowTaskSlots, type SlotLimits } from '../../src/temporal/workflow-task-slots';

const LIMITS: SlotLimits = { least: 3, most: 16, quickMs: 500, soonMs: 200, slowMs: 1_500, quietMs: 5_000 };
const POLLERS = 4;

/** A worker with four pollers for each queue: each asks for a slot, waits for a task, runs it and asks again. */
function fakeWorker() {
  let time = 0;
  const slots = createWorkflowTaskSlots(LIMITS, () => time);
  const polls: Record<'own' | 'common', SlotPermit[]> = { own: [], common: [] };
  const ask = (queue: 'own' | 'common'): void => {
    void slots.reserveSlot(context(queue), new AbortController().signal).then((permit) => {
      polls[queue].push(permit);
    });
  };
  for (let poller = 0; poller < POLLERS; poller += 1) {
    ask('own');
    ask('common');
  }
  return {
    slots,
    polls,
    passes: (ms: number) => {
      time += ms;
    },
    /** A task reaches a poll of the queue, which asks again; undefined: nobody polls it. */
    async takes(queue: 'own' | 'common'): Promise<SlotPermit | undefined> {
      await settled();
      const permit = polls[queue].shift();
      if (permit === undefined) return undefined;
      slots.markSlotUsed({ permit, slotInfo: info(queue) });
      ask(queue);
      await settled();
      return permit;
    },
    async ends(permit: SlotPermit): Promise<void> {
      slots.releaseSlot({ permit });
      await settled();
    },
    /** A poll is answered without a task, and asks again. */
    async comesBack(queue: 'own' | 'common'): Promise<void> {
      const permit = polls[queue].shift();
      if (permit === undefined) return;
      slots.releaseSlot({ permit });
      ask(queue);
      await settled();
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const info = (queue: 'own' | 'common') =>
  ({ type: 'workflow', workflowType: 'conversation', isSticky: queue === 'own' }) as const;
const context = (queue: 'own' | 'common'): SlotReserveContext => ({
  slotType: 'workflow',
  taskQueue: 'duihua',
  workerIdentity: 'test',
  workerBuildId: '',
  isSticky: queue === 'own',
});

/** The queue has tasks enough, each of which takes `ms`; returns how many ran at once in the end. */
async function runs(worker: ReturnType<typeof fakeWorker>, queue: 'own' | 'common', ms: number, rounds = 1) {
  const running: SlotPermit[] = [];
  const takeAll = async (): Promise<void> => {
    for (let permit = await worker.takes(queue); permit !== undefined; permit = await worker.takes(queue))
      running.push(permit);
  };
  // What waited at the server for long comes back first.
  await worker.comesBack(queue);
  await takeAll();
  for (let round = 0; round < rounds; round += 1) {
    worker.passes(ms);
    for (const permit of running.splice(0)) {
      await worker.ends(permit);
      await takeAll();
    }
  }
  const atOnce = running.length;
  worker.passes(ms);
  for (const permit of running.splice(0)) await worker.ends(permit);
  return atOnce;
}

test('begins with three slots: a poll of each queue, and a task', async () => {
  const worker = fakeWorker();
  await settled();
  expect([worker.polls.own.length, worker.polls.common.length]).toEqual([1, 1]);
  expect(await runs(worker, 'own', 800)).toBe(2);
});

test('grows to its most while tasks are quick and there soon, and a queue keeps at most a quarter by polls', async () => {
  const worker = fakeWorker();
  await runs(worker, 'own', 100, 10);
  expect(worker.slots.limits().all).toBe(16);
  expect(await runs(worker, 'own', 100)).toBe(15);
  await settled();
  expect([worker.polls.own.length, worker.polls.common.length]).toEqual([4, 1]);
});

test('the common queue, where conversations come from that have to be replayed, has a limit of its own besides', async () => {
  const worker = fakeWorker();
  await runs(worker, 'own', 100, 10);
  expect(worker.slots.limits()).toEqual({ all: 16, common: 3 });
  expect(await runs(worker, 'common', 800)).toBe(3);
  await runs(worker, 'common', 100, 10);
  expect(worker.slots.limits()).toEqual({ all: 16, common: 16 });
  expect(await runs(worker, 'common', 800)).toBe(15);
});

test('begins again after a quiet time', async () => {
  const worker = fakeWorker();
  await runs(worker, 'common', 100, 10);
  worker.passes(4_000);
  await runs(worker, 'own', 100, 10);
  worker.passes(4_000);
  await runs(worker, 'own', 800);
  expect(worker.slots.limits()).toEqual({ all: 16, common: 16 });
  expect(await runs(worker, 'common', 800)).toBe(3);
  worker.passes(5_001);
  expect(await runs(worker, 'own', 800)).toBe(2);
});

test('does not grow while tasks are neither quick nor slow', async () => {
  const worker = fakeWorker();
  await runs(worker, 'own', 800, 10);
  expect(worker.slots.limits().all).toBe(3);
});

test('does not grow beside a slow task, however quick the others are', async () => {
  const worker = fakeWorker();
  const slow = (await worker.takes('common')) as SlotPermit;
  worker.passes(1_501);
  await runs(worker, 'own', 100, 10);
  expect(worker.slots.limits().all).toBe(3);
  await worker.ends(slow);
  await runs(worker, 'own', 100, 10);
  expect(worker.slots.limits().all).toBe(16);
});

test('halves for each slow task, as soon as another asks, and never below its least', async () => {
  const worker = fakeWorker();
  await runs(worker, 'own', 100, 10);
  await worker.takes('own');
  await worker.takes('own');
  worker.passes(1_501);
  // Its poll has waited for long, so the limit falls by one more.
  const quick = await worker.takes('common');
  expect(worker.slots.limits().all).toBe(4);
  worker.passes(100);
  await worker.ends(quick as SlotPermit);
  // The two slow ones are counted once each.
  expect(worker.slots.limits().all).toBe(3);
  await runs(worker, 'common', 1_501);
  expect(worker.slots.limits().all).toBe(3);
});

test('falls back when there is little to do', async () => {
  const worker = fakeWorker();
  await runs(worker, 'own', 100, 10);
  for (let count = 0; count < 40; count += 1) {
    worker.passes(1_000);
    const permit = await worker.takes('own');
    worker.passes(10);
    await worker.ends(permit as SlotPermit);
  }
  expect(worker.slots.limits().all).toBe(3);
});

test('after a fall, polls that wait at one queue do not keep the other from its tasks', async () => {
  const worker = fakeWorker();
  await runs(worker, 'own', 100, 10);
  // Other conversations come, whose replays are slow; the four polls of the worker's own queue stay where they are.
  await runs(worker, 'common', 2_000);
  expect([worker.slots.limits().all, worker.polls.own.length]).toEqual([3, 4]);
  for (let round = 0; round < 5; round += 1) expect(await runs(worker, 'common', 2_000)).toBe(2);
  expect(worker.polls.own).toHaveLength(4);
});

test('a request that is given up takes no slot, and a slot that was granted too late is free again', async () => {
  const slots = createWorkflowTaskSlots(LIMITS, () => 0);
  const [first, second] = [new AbortController(), new AbortController()];
  const granted = await slots.reserveSlot(context('own'), first.signal);
  const waits = slots.reserveSlot(context('own'), second.signal);
  second.abort(new Error('no longer wanted'));
  await expect(waits).rejects.toThrow('no longer wanted');
  expect(slots.tryReserveSlot(context('own'))).toBeNull();
  first.abort();
  expect(slots.tryReserveSlot(context('own'))).not.toBeNull();
  expect(granted).toEqual({});
});

test('a signal that is aborted already gets nothing', async () => {
  const slots = createWorkflowTaskSlots(LIMITS, () => 0);
  await expect(slots.reserveSlot(context('own'), AbortSignal.abort(new Error('too late')))).rejects.toThrow(
    'too late',
  );
  expect(slots.tryReserveSlot(context('own'))).not.toBeNull();
});

test('slow tasks of the common queue halve both limits, those of the own queue only one', async () => {
  for (const [queue, limits] of [
    ['common', { all: 8, common: 8 }],
    ['own', { all: 8, common: 16 }],
  ] as const) {
    const worker = fakeWorker();
    await runs(worker, 'own', 100, 10);
    await runs(worker, 'common', 100, 10);
    await worker.comesBack(queue);
    await worker.takes(queue);
    worker.passes(1_501);
    // Noticed without another task, too.
    worker.slots.tryReserveSlot(context('own'));
    expect([queue, worker.slots.limits()]).toEqual([queue, limits]);
  }
});

test('whatever happens: the limits keep their bounds, and neither queue is without a poll while there is room', async () => {
  const queue = fc.constantFrom<'own' | 'common'>('own', 'common');
  const step = fc.oneof(
    { arbitrary: fc.record({ what: fc.constantFrom('takes', 'comes back'), queue }), weight: 8 },
    { arbitrary: fc.record({ what: fc.constant('ends'), nth: fc.nat(15) }), weight: 2 },
    {
      arbitrary: fc.record({ what: fc.constant('passes'), ms: fc.constantFrom(10, 10, 600, 2_000, 6_000) }),
      weight: 1,
    },
  );
  const most = { running: 0, all: 0, common: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(step, { minLength: 40, maxLength: 80 }),
      async (isWarm, steps) => {
        const worker = fakeWorker();
        if (isWarm) for (const one of ['own', 'common'] as const) await runs(worker, one, 100, 10);
        const running = new Map<SlotPermit, 'own' | 'common'>();
        for (const one of steps) {
          if ('queue' in one && one.what === 'takes') {
            const permit = await worker.takes(one.queue);
            if (permit !== undefined) running.set(permit, one.queue);
          } else if ('queue' in one) await worker.comesBack(one.queue);
          else if ('ms' in one) worker.passes(one.ms);
          else
            for (const permit of [...running.keys()].slice(one.nth, one.nth + 1)) {
              running.delete(permit);
              await worker.ends(permit);
            }
          await settled();
          const { all, common } = worker.slots.limits();
          for (const limit of [all, common]) expect(limit >= LIMITS.least && limit <= LIMITS.most).toBe(true);
          // A quarter may wait as polls while a queue that nobody asks gets slots as well.
          expect(running.size).toBeLessThanOrEqual(LIMITS.most + LIMITS.most / 4);
          const ofCommon = [...running.values()].filter((of) => of === 'common').length;
          if (running.size < all - 1) expect(worker.polls.own.length).toBeGreaterThan(0);
          if (running.size < all - 1 && ofCommon < common)
            expect(worker.polls.common.length).toBeGreaterThan(0);
          most.running = Math.max(most.running, running.size);
          most.all = Math.max(most.all, all);
          most.common = Math.max(most.common, common);
        }
      },
    ),
    { numRuns: 300 },
  );
  // Else they would prove little.
  expect([most.running > 8, most.all, most.common]).toEqual([true, LIMITS.most, LIMITS.most]);
}, 30_000);
