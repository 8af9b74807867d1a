import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { keys } from '../../shared/conversations/keys';
import type { Conversation } from '../../shared/conversations/received';
import { putOlder, type Transcript } from '../../shared/conversations/transcript-cache';
import { loadAfter, loadBefore, ofContact, ofConversation } from './load-part';

/** This many positions before a found message are loaded too: what it answers. */
const AROUND = 20;

function reaches({ items, hasOlder }: Transcript, at: number): boolean {
  return !hasOlder || (items[0]?.seq ?? 0) <= at;
}

/**
 * A transcript from its end, kept up to date. `loadOlder` adds what stands before: first the rest of this conversation,
 * then the contact's earlier ones. `at` is a position back to which it is loaded; `isReached` says when that is done.
 */
export function useTranscript({ id, contact, lastMessage }: Conversation, at: number | undefined) {
  const client = useQueryClient();
  const isLoading = useRef(false);
  const contactId = contact.id;
  const lastSeq = lastMessage?.seq ?? 0;
  const query = useQuery({
    queryKey: keys.transcript(id),
    queryFn: async ({ signal }) => {
      const newest = await loadBefore(ofConversation(id), lastSeq + 1, signal);
      const later = await loadAfter(ofConversation(id), lastSeq, Number.MAX_SAFE_INTEGER, signal);
      return { ...newest, items: [...newest.items, ...later] };
    },
  });
  const loadOlder = useCallback(async (): Promise<void> => {
    const transcript = client.getQueryData<Transcript>(keys.transcript(id));
    const first = transcript?.items[0]?.seq ?? 0;
    if (transcript?.hasOlder !== true || isLoading.current) return;
    isLoading.current = true;
    try {
      const older = await client.fetchQuery({
        queryKey: ['transcript-before', id, first],
        queryFn: ({ signal }) => loadBefore(ofContact(contactId), first, signal),
        staleTime: 0,
      });
      client.setQueryData<Transcript>(keys.transcript(id), (now) => now && putOlder(now, older));
    } finally {
      isLoading.current = false;
    }
  }, [client, id, contactId]);
  const isReached = at === undefined || (query.data !== undefined && reaches(query.data, at));
  const back = useQuery({
    queryKey: ['transcript-back-to', id, at],
    enabled: !isReached && query.data !== undefined,
    staleTime: 0,
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const from = Math.max(0, (at ?? 0) - 1 - AROUND);
      const transcript = client.getQueryData<Transcript>(keys.transcript(id));
      const items = await loadAfter(ofContact(contactId), from, transcript?.items[0]?.seq ?? 0, signal);
      const older = { items, hasOlder: from > 0 };
      client.setQueryData<Transcript>(keys.transcript(id), (now) => now && putOlder(now, older));
      return items.length;
    },
  });
  return {
    ...query,
    error: query.error ?? back.error,
    // A message that is not here is not awaited.
    isReached: isReached || back.isSuccess,
    loadOlder,
  };
}
