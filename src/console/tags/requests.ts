import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { tagRoutes } from '../../contracts/conversations/tag';
import { api } from '../shared/api/client';
import type { AnswerOf } from '../shared/api/routes';
import { keys } from '../shared/conversations/keys';

export type UsedTag = AnswerOf<'get', (typeof tagRoutes)[0]['path']>['items'][number];

/** The tags of contacts and conversations, the most used first. */
export function useTags() {
  return useQuery({
    queryKey: ['tags'],
    staleTime: 0,
    queryFn: async ({ signal }) => (await api('get', '/api/v1/tags', { query: {}, signal })).items,
  });
}

export function useRenameTag(tag: string) {
  return useTagMutation(({ name }: { readonly name: string }) =>
    api('patch', '/api/v1/tags/{tag}', { params: { tag }, body: { tag: name.trim() } }),
  );
}

export function useDeleteTag() {
  return useTagMutation((tag: string) => api('delete', '/api/v1/tags/{tag}', { params: { tag } }));
}

/** Contacts that are loaded have the tag too; conversations are brought by the event stream. */
function useTagMutation<Variables, Answer>(call: (variables: Variables) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => {
      for (const queryKey of [['tags'], ['contact-list'], keys.contacts]) {
        void client.invalidateQueries({ queryKey });
      }
    },
  });
}
