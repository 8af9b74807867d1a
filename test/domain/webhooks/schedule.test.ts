import fc from 'fast-check';
import {
  type FailedTry,
  MOST_ASKED,
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
  asked: 0,
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

  it('is not used up by tries that Retry-After asks for before the pause is over', () => {
    const next = nextTry(failed({ step: 3, failedAt: 1_000_000 + 2 * HOUR, retryAfterMs: 30_000 }));
    expect(next).toMatchObject({ step: 3, asked: 1 });
    // Two hours and 35 minutes after the first try the fourth pause is over.
    const later = nextTry(failed({ step: 3, failedAt: 1_000_000 + 2 * HOUR, retryAfterMs: HOUR }));
    expect(later).toMatchObject({ step: 4, asked: 0 });
  });

  it('goes on with its own pause after 24 tries in a row that Retry-After asked for', () => {
    const next = nextTry(failed({ step: 4, asked: MOST_ASKED, retryAfterMs: 1_000 }));
    expect(next).toMatchObject({ at: 1_000_000 + 5 * HOUR, step: 5, asked: 0 });
    // The endpoint is not called before it has asked for.
    expect(nextTry(failed({ asked: MOST_ASKED, retryAfterMs: HOUR }))?.at).toBe(1_000_000 + HOUR);
  });

  it('lasts for 75 hours (a tenth less at least) and ends, whatever the answers ask for', () => {
    const answer = fc.record({
      retryAfterMs: fc.option(fc.integer({ min: 0, max: 2 * HOUR })),
      random: fc.double({ min: 0, max: 0.999, noNaN: true }),
      ms: fc.nat(15_000),
    });
    fc.assert(
      fc.property(fc.infiniteStream(answer), fc.constantFrom(null, 0, 1_000, HOUR), (answers, always) => {
        let at = 0;
        let state = { step: 0, asked: 0 };
        let tries = 0;
        let isTooSoon = false;
        for (;;) {
          const { retryAfterMs, random, ms } = answers.next().value as {
            retryAfterMs: number | null;
            random: number;
            ms: number;
          };
          tries += 1;
          const failedAt = at + ms;
          const asks = always ?? retryAfterMs;
          const next = nextTry({ ...state, failedAt, firstTryAt: 0, retryAfterMs: asks, random });
          if (next === null) break;
          isTooSoon ||= next.at - failedAt < Math.max(1_000, Math.min(asks ?? 0, HOUR));
          ({ at } = next);
          state = next;
        }
        expect(isTooSoon).toBe(false);
        expect(at).toBeGreaterThanOrEqual(0.9 * 75 * HOUR);
        expect(tries).toBeLessThanOrEqual(10 + 9 * MOST_ASKED);
      }),
    );
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
