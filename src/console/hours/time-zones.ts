/** The time zones to choose from, in words: found by city, region or offset. */
import { searchForm } from '../../domain/search-form';

/** Cities that have their own names in Chinese and Japanese: keys of the section `cities` of the catalogue. */
export const CITIES = {
  'Asia/Shanghai': 'shanghai',
  'Asia/Urumqi': 'urumqi',
  'Asia/Hong_Kong': 'hongKong',
  'Asia/Macau': 'macau',
  'Asia/Taipei': 'taipei',
  'Asia/Singapore': 'singapore',
  'Asia/Kuala_Lumpur': 'kualaLumpur',
  'Asia/Bangkok': 'bangkok',
  'Asia/Saigon': 'hoChiMinh',
  'Asia/Ho_Chi_Minh': 'hoChiMinh',
  'Asia/Jakarta': 'jakarta',
  'Asia/Manila': 'manila',
  'Asia/Tokyo': 'tokyo',
  'Asia/Seoul': 'seoul',
  'Asia/Dubai': 'dubai',
  'Asia/Calcutta': 'kolkata',
  'Asia/Kolkata': 'kolkata',
  'Australia/Sydney': 'sydney',
  'Australia/Melbourne': 'melbourne',
  'Pacific/Auckland': 'auckland',
  'Europe/London': 'london',
  'Europe/Paris': 'paris',
  'Europe/Berlin': 'berlin',
  'Europe/Moscow': 'moscow',
  'America/New_York': 'newYork',
  'America/Chicago': 'chicago',
  'America/Los_Angeles': 'losAngeles',
  'America/Toronto': 'toronto',
  'America/Vancouver': 'vancouver',
  'America/Sao_Paulo': 'saoPaulo',
} as const satisfies Readonly<Record<string, string>>;
export type CityKey = (typeof CITIES)[keyof typeof CITIES];

/** The key of the name of a zone's city; null: it has none of its own. */
export function cityKeyOf(timeZone: string): CityKey | null {
  return Object.hasOwn(CITIES, timeZone) ? CITIES[timeZone as keyof typeof CITIES] : null;
}

/** The city in a zone's name: `America/Argentina/Buenos_Aires` → `Buenos Aires`. */
export function cityInName(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}

/** How far a zone's clock is from UTC at an instant: `UTC+08:00`. */
export function offsetOf(timeZone: string, at: number): string {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  return name === 'GMT' ? 'UTC+00:00' : name.replace('GMT', 'UTC');
}

export type ZoneOption = {
  readonly value: string;
  readonly label: string;
  /** What people call the zone. */
  readonly name: string;
  /** What it is found by. */
  readonly words: string;
};

/**
 * All zones that this browser knows, and `chosen`, from west to east.
 * @param cityOf the name of a zone's city in the reader's language
 */
export function zoneOptions(
  chosen: string,
  at: number,
  language: string,
  cityOf: (timeZone: string) => string,
): readonly ZoneOption[] {
  const names = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', chosen].filter(isKnown));
  const all = [...names].map((value) => {
    const offset = offsetOf(value, at);
    const city = cityOf(value);
    const [name = '', ...names] = namesOf(value, at, language);
    const words = [city, name, ...names, cityInName(value), value, ...spellingsOf(offset)].join(' ');
    const option = { value, label: `${city} · ${offset}`, name, words: searchForm(words) };
    return { option, minutes: minutesOf(offset) };
  });
  return all
    .sort(
      (one, other) =>
        one.minutes - other.minutes || one.option.label.localeCompare(other.option.label, language),
    )
    .map(({ option }) => option);
}

/** Whether a zone is found by what was typed: each word of it. */
export function isFoundBy(typed: string, { words }: Pick<ZoneOption, 'words'>): boolean {
  return searchForm(typed)
    .trim()
    .split(/\s+/)
    .every((word) => words.includes(word));
}

function isKnown(timeZone: string): boolean {
  try {
    return offsetOf(timeZone, 0) !== '';
  } catch {
    return false;
  }
}

/** What people call the zone, e.g. “China Standard Time” and “China Time”. */
function namesOf(timeZone: string, at: number, language: string): readonly string[] {
  return (['longGeneric', 'shortGeneric'] as const).map((timeZoneName) => {
    const format = new Intl.DateTimeFormat(language, { timeZone, timeZoneName });
    return format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  });
}

/** `UTC+08:00` is also written `UTC+8`, `GMT+8` and `+8`. */
function spellingsOf(offset: string): readonly string[] {
  const short = offset.replace(/([+-])0/, '$1').replace(':00', '');
  return [offset, short, offset.replace('UTC', 'GMT'), short.replace('UTC', 'GMT')];
}

function minutesOf(offset: string): number {
  const [, sign, hours, minutes] = /([+-])(\d+):(\d+)/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}
