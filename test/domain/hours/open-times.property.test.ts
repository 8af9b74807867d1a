/**
 * Opening hours against `Intl`: what a zone's clock shows is asked of `Intl.DateTimeFormat` alone, and what is open is
 * worked out anew from the words of the rule, for random hours in many zones over two years.
 */
import { addOpenTime, nextChange, openAt } from '../../../src/domain/hours/open-times';
import { type OpeningHours, type Period, WEEKDAYS } from '../../../src/domain/hours/opening-hours';
import { clockOf } from '../../../src/platform/time-zone';
import { randomFrom } from '../../support/seeded-random';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 5, 1);
const END = Date.UTC(2027, 5, 1);

/** Zones with and without summer time; at midnight; by half an hour; with offsets of quarters; far from UTC; by decree. */
const ZONES = [
  'Asia/Shanghai',
  'Asia/Hong_Kong',
  'Asia/Taipei',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Asia/Gaza',
  'Asia/Jerusalem',
  'Asia/Beirut',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Dublin',
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Santiago',
  'America/Havana',
  'America/Asuncion',
  'America/Nuuk',
  'America/Scoresbysund',
  'Atlantic/Azores',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'UTC',
];

/** From `from` on, until the next one begins, a zone's clock is `offset` ms ahead of UTC. */
type Stretch = { readonly from: number; readonly offset: number };
type Open = { readonly from: number; readonly to: number };

/** What `Intl` shows as the local time, as if that were UTC. */
function shownIn(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (at) => {
    const [, day, month, year, hour, minute] =
      /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+)$/.exec(format.format(at)) ?? [];
    return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  };
}

function stretchesOf(timeZone: string): readonly Stretch[] {
  const shown = shownIn(timeZone);
  const stretches: Stretch[] = [];
  for (let at = START - 12 * DAY; at < END + 12 * DAY; at += 3 * HOUR) {
    const offset = shown(at) - at;
    if (stretches.at(-1)?.offset === offset) continue;
    let from = at;
    while (stretches.length > 0 && shown(from - MINUTE) - (from - MINUTE) === offset) from -= MINUTE;
    stretches.push({ from, offset });
  }
  return stretches;
}

/** The instants at which the clock shows `local`; where it shows it never, the first one that is later. */
function instantsOf(stretches: readonly Stretch[], local: number): readonly number[] {
  const found = stretches
    .map(({ from, offset }, index) => ({
      at: local - offset,
      from,
      to: stretches[index + 1]?.from ?? Infinity,
    }))
    .filter(({ at, from, to }) => at >= from && at < to)
    .map(({ at }) => at);
  const after = stretches.find(({ from, offset }) => from + offset > local)?.from;
  return found.length > 0 ? found : [after ?? Number.NaN];
}

/** All that is open, by the words of the rule. */
function openOf({ weekly, exceptions }: OpeningHours, stretches: readonly Stretch[]): readonly Open[] {
  const all: Open[] = [];
  for (let day = START - 10 * DAY; day < END + 10 * DAY; day += DAY) {
    const date = new Date(day).toISOString().slice(0, 10);
    const weekday = WEEKDAYS[(new Date(day).getUTCDay() + 6) % 7] ?? 'mon';
    const special = exceptions.find((exception) => exception.date === date);
    for (const [start, end] of special?.periods ?? weekly[weekday] ?? []) {
      const at = (time: string) => Number(time.slice(0, 2)) * HOUR + Number(time.slice(3)) * MINUTE;
      const from = Math.min(...instantsOf(stretches, day + at(start)));
      const to = Math.max(...instantsOf(stretches, day + at(end) + (end < start ? DAY : 0)));
      if (to > from) all.push({ from, to });
    }
  }
  const joined: Open[] = [];
  for (const one of all.sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last === undefined || one.from > last.to) joined.push(one);
    else joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, one.to) };
  }
  return joined;
}

/** Random hours: nights, lunch breaks, periods around the hours at which clocks change, closed days, odd minutes. */
function randomHours(timeZone: string, random: () => number, special: readonly number[]): OpeningHours {
  const pick = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const time = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const periods = (): Period[] => {
    const kind = random();
    if (kind < 0.15) return [];
    if (kind < 0.25) return [['00:00', '24:00']];
    const step = random() < 0.5 ? 30 : 1;
    // No overlap: 01:00 is the latest that a night ends, and nothing starts before it but at midnight.
    const edges = Array.from({ length: pick(1, 3) * 2 }, () => pick(60 / step, 1439 / step) * step);
    const sorted = [...new Set(edges)].sort((a, b) => a - b);
    const found: Period[] = [];
    for (let index = 0; index + 1 < sorted.length; index += 2) {
      found.push([time(sorted[index] ?? 0), time(sorted[index + 1] ?? 0)]);
    }
    const last = sorted.at(-1) ?? 0;
    if (random() < 0.3 && last < 1439) found.push([time(pick(last + 1, 1439)), time(pick(0, 60))]);
    return found;
  };
  const dates = new Set([
    ...special.flatMap((at) => [at - DAY, at]).filter(() => random() < 0.3),
    ...Array.from({ length: 20 }, () => START + random() * (END - START)),
  ]);
  const names = new Set([...dates].map((at) => new Date(at).toISOString().slice(0, 10)));
  return {
    timeZone,
    weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, periods()])),
    exceptions: [...names].map((date) => ({ date, name: '', periods: periods() })),
  };
}

describe.each(ZONES)('opening hours in %s', (timeZone) => {
  const random = randomFrom(7_800 + ZONES.indexOf(timeZone));
  const stretches = stretchesOf(timeZone);
  const changes = stretches.slice(1).map(({ from }) => from);
  const somewhere = () => START + Math.floor(random() * (END - START - 40 * DAY));
  const samples = Array.from({ length: 3 }, () => {
    const hours = randomHours(timeZone, random, changes);
    return { hours, open: openOf(hours, stretches) };
  });

  it('open and close when the clock on the wall says so, by Intl', () => {
    for (const { hours, open } of samples) {
      /** Through some days: each change as it follows from the one before. */
      const walk = (from: number, to: number) => {
        const seen: Open[] = [];
        for (let at = from; at < to; ) {
          const { isOpen, opensAt, closesAt } = nextChange(hours, at, clockOf);
          if (isOpen) seen.push({ from: at, to: closesAt ?? Infinity });
          at = (isOpen ? closesAt : opensAt) ?? Infinity;
        }
        const last = seen.at(-1)?.to ?? from;
        const expected = open
          .filter((one) => one.to > from && one.from < Math.max(last, to))
          .map((one) => ({ from: Math.max(one.from, from), to: one.to }));
        expect({ timeZone, hours, seen }).toEqual({ timeZone, hours, seen: expected });
      };
      for (const at of changes) walk(Math.max(START, at - 2 * DAY), Math.min(END, at + 2 * DAY));
      for (let round = 0; round < 6; round += 1) {
        const at = somewhere();
        walk(at, at + DAY);
      }
    }
  });

  it('are open at a minute if it is in a period, where the clock does not change', () => {
    const shown = shownIn(timeZone);
    for (const { hours } of samples) {
      for (let round = 0; round < 40; round += 1) {
        const at = Math.floor(somewhere() / MINUTE) * MINUTE;
        if (changes.some((change) => Math.abs(change - at) < 3 * DAY)) continue;
        const local = shown(at);
        const isOpenIn = (day: number): boolean => {
          const date = new Date(day).toISOString().slice(0, 10);
          const weekday = WEEKDAYS[(new Date(day).getUTCDay() + 6) % 7] ?? 'mon';
          const periods =
            hours.exceptions.find((one) => one.date === date)?.periods ?? hours.weekly[weekday] ?? [];
          const minute = (local - day) / MINUTE;
          return periods.some(([start, end]) => {
            const of = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
            return minute >= of(start) && minute < of(end) + (end < start ? 1440 : 0);
          });
        };
        const today = Math.floor(local / DAY) * DAY;
        expect([timeZone, at, openAt(hours, at, clockOf)]).toEqual([
          timeZone,
          at,
          isOpenIn(today) || isOpenIn(today - DAY),
        ]);
      }
    }
  });

  it('count open time only', () => {
    for (const { hours, open } of samples) {
      for (let round = 0; round < 4; round += 1) {
        const from = somewhere();
        const ms = 1 + Math.floor(random() * 3 * DAY);
        const passed = (until: number) =>
          open.reduce((sum, one) => sum + Math.max(0, Math.min(one.to, until) - Math.max(one.from, from)), 0);
        const at = addOpenTime(hours, from, ms, clockOf);
        if (at === null) throw new Error('never');
        expect([passed(at), passed(at - 1)]).toEqual([ms, ms - 1]);
      }
    }
  });
});
