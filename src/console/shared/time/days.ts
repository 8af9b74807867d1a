/** A day as a date field gives it: `2026-11-22`. Null if it is none. */
export function parseDay(text: string | null): string | null {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

/** When a day begins in the reader's time zone, or the one `after` days later; as the API takes it. */
export function beginningOf(day: string, after = 0): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + after).toISOString();
}
