import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CannedReplyBody } from '../../../contracts/conversations/canned-reply';
import { api } from '../../shared/api/client';
import { loadAll } from '../../shared/api/load-all';

const KEY = ['canned-replies'] as const;

export type CannedReplyFields = Pick<CannedReplyBody, 'shortcut' | 'text' | 'brandId'>;

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
