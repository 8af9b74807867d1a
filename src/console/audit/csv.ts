/** What spreadsheets take for the beginning of a formula, also behind spaces; half of them may be full-width. */
const FORMULA = /^[\s\uFEFF]*[=+\-@＝＋－＠\t\r]/u;

/**
 * One cell: always in quotes. A text that a spreadsheet would run as a formula gets an apostrophe in front, which
 * spreadsheets show as text.
 */
function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** A table as CSV (RFC 4180), with the mark by which Excel knows UTF-8. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

/**
 * An instant in the reader's time zone with its offset (`2026-11-22T16:05:09+08:00`), so that it stays unambiguous
 * wherever the file is read.
 * @param offsetMinutes east of UTC; by default that of this browser at that instant
 */
export function toLocalIso(time: string, offsetMinutes = -new Date(time).getTimezoneOffset()): string {
  const local = new Date(Date.parse(time) + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const size = Math.abs(offsetMinutes);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
}
