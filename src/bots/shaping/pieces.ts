import { LONGEST_ANSWER, type Picture } from '../../domain/bots/answer';
import { TurnFailed } from '../asked';

/** What Markdown becomes: texts and pictures, in order. */
export type Piece = string | Picture;

/** The length of pieces in UTF-16 units; a picture counts as its text does. */
export function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + (typeof piece === 'string' ? piece : piece.text).length, 0);
}

/** Throws `too_many_parts` for a length above {@link LONGEST_ANSWER}: tables and lists make more of what was written. */
export function refuseTooLong(length: number): void {
  if (length > LONGEST_ANSWER) throw new TurnFailed('too_many_parts');
}

/** The pieces with texts that follow each other made one; throws as {@link refuseTooLong} does. */
export function mergeTexts(pieces: readonly Piece[]): readonly Piece[] {
  refuseTooLong(lengthOf(pieces));
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') merged[merged.length - 1] = last + piece;
    else merged.push(piece);
  }
  return merged;
}

/** Pieces one behind the other, with `between` in between; what is empty is left out. */
export function joinPieces(all: readonly (readonly Piece[])[], between: string): readonly Piece[] {
  return all
    .filter((pieces) => pieces.length > 0)
    .flatMap((pieces, index) => (index === 0 ? pieces : [between, ...pieces]));
}

/** Pieces with `indent` at the beginning of each line. */
export function indentPieces(pieces: readonly Piece[], indent: string): readonly Piece[] {
  const indented = mergeTexts(pieces).map((piece) =>
    typeof piece === 'string' ? piece.replace(/\n(?!\n|$)/g, `\n${indent}`) : piece,
  );
  return pieces.length === 0 ? [] : [indent, ...indented];
}
