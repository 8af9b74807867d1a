import { LONGEST_TEXT_BYTES, textBytes } from '../../messages/message-text';
import { type Atom, BREAKS, toAtoms } from './atoms';

/** A part of a text: the text without the spaces around it, and where it begins in the whole, in UTF-16 units. */
export type TextPiece = { readonly text: string; readonly from: number };

/**
 * Cuts a text into as few messages as possible, of at most 2,048 bytes of UTF-8 each. Of all such cuts each takes the
 * best place that it can: behind a paragraph, else a line, a sentence, a word; the last of several. Never inside a
 * character, an emoji sequence, an address or an anchor. Nothing is lost but spaces and empty lines at the cuts. None
 * for a text of spaces.
 */
export function packText(text: string): readonly TextPiece[] {
  const atoms = toAtoms(text);
  const starts = earliestStarts(atoms);
  const pieces: TextPiece[] = [];
  let from = skipSpaces(atoms, 0);
  let at = lengthOf(atoms, 0, from);
  for (let left = starts.length; from < atoms.length; left -= 1) {
    // What is left behind the cut must fit into one piece less.
    const earliest = Math.max(from + 1, starts[left - 2] ?? 0);
    const isLast = left <= 1;
    const to = isLast ? atoms.length : bestCut(atoms, { from, earliest, furthest: furthestEnd(atoms, from) });
    pieces.push({ text: textOf(atoms, from, to).trim(), from: at });
    const next = skipSpaces(atoms, to);
    at += lengthOf(atoms, from, next);
    from = next;
  }
  return pieces;
}

/**
 * Cuts the beginning off a text: as much as `mostBytes` hold, at a good place in the second half of it. Null if not even
 * the first address or character fits.
 */
export function cutBeginning(
  text: string,
  mostBytes: number,
): { readonly beginning: string; readonly rest: string } | null {
  const atoms = toAtoms(text);
  const from = skipSpaces(atoms, 0);
  const furthest = furthestEnd(atoms, from, mostBytes);
  if (furthest === from) return null;
  if (furthest === atoms.length) return { beginning: text.trim(), rest: '' };
  let earliest = from + 1;
  for (let bytes = 0; earliest < furthest && bytes < mostBytes / 2; earliest += 1) {
    bytes += atoms[earliest - 1]?.bytes ?? 0;
  }
  const to = bestCut(atoms, { from, earliest, furthest });
  return { beginning: textOf(atoms, from, to).trim(), rest: textOf(atoms, to, atoms.length).trim() };
}

/**
 * For 1, 2, 3 … pieces the earliest atom from which the rest of the text fits into so many; the last one is 0. Filled
 * from the end, which needs as few pieces as filling from the beginning.
 */
function earliestStarts(atoms: readonly Atom[]): readonly number[] {
  const starts: number[] = [];
  let end = atoms.length;
  while (end > 0) {
    let start = end;
    let bytes = 0;
    // Spaces at the end of a piece are not sent.
    while (start > 0 && atoms[start - 1]?.isSpace === true) start -= 1;
    while (start > 0) {
      bytes += atoms[start - 1]?.bytes ?? 0;
      if (bytes > LONGEST_TEXT_BYTES) break;
      start -= 1;
    }
    // Nor are those at its beginning, however many.
    while (start > 0 && atoms[start - 1]?.isSpace === true) start -= 1;
    starts.push(start);
    end = start;
  }
  return starts;
}

/** Behind which atom a piece from `from` ends at the latest. */
function furthestEnd(atoms: readonly Atom[], from: number, mostBytes = LONGEST_TEXT_BYTES): number {
  let bytes = 0;
  let to = from;
  for (; to < atoms.length; to += 1) {
    bytes += atoms[to]?.bytes ?? 0;
    if (bytes > mostBytes) break;
  }
  return to;
}

function bestCut(
  atoms: readonly Atom[],
  { from, earliest, furthest }: { from: number; earliest: number; furthest: number },
): number {
  let best = furthest;
  let bestRank: number = BREAKS.length;
  for (let to = furthest; to >= earliest && to > from; to -= 1) {
    const rank = BREAKS.indexOf(atoms[to - 1]?.breakAfter ?? 'character');
    if (rank < bestRank) [best, bestRank] = [to, rank];
  }
  return best;
}

function skipSpaces(atoms: readonly Atom[], from: number): number {
  let at = from;
  while (atoms[at]?.isSpace === true) at += 1;
  return at;
}

function textOf(atoms: readonly Atom[], from: number, to: number): string {
  return atoms
    .slice(from, to)
    .map(({ text }) => text)
    .join('');
}

function lengthOf(atoms: readonly Atom[], from: number, to: number): number {
  return textOf(atoms, from, to).length;
}

/** Whether a text needs more than `most` messages for sure, found without looking for places to cut. */
export function isFarTooLong(text: string, most: number): boolean {
  return textBytes(text.replace(/\s/g, '')) > most * LONGEST_TEXT_BYTES;
}
