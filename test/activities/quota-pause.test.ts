import * as fc from 'fast-check';
import { quotaPauseUntil } from '../../src/activities/quota-pause';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PER_MINUTE = 45011;
const PER_DAY = 45009;
const until = (code: number, now: string) => new Date(quotaPauseUntil(code, Date.parse(now))).toISOString();

test('a limit for a minute is over a minute later', () => {
  expect(until(PER_MINUTE, '2026-01-05T15:59:30.250Z')).toBe('2026-01-05T16:00:30.250Z');
});

test.each([
  ['in the morning', '2026-01-05T01:00:00.000Z', '2026-01-05T16:00:00.000Z'],
  ['a millisecond before midnight', '2026-01-05T15:59:59.999Z', '2026-01-05T16:00:00.000Z'],
  ['at midnight itself, when a new day has begun', '2026-01-05T16:00:00.000Z', '2026-01-06T16:00:00.000Z'],
  [
    'after midnight in Beijing, before it in Greenwich',
    '2026-01-05T20:00:00.000Z',
    '2026-01-06T16:00:00.000Z',
  ],
  ['on the last day of a year', '2026-12-31T15:00:00.000Z', '2026-12-31T16:00:00.000Z'],
  ['in a leap year', '2028-02-28T17:00:00.000Z', '2028-02-29T16:00:00.000Z'],
])('a limit for a day, used up %s, is over at the next midnight in Beijing', (_, now, expected) => {
  expect(until(PER_DAY, now)).toBe(expected);
});

test.each([45009, 45093, 48006])('%i is a limit for a day', (code) => {
  expect(until(code, '2026-01-05T01:00:00.000Z')).toBe('2026-01-05T16:00:00.000Z');
});

test('whenever it is used up, the clocks in Beijing show midnight when it ends, within a day', () => {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', timeStyle: 'medium' });
  fc.assert(
    // Beijing has had no summer time since 1991.
    fc.property(fc.integer({ min: Date.UTC(1992, 0, 1), max: Date.UTC(2100, 0, 1) }), (now) => {
      const end = quotaPauseUntil(PER_DAY, now);
      expect(end - now).toBeGreaterThan(0);
      expect(end - now).toBeLessThanOrEqual(DAY);
      expect([clock.format(end), end % 1_000]).toEqual(['00:00:00', 0]);
    }),
  );
});
