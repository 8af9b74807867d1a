import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { api } from '../shared/api/client';
import type { Conversation } from '../shared/conversations/received';
import { putSeen } from '../shared/conversations/seen-cache';

/** Tells the API that the reader has seen the newest message, as soon as they look at this page. */
export function useMarkSeen({ id, seenSeq, lastMessage }: Conversation): void {
  const client = useQueryClient();
  const isLooking = useSyncExternalStore(subscribe, () => document.visibilityState === 'visible');
  const newest = lastMessage?.seq ?? 0;
  useEffect(() => {
    if (!isLooking || newest <= seenSeq) return;
    // Where this fails, the next message says it again: until then it is only shown as unread.
    api('put', '/api/v1/conversations/{id}/seen', { params: { id }, body: { seq: newest } })
      .then(() => putSeen(client, id, newest))
      .catch(() => undefined);
  }, [client, id, isLooking, newest, seenSeq]);
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}
