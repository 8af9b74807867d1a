import { useCallback, useRef } from 'react';
import { api } from '../../shared/api/client';
import type { Conversation } from '../../shared/conversations/received';

/** WeChat shows "typing" for 15 s. The call is repeated before it ends, and not more often. */
const EVERY_MS = 10_000;

/** Shows the contact in WeChat that someone is typing, if that is allowed. A refused call changes nothing. */
export function useTypingSign({ id, abilities }: Conversation): () => void {
  const askedAt = useRef(0);
  const isAllowed = abilities.typing.allowed;
  return useCallback(() => {
    if (!isAllowed || Date.now() - askedAt.current < EVERY_MS) return;
    askedAt.current = Date.now();
    api('post', '/api/v1/conversations/{id}/typing', { params: { id } }).catch(() => undefined);
  }, [id, isAllowed]);
}
