/** An instant by the clock of a zone: the time, and the date where that is not today there. */
export function momentIn(at: string, timeZone: string, now: number, language: string): string {
  const day = new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short' });
  const isToday = day.format(new Date(at)) === day.format(now);
  const options: Intl.DateTimeFormatOptions = {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(isToday ? {} : { month: 'short', day: 'numeric' }),
  };
  return new Intl.DateTimeFormat(language, options).format(new Date(at));
}
