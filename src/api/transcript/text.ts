/** A transcript as plain text. */
import { type Heading, headingLines, titleOf } from './heading';
import type { SavedEntry } from './saved-entry';
import type { TranscriptWords } from './words';

/** By this mark, programs that guess know UTF-8. */
const UTF8_MARK = '\uFEFF';

/** What begins a new line somewhere: in a terminal, an editor or a spreadsheet. */
const LINE_ENDS = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/u;
/** Signs that steer a terminal, or turn the direction of what follows. */
const STEERING = /[^\P{Cc}\t]|[\p{Cs}\u202A-\u202E\u2066-\u2069]/gu;

/** Its lines; each but the first is indented, so that no text can look like an entry of its own. */
function indented(text: string): string {
  return text
    .split(LINE_ENDS)
    .map((line) => line.replace(STEERING, ''))
    .join('\n    ');
}

export function textHead(heading: Heading, words: TranscriptWords): string {
  const lines = [titleOf(heading, words), ...headingLines(heading, words)];
  return `${UTF8_MARK}${lines.map((line) => `${indented(line)}\n`).join('')}`;
}

/** @param day the heading of a new day; null: the entry is of the same day as the one before */
export function textEntry(
  { at, who, lines, facts, message }: SavedEntry,
  day: string | null,
  { clock }: TranscriptWords,
): string {
  const heading = day === null ? '' : `\n== ${day} ==\n`;
  const isEvent = message.direction === 'event';
  const said = indented(lines.join('\n'));
  const what = isEvent
    ? `* ${[said, ...(who === null ? [] : [indented(who)])].join(' · ')}`
    : `${indented(who ?? '')}: ${said}`;
  const below = facts.length === 0 ? '' : `    [${indented(facts.join(' · '))}]\n`;
  return `${heading}[${clock(at)}] ${what}\n${below}`;
}

export function textEnd(count: number, { t }: TranscriptWords): string {
  return `\n${t('transcript.end', { count })}\n`;
}
