import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import type { MessageBody } from '../../../contracts/conversations/message';
import { api } from '../../shared/api/client';
import { keys } from '../../shared/conversations/keys';
import { putOlder, type Transcript } from '../../shared/conversations/transcript-cache';

const PAGE = 100;
/** This many positions before a found message are loaded too: what it answers. */
const AROUND = 20;

/** All messages of a conversation after the position `afterSeq`, up to `untilSeq`. */
async function loadAfter(
  id: string,
  afterSeq: number,
  untilSeq: number,
  signal?: AbortSignal,
): Promise<readonly MessageBody[]> {
  const items: MessageBody[] = [];
  for (let cursor: string | null = String(afterSeq); cursor !== null; ) {
    const page: { readonly items: readonly MessageBody[]; readonly nextCursor: string | null } = await api(
      'get',
      '/api/v1/conversations/{id}/messages',
      { params: { id }, query: { limit: PAGE, cursor }, ...(signal === undefined ? {} : { signal }) },
    );
    items.push(...page.items.filter(({ seq }) => (seq ?? 0) < untilSeq));
    cursor = Number(page.nextCursor ?? untilSeq) >= untilSeq ? null : page.nextCursor;
  }
  return items;
}

function reaches({ items, hasOlder }: Transcript, at: number): boolean {
  return !hasOlder || (items[0]?.seq ?? 0) <= at;
}

/**
 * The part of a transcript before `untilSeq`. Places count per contact, so a conversation may have none in a stretch:
 * this looks further back, twice as far each time, until it finds something.
 */
async function loadBefore(id: string, untilSeq: number, signal?: AbortSignal): Promise<Transcript> {
  for (let width = PAGE; ; width *= 2) {
    const afterSeq = Math.max(0, untilSeq - 1 - width);
    const items = await loadAfter(id, afterSeq, untilSeq, signal);
    if (items.length > 0 || afterSeq === 0) return { items, hasOlder: afterSeq > 0 };
  }
}

/**
 * A transcript from its end, kept up to date. `lastSeq` is the position of its last message. `loadOlder` adds what
 * stands before. `at` is a position back to which it is loaded; `isReached` says when that is done.
 */
export function useTranscript(id: string, lastSeq: number, at: number | undefined) {
  const client = useQueryClient();
  const isLoading = useRef(false);
  const query = useQuery({
    queryKey: keys.transcript(id),
    queryFn: async ({ signal }) => {
      const newest = await loadBefore(id, lastSeq + 1, signal);
      const later = await loadAfter(id, lastSeq, Number.MAX_SAFE_INTEGER, signal);
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
        queryFn: ({ signal }) => loadBefore(id, first, signal),
        staleTime: 0,
      });
      client.setQueryData<Transcript>(keys.transcript(id), (now) => now && putOlder(now, older));
    } finally {
      isLoading.current = false;
    }
  }, [client, id]);
  const isReached = at === undefined || (query.data !== undefined && reaches(query.data, at));
  const back = useQuery({
    queryKey: ['transcript-back-to', id, at],
    enabled: !isReached && query.data !== undefined,
    staleTime: 0,
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const from = Math.max(0, (at ?? 0) - 1 - AROUND);
      const transcript = client.getQueryData<Transcript>(keys.transcript(id));
      const items = await loadAfter(id, from, transcript?.items[0]?.seq ?? 0, signal);
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
