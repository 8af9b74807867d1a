import type { Picture } from '../../domain/bots/answer';

/** What Markdown becomes: texts and pictures, in order. */
export type Piece = string | Picture;

/** The pieces with texts that follow each other made one. */
export function mergeTexts(pieces: readonly Piece[]): readonly Piece[] {
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
