import { toPieces } from '../../../src/store/reports/day-pieces';
import { withGaps } from '../../../src/store/reports/figure-days';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The eleventh day of 1970. */
const TENTH = 10 * DAY;

describe('a counted day', () => {
  const period = { from: TENTH + HOUR, to: TENTH + 2 * DAY };

  it('is divided where an entry of the series begins, and where the period does', () => {
    const starts = [period.from, TENTH + 16 * HOUR, TENTH + 40 * HOUR];
    expect(toPieces({ ...period, starts }, [TENTH, TENTH + DAY], [null])).toEqual([
      { day: 10, schedule: 0, entry: 0, since: HOUR, until: 16 * HOUR },
      { day: 10, schedule: 0, entry: 1, since: 16 * HOUR, until: DAY },
      { day: 11, schedule: 0, entry: 1, since: 0, until: 16 * HOUR },
      { day: 11, schedule: 0, entry: 2, since: 16 * HOUR, until: DAY },
    ]);
  });

  it('is cut to what is open, for each of the schedules', () => {
    const night = [
      { opensAt: TENTH - HOUR, closesAt: TENTH + 2 * HOUR },
      { opensAt: TENTH + 22 * HOUR, closesAt: TENTH + 26 * HOUR },
      { opensAt: TENTH + 60 * HOUR, closesAt: Infinity },
    ];
    const starts = [period.from, TENTH + 23 * HOUR];
    expect(toPieces({ ...period, starts }, [TENTH, TENTH + DAY], [night, []])).toEqual([
      { day: 10, schedule: 0, entry: 0, since: HOUR, until: 2 * HOUR },
      { day: 10, schedule: 0, entry: 0, since: 22 * HOUR, until: 23 * HOUR },
      { day: 10, schedule: 0, entry: 1, since: 23 * HOUR, until: DAY },
      { day: 11, schedule: 0, entry: 1, since: 0, until: 2 * HOUR },
    ]);
  });
});

describe('the gaps between counted days', () => {
  const gapsOf = (days: readonly number[], from: number, to: number) =>
    withGaps(
      days.map((day) => day * DAY),
      { from: from * DAY, to: to * DAY },
    );

  it('are what is left of the period', () => {
    expect(gapsOf([10, 11, 14], 10.5, 16)).toEqual({
      days: [10 * DAY, 11 * DAY, 14 * DAY],
      gaps: [
        { from: 12 * DAY, to: 14 * DAY },
        { from: 15 * DAY, to: 16 * DAY },
      ],
    });
    expect(gapsOf([], 1, 2).gaps).toEqual([{ from: DAY, to: 2 * DAY }]);
    expect(gapsOf([1, 2], 1.5, 2.5).gaps).toEqual([]);
  });

  it('are one where there are many', () => {
    const everyOther = [1, 2, 4, 6, 8, 10, 12, 14, 16, 18];
    expect(gapsOf(everyOther, 1, 19)).toEqual({
      days: [DAY, 2 * DAY, 18 * DAY],
      gaps: [{ from: 3 * DAY, to: 18 * DAY }],
    });
  });
});
