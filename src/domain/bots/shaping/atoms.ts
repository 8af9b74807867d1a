/** Where a text may be cut, and how good each of these places is. */
import { LONGEST_TEXT_BYTES, textBytes } from '../../messages/message-text';
import { graphemesOf, wordsOf } from './segments';

/** From the best place to the worst. `character`: inside a word, or before or behind a mark that belongs to it. */
export const BREAKS = ['paragraph', 'line', 'sentence', 'word', 'character'] as const;
export type Break = (typeof BREAKS)[number];

/** A piece of a text that is never cut: a character, an emoji sequence, an address, an anchor. */
export type Atom = {
  readonly text: string;
  /** Of UTF-8. */
  readonly bytes: number;
  readonly isSpace: boolean;
  /** What a cut behind it would cut. */
  readonly breakAfter: Break;
};

const ANCHOR = String.raw`<a\s[^<>]*>[^<>]*</a>`;
/**
 * Up to a space or a mark that no address holds. Letters of all scripts belong to it: Chinese paths are usual, and a
 * few characters of the text behind an address do no harm here.
 */
const ADDRESS = String.raw`(?:https?://|www\.)[^\s\u3000-\u303F\uFF00-\uFFEF“”‘’…<>"]+`;
const WHOLE = new RegExp(`${ANCHOR}|${ADDRESS}`, 'giu');

const SENTENCE_END = /(?:[。！？!?…]|\.{3})[”’」』）)】》"']*$/u;
/** A full stop of Latin script ends a sentence only before a space: `3.5`. */
const SENTENCE_END_BEFORE_SPACE = /[。！？!?….][”’」』）)】》"']*$/u;
/** No line or message begins with one of these. */
const BELONGS_BEFORE = /^[\p{Pe}\p{Pf}，。、；：！？,.;:!?…％%”’"']/u;
/** And none ends with one of these. */
const BELONGS_BEHIND = /[\p{Ps}\p{Pi}“‘$￥¥#@]$/u;
const LONGEST_ENDING = 12;

/** Splits a text into its atoms; joined they are the text. None is longer than a message may be. */
export function toAtoms(text: string): readonly Atom[] {
  const texts = splitAtoms(text);
  const wordEnds = new Set(wordsOf(text).map(({ index, segment }) => index + segment.length));
  const spaces = spaceRuns(texts);
  let at = 0;
  return texts.map((atom, index) => {
    at += atom.length;
    return {
      text: atom,
      bytes: textBytes(atom),
      isSpace: isSpace(atom),
      breakAfter: breakAt(text, at, { run: spaces[index] ?? null, isWordEnd: wordEnds.has(at) }),
    };
  });
}

type Run = { readonly from: number; readonly newlines: number };

function breakAt(
  text: string,
  at: number,
  { run, isWordEnd }: { run: Run | null; isWordEnd: boolean },
): Break {
  if (run !== null) {
    if (run.newlines > 0) return run.newlines > 1 ? 'paragraph' : 'line';
    const ending = text.slice(Math.max(0, run.from - LONGEST_ENDING), run.from);
    return SENTENCE_END_BEFORE_SPACE.test(ending) ? 'sentence' : 'word';
  }
  const before = text.slice(Math.max(0, at - LONGEST_ENDING), at);
  const behind = text.slice(at, at + 2);
  if (BELONGS_BEFORE.test(behind) || BELONGS_BEHIND.test(before)) return 'character';
  if (SENTENCE_END.test(before)) return 'sentence';
  return isWordEnd ? 'word' : 'character';
}

/** For each atom the run of spaces at its end: its own, or the one that begins behind it. */
function spaceRuns(texts: readonly string[]): readonly (Run | null)[] {
  const runs: (Run | null)[] = [];
  let at = 0;
  let run: { from: number; newlines: number } | null = null;
  for (const [index, text] of texts.entries()) {
    if (isSpace(text)) {
      if (run === null) {
        run = { from: at, newlines: 0 };
        if (index > 0) runs[index - 1] = run;
      }
      // A space is one character, but CR and LF are one too.
      if (text.includes('\n')) run.newlines += 1;
    } else run = null;
    runs.push(run);
    at += text.length;
  }
  return runs;
}

function isSpace(text: string): boolean {
  return text.trim() === '';
}

function splitAtoms(text: string): readonly string[] {
  const wholes = [...text.matchAll(WHOLE)]
    .map(({ 0: whole, index }) => ({ from: index, to: index + whole.length, bytes: textBytes(whole) }))
    .filter(({ bytes }) => bytes <= LONGEST_TEXT_BYTES);
  const atoms: string[] = [];
  let next = 0;
  let from = 0;
  for (const { index, segment } of graphemesOf(text)) {
    const to = index + segment.length;
    while ((wholes[next]?.to ?? Number.POSITIVE_INFINITY) <= index) next += 1;
    const whole = wholes[next];
    // A mark that combines with the end of an address moves the place behind it.
    if (whole !== undefined && whole.from < to && to < whole.to) continue;
    atoms.push(...withinLimit(text.slice(from, to), segment));
    from = to;
  }
  return atoms;
}

/**
 * An atom as it is, unless it is longer than a message may be: then the address that it is part of without its last
 * character, and if that character alone is too long (hundreds of marks on one letter), its code points.
 */
function withinLimit(atom: string, lastSegment: string): readonly string[] {
  if (textBytes(atom) <= LONGEST_TEXT_BYTES) return [atom];
  const head = atom.slice(0, atom.length - lastSegment.length);
  const tail = textBytes(lastSegment) <= LONGEST_TEXT_BYTES ? [lastSegment] : Array.from(lastSegment);
  return head === '' ? tail : [head, ...tail];
}
