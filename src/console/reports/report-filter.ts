/** The filters of the reports, as they stand in the address and as the API takes them. */
import { BUCKETS, type Bucket, REPORT_HOURS, type ReportHours } from '../../domain/reports/figures';
import { beginningOf, parseDay } from '../shared/time/days';

export const PRESETS = ['today', 'yesterday', 'last7', 'last30', 'thisMonth', 'lastMonth'] as const;
export type Preset = (typeof PRESETS)[number];

const STANDARD_PRESET = 'last7' satisfies Preset;
/** A chart with more entries than this cannot be read. */
const MOST_ENTRIES = 800;
/** The shortest day, week and month, so that an entry too many is never asked for. */
const HOURS_IN: Readonly<Record<Bucket, number>> = { hour: 1, day: 23, week: 167, month: 671 };

/** Days as `2026-11-22`, both included. */
export type Period = { readonly fromDay: string; readonly toDay: string };

export type ReportFilter = {
  /** null: the reader chose the days. */
  readonly preset: Preset | null;
  readonly period: Period;
  readonly bucket: Bucket;
  readonly hours: ReportHours;
  readonly brandId: string | null;
  readonly channelId: string | null;
  readonly groupId: string | null;
  readonly operatorId: string | null;
};

const wordIn = <Word extends string>(words: readonly Word[], word: string | null): Word | null =>
  words.find((one) => one === word) ?? null;

/** The filters in the address. What is missing or not valid there has its default. `today` as `2026-11-22`. */
export function readFilter(search: URLSearchParams, today: string): ReportFilter {
  const fromDay = parseDay(search.get('from'));
  const toDay = parseDay(search.get('to'));
  const own = fromDay === null || toDay === null ? null : ordered(fromDay, toDay);
  const preset = own === null ? (wordIn(PRESETS, search.get('period')) ?? STANDARD_PRESET) : null;
  const period = own ?? periodOf(preset ?? STANDARD_PRESET, today);
  const chosen = wordIn(BUCKETS, search.get('bucket'));
  return {
    preset,
    period,
    bucket: chosen !== null && bucketsFor(period).includes(chosen) ? chosen : standardBucket(period),
    hours: wordIn(REPORT_HOURS, search.get('hours')) ?? 'all',
    brandId: given(search.get('brand')),
    channelId: given(search.get('channel')),
    groupId: given(search.get('group')),
    operatorId: given(search.get('operator')),
  };
}

const given = (text: string | null): string | null => (text === null || text === '' ? null : text);
const ordered = (one: string, other: string): Period =>
  one <= other ? { fromDay: one, toDay: other } : { fromDay: other, toDay: one };

/** The days of a preset, seen from `today`. */
export function periodOf(preset: Preset, today: string): Period {
  const month = today.slice(0, 7);
  switch (preset) {
    case 'today':
      return { fromDay: today, toDay: today };
    case 'yesterday':
      return { fromDay: addDays(today, -1), toDay: addDays(today, -1) };
    case 'last7':
      return { fromDay: addDays(today, -6), toDay: today };
    case 'last30':
      return { fromDay: addDays(today, -29), toDay: today };
    case 'thisMonth':
      return { fromDay: `${month}-01`, toDay: today };
    case 'lastMonth': {
      const last = addDays(`${month}-01`, -1);
      return { fromDay: `${last.slice(0, 7)}-01`, toDay: last };
    }
  }
}

/** The day `days` after `day`, in any time zone: days have no clock. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** How many days a period has. */
export function daysIn({ fromDay, toDay }: Period): number {
  return Math.round((Date.parse(toDay) - Date.parse(fromDay)) / 86_400_000) + 1;
}

/** The buckets that divide a period into a number of entries that can be read. */
export function bucketsFor(period: Period): readonly Bucket[] {
  return BUCKETS.filter((bucket) => (daysIn(period) * 24) / HOURS_IN[bucket] <= MOST_ENTRIES);
}

function standardBucket(period: Period): Bucket {
  const days = daysIn(period);
  if (days <= 2) return 'hour';
  if (days <= 62) return 'day';
  return days <= 366 ? 'week' : 'month';
}

/** The filters as the API takes them. Days begin and end in the time zone of the browser, whose name is `timeZone`. */
export function toReportQuery(filter: ReportFilter, timeZone: string) {
  const { period, bucket, hours, brandId, channelId, groupId, operatorId } = filter;
  return {
    from: beginningOf(period.fromDay),
    to: beginningOf(period.toDay, 1),
    bucket,
    hours,
    timeZone,
    ...(brandId === null ? {} : { brandId }),
    ...(channelId === null ? {} : { channelId }),
    ...(groupId === null ? {} : { groupId }),
    ...(operatorId === null ? {} : { operatorId }),
  };
}

export type ReportRequest = ReturnType<typeof toReportQuery>;

/** The parameters of the filters in an address: what a link to another report takes along. */
export const FILTER_PARAMETERS = [
  'period',
  'from',
  'to',
  'bucket',
  'hours',
  'brand',
  'channel',
  'group',
  'operator',
] as const;
export type FilterParameter = (typeof FILTER_PARAMETERS)[number];

/** The address of another page of the reports with the same filters, and with what is `changed`. */
export function addressWith(
  path: string,
  search: URLSearchParams,
  changed: Readonly<Record<string, string | null>> = {},
): string {
  const next = new URLSearchParams();
  for (const name of FILTER_PARAMETERS) {
    const value = search.get(name);
    if (value !== null && value !== '') next.set(name, value);
  }
  for (const [name, value] of Object.entries(changed)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return text === '' ? path : `${path}?${text}`;
}
