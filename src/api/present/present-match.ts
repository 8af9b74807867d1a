import type { ConversationBody } from '../../contracts/conversations/conversation';
import { findMatches } from '../../domain/search-form';
import type { Match } from '../../store/conversations/conversation-search';

/**
 * How many characters stay before the words: near the beginning, the words are visible even if there is little room.
 */
const BEFORE = 16;
const LONGEST = 180;

/** The message that a search found in a conversation; undefined if only the contact matched, or without a search. */
export function presentMatch(
  match: Match | undefined,
  searchText: string | undefined,
): ConversationBody['match'] {
  if (match === undefined || searchText === undefined) return undefined;
  return { messageId: match.messageId, seq: match.seq, text: cutAround(match.text, searchText) };
}

/**
 * The part of a text around the first occurrence of `searchText`, in one line.
 * @example cutAround('We have waited for a week for the parcel', 'parcel') // '…a week for the parcel'
 */
export function cutAround(text: string, searchText: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const at = findMatches(line, searchText)[0]?.from ?? 0;
  // Counted in characters, so that no emoji is cut in half.
  const before = Array.from(line.slice(0, at));
  const begun = before.length <= BEFORE ? before : ['…', ...before.slice(-BEFORE)];
  const characters = [...begun, ...Array.from(line.slice(at))];
  return characters.length <= LONGEST
    ? characters.join('')
    : `${characters.slice(0, LONGEST).join('').trimEnd()}…`;
}
