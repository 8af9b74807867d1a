import {
  type FailedTry,
  nextTry,
  ORDER_WAITS_MS,
  PAUSES_MS,
  parseRetryAfter,
} from '../../../src/domain/webhooks/schedule';

const HOUR = 3_600_000;
const failed = (change: Partial<FailedTry> = {}): FailedTry => ({
  failedAt: 1_000_000,
  firstTryAt: 1_000_000,
  step: 0,
  retryAfterMs: null,
  random: 0.5,
  ...change,
});

describe('the schedule of a delivery', () => {
  it('has ten tries within 75 hours and a half', () => {
    let at = 0;
    const tries: number[] = [0];
    for (let step = 0; ; ) {
      const next = nextTry(failed({ failedAt: at, firstTryAt: 0, step }));
      if (next === null) break;
      ({ at, step } = next);
      tries.push(at);
    }
    expect(tries).toHaveLength(10);
    expect(tries[1]).toBe(5_000);
    expect(at / HOUR).toBeCloseTo(75.58, 1);
  });

  it('differs by a tenth at most', () => {
    for (const random of [0, 0.999]) {
      const at = (nextTry(failed({ step: 1, random }))?.at ?? 0) - 1_000_000;
      expect(Math.abs(at - 300_000)).toBeLessThanOrEqual(30_000);
    }
  });

  it('lets a delivery go on alone when its conversation would wait for more than half an hour', () => {
    expect(nextTry(failed({ step: 1 }))?.isAlone).toBe(false);
    expect(nextTry(failed({ step: 2, failedAt: 1_310_000 }))?.isAlone).toBe(true);
  });

  it('puts Retry-After, from a second to an hour, in the place of the pause', () => {
    const pauseOf = (retryAfterMs: number): number =>
      (nextTry(failed({ step: 3, retryAfterMs }))?.at ?? 0) - 1_000_000;
    expect([0, 20_000, 9 * HOUR].map(pauseOf)).toEqual([1_000, 20_000, HOUR]);
  });

  it('has no more than ten tries, whatever Retry-After says', () => {
    let tries = 1;
    for (let next = nextTry(failed({ retryAfterMs: 0 })); next !== null; tries += 1) {
      next = nextTry(failed({ step: next.step, failedAt: next.at, retryAfterMs: 0 }));
    }
    expect(tries).toBe(10);
  });

  it('is over after its last pause', () => {
    expect(nextTry(failed({ step: PAUSES_MS.length }))).toBeNull();
    expect(ORDER_WAITS_MS).toBe(1_800_000);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-22T08:00:00Z');

  it('is a number of seconds or a date', () => {
    expect(parseRetryAfter('120', now)).toBe(120_000);
    expect(parseRetryAfter('Sun, 22 Nov 2026 08:00:30 GMT', now)).toBe(30_000);
    expect(parseRetryAfter('Sun, 22 Nov 2026 07:00:00 GMT', now)).toBe(0);
    const others = ['soon', '-1', '1.5', '1e3', '2026-11-22T08:00:30Z', '22 Nov 2026 08:00:30', null, ''];
    for (const text of others) expect(parseRetryAfter(text, now)).toBeNull();
    expect(parseRetryAfter('Sun, 99 Nov 2026 08:00:30 GMT', now)).toBeNull();
  });
});
