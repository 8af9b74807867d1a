import { searchForm } from '../../search-form';

/** Control characters but tab and line feed: WeChat refuses a text with their escapes (47002). */
const FORBIDDEN = /(?![\t\n])\p{Cc}/gu;
const LINE_ENDS = /\r\n?|[\u2028\u2029]/g;

/**
 * A text as it may be sent: no control characters, no half characters, no spaces at the ends of lines, and at most one
 * empty line in a row. The text itself begins and ends with something visible.
 */
export function cleanText(text: string): string {
  const plain = text.replace(LINE_ENDS, '\n').replace(FORBIDDEN, '').toWellFormed();
  const lines: string[] = [];
  for (const line of plain.split('\n')) {
    const kept = line.trimEnd();
    if (kept !== '' || lines.at(-1) !== '') lines.push(kept);
  }
  return lines.join('\n').trim();
}

/** Whether nothing of a text can be seen: spaces and invisible characters only. */
export function isBlank(text: string): boolean {
  // One by one: the first letter is usually enough, and to normalize thousands of marks on one letter takes seconds.
  for (const character of text) if (searchForm(character).trim() !== '') return false;
  return true;
}
