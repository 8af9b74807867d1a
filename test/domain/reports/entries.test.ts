import { entryStarts, MOST_ENTRIES } from '../../../src/domain/reports/entries';
import type { Bucket } from '../../../src/domain/reports/figures';
import { clockOf } from '../../../src/platform/time-zone';

const starts = (bucket: Bucket, from: string, to: string, zone = 'UTC') =>
  entryStarts(bucket, Date.parse(from), Date.parse(to), clockOf(zone)).map((at) =>
    new Date(at).toISOString().slice(0, 16),
  );

describe('the entries of a series', () => {
  it('begin at the beginning of the period, and then with each local day', () => {
    expect(starts('day', '2026-11-27T10:00:00Z', '2026-11-29T16:00:01Z', 'Asia/Shanghai')).toEqual([
      '2026-11-27T10:00',
      '2026-11-27T16:00',
      '2026-11-28T16:00',
      '2026-11-29T16:00',
    ]);
  });

  it('include no entry that begins where the period ends, and none twice', () => {
    expect(starts('day', '2026-11-27T00:00:00Z', '2026-11-29T00:00:00Z')).toEqual([
      '2026-11-27T00:00',
      '2026-11-28T00:00',
    ]);
  });

  it('are weeks from Monday', () => {
    expect(starts('week', '2026-11-27T00:00:00Z', '2026-12-08T00:00:00Z')).toEqual([
      '2026-11-27T00:00',
      '2026-11-30T00:00',
      '2026-12-07T00:00',
    ]);
  });

  it('are months of the calendar, also over a leap day and the new year', () => {
    expect(starts('month', '2027-12-15T00:00:00Z', '2028-03-01T00:00:01Z')).toEqual([
      '2027-12-15T00:00',
      '2028-01-01T00:00',
      '2028-02-01T00:00',
      '2028-03-01T00:00',
    ]);
  });

  it('are 23 and 25 hours where the clock is put forward and back', () => {
    const hours = (day: string, next: string) => starts('hour', day, next, 'Europe/Berlin').length;
    expect(hours('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')).toBe(23);
    expect(hours('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toBe(25);
  });

  it('begin with the quarter that a zone has', () => {
    expect(starts('hour', '2026-11-27T00:00:00Z', '2026-11-27T02:00:00Z', 'Asia/Kathmandu')).toEqual([
      '2026-11-27T00:00',
      '2026-11-27T00:15',
      '2026-11-27T01:15',
    ]);
  });

  it('end soon after their limit, so that a long period is refused at once', () => {
    const found = starts('hour', '1990-01-01T00:00:00Z', '2026-01-01T00:00:00Z');
    expect(found.length).toBeGreaterThan(MOST_ENTRIES);
    expect(found.length).toBeLessThan(MOST_ENTRIES + 50);
  });
});
