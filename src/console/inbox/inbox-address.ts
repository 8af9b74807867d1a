import { useLocation, useParams, useSearchParams } from 'react-router';
import type { ConversationBody } from '../../contracts/conversations/conversation';
import type { ListName, ListNarrowing } from '../shared/conversations/lists';

/** What a list is limited to; the list “Mine” may show the snoozed conversations instead. */
export type InboxNarrowing = ListNarrowing & { readonly isSnoozed?: boolean };

/** The parameters in the page's address. */
const NAMES = { brandId: 'brand', channelId: 'channel', groupId: 'group', search: 'q' } as const;
const AT = 'at';
const SNOOZED = 'snoozed';

/**
 * The address of a list, or of a conversation beside it, with the same filter and search. `at`: the position (`seq`) of
 * the message at which the conversation opens, instead of at its end.
 */
export function inboxAddress(
  list: ListName,
  id: string | undefined,
  narrowing: InboxNarrowing,
  at?: number,
): string {
  const search = new URLSearchParams();
  for (const part of ['brandId', 'channelId', 'groupId', 'search'] as const) {
    const value = narrowing[part];
    if (value !== undefined && value !== '') search.set(NAMES[part], value);
  }
  if (narrowing.isSnoozed === true && list === 'mine') search.set(SNOOZED, '1');
  if (at !== undefined) search.set(AT, String(at));
  const query = search.size === 0 ? '' : `?${search.toString()}`;
  return `/inbox/${list}${id === undefined ? '' : `/${encodeURIComponent(id)}`}${query}`;
}

/**
 * The position where a search found its words in a conversation; undefined if that is the last message, which is visible
 * anyway.
 */
export function foundIn({ match, lastMessage }: Pick<ConversationBody, 'match' | 'lastMessage'>) {
  return match === undefined || match.messageId === lastMessage?.id ? undefined : match;
}

/** State for an address that keeps the open conversation: it has not been opened again. */
export type VisitState = { readonly visit: string };
/** State for an address at which the cursor goes into the composer. */
export type WriteState = { readonly isToWrite: true };

/**
 * The page's address as values. It can be bookmarked and sent to a colleague. `visit` changes each time the reader
 * goes to `at`, so that the same row leads there again.
 */
export function useInboxAddress() {
  const { list, conversationId } = useParams();
  const [search] = useSearchParams();
  const { key, state } = useLocation();
  const part = (name: keyof typeof NAMES) => {
    const value = search.get(NAMES[name])?.trim() ?? '';
    return value === '' ? {} : { [name]: value };
  };
  const narrowing: InboxNarrowing = {
    ...part('brandId'),
    ...part('channelId'),
    ...part('groupId'),
    ...part('search'),
    ...(search.get(SNOOZED) === '1' && list === 'mine' ? { isSnoozed: true } : {}),
  };
  const position = search.get(AT) ?? '';
  return {
    list,
    conversationId,
    narrowing,
    at: /^\d{1,9}$/.test(position) ? Number(position) : undefined,
    visit: (state as VisitState | null)?.visit ?? key,
    isToWrite: (state as WriteState | null)?.isToWrite === true,
  };
}
