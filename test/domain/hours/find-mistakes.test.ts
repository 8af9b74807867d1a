import { findHoursMistakes } from '../../../src/domain/hours/find-mistakes';
import type { OpeningHours } from '../../../src/domain/hours/opening-hours';

/** Where mistakes are, and of which kind. */
function mistakesIn(hours: Partial<OpeningHours>): readonly string[] {
  const all = findHoursMistakes({ timeZone: 'Asia/Shanghai', weekly: {}, exceptions: [], ...hours });
  return all.map(({ kind, path }) => `${path.join('.')}: ${kind}`);
}

const on = (date: string, ...periods: [string, string][]) => ({ date, name: '', periods });

describe('mistakes in opening hours', () => {
  it('are none in usual ones', () => {
    expect(
      mistakesIn({
        weekly: {
          mon: [
            ['09:00', '12:00'],
            ['12:00', '24:00'],
          ],
          tue: [['00:00', '02:00']],
          sat: [['22:00', '02:00']],
          sun: [
            ['02:00', '03:00'],
            ['22:00', '00:00'],
          ],
        },
        exceptions: [
          on('2026-10-01'),
          on('2026-10-02', ['00:00', '24:00']),
          on('2026-10-03', ['00:00', '01:00']),
        ],
      }),
    ).toEqual([]);
  });

  it('are periods of no length', () => {
    expect(
      mistakesIn({
        weekly: {
          mon: [
            ['09:00', '18:00'],
            ['10:00', '10:00'],
          ],
          tue: [['00:00', '00:00']],
        },
        exceptions: [on('2026-10-01', ['12:00', '12:00'])],
      }),
    ).toEqual(['weekly.mon.1: empty', 'weekly.tue.0: empty', 'exceptions.0.periods.0: empty']);
  });

  it('are periods that overlap: the later one is named', () => {
    expect(
      mistakesIn({
        weekly: {
          mon: [
            ['13:00', '18:00'],
            ['09:00', '13:01'],
          ],
          tue: [
            ['09:00', '18:00'],
            ['10:00', '11:00'],
            ['17:59', '20:00'],
          ],
          wed: [
            ['09:00', '10:00'],
            ['09:00', '10:00'],
          ],
        },
      }),
    ).toEqual([
      'weekly.mon.0: overlap',
      'weekly.tue.1: overlap',
      'weekly.tue.2: overlap',
      'weekly.wed.1: overlap',
    ]);
  });

  it('are periods that overlap with the night before, from Sunday to Monday too', () => {
    expect(
      mistakesIn({
        weekly: {
          mon: [['01:59', '05:00']],
          tue: [['22:00', '02:00']],
          wed: [['01:00', '03:00']],
          sun: [['22:00', '02:00']],
        },
      }),
    ).toEqual(['weekly.mon.0: overlap', 'weekly.wed.0: overlap']);
  });

  it('are dates that are there twice, and what overlaps in and between exceptions', () => {
    expect(
      mistakesIn({
        exceptions: [
          on('2026-10-02', ['01:00', '03:00']),
          on('2026-10-01', ['22:00', '02:00']),
          on('2026-10-05', ['09:00', '11:00'], ['10:00', '12:00']),
          on('2026-10-01', ['22:00', '02:00']),
        ],
      }),
    ).toEqual([
      'exceptions.0.periods.0: overlap',
      'exceptions.2.periods.1: overlap',
      'exceptions.3.date: same_date',
    ]);
  });

  it('are not where an exception meets a usual day', () => {
    expect(
      mistakesIn({
        weekly: { wed: [['22:00', '02:00']], thu: [['09:00', '18:00']], fri: [['00:00', '09:00']] },
        // A Thursday.
        exceptions: [on('2026-10-01', ['00:00', '04:00'], ['20:00', '08:00'])],
      }),
    ).toEqual([]);
  });
});
