import { toDurations } from '../../../src/domain/reports/durations';

describe('durations', () => {
  it('are null where there are none', () => {
    expect(toDurations([])).toEqual({ count: 0, mean: null, median: null, p90: null });
  });

  it('have percentiles by nearest rank: values that occurred, in whatever order they came', () => {
    expect(toDurations([4_000, 1_000, 3_000, 2_000])).toEqual({ count: 4, mean: 2.5, median: 2, p90: 4 });
    expect(toDurations([7_001])).toEqual({ count: 1, mean: 7.001, median: 7.001, p90: 7.001 });
    const ten = Array.from({ length: 10 }, (_, index) => (10 - index) * 1_000);
    expect(toDurations(ten)).toEqual({ count: 10, mean: 5.5, median: 5, p90: 9 });
  });

  it('have a mean to the millisecond', () => {
    expect(toDurations([1, 1, 2]).mean).toBe(0.001);
    expect(toDurations([1_000, 1_001]).mean).toBe(1.001);
  });
});
