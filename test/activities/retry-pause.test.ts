import { retryPauseMs, withRetryPause } from '../../src/activities/retry-pause';
import { createSendSlots } from '../../src/activities/send-slots';
import { randomFrom } from '../support/seeded-random';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

describe('the pause before the next attempt', () => {
  it('doubles from a second to ten minutes, and up to half of it is left to chance', () => {
    expect([1, 2, 5, 10, 99].map((tries) => retryPauseMs(tries, 1))).toEqual([
      1_000, 2_000, 16_000, 512_000, 600_000,
    ]);
    expect([1, 2, 5, 10, 99].map((tries) => retryPauseMs(tries, 0))).toEqual([
      500, 1_000, 8_000, 256_000, 300_000,
    ]);
  });

  it('is added if the outcome has none, and only then', () => {
    expect(withRetryPause({ type: 'notSent', retryAfterMs: 7 }, 3)).toEqual({
      type: 'notSent',
      retryAfterMs: 7,
    });
    expect(withRetryPause({ type: 'sent' }, 3)).toEqual({ type: 'sent' });
    expect(withRetryPause({ type: 'notSent', retryAfterMs: null }, 99)).toEqual({
      type: 'notSent',
      retryAfterMs: expect.any(Number),
    });
  });

  it('keeps a message that cannot be sent for 48 h below 600 attempts', () => {
    let attempts = 0;
    for (let at = 0; at < 48 * HOUR; at += retryPauseMs(attempts, 0)) attempts += 1;
    expect(attempts).toBeLessThan(600);
  });

  it('lets 500 conversations through 20 slots that hang for 5 s each, with few attempts in vain', () => {
    const random = randomFrom(7);
    const slots = createSendSlots(20);
    const due = Array.from({ length: 500 }, () => ({ at: 0, tries: 0 }));
    const releases: { at: number; release: () => void }[] = [];
    let inVain = 0;
    let done = 0;
    let now = 0;
    while (due.length > 0) {
      due.sort((a, b) => a.at - b.at);
      const one = due.shift();
      if (one === undefined) break;
      now = one.at;
      for (const { release } of releases.filter(({ at }) => at <= now)) release();
      releases.splice(0, releases.length, ...releases.filter(({ at }) => at > now));
      one.tries += 1;
      const release = slots.take('channel');
      if (release !== null) {
        releases.push({ at: now + 5 * SECOND, release });
        done += 1;
        continue;
      }
      inVain += 1;
      due.push({ ...one, at: now + retryPauseMs(one.tries, random()) });
    }
    expect(done).toBe(500);
    // One a second each would be about 31,000 before the last one has its turn.
    expect(inVain).toBeLessThan(500 * 10);
    expect(now).toBeLessThan(10 * 60 * SECOND);
  });
});
