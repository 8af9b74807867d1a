/** Times for people: in the time zone of the browser and the language of the console. */

const formats = new Map<string, Intl.DateTimeFormat>();
function format(language: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, made);
  return made;
}

type Time = string | number;
const toDate = (time: Time): Date => new Date(time);

/** `14:05` */
export function formatClock(time: Time, language: string): string {
  return format(language, 'clock', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    toDate(time),
  );
}

/** `Sunday, 22 November 2026` */
export function formatDay(time: Time, language: string): string {
  return format(language, 'day', { dateStyle: 'full' }).format(toDate(time));
}

/** `22 Nov 2026, 14:05:09 GMT+8`: for tooltips and records. */
export function formatFull(time: Time, language: string): string {
  return format(language, 'full', { dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23' }).format(
    toDate(time),
  );
}

/** `22 Nov, 14:05` */
export function formatMoment(time: Time, language: string): string {
  const options: Intl.DateTimeFormatOptions = {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  };
  return format(language, 'moment', options).format(toDate(time));
}

/** A short form for lists: the time if it is today, the day if it is this year, else the date. */
export function formatShort(time: Time, now: number, language: string): string {
  const date = toDate(time);
  const today = new Date(now);
  if (isSameDay(date, today)) return formatClock(time, language);
  const isThisYear = date.getFullYear() === today.getFullYear();
  const options: Intl.DateTimeFormatOptions = isThisYear
    ? { month: 'short', day: 'numeric' }
    : { year: 'numeric', month: 'numeric', day: 'numeric' };
  return format(language, isThisYear ? 'short' : 'date', options).format(date);
}

export function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString();
}

/** The parts of a duration, rounded up to whole seconds, never negative. */
export function splitDuration(ms: number): { hours: number; minutes: number; seconds: number } {
  const all = Math.max(0, Math.ceil(ms / 1000));
  return { hours: Math.floor(all / 3600), minutes: Math.floor((all % 3600) / 60), seconds: all % 60 };
}

/** The length of a voice or video: `0:07`, `1:02`. */
export function formatLength(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
