import { type QueryKey, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import type { ConversationBody } from '../../../contracts/conversations/conversation';
import { parseListCursor } from '../../../domain/lists/list-cursor';
import { ApiError } from '../api/api-error';
import { api } from '../api/client';
import type { Page } from '../api/use-page-list';
import { knownConversation } from './feed-cache';
import { keys } from './keys';
import { itemsOf, type ListData, NEWEST, type PageStart, withoutListed } from './list-cache';
import { type ListFilter, type ListOrder, listQuery, orderOf } from './lists';
import { type Conversation, receive } from './received';

const PAGE = 100;
/** So many conversations of a list are kept around the visible rows, so memory does not grow with scrolling. */
const MOST_PAGES = 5;

/**
 * The conversations of a list in its order, kept up to date. `dropped` is how many stand before the first
 * item that were loaded once and dropped again.
 */
export function useConversationList(filter: ListFilter) {
  const client = useQueryClient();
  const query = useInfiniteQuery<Page<Conversation>, Error, ListData, QueryKey, PageStart>({
    queryKey: keys.list(filter),
    queryFn: async ({ pageParam, signal }) => {
      const loaded = (): ListData | undefined => client.getQueryData<ListData>(keys.list(filter));
      if (pageParam.previous === null) return loadDownTo(filter, loaded()?.pageParams[0]?.cursor, signal);
      for (let { cursor } = pageParam; ; ) {
        const page = withoutListed(await loadPage(filter, cursor, signal), pageParam, loaded());
        // A page with nothing new would end the scrolling.
        if (page.items.length > 0 || page.nextCursor === null) return page;
        cursor = page.nextCursor;
      }
    },
    initialPageParam: NEWEST,
    getNextPageParam: ({ nextCursor }: Page<Conversation>, _pages, start): PageStart | undefined =>
      nextCursor === null ? undefined : { cursor: nextCursor, previous: start },
    getPreviousPageParam: (_page, _pages, start) => start.previous ?? undefined,
    maxPages: MOST_PAGES,
    // Pages are replaced as a whole; comparing their contents costs more than it saves.
    structuralSharing: false,
  });
  const { data } = query;
  const items = useMemo(() => (data === undefined ? [] : itemsOf(data)), [data]);
  return { ...query, items, dropped: useDroppedCount(data) };
}

/** One conversation, kept up to date. The copy from a list is shown at once. With '' nothing is requested. */
export function useConversation(id: string) {
  const client = useQueryClient();
  return useQuery({
    queryKey: keys.conversation(id),
    enabled: id !== '',
    queryFn: async ({ signal }) => {
      const found = await api('get', '/api/v1/conversations/{id}', { params: { id }, signal });
      // What is left of one whose contact was erased is nothing to work with.
      if (found.contact.name === null) throw new ApiError('not_found', 404);
      return receive(found as ConversationBody);
    },
    placeholderData: () => knownConversation(client, id),
  });
}

async function loadPage(
  filter: ListFilter,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<Page<Conversation>> {
  const query = { ...listQuery(filter), limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
  const { items, nextCursor } = await api('get', '/api/v1/conversations', { query, signal });
  return { items: items.map(receive), nextCursor };
}

/**
 * The newest page, extended until it reaches the place `below`, where the loaded part begins: more conversations may
 * have come while it was dropped than fit on a page.
 */
async function loadDownTo(
  filter: ListFilter,
  below: string | undefined,
  signal: AbortSignal,
): Promise<Page<Conversation>> {
  let page = await loadPage(filter, undefined, signal);
  while (page.nextCursor !== null && endsAbove(page.nextCursor, below, orderOf(filter))) {
    const more = await loadPage(filter, page.nextCursor, signal);
    page = { items: [...page.items, ...more.items], nextCursor: more.nextCursor };
  }
  return page;
}

/** Whether a page that ends at `cursor` stops before the place `below`; false if `below` is undefined. */
function endsAbove(cursor: string, below: string | undefined, order: ListOrder): boolean {
  const [end, place] = [cursor, below ?? ''].map((one) => parseListCursor(one)?.place);
  if (end === undefined || place === undefined) return false;
  return order === 'urgency' ? end < place : end > place;
}

/** How many items were dropped before the first loaded one. */
function useDroppedCount(data: ListData | undefined): number {
  const seen = useRef<{ data: ListData | undefined; dropped: number }>({ data: undefined, dropped: 0 });
  if (seen.current.data !== data) {
    const before = seen.current;
    seen.current = { data, dropped: data === undefined ? 0 : before.dropped + growth(before.data, data) };
  }
  return seen.current.dropped;
}

/** How many more are dropped now than before; negative if some came back. */
function growth(before: ListData | undefined, now: ListData): number {
  if (before === undefined) return 0;
  const countOf = ({ pages }: ListData, first: number): number =>
    pages.slice(0, first).reduce((sum, { items }) => sum + items.length, 0);
  const droppedPages = before.pageParams.indexOf(now.pageParams[0] ?? NEWEST);
  if (droppedPages > 0) return countOf(before, droppedPages);
  const returnedPages = now.pageParams.indexOf(before.pageParams[0] ?? NEWEST);
  return returnedPages > 0 ? -countOf(now, returnedPages) : 0;
}
