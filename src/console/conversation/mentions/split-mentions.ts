import { findMatches } from '../../../domain/search-form';

/**
 * The pieces of a text; every second one is an `@name`. Of two names that begin alike, the longer one is meant, as when the
 * note was written.
 */
export function splitMentions(text: string, names: readonly string[]): readonly string[] {
  const longestFirst = [...names].sort((one, other) => other.length - one.length);
  const taken: { readonly from: number; readonly to: number }[] = [];
  for (const name of longestFirst) {
    for (const part of findMatches(text, `@${name}`)) {
      if (!taken.some(({ from, to }) => part.from < to && from < part.to)) taken.push(part);
    }
  }
  const pieces: string[] = [];
  let end = 0;
  for (const { from, to } of taken.sort((one, other) => one.from - other.from)) {
    pieces.push(text.slice(end, from), text.slice(from, to));
    end = to;
  }
  return [...pieces, text.slice(end)];
}
