/** Characters and words of a text of any length. */

type Segment = { readonly segment: string /** In UTF-16 units. */; readonly index: number };

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });
const words = new Intl.Segmenter('zh', { granularity: 'word' });

/** `Intl.Segmenter` takes quadratic time (40 kB take seconds), so it is given a text piece by piece. */
const PIECE = 512;
/** What stands near the end of a piece is segmented again with what follows it: a word may go on there. */
const OVERLAP = 64;

/** The characters of a text as a reader sees them; joined they are the text. */
export function graphemesOf(text: string): readonly Segment[] {
  return segmentsOf(graphemes, text);
}

/** The words of a text, and what stands between them; joined they are the text. */
export function wordsOf(text: string): readonly Segment[] {
  return segmentsOf(words, text);
}

function segmentsOf(segmenter: Intl.Segmenter, text: string): readonly Segment[] {
  const found: Segment[] = [];
  let from = 0;
  let size = PIECE;
  while (from < text.length) {
    const piece = text.slice(from, from + size);
    const isLast = from + size >= text.length;
    const start = from;
    for (const { segment, index } of segmenter.segment(piece)) {
      if (!isLast && index + segment.length > size - OVERLAP) break;
      found.push({ segment, index: start + index });
      from = start + index + segment.length;
    }
    // One that is longer than the piece: seen whole in a larger one.
    size = from === start ? size * 2 : PIECE;
  }
  return found;
}
