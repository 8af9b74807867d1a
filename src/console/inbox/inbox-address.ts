import { useParams, useSearchParams } from 'react-router';
import type { ListName, ListNarrowing } from '../shared/conversations/lists';

/** Names in the page's address. */
const NAMES = { brandId: 'brand', channelId: 'channel', search: 'q' } as const;

/** The address of a list, or of a conversation beside it, under the same filter and search. */
export function inboxAddress(list: ListName, id: string | undefined, narrowing: ListNarrowing): string {
  const search = new URLSearchParams();
  for (const part of ['brandId', 'channelId', 'search'] as const) {
    const value = narrowing[part];
    if (value !== undefined && value !== '') search.set(NAMES[part], value);
  }
  const query = search.size === 0 ? '' : `?${search.toString()}`;
  return `/inbox/${list}${id === undefined ? '' : `/${encodeURIComponent(id)}`}${query}`;
}

/** What the page's address says: it can be bookmarked, and sent to a colleague. */
export function useInboxAddress() {
  const { list, conversationId } = useParams();
  const [search] = useSearchParams();
  const part = (name: keyof typeof NAMES) => {
    const value = search.get(NAMES[name])?.trim() ?? '';
    return value === '' ? {} : { [name]: value };
  };
  const narrowing: ListNarrowing = { ...part('brandId'), ...part('channelId'), ...part('search') };
  return { list, conversationId, narrowing };
}
