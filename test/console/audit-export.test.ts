import { toCsv, toLocalIso } from '../../src/console/audit/csv';
import { beginningOf, parseDay } from '../../src/console/shared/time/days';

describe('the export of the audit log', () => {
  it('is CSV that spreadsheets read as UTF-8', () => {
    expect(toCsv([['a', 'say "hi", 你好\nagain']])).toBe('\uFEFF"a","say ""hi"", 你好\nagain"\r\n');
  });
  it.each(['=1+1', '+86', '-2+3', '@SUM(A1)', '  =1', '\t=1', '\r=1', '＝1', '＋1', '＠x'])(
    'never holds a formula: %j',
    (text) => {
      expect(toCsv([[text]])).toBe(`\uFEFF"'${text}"\r\n`);
    },
  );
  it('leaves other texts as they are', () => {
    expect(toCsv([['127.0.0.1', "it's 1=1"]])).toBe('\uFEFF"127.0.0.1","it\'s 1=1"\r\n');
    // A plain number is no formula.
    expect(toCsv([['-2']])).toBe('\uFEFF"-2"\r\n');
  });
  it('tells the time of the reader with the offset', () => {
    expect(toLocalIso('2026-11-22T20:05:09.123Z', 480)).toBe('2026-11-23T04:05:09+08:00');
    expect(toLocalIso('2026-11-22T20:05:09.123Z', -210)).toBe('2026-11-22T16:35:09-03:30');
    expect(toLocalIso('2026-11-22T20:05:09.123Z', 0)).toBe('2026-11-22T20:05:09+00:00');
  });
});

describe('the days of the filter', () => {
  it('begin at midnight of the reader, and end where the next begins', () => {
    expect(beginningOf('2026-11-22')).toBe(new Date(2026, 10, 22).toISOString());
    expect(beginningOf('2026-12-31', 1)).toBe(new Date(2027, 0, 1).toISOString());
  });
  it('are ignored if they are none', () => {
    expect([parseDay('2026-11-22'), parseDay('soon'), parseDay('2026-13-45'), parseDay(null)]).toEqual([
      '2026-11-22',
      null,
      null,
      null,
    ]);
  });
});
