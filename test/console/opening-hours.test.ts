import { type HoursValues, toHours, toValues } from '../../src/console/hours/hours-values';
import { momentIn } from '../../src/console/hours/moment-in';
import { endsNextDay, isTimeText, toTimeText } from '../../src/console/hours/time-text';
import { cityInName, cityKeyOf, isFoundBy, offsetOf, zoneOptions } from '../../src/console/hours/time-zones';
import type { OpeningHours } from '../../src/domain/hours/opening-hours';

describe('a time that is typed', () => {
  it.each([
    ['9', '09:00'],
    ['18', '18:00'],
    ['0', '00:00'],
    ['24', '24:00'],
    ['930', '09:30'],
    ['0930', '09:30'],
    ['1800', '18:00'],
    ['9:05', '09:05'],
    ['9.30', '09:30'],
    ['９：３０', '09:30'],
    [' 09:00 ', '09:00'],
    ['9点30分', '09:30'],
    ['9時', '09:00'],
  ])('%j is %j', (typed, time) => expect(toTimeText(typed)).toBe(time));

  it.each(['', '25', '9:60', '24:01', '9:5', 'noon', '9:00 pm', '12345'])(
    '%j stays, and is no time',
    (typed) => {
      expect(toTimeText(typed)).toBe(typed);
      expect(isTimeText(typed, 'end')).toBe(false);
    },
  );

  it('is 24:00 only at the end of a period', () => {
    expect([isTimeText('24:00', 'start'), isTimeText('24:00', 'end'), isTimeText('23:59', 'start')]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('may make a period that ends on the next day', () => {
    expect(endsNextDay(['22:00', '02:00'])).toBe(true);
    const same: [string, string][] = [
      ['09:00', '18:00'],
      ['20:00', '24:00'],
      ['20:00', '00:00'],
      ['09:00', '09:00'],
      ['09:00', '8'],
      ['', ''],
    ];
    expect(same.filter(endsNextDay)).toEqual([]);
  });
});

describe('the form of opening hours', () => {
  const shop: OpeningHours = {
    timeZone: 'Asia/Tokyo',
    weekly: { mon: [['09:00', '18:00']] },
    exceptions: [
      { date: '2026-10-02', name: '', periods: [] },
      { date: '2026-10-01', name: 'Fair', periods: [['10:00', '12:00']] },
    ],
  };

  it('has every day, and exceptions by date', () => {
    const { weekly, exceptions, timeZone } = toValues('hours', shop, 'UTC');
    expect(weekly).toMatchObject({ mon: [['09:00', '18:00']], tue: [], sun: [] });
    expect(exceptions.map(({ date }) => date)).toEqual(['2026-10-01', '2026-10-02']);
    expect(timeZone).toBe('Asia/Tokyo');
  });

  it('begins with office hours in the reader’s zone', () => {
    expect(toValues('always', null, 'Europe/Berlin')).toMatchObject({
      kind: 'always',
      timeZone: 'Europe/Berlin',
      weekly: { mon: [['09:00', '18:00']], fri: [['09:00', '18:00']], sat: [] },
      exceptions: [],
    });
  });

  it('gives the hours back, or none', () => {
    const values: HoursValues = toValues('hours', shop, 'UTC');
    expect(toHours(values)).toMatchObject({ ...shop, exceptions: [...shop.exceptions].reverse() });
    expect(toHours({ ...values, kind: 'always' })).toBeNull();
  });
});

describe('the time zones to choose from', () => {
  const WINTER = Date.UTC(2026, 10, 29);
  const inChinese = zoneOptions('Asia/Kolkata', WINTER, 'zh', (zone) =>
    zone === 'Asia/Shanghai' ? '上海' : cityInName(zone),
  );
  const found = (typed: string) =>
    inChinese.filter((option) => isFoundBy(typed, option)).map(({ value }) => value);

  it.each([
    '上海',
    'shanghai',
    'Asia/Shang',
    'asia shanghai',
    '中国',
    'UTC+8 shang',
    '+08:00 上海',
    'gmt+8 SHANGHAI',
  ])('are found by %j', (typed) => expect(found(typed)).toContain('Asia/Shanghai'));

  it('are found by an offset', () => {
    expect(found('+5:45')).toEqual([expect.stringMatching(/Kat(?:h)?mandu$/)]);
    expect(found('-3:30')).toEqual(['America/St_Johns']);
    expect(found('nowhere')).toEqual([]);
  });

  it('are all there, with the one that is chosen, from west to east', () => {
    const values = inChinese.map(({ value }) => value);
    expect(values).toEqual(expect.arrayContaining(['Asia/Kolkata', 'UTC', 'Pacific/Chatham']));
    expect(new Set(values).size).toBe(values.length);
    const at = (value: string) => values.indexOf(value);
    expect(at('America/New_York')).toBeLessThan(at('UTC'));
    expect(at('UTC')).toBeLessThan(at('Asia/Shanghai'));
  });

  it('have the offset of the day', () => {
    expect(offsetOf('Europe/Berlin', WINTER)).toBe('UTC+01:00');
    expect(offsetOf('Europe/Berlin', Date.UTC(2026, 6, 1))).toBe('UTC+02:00');
    expect([offsetOf('UTC', 0), offsetOf('Europe/London', WINTER)]).toEqual(['UTC+00:00', 'UTC+00:00']);
  });

  it('have a city', () => {
    expect(cityKeyOf('Asia/Calcutta')).toBe('kolkata');
    expect([cityKeyOf('Europe/Vienna'), cityKeyOf('toString')]).toEqual([null, null]);
    expect(cityInName('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
  });
});

describe('when it opens or closes', () => {
  const now = Date.parse('2026-10-07T15:30:00Z');
  it('has the date where that is not today in the zone', () => {
    expect(momentIn('2026-10-07T15:45:00Z', 'Asia/Shanghai', now, 'en')).toBe('23:45');
    expect(momentIn('2026-10-07T16:00:00Z', 'Asia/Shanghai', now, 'zh')).toBe('10月8日 00:00');
    expect(momentIn('2026-10-07T16:00:00Z', 'Asia/Shanghai', now, 'en')).toBe('Oct 8, 00:00');
  });
});
