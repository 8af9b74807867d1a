import { CSV_MARK, csvLine } from '../../domain/csv';

/** A table as CSV (RFC 4180), with the mark by which Excel knows UTF-8. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return CSV_MARK + rows.map(csvLine).join('');
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
