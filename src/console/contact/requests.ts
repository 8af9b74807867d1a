/** Requests about a contact. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { ContactBody } from '../../contracts/conversations/contact';
import { loadAgain } from '../shared/api/after-loading';
import { api } from '../shared/api/client';
import { usePageList } from '../shared/api/use-page-list';
import { dropContact, putContactName } from '../shared/conversations/feed-cache';
import { keys } from '../shared/conversations/keys';
import { receive } from '../shared/conversations/received';
import { useStreamEvents } from '../shared/events/event-stream';

/** The event stream does not cover contacts: they are requested again when they are shown after this time. */
const FRESH_MS = 15_000;
/** How often to ask whether a remark has been saved in WeChat. */
const REMARK_PENDING_MS = 2_000;
const PAGE = 20;
const TIMELINE_PAGE = 100;
/** Room for events after the last message of a conversation: a follow, an unfollow. */
const LATER_EVENTS = 20;

/** One contact. While a remark is being saved in WeChat, it is requested again and again. */
export function useContact(id: string) {
  const client = useQueryClient();
  const seen = useRef('');
  useStreamEvents((event) => {
    if (event.name !== 'conversation' || event.data.contact.id !== id) return;
    // A conversation may begin or end because of a follow, a scan or a block.
    const now = `${event.data.id} ${event.data.state}`;
    if (seen.current !== now) loadAgain(client, keys.contact(id));
    seen.current = now;
  });
  return useQuery({
    queryKey: keys.contact(id),
    queryFn: ({ signal }) => api('get', '/api/v1/contacts/{id}', { params: { id }, signal }),
    staleTime: FRESH_MS,
    refetchInterval: ({ state }) => (state.data?.remarkSync === 'pending' ? REMARK_PENDING_MS : false),
  });
}

export function useContactConversations(id: string) {
  return usePageList(
    [...keys.contact(id), 'conversations'],
    async (page, signal) => {
      const query = { contactId: id, snoozed: 'any' as const, ...page };
      const { items, nextCursor } = await api('get', '/api/v1/conversations', { query, signal });
      return { items: items.map(receive), nextCursor };
    },
    { pageSize: PAGE },
  );
}

/**
 * Everything that a contact did and received, newest first. Places are whole numbers from 1 without gaps, so the part
 * before a position can be requested by number.
 * @param lastSeq a position near the end
 */
export function useTimeline(id: string, lastSeq: number) {
  const query = useInfiniteQuery({
    queryKey: [...keys.contact(id), 'timeline', lastSeq],
    queryFn: async ({ pageParam, signal }) => {
      const after = Math.max(0, pageParam - TIMELINE_PAGE);
      const page = { limit: TIMELINE_PAGE, cursor: String(after) };
      const { items } = await api('get', '/api/v1/contacts/{id}/timeline', {
        params: { id },
        query: page,
        signal,
      });
      return { items: items.filter(({ seq }) => (seq ?? 0) <= pageParam).reverse(), after };
    },
    initialPageParam: lastSeq + LATER_EVENTS,
    getNextPageParam: ({ after }) => (after === 0 ? undefined : after),
    staleTime: 0,
  });
  return { ...query, items: query.data?.pages.flatMap(({ items }) => items) ?? [] };
}

/** The tags in use in a brand, the most used first. */
export function useBrandTags(brandId: string) {
  return useQuery({
    queryKey: ['tags', brandId],
    queryFn: ({ signal }) => api('get', '/api/v1/brands/{id}/tags', { params: { id: brandId }, signal }),
    staleTime: FRESH_MS,
  });
}

function useContactMutation<Variables = void>(call: (variables: Variables) => Promise<ContactBody>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess(contact) {
      client.setQueryData(keys.contact(contact.id), contact);
      putContactName(client, contact.id, contact.name);
      void client.invalidateQueries({ queryKey: ['tags', contact.brandId] });
    },
  });
}

export type ContactChange = {
  readonly name?: string | null;
  readonly remark?: string;
  readonly tags?: string[];
};

export function useChangeContact(id: string) {
  return useContactMutation((body: ContactChange) =>
    api('patch', '/api/v1/contacts/{id}', { params: { id }, body }),
  );
}

/** Puts the contact under legal hold, or ends it. */
export function useLegalHold(id: string) {
  return useContactMutation((body: { readonly legalHold: boolean; readonly reason: string }) =>
    api('patch', '/api/v1/contacts/{id}', { params: { id }, body }),
  );
}

/** Erases everything about the contact. */
export function useErase(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      api('post', '/api/v1/contacts/{id}/erase', { params: { id }, body: { reason } }),
    onSuccess: () => dropContact(client, id),
  });
}

export function useBlock(id: string) {
  return useContactMutation((reason: string) =>
    api('post', '/api/v1/contacts/{id}/block', { params: { id }, body: { reason } }),
  );
}

export function useUnblock(id: string) {
  return useContactMutation(() => api('post', '/api/v1/contacts/{id}/unblock', { params: { id } }));
}
