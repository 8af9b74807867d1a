import { useMemo } from 'react';
import { findMatches } from '../../../domain/search-form';

/**
 * A text with every occurrence of `words` marked. It matches like the search: case and width of letters make no
 * difference.
 */
export function Highlighted({ text, words }: { readonly text: string; readonly words: string | undefined }) {
  const parts = useMemo(() => (words === undefined ? [text] : splitAt(text, words)), [text, words]);
  if (words === undefined) return text;
  return parts.map((part, index) =>
    // The parts have no other identity than their position.
    index % 2 === 1 ? <mark key={index}>{part}</mark> : part,
  );
}

/** The pieces of a text; every second one is an occurrence of `words`. */
export function splitAt(text: string, words: string): readonly string[] {
  const pieces: string[] = [];
  let end = 0;
  for (const { from, to } of findMatches(text, words)) {
    pieces.push(text.slice(end, from), text.slice(from, to));
    end = to;
  }
  return [...pieces, text.slice(end)];
}
