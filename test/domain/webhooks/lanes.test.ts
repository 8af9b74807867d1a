import fc from 'fast-check';
import {
  type LaneResult,
  Lanes,
  type LaneWork,
  MOST_LANES,
  MOST_OF_THREAD,
  MOST_QUEUED,
  MOST_WAITING,
} from '../../../src/domain/webhooks/lanes';

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
    expect(work).toEqual([{ thread: 'a', sequences: [1] }]);
    lanes.add([{ sequence: 1, thread: 'a', cycle: 2 }]);
    // What the try before has led to is void, be it success or failure.
    const before = { thread: 'a', sequence: 1, cycle: 1 };
    lanes.settle(work as LaneWork, [{ ...before, retryAt: null }]);
    const again = lanes.take(1);
    expect(again).toEqual([{ thread: 'a', sequences: [1] }]);
    lanes.settle(again as LaneWork, [{ ...before, retryAt: 9_000 }]);
    // A try of a cycle that was not heard of yet counts; what is heard of it afterwards is tried, and found done.
    lanes.settle(lanes.take(1) as LaneWork, [{ thread: 'a', sequence: 1, cycle: 3, retryAt: null }]);
    expect(lanes.withoutHead).toEqual(['a']);
    lanes.goOn(['a']);
    lanes.add([{ sequence: 2, thread: 'a', cycle: 0 }]);
    lanes.settle(lanes.take(1) as LaneWork, [{ thread: 'a', sequence: 2, cycle: null, retryAt: null }]);
    expect(lanes.isEmpty).toBe(true);
  });

  it('keep only the first event of a thread that waits, and take nothing of it out of its order afterwards', () => {
    const lanes = new Lanes();
    lanes.add(events('a', 'a', 'a'));
    lanes.settle(lanes.take(0) as LaneWork, [{ thread: 'a', sequence: 1, cycle: 0, retryAt: 5_000 }]);
    expect(lanes.room).toBe(MOST_QUEUED);
    lanes.add([{ sequence: 4, thread: 'a', cycle: 0 }]);
    expect(lanes.withoutHead).toEqual([]);
    lanes.settle(lanes.take(5_000) as LaneWork, [{ thread: 'a', sequence: 1, cycle: 0, retryAt: null }]);
    // Its next events are in the store: a later one that comes meanwhile has to wait for them.
    expect(lanes.withoutHead).toEqual(['a']);
    lanes.add([{ sequence: 5, thread: 'a', cycle: 0 }]);
    expect(lanes.take(5_000)).toBeNull();
    const after = new Lanes(JSON.parse(JSON.stringify(lanes.toState())));
    expect(after.withoutHead).toEqual(['a']);
    after.goOn(['a']);
    after.add([2, 3, 4, 5].map((sequence) => ({ sequence, thread: 'a', cycle: 0 })));
    expect(after.take(5_000)).toEqual([{ thread: 'a', sequences: [2, 3, 4, 5] }]);
  });

  it('have room for other threads, however long one is', () => {
    const lanes = new Lanes();
    const long = Array.from({ length: MOST_QUEUED }, (_, index) => ({
      sequence: index + 1,
      thread: 'a',
      cycle: 0,
    }));
    lanes.add(long);
    expect([lanes.room, lanes.hasRoom]).toEqual([MOST_QUEUED - MOST_OF_THREAD, true]);
    lanes.add([{ sequence: 2_000, thread: 'b', cycle: 0 }]);
    const first = lanes.take(0) as LaneWork;
    expect(lanes.take(0)).toEqual([{ thread: 'b', sequences: [2_000] }]);
    lanes.settle(first, [{ thread: 'a', sequence: 1, cycle: 0, retryAt: 5_000 }]);
    expect(lanes.room).toBe(MOST_QUEUED - 1);
  });

  it('give a thread that is longer than they hold in its order', () => {
    const lanes = new Lanes();
    const open = new Set(Array.from({ length: 1_000 }, (_, index) => index + 1));
    const arrived: number[] = [];
    const fill = (): void => {
      lanes.goOn(lanes.withoutHead);
      lanes.add([...open].map((sequence) => ({ sequence, thread: 'a', cycle: 0 })));
    };
    fill();
    while (open.size > 0) {
      const work = lanes.take(0);
      if (work === null) {
        expect(lanes.withoutHead).toEqual(['a']);
        fill();
        continue;
      }
      const done = work.flatMap(({ sequences }) => sequences);
      // What happens since does not overtake the tail.
      lanes.add([{ sequence: 5_000 + arrived.length, thread: 'a', cycle: 0 }]);
      for (const sequence of done) open.delete(sequence);
      arrived.push(...done);
      lanes.settle(
        work,
        done.map((sequence) => ({ thread: 'a', sequence, cycle: 0, retryAt: null })),
      );
    }
    expect(arrived.slice(0, 1_000)).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
  });

  it('take nothing more while very many threads wait', () => {
    const lanes = new Lanes();
    for (let thread = 1; thread <= MOST_WAITING; thread += 1) {
      lanes.add([{ sequence: thread, thread: String(thread), cycle: 0 }]);
      const failed = { thread: String(thread), sequence: thread, cycle: 0, retryAt: 5_000 };
      lanes.settle(lanes.take(0) as LaneWork, [failed]);
    }
    expect([lanes.room, lanes.hasRoom]).toEqual([MOST_QUEUED, false]);
  });

  it('leave what waited alone in its own thread when it is sent anew during its try', () => {
    const lanes = new Lanes();
    lanes.add([{ sequence: 1, thread: 'alone-1', cycle: 0 }]);
    const work = lanes.take(0) as LaneWork;
    lanes.add([{ sequence: 1, thread: 'a', cycle: 1 }]);
    expect(lanes.take(0)).toBeNull();
    lanes.settle(work, [{ thread: 'alone-1', sequence: 1, cycle: 0, retryAt: null }]);
    lanes.settle(lanes.take(0) as LaneWork, [{ thread: 'alone-1', sequence: 1, cycle: 1, retryAt: null }]);
    expect(lanes.isEmpty).toBe(true);
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
          // What the store has, and what of it was given to the lanes; some at a time, as `takeEvents` does.
          const open = new Map(events(...threads).map((event) => [event.sequence, event]));
          const given = new Set<number>();
          const dice = (): number => random.next().value as number;
          const fill = (): void => {
            const tailsOf = lanes.withoutHead;
            for (const { sequence, thread } of open.values())
              if (tailsOf.includes(thread)) given.delete(sequence);
            const next = [...open.values()].filter(({ sequence }) => !given.has(sequence)).slice(0, 5);
            for (const { sequence } of next) given.add(sequence);
            lanes.goOn(tailsOf);
            lanes.add(next);
          };
          for (let round = 0; open.size > 0 && round < 10_000; round += 1) {
            if (dice() < 7) fill();
            const works: LaneWork[] = [];
            for (let work = lanes.take(now); work !== null; work = lanes.take(now)) works.push(work);
            expect(works.length).toBeLessThanOrEqual(lanes.lanes);
            if (dice() < 3) fill();
            for (const work of works) {
              const results: LaneResult[] = [];
              for (const { thread, sequences } of work) {
                for (const sequence of sequences) {
                  if (dice() < 4) {
                    results.push({ thread, sequence, cycle: 0, retryAt: now + 1 + dice() });
                    break;
                  }
                  arrived.push(sequence);
                  open.delete(sequence);
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
