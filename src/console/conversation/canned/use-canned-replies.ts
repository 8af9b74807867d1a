import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CannedReplyBody } from '../../../contracts/conversations/canned-reply';
import { api } from '../../shared/api/client';
import { loadAll } from '../../shared/api/load-all';

const KEY = ['canned-replies'] as const;

export type CannedReplyFields = Pick<CannedReplyBody, 'shortcut' | 'text' | 'brandId' | 'folder'>;

/** All canned replies that the operator can use: their own, and those of their brands. */
export function useCannedReplies(isWanted = true) {
  return useQuery({
    queryKey: KEY,
    enabled: isWanted,
    // No event tells of changes by colleagues: they are loaded again whenever they are shown.
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const all = await loadAll((query) => api('get', '/api/v1/canned-replies', { query, signal }));
      return [...all].sort((one, other) => one.shortcut.localeCompare(other.shortcut));
    },
  });
}

/** Saves a canned reply: a new one if `id` is null. The form shows failures. */
export function useSaveCannedReply() {
  const client = useQueryClient();
  return useMutation({
    meta: { showsErrors: true },
    mutationFn: ({ id, fields }: { readonly id: string | null; readonly fields: CannedReplyFields }) =>
      id === null
        ? api('post', '/api/v1/canned-replies', { body: fields })
        : api('patch', '/api/v1/canned-replies/{id}', { params: { id }, body: fields }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useDeleteCannedReply() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api('delete', '/api/v1/canned-replies/{id}', { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** A reply as it would stand in a conversation, not counted as a use. */
export function useCannedPreview(reply: CannedReplyBody, conversationId: string) {
  return useQuery({
    queryKey: [...KEY, 'preview', reply.id, reply.text, conversationId],
    queryFn: ({ signal }) =>
      api('post', '/api/v1/canned-replies/{id}/render', {
        params: { id: reply.id },
        body: { conversationId, isPreview: true },
        signal,
      }),
  });
}

/** Fills a reply for a message of the conversation, which counts as a use. */
export function useFillCannedReply(conversationId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reply: CannedReplyBody) =>
      api('post', '/api/v1/canned-replies/{id}/render', {
        params: { id: reply.id },
        body: { conversationId },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY, exact: true, refetchType: 'none' }),
  });
}
