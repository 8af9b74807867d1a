/** `{opensAt}` in the text that contacts get while it is closed (docs/rules.md#78). */

export const OPENS_AT = '{opensAt}';

/** The longest that takes its place is as long as this one in UTF-8. */
const LONGEST = '00:00 on 28 September';

/** The text with the longest time that it can get: for limits of its length. */
export function withLongestOpensAt(text: string): string {
  return text.replaceAll(OPENS_AT, LONGEST);
}

/**
 * The text with the time of the next opening in the place of each `{opensAt}`: on a 24-hour clock in the zone of the
 * opening hours, with the date where that is not today there. Null if the text names it, but it never opens again.
 * @param opensAt epoch ms, like `now`; null: never
 * @param language of the reader, as WeChat tells it, e.g. `en` or `zh_CN`. Japanese and English are written as such;
 * everything else as Chinese.
 * @example renderOpensAt('We open at {opensAt}.', …) // 'We open at 09:00 on 8 October.'
 */
export function renderOpensAt(
  text: string,
  opensAt: number | null,
  now: number,
  timeZone: string,
  language: string | null,
): string | null {
  if (!text.includes(OPENS_AT)) return text;
  if (opensAt === null) return null;
  // A function: `$` has a meaning in a text.
  return text.replaceAll(OPENS_AT, () => momentIn(opensAt, now, timeZone, language));
}

function momentIn(opensAt: number, now: number, timeZone: string, language: string | null): string {
  const opening = shownAt(opensAt, timeZone);
  const today = shownAt(now, timeZone);
  const isToday = opening.year === today.year && opening.month === today.month && opening.day === today.day;
  const time = `${opening.hour}:${opening.minute}`;
  if (isToday) return time;
  const [month, day] = [Number(opening.month), Number(opening.day)];
  return language?.toLowerCase().startsWith('en') === true
    ? `${time} on ${day} ${ENGLISH_MONTHS[month - 1] ?? ''}`
    : `${month}月${day}日 ${time}`;
}

const ENGLISH_MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** What calendar and clock show in a zone. */
function shownAt(
  at: number,
  timeZone: string,
): Readonly<Partial<Record<Intl.DateTimeFormatPartTypes, string>>> {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}
