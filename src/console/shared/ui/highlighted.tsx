import { useMemo } from 'react';
import { findSought } from '../../../domain/search-form';

/**
 * A text with every occurrence of `sought` marked. It matches like the search: case and width of letters make no
 * difference.
 */
export function Highlighted({
  text,
  sought,
}: {
  readonly text: string;
  readonly sought: string | undefined;
}) {
  const parts = useMemo(() => (sought === undefined ? [text] : splitAt(text, sought)), [text, sought]);
  if (sought === undefined) return text;
  return parts.map((part, index) =>
    // The parts have no other identity than their position.
    index % 2 === 1 ? <mark key={index}>{part}</mark> : part,
  );
}

/** The pieces of a text; every second one is an occurrence of `sought`. */
export function splitAt(text: string, sought: string): readonly string[] {
  const pieces: string[] = [];
  let end = 0;
  for (const { from, to } of findSought(text, sought)) {
    pieces.push(text.slice(end, from), text.slice(from, to));
    end = to;
  }
  return [...pieces, text.slice(end)];
}
