import { createWorkLoop, type WorkLoop } from '../../src/platform/work-loop';

const EVERY_MS = 2_000;

describe('the work loop', () => {
  let loop: WorkLoop;
  let looks: number[];
  let failures: number;
  const start = (work: () => Promise<boolean> = async () => false, everyMs = EVERY_MS) => {
    looks = [];
    failures = 0;
    loop = createWorkLoop({
      work() {
        looks.push(Date.now());
        return work();
      },
      onFailure: () => {
        failures += 1;
      },
      everyMs,
    });
  };
  beforeEach(() => jest.useFakeTimers({ now: 0 }));
  afterEach(async () => {
    await loop.close();
    jest.useRealTimers();
  });

  it('runs periodically, and at once when it is woken', async () => {
    start();
    await jest.advanceTimersByTimeAsync(EVERY_MS);
    loop.wake();
    await jest.advanceTimersByTimeAsync(EVERY_MS);
    expect(looks).toEqual([EVERY_MS, EVERY_MS, 2 * EVERY_MS]);
  });

  it('runs again at once while there is more to do', async () => {
    let left = 3;
    start(async () => {
      left -= 1;
      return left > 0;
    });
    loop.wake();
    await loop.idle();
    expect(looks).toEqual([0, 0, 0]);
  });

  it('never runs twice at the same time, and once more if it was woken in the meantime', async () => {
    let running = 0;
    let most = 0;
    start(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 100));
      running -= 1;
      return false;
    });
    for (let wake = 0; wake < 5; wake += 1) loop.wake();
    await jest.advanceTimersByTimeAsync(1_000);
    expect([most, looks]).toEqual([1, [0, 100]]);
    loop.wake();
    await jest.advanceTimersByTimeAsync(50);
    loop.wake();
    await jest.advanceTimersByTimeAsync(500);
    expect([most, looks]).toEqual([1, [0, 100, 1_000, 1_100]]);
  });

  it('pauses longer with each failure, runs at once when woken, and returns to its pace after a success', async () => {
    let isBroken = true;
    start(async () => {
      if (isBroken) throw new Error('away');
      return false;
    });
    await jest.advanceTimersByTimeAsync(30_000);
    expect(looks.map((at) => at / 1_000)).toEqual([2, 3, 5, 9, 17, 27]);
    expect(failures).toBe(6);
    isBroken = false;
    loop.wake();
    await jest.advanceTimersByTimeAsync(8_000);
    expect(looks.slice(6).map((at) => at / 1_000)).toEqual([30, 37]);
    await jest.advanceTimersByTimeAsync(4_000);
    expect(looks.slice(8).map((at) => at / 1_000)).toEqual([39, 41]);
  });

  it('tries again soon what it was woken for, however seldom it looks', async () => {
    let failuresLeft = 2;
    start(async () => {
      failuresLeft -= 1;
      if (failuresLeft >= 0) throw new Error('away');
      return false;
    }, 60_000);
    loop.wake();
    await jest.advanceTimersByTimeAsync(30_000);
    expect(looks.map((at) => at / 1_000)).toEqual([0, 1, 3]);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(looks.slice(3).map((at) => at / 1_000)).toEqual([63]);
  });

  it('does nothing once it is closed', async () => {
    start();
    await loop.close();
    loop.wake();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(looks).toEqual([]);
  });
});
