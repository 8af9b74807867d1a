import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { DraftBody } from '../../../../contracts/conversations/draft';
import { api } from '../../../shared/api/client';
import type { Conversation } from '../../../shared/conversations/received';
import { useStreamEvents } from '../../../shared/events/event-stream';
import { useSignedInMe } from '../../../shared/session/session';
import { beforeSignOut } from '../../../shared/session/session-end';
import { draftSyncOf } from './draft-syncs';

export type Suggestion = NonNullable<DraftBody['suggestion']>;

/**
 * Keeps the draft of an open conversation the same on all devices of the operator, and returns what is suggested to them:
 * null if nothing is.
 */
export function useDraftSync({ id, state, operator }: Conversation) {
  const me = useSignedInMe();
  const client = useQueryClient();
  const sync = draftSyncOf(me.id, id);
  // Whoever attends gets suggestions.
  const queryKey = ['draft', id, operator?.id ?? null] as const;
  /** Until the first answer, and after a lost connection, nobody has typed what the API does not know yet. */
  const keepsBoth = useRef(true);
  const { data: suggestion = null } = useQuery({
    queryKey,
    enabled: state !== 'completed',
    // No event tells of what happened while the conversation was not open.
    staleTime: 0,
    gcTime: 0,
    // Without it the draft is still in this browser.
    meta: { showsErrors: true },
    async queryFn({ signal }) {
      const take = sync.beginLoad();
      const loaded = await api('get', '/api/v1/conversations/{id}/draft', { params: { id }, signal });
      take(loaded.text ?? '', { keepsBoth: keepsBoth.current });
      keepsBoth.current = false;
      return loaded.suggestion;
    },
  });

  useStreamEvents((event) => {
    const isOfIt = event.name === 'draft' && event.data.conversationId === id;
    if (!isOfIt && event.name !== 'ready') return;
    if (event.name === 'ready') keepsBoth.current = true;
    void client.invalidateQueries({ queryKey: ['draft', id] });
  });

  useEffect(() => {
    const flush = (): void => void sync.flush();
    window.addEventListener('pagehide', flush);
    const forget = beforeSignOut(sync.flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      forget();
      flush();
    };
  }, [sync]);

  const dismiss = useMutation({
    mutationFn: () =>
      api('delete', '/api/v1/conversations/{id}/draft', { params: { id }, query: { for: 'attending' } }),
    onMutate: () => client.setQueryData(queryKey, null),
  });
  return { suggestion, dismiss: () => dismiss.mutate() };
}
