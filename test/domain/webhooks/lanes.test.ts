import fc from 'fast-check';
import { type LaneResult, Lanes, type LaneWork, MOST_LANES } from '../../../src/domain/webhooks/lanes';

const events = (...list: readonly string[]) =>
  list.map((thread, index) => ({ sequence: index + 1, thread, cycle: 0 }));

describe('the lanes of an endpoint', () => {
  it('carry eight threads side by side, and each of them once', () => {
    const lanes = new Lanes();
    lanes.add(events('a', 'b', 'a', 'c'));
    const works = [lanes.take(0), lanes.take(0), lanes.take(0), lanes.take(0)];
    expect(works).toEqual([
      [{ thread: 'a', sequences: [1, 3] }],
      [{ thread: 'b', sequences: [2] }],
      [{ thread: 'c', sequences: [4] }],
      null,
    ]);
  });

  it('leave a thread that waits alone, without holding a lane for it', () => {
    const lanes = new Lanes();
    lanes.add(events('a', 'a'));
    const work = lanes.take(0) as LaneWork;
    lanes.settle(work, [{ thread: 'a', sequence: 1, cycle: 0, retryAt: 5_000 }]);
    expect(lanes.isBusy).toBe(false);
    expect(lanes.take(4_999)).toBeNull();
    expect(lanes.nextAt(4_999)).toBe(5_000);
    // What failed is tried by itself.
    expect(lanes.take(5_000)).toEqual([{ thread: 'a', sequences: [1] }]);
    expect(lanes.nextAt(5_000)).toBeNull();
  });

  it('are halved by an endpoint that is overloaded; each success adds one', () => {
    const lanes = new Lanes();
    lanes.slowDown();
    lanes.slowDown();
    lanes.slowDown();
    lanes.slowDown();
    expect(lanes.lanes).toBe(1);
    lanes.add(events('a', 'b'));
    expect(lanes.take(0)).toHaveLength(2);
    expect(lanes.take(0)).toBeNull();
    lanes.speedUp(3);
    expect(lanes.lanes).toBe(4);
    lanes.speedUp(30);
    expect(lanes.lanes).toBe(MOST_LANES);
  });

  it('put what is sent anew where it belongs, and nothing in twice', () => {
    const lanes = new Lanes();
    lanes.add([{ sequence: 5, thread: 'a', cycle: 0 }]);
    lanes.add([
      { sequence: 2, thread: 'a', cycle: 1 },
      { sequence: 5, thread: 'a', cycle: 0 },
    ]);
    expect(lanes.take(0)).toEqual([{ thread: 'a', sequences: [2, 5] }]);
  });

  it('try what is sent anew again, although it waited or was under way', () => {
    let lanes = new Lanes();
    lanes.add(events('a', 'a'));
    const failed = [{ thread: 'a', sequence: 1, cycle: 0, retryAt: 5_000 }];
    lanes.settle(lanes.take(0) as LaneWork, failed);
    lanes.add([{ sequence: 1, thread: 'a', cycle: 1 }]);
    // It waits no more; nor does it after the end of the run.
    lanes = new Lanes(JSON.parse(JSON.stringify(lanes.toState())));
    const work = lanes.take(1);
    expect(work).toEqual([{ thread: 'a', sequences: [1, 2] }]);
    lanes.add([{ sequence: 1, thread: 'a', cycle: 2 }]);
    // What the try before has led to is void, be it success or failure.
    const before = { thread: 'a', sequence: 1, cycle: 1 };
    lanes.settle(work as LaneWork, [{ ...before, retryAt: null }]);
    const again = lanes.take(1);
    expect(again).toEqual([{ thread: 'a', sequences: [1, 2] }]);
    lanes.settle(again as LaneWork, [{ ...before, retryAt: 9_000 }]);
    // A try of a cycle that was not heard of yet counts; what is heard of it afterwards is tried, and found done.
    lanes.settle(lanes.take(1) as LaneWork, [
      { thread: 'a', sequence: 1, cycle: 3, retryAt: null },
      { thread: 'a', sequence: 2, cycle: null, retryAt: null },
    ]);
    expect(lanes.size).toBe(0);
  });

  it('let what is sent anew behind one that waits keep its place', () => {
    const lanes = new Lanes();
    lanes.add(events('a', 'a'));
    lanes.settle(lanes.take(0) as LaneWork, [{ thread: 'a', sequence: 1, cycle: 0, retryAt: 5_000 }]);
    lanes.add([{ sequence: 2, thread: 'a', cycle: 1 }]);
    expect(lanes.take(1)).toBeNull();
  });

  it('deliver everything once, in the order of its thread, through any failures and ends of runs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 60 }),
        fc.infiniteStream(fc.nat(9)),
        (threads, random) => {
          let lanes = new Lanes();
          let now = 0;
          const arrived: number[] = [];
          lanes.add(events(...threads));
          const dice = (): number => random.next().value as number;
          for (let round = 0; lanes.size > 0 && round < 10_000; round += 1) {
            const works: LaneWork[] = [];
            for (let work = lanes.take(now); work !== null; work = lanes.take(now)) works.push(work);
            expect(works.length).toBeLessThanOrEqual(lanes.lanes);
            for (const work of works) {
              const results: LaneResult[] = [];
              for (const { thread, sequences } of work) {
                for (const sequence of sequences) {
                  if (dice() < 4) {
                    results.push({ thread, sequence, cycle: 0, retryAt: now + 1 + dice() });
                    break;
                  }
                  arrived.push(sequence);
                  results.push({ thread, sequence, cycle: 0, retryAt: null });
                }
              }
              if (dice() === 0) lanes.slowDown();
              lanes.settle(work, results);
            }
            if (dice() === 1) lanes = new Lanes(JSON.parse(JSON.stringify(lanes.toState())));
            now += 1;
          }
          expect([...arrived].sort((a, b) => a - b)).toEqual(threads.map((_, index) => index + 1));
          for (const thread of ['a', 'b', 'c', 'd']) {
            const mine = arrived.filter((sequence) => threads[sequence - 1] === thread);
            expect(mine).toEqual([...mine].sort((a, b) => a - b));
          }
        },
      ),
    );
  });
});
