/**
 * Actions on a conversation that more than one page has. Each answer goes into the cache at once; the event stream brings
 * the rest.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ConversationBody } from '../../../contracts/conversations/conversation';
import { api } from '../api/client';
import { useSignedInMe } from '../session/session';
import { putConversation } from './feed-cache';

/** A change whose answer is the conversation. */
export function useConversationMutation<Variables = void>(
  call: (variables: Variables) => Promise<ConversationBody>,
) {
  const client = useQueryClient();
  const me = useSignedInMe();
  return useMutation({ mutationFn: call, onSuccess: (body) => putConversation(client, body, me.id) });
}

export function useAttend(id: string) {
  return useConversationMutation(() => api('post', '/api/v1/conversations/{id}/attend', { params: { id } }));
}

/** Declines an offer: somebody else is asked at once. */
export function useDecline(id: string) {
  return useConversationMutation(() => api('post', '/api/v1/conversations/{id}/decline', { params: { id } }));
}

/** To whom a conversation is transferred: an operator, or a group, in whose queue it waits again. */
export type TransferTarget = { readonly operatorId: string } | { readonly groupId: string };

export function useTransfer(id: string) {
  return useConversationMutation((body: TransferTarget & { readonly note?: string }) =>
    api('post', '/api/v1/conversations/{id}/transfer', { params: { id }, body }),
  );
}
