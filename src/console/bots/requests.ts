import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../shared/api/client';
import type { RequestOf } from '../shared/api/routes';
import { useSetupMutation } from '../shared/setup/requests';

export type NewBotBody = NonNullable<RequestOf<'post', '/api/v1/bots'>['body']>;
export type BotChange = Readonly<Record<string, unknown>>;
export type BotQuestion = NonNullable<RequestOf<'post', '/api/v1/bots/{id}/try'>['body']>;

export function useBot(id: string | undefined) {
  return useQuery({
    queryKey: ['setup', 'bot', id],
    enabled: id !== undefined,
    queryFn: ({ signal }) => api('get', '/api/v1/bots/{id}', { params: { id: id ?? '' }, signal }),
    staleTime: 0,
  });
}

export function useCreateBot() {
  return useSetupMutation((body: NewBotBody) => api('post', '/api/v1/bots', { body }));
}

export function useChangeBot(id: string) {
  return useSetupMutation((body: BotChange) =>
    api('patch', '/api/v1/bots/{id}', { params: { id }, body: { ...body } }),
  );
}

export function useDeleteBot() {
  return useSetupMutation((id: string) => api('delete', '/api/v1/bots/{id}', { params: { id } }), 'notice');
}

/** Makes a key pair for a bot of the kind `salesiq`; the former one is void at once. */
export function useMakeKeys(id: string) {
  return useSetupMutation(() => api('post', '/api/v1/bots/{id}/keys', { params: { id } }), 'notice');
}

/** Asks the real bot. Nothing is sent to anybody. */
export function useTryBot(id: string) {
  return useMutation({
    mutationFn: (body: BotQuestion) => api('post', '/api/v1/bots/{id}/try', { params: { id }, body }),
    meta: { showsErrors: true },
  });
}
