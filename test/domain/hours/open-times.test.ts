import { addOpenTime, nextChange, openAt } from '../../../src/domain/hours/open-times';
import {
  type OpeningHours,
  type Period,
  WEEKDAYS,
  type Weekday,
} from '../../../src/domain/hours/opening-hours';
import { clockOf } from '../../../src/platform/time-zone';

const HOUR = 3_600_000;

/** The same hours on all days, unless `other` says which. */
function hoursOf(
  timeZone: string,
  periods: readonly Period[],
  other: Partial<Pick<OpeningHours, 'weekly' | 'exceptions'>> = {},
): OpeningHours {
  const daily = Object.fromEntries(WEEKDAYS.map((day) => [day, periods])) as Record<
    Weekday,
    readonly Period[]
  >;
  return { timeZone, weekly: { ...daily, ...other.weekly }, exceptions: other.exceptions ?? [] };
}

/** What is next from an instant, in ISO. */
function next(hours: OpeningHours | null, from: string) {
  const { isOpen, opensAt, closesAt } = nextChange(hours, Date.parse(from), clockOf);
  const iso = (at: number | null) => at && new Date(at).toISOString().replace(':00.000Z', 'Z');
  expect(openAt(hours, Date.parse(from), clockOf)).toBe(isOpen);
  if (isOpen) expect(opensAt).toBeNull();
  else expect(closesAt).toBeNull();
  return isOpen ? `open until ${iso(closesAt)}` : `closed until ${iso(opensAt)}`;
}

const working: readonly Period[] = [
  ['09:00', '12:00'],
  ['13:00', '18:00'],
];

describe('opening hours', () => {
  it('that are not set are always open', () => {
    expect(next(null, '2026-10-01T00:00Z')).toBe('open until null');
    expect(addOpenTime(null, 5_000, 700, clockOf)).toBe(5_700);
  });

  it('hold from the first instant of a period to before its last one, with breaks', () => {
    const shop = hoursOf('Asia/Shanghai', working);
    expect(next(shop, '2026-10-08T00:59:59.999Z')).toBe('closed until 2026-10-08T01:00Z');
    expect(next(shop, '2026-10-08T01:00Z')).toBe('open until 2026-10-08T04:00Z');
    expect(next(shop, '2026-10-08T03:59:59.999Z')).toBe('open until 2026-10-08T04:00Z');
    expect(next(shop, '2026-10-08T04:00Z')).toBe('closed until 2026-10-08T05:00Z');
    expect(next(shop, '2026-10-08T10:00Z')).toBe('closed until 2026-10-09T01:00Z');
  });

  it('may list the periods of a day in any order', () => {
    const shop = hoursOf('Asia/Shanghai', [...working].reverse());
    expect(next(shop, '2026-10-08T02:00Z')).toBe('open until 2026-10-08T04:00Z');
  });

  it('are closed on days that are left out', () => {
    const shop: OpeningHours = {
      timeZone: 'Asia/Shanghai',
      weekly: { mon: [['09:00', '18:00']] },
      exceptions: [],
    };
    // A Tuesday.
    expect(next(shop, '2026-10-06T02:00Z')).toBe('closed until 2026-10-12T01:00Z');
  });

  it('may pass midnight, also from Sunday to Monday', () => {
    const bar: OpeningHours = {
      timeZone: 'Asia/Shanghai',
      weekly: { sun: [['22:00', '02:00']] },
      exceptions: [],
    };
    expect(next(bar, '2026-10-04T13:00Z')).toBe('closed until 2026-10-04T14:00Z');
    // Monday, 01:30.
    expect(next(bar, '2026-10-04T17:30Z')).toBe('open until 2026-10-04T18:00Z');
    expect(next(bar, '2026-10-04T18:00Z')).toBe('closed until 2026-10-11T14:00Z');
  });

  it('take 00:00 and 24:00 as the same end', () => {
    for (const end of ['00:00', '24:00']) {
      const late = hoursOf('Asia/Shanghai', [['20:00', end]]);
      expect(next(late, '2026-10-08T13:00Z')).toBe('open until 2026-10-08T16:00Z');
    }
  });

  it('join what adjoins, in a day and at midnight', () => {
    const joined = hoursOf('Asia/Shanghai', [], {
      weekly: {
        mon: [
          ['13:00', '18:00'],
          ['18:00', '24:00'],
          ['09:00', '13:00'],
        ],
        tue: [['00:00', '03:00']],
      },
    });
    expect(next(joined, '2026-10-05T01:00Z')).toBe('open until 2026-10-05T19:00Z');
  });

  it('that have no end are open for good', () => {
    const always = hoursOf('Europe/Berlin', [['00:00', '24:00']]);
    expect(next(always, '2026-03-28T12:00Z')).toBe('open until null');
    const halves = hoursOf('Europe/Berlin', [
      ['06:00', '18:00'],
      ['18:00', '06:00'],
    ]);
    expect(next(halves, '2026-03-28T12:00Z')).toBe('open until null');
    const holiday = { date: '2031-12-25', name: 'Christmas', periods: [] };
    const almost = hoursOf('Europe/Berlin', [['00:00', '24:00']], { exceptions: [holiday] });
    expect(next(almost, '2026-03-28T12:00Z')).toBe('open until 2031-12-24T23:00Z');
    expect(next(almost, '2031-12-24T23:00Z')).toBe('closed until 2031-12-25T23:00Z');
    expect(next(almost, '2031-12-25T23:00Z')).toBe('open until null');
    expect(addOpenTime(almost, Date.parse('2031-12-24T22:00Z'), 2 * HOUR, clockOf)).toBe(
      Date.parse('2031-12-26T00:00Z'),
    );
  });

  it('that have no beginning are closed for good', () => {
    const never = hoursOf('Europe/Berlin', []);
    expect(next(never, '2026-03-28T12:00Z')).toBe('closed until null');
    expect(addOpenTime(never, 0, 1, clockOf)).toBeNull();
    const once = hoursOf('Europe/Berlin', [], {
      exceptions: [{ date: '2031-12-25', name: 'Fair', periods: [['10:00', '12:00']] }],
    });
    expect(next(once, '2026-03-28T12:00Z')).toBe('closed until 2031-12-25T09:00Z');
    expect(next(once, '2031-12-25T11:00Z')).toBe('closed until null');
    expect(addOpenTime(once, 0, 2 * HOUR, clockOf)).toBe(Date.parse('2031-12-25T11:00Z'));
    expect(addOpenTime(once, 0, 2 * HOUR + 1, clockOf)).toBeNull();
  });

  it('are replaced by an exception on its day', () => {
    const shop = hoursOf('Asia/Shanghai', working, {
      exceptions: [
        { date: '2026-10-01', name: 'National Day', periods: [] },
        { date: '2026-10-02', name: '', periods: [['10:00', '11:00']] },
      ],
    });
    expect(next(shop, '2026-09-30T10:00Z')).toBe('closed until 2026-10-02T02:00Z');
    expect(next(shop, '2026-10-02T02:30Z')).toBe('open until 2026-10-02T03:00Z');
    expect(next(shop, '2026-10-02T03:00Z')).toBe('closed until 2026-10-03T01:00Z');
  });

  it('keep, on the day of an exception, what began the day before', () => {
    const bar = hoursOf('Asia/Shanghai', [['20:00', '02:00']], {
      exceptions: [{ date: '2026-10-01', name: '', periods: [] }],
    });
    // On 1 October at 01:00, and at 21:00.
    expect(next(bar, '2026-09-30T17:00Z')).toBe('open until 2026-09-30T18:00Z');
    expect(next(bar, '2026-10-01T13:00Z')).toBe('closed until 2026-10-02T12:00Z');
  });

  it('hold all of an exception that passes midnight into a usual day', () => {
    const shop = hoursOf('Asia/Shanghai', [['09:00', '18:00']], {
      exceptions: [{ date: '2026-12-31', name: 'New Year', periods: [['20:00', '10:00']] }],
    });
    expect(next(shop, '2026-12-31T13:00Z')).toBe('open until 2027-01-01T10:00Z');
  });

  it('know the periods that began two dates of UTC ago', () => {
    const long = hoursOf('Pacific/Pago_Pago', [], { weekly: { mon: [['18:00', '17:59']] } });
    // Monday 18:00 in Pago Pago is Tuesday 05:00 in UTC.
    expect(next(long, '2026-10-07T04:58:30Z')).toBe('open until 2026-10-07T04:59Z');
    const early = hoursOf('Pacific/Kiritimati', [], { weekly: { mon: [['00:00', '01:00']] } });
    expect(next(early, '2026-10-04T09:59Z')).toBe('closed until 2026-10-04T10:00Z');
  });
});

describe('a time that the clock skips', () => {
  it.each<[string, Period, string, string, string]>([
    // Berlin skips 02:00 to 03:00.
    ['Europe/Berlin', ['02:30', '05:00'], '2026-03-29T00:00Z', '2026-03-29T01:00Z', '2026-03-29T03:00Z'],
    ['Europe/Berlin', ['01:00', '02:30'], '2026-03-28T23:30Z', '2026-03-29T00:00Z', '2026-03-29T01:00Z'],
    // At midnight: Cairo, Santiago, Beirut skip 00:00 to 01:00.
    ['Africa/Cairo', ['00:00', '02:00'], '2026-04-23T20:00Z', '2026-04-23T22:00Z', '2026-04-23T23:00Z'],
    ['Africa/Cairo', ['20:00', '24:00'], '2026-04-23T12:00Z', '2026-04-23T18:00Z', '2026-04-23T22:00Z'],
    ['America/Santiago', ['00:30', '09:00'], '2026-09-06T03:00Z', '2026-09-06T04:00Z', '2026-09-06T12:00Z'],
    ['Asia/Beirut', ['23:00', '00:30'], '2026-03-28T20:00Z', '2026-03-28T21:00Z', '2026-03-28T22:00Z'],
    // Lord Howe skips half an hour, 02:00 to 02:30.
    [
      'Australia/Lord_Howe',
      ['02:10', '04:00'],
      '2026-10-03T15:00Z',
      '2026-10-03T15:30Z',
      '2026-10-03T17:00Z',
    ],
    // Chatham skips 02:45 to 03:45.
    ['Pacific/Chatham', ['03:00', '05:00'], '2026-09-26T13:00Z', '2026-09-26T14:00Z', '2026-09-26T15:15Z'],
    // Gaza, by decree on a Saturday at 02:00.
    ['Asia/Gaza', ['02:15', '09:00'], '2026-03-27T23:00Z', '2026-03-28T00:00Z', '2026-03-28T06:00Z'],
  ])('is the first instant after the gap: %s %j', (timeZone, period, from, opensAt, closesAt) => {
    const hours = hoursOf(timeZone, [period]);
    expect(next(hours, from)).toBe(`closed until ${opensAt}`);
    expect(next(hours, opensAt)).toBe(`open until ${closesAt}`);
  });

  it('makes a period in the gap vanish, and a break in it', () => {
    const inGap = hoursOf('Europe/Berlin', [['02:10', '02:50']]);
    expect(next(inGap, '2026-03-28T12:00Z')).toBe('closed until 2026-03-30T00:10Z');
    const breakInGap = hoursOf('Europe/Berlin', [
      ['01:00', '02:10'],
      ['02:50', '05:00'],
    ]);
    expect(next(breakInGap, '2026-03-29T00:00Z')).toBe('open until 2026-03-29T03:00Z');
  });

  it('may be a whole day: Apia had no 30 December 2011', () => {
    const shop = hoursOf('Pacific/Apia', [['09:00', '17:00']]);
    // From the 29th, ten hours behind UTC, to the 31st, fourteen ahead of it.
    expect(next(shop, '2011-12-30T03:00Z')).toBe('closed until 2011-12-30T19:00Z');
    // The night of the 29th, and what is left of the one of the 30th.
    const night = hoursOf('Pacific/Apia', [['22:00', '02:00']]);
    expect(next(night, '2011-12-30T09:00Z')).toBe('open until 2011-12-30T12:00Z');
  });
});

describe('a time that comes twice', () => {
  it.each<[string, Period, string, string, string]>([
    // Berlin has 02:00 to 03:00 twice.
    ['Europe/Berlin', ['02:30', '05:00'], '2026-10-25T00:00Z', '2026-10-25T00:30Z', '2026-10-25T04:00Z'],
    ['Europe/Berlin', ['01:00', '02:30'], '2026-10-24T22:00Z', '2026-10-24T23:00Z', '2026-10-25T01:30Z'],
    ['Europe/Berlin', ['02:10', '02:20'], '2026-10-25T00:00Z', '2026-10-25T00:10Z', '2026-10-25T01:20Z'],
    // New York has 01:00 to 02:00 twice; 02:00 itself only once.
    ['America/New_York', ['01:00', '02:00'], '2026-11-01T04:00Z', '2026-11-01T05:00Z', '2026-11-01T07:00Z'],
    // Cairo has the last hour of a day twice, and midnight once.
    ['Africa/Cairo', ['20:00', '24:00'], '2026-10-29T12:00Z', '2026-10-29T17:00Z', '2026-10-29T22:00Z'],
    ['Africa/Cairo', ['23:30', '01:00'], '2026-10-29T20:00Z', '2026-10-29T20:30Z', '2026-10-29T23:00Z'],
    ['America/Santiago', ['23:00', '23:30'], '2026-04-05T01:00Z', '2026-04-05T02:00Z', '2026-04-05T03:30Z'],
    // Lord Howe has half an hour twice, 01:30 to 02:00.
    [
      'Australia/Lord_Howe',
      ['01:40', '03:00'],
      '2026-04-04T14:30Z',
      '2026-04-04T14:40Z',
      '2026-04-04T16:30Z',
    ],
    [
      'Australia/Lord_Howe',
      ['01:00', '01:50'],
      '2026-04-04T13:30Z',
      '2026-04-04T14:00Z',
      '2026-04-04T15:20Z',
    ],
    // Chatham has 02:45 to 03:45 twice.
    ['Pacific/Chatham', ['03:00', '05:00'], '2026-04-04T13:00Z', '2026-04-04T13:15Z', '2026-04-04T16:15Z'],
    ['Asia/Gaza', ['01:30', '09:00'], '2026-10-23T22:00Z', '2026-10-23T22:30Z', '2026-10-24T07:00Z'],
  ])('opens at the first and closes at the last: %s %j', (timeZone, period, from, opensAt, closesAt) => {
    const hours = hoursOf(timeZone, [period]);
    expect(next(hours, from)).toBe(`closed until ${opensAt}`);
    expect(next(hours, opensAt)).toBe(`open until ${closesAt}`);
  });
});

describe('open time', () => {
  const shop = hoursOf('Asia/Shanghai', working);
  const at = (iso: string) => Date.parse(iso);

  it('passes in periods only', () => {
    // From 11:00 on: an hour, the break, five hours, the night.
    const from = at('2026-10-08T03:00Z');
    expect(addOpenTime(shop, from, 0, clockOf)).toBe(from);
    expect(addOpenTime(shop, from, HOUR, clockOf)).toBe(at('2026-10-08T04:00Z'));
    expect(addOpenTime(shop, from, HOUR + 1, clockOf)).toBe(at('2026-10-08T05:00Z') + 1);
    expect(addOpenTime(shop, from, 7 * HOUR, clockOf)).toBe(at('2026-10-09T02:00Z'));
  });

  it('counts from the opening while it is closed', () => {
    expect(addOpenTime(shop, at('2026-10-08T12:00Z'), HOUR, clockOf)).toBe(at('2026-10-09T02:00Z'));
  });

  it('has the hours that really pass when the clock changes', () => {
    const berlin = hoursOf('Europe/Berlin', [['00:00', '06:00']]);
    // Five hours in March, seven in October.
    expect(addOpenTime(berlin, at('2026-03-28T23:00Z'), 5 * HOUR, clockOf)).toBe(at('2026-03-29T04:00Z'));
    expect(addOpenTime(berlin, at('2026-10-24T22:00Z'), 7 * HOUR, clockOf)).toBe(at('2026-10-25T05:00Z'));
  });
});

describe('the clock of a zone', () => {
  it.each(['Asia/Nowhere', '', 'CST'])('is not made up: %j', (name) => {
    expect(() => clockOf(name)).toThrow(RangeError);
  });
});
