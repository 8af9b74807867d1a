/** Free places are divided as well as they can be, and nobody takes one from those before. */
import fc from 'fast-check';
import { createQueuePlan, type FreeOperator, type Waiting } from '../../../src/domain/routing/queue-plan';

const GROUPS = ['a', 'b', 'c'];
const IDS = ['ann', 'ben', 'carl', 'dora'];

const operators: fc.Arbitrary<readonly FreeOperator[]> = fc.subarray(IDS).chain((ids) =>
  fc.tuple(
    ...ids.map((operatorId) =>
      fc.record({
        operatorId: fc.constant(operatorId),
        places: fc.integer({ min: 1, max: 3 }),
        groupIds: fc.subarray(GROUPS),
      }),
    ),
  ),
);
const waiting = fc.record({
  groupId: fc.constantFrom(null, ...GROUPS),
  askedIds: fc.subarray(IDS, { maxLength: 2 }),
  count: fc.constant(1),
});

/** How many of these can have a place at once: tries every division. */
function most(of: readonly FreeOperator[], queue: readonly Omit<Waiting, 'count'>[]): number {
  const [first, ...others] = queue;
  if (first === undefined) return 0;
  const without = most(of, others);
  if (without === others.length + 1) return without;
  const withIt = of
    .filter(({ places }) => (places ?? 0) > 0)
    .filter(({ groupIds }) => first.groupId === null || groupIds.includes(first.groupId))
    .filter(({ operatorId }) => !first.askedIds.includes(operatorId))
    .map(({ operatorId }) => 1 + most(withoutPlace(of, operatorId), others));
  return Math.max(without, ...withIt);
}

const withoutPlace = (of: readonly FreeOperator[], operatorId: string): readonly FreeOperator[] =>
  of.map((one) => (one.operatorId === operatorId ? { ...one, places: (one.places ?? 0) - 1 } : one));

describe('the plan of a queue', () => {
  it('leaves one out only if those before it leave it no place however they are divided', () => {
    fc.assert(
      fc.property(operators, fc.array(waiting, { maxLength: 6 }), (free, queue) => {
        const plan = createQueuePlan(free);
        queue.forEach((one, at) => {
          const before = queue.slice(0, at);
          expect(plan.add(one)).toBe(most(free, [...before, one]) - most(free, before));
        });
      }),
      { numRuns: 400 },
    );
  });

  it('spares exactly the places without which those before it are still served', () => {
    fc.assert(
      fc.property(operators, fc.array(waiting, { maxLength: 6 }), waiting, (free, before, asking) => {
        const plan = createQueuePlan(free);
        for (const one of before) plan.add(one);
        const expected = free
          .filter(({ groupIds }) => asking.groupId === null || groupIds.includes(asking.groupId))
          .map(({ operatorId }) => operatorId)
          .filter((operatorId) => !asking.askedIds.includes(operatorId))
          .filter((operatorId) => most(withoutPlace(free, operatorId), before) === most(free, before));
        expect([...plan.spareFor(asking)].sort()).toEqual(expected.sort());
      }),
      { numRuns: 400 },
    );
  });

  it('gives an operator without a limit to everyone', () => {
    const plan = createQueuePlan([{ operatorId: 'ann', places: null, groupIds: [] }]);
    expect(plan.add({ groupId: null, askedIds: [], count: 500 })).toBe(500);
    expect(plan.add({ groupId: 'a', askedIds: [], count: 1 })).toBe(0);
    expect(plan.add({ groupId: null, askedIds: ['ann'], count: 1 })).toBe(0);
    expect(plan.spareFor({ groupId: null, askedIds: [] })).toEqual(new Set(['ann']));
  });

  it('takes no time to speak of for a long queue and many groups', () => {
    const groups = Array.from({ length: 20 }, (_, n) => `g${n}`);
    const free = Array.from({ length: 50 }, (_, n) => ({
      operatorId: `o${n}`,
      places: 10,
      groupIds: groups.filter((_one, at) => (n + at) % 4 === 0),
    }));
    const began = performance.now();
    const plan = createQueuePlan(free);
    for (let n = 0; n < 1_000; n += 1) {
      plan.add({ groupId: groups[n % 20] ?? null, askedIds: n % 10 === 0 ? [`o${n % 50}`] : [], count: 1 });
    }
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
