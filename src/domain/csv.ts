/** Tables for spreadsheets. */

/** What spreadsheets take for the beginning of a formula, also behind spaces; half of them may be full-width. */
const FORMULA = /^[\s\uFEFF]*[=+\-@＝＋－＠\t\r]/u;

/** By this mark, which begins the file, Excel knows UTF-8. */
export const CSV_MARK = '\uFEFF';

/**
 * A line of a table (RFC 4180): each cell in quotes. A text that a spreadsheet would run as a formula gets an apostrophe
 * in front, which spreadsheets show as text; a negative number does not.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** A number stays one: spreadsheets calculate with it. */
const NUMBER = /^-?\d+(\.\d+)?$/u;

function cell(text: string): string {
  const harmless = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
