/** What is read out of a series: where it is highest, sums, shares. */
import type { Bucket } from '../../domain/reports/figures';

/** The entry with the highest value; null where there is none above zero. Of equal ones, the first. */
export function peakOf<Entry>(
  series: readonly Entry[],
  valueOf: (entry: Entry) => number,
): { readonly entry: Entry; readonly value: number } | null {
  let peak: { readonly entry: Entry; readonly value: number } | null = null;
  for (const entry of series) {
    const value = valueOf(entry);
    if (value > (peak?.value ?? 0)) peak = { entry, value };
  }
  return peak;
}

/** Counts by word, the highest first, without those that are zero. */
export function inOrder(counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([oneWord, one], [otherWord, other]) => other - one || oneWord.localeCompare(otherWord));
}

export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** `part` of `whole` in percent, for people: null where there is no whole. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 100);
}

const FORMS: Readonly<Record<Bucket, Intl.DateTimeFormatOptions>> = {
  hour: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
};

/** When an entry begins, in the browser's time zone: `22 Nov, 14:00`, `Sun, 22 Nov`, `November 2026`. */
export function formatStart(start: string, bucket: Bucket, language: string): string {
  return new Intl.DateTimeFormat(language, FORMS[bucket]).format(new Date(start));
}

/** The name of a weekday, 1 being Monday: `Mon`, `Monday`. */
export function weekdayName(weekday: number, language: string, style: 'short' | 'long'): string {
  // 1 January 2024 was a Monday.
  const day = new Date(Date.UTC(2024, 0, weekday));
  return new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' }).format(day);
}

/** Rows in the order of one of their values, those without it last. Equal ones keep their order. */
export function sortedBy<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => number | string | null,
  isDescending: boolean,
): readonly Row[] {
  const direction = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    if (typeof one === 'string' || typeof other === 'string')
      return direction * String(one).localeCompare(String(other));
    return direction * (one - other);
  });
}
