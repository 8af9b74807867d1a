import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { api } from '../shared/api/client';
import { keys } from '../shared/conversations/keys';
import type { ListData } from '../shared/conversations/list-cache';
import type { Conversation } from '../shared/conversations/received';

/** At most one request in this time, however fast the messages come: each is a change that all operators are sent. */
const AT_MOST_EVERY_MS = 1_000;

/** Tells the API that the reader has seen the newest message, as soon as they look at this page. */
export function useMarkSeen({ id, seenSeq, lastMessage }: Conversation): void {
  const client = useQueryClient();
  const isLooking = useSyncExternalStore(subscribe, () => document.visibilityState === 'visible');
  const newest = lastMessage?.seq ?? 0;
  const toldAt = useRef(0);
  const owed = useRef<(() => void) | null>(null);
  useEffect(() => {
    if (!isLooking || newest <= seenSeq) return;
    owed.current = () => {
      owed.current = null;
      toldAt.current = Date.now();
      // Where this fails, the next message says it again: until then it is only shown as unread.
      api('put', '/api/v1/conversations/{id}/seen', { params: { id }, body: { seq: newest } })
        .then(() => putSeen(client, id, newest))
        .catch(() => undefined);
    };
    const wait = Math.max(0, toldAt.current + AT_MOST_EVERY_MS - Date.now());
    const timer = setTimeout(() => owed.current?.(), wait);
    return () => clearTimeout(timer);
  }, [client, id, isLooking, newest, seenSeq]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever looks away within that time has seen it all the same
  useEffect(
    () => () => {
      owed.current?.();
      toldAt.current = 0;
    },
    [id, isLooking],
  );
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

/** The reader has seen a conversation up to `seq`: shows it as read wherever it is loaded. */
function putSeen(client: QueryClient, id: string, seq: number): void {
  const see = (one: Conversation): Conversation =>
    one.id !== id || one.seenSeq >= seq
      ? one
      : { ...one, seenSeq: seq, isUnread: one.isUnread && (one.lastMessage?.seq ?? 0) > seq };
  client.setQueryData<Conversation>(keys.conversation(id), (one) => one && see(one));
  client.setQueriesData<ListData>(
    { queryKey: keys.lists },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) =>
          page.items.some((one) => one.id === id) ? { ...page, items: page.items.map(see) } : page,
        ),
      },
  );
}
