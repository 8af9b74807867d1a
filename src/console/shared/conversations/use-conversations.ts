import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import { usePageList } from '../api/use-page-list';
import { keys } from './keys';
import { findIn, type ListData } from './list-cache';
import { type ListFilter, listQuery } from './lists';
import { type Conversation, receive } from './received';

const PAGE = 50;

/** The conversations of a list, newest activity first, live. */
export function useConversationList(filter: ListFilter) {
  return usePageList<Conversation>(keys.list(filter), async (cursor, signal) => {
    const query = { ...listQuery(filter), limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const { items, nextCursor } = await api('get', '/api/v1/conversations', { query, signal });
    return { items: items.map(receive), nextCursor };
  });
}

/** One conversation, live; what a list knows of it is shown at once. */
export function useConversation(id: string) {
  const client = useQueryClient();
  return useQuery({
    queryKey: keys.conversation(id),
    queryFn: async ({ signal }) =>
      receive(await api('get', '/api/v1/conversations/{id}', { params: { id }, signal })),
    placeholderData: () => {
      for (const [, data] of client.getQueriesData<ListData>({ queryKey: keys.lists })) {
        const found = data === undefined ? undefined : findIn(data, id);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  });
}
