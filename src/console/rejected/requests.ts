import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { rejectedDeliveryRoutes } from '../../contracts/channels/rejected-delivery';
import { api } from '../shared/api/client';
import type { AnswerOf } from '../shared/api/routes';
import { usePageList } from '../shared/api/use-page-list';

export type Rejected = AnswerOf<'get', (typeof rejectedDeliveryRoutes)[0]['path']>['items'][number];

/** The rejected deliveries, newest first, of one channel or of all. */
export function useRejected(channelId: string | undefined) {
  return usePageList(
    ['setup', 'rejected', channelId ?? null],
    (page, signal) =>
      api('get', '/api/v1/rejected-deliveries', {
        query: {
          ...page,
          ...(channelId === undefined ? {} : { channelId }),
        },
        signal,
      }),
    { staleTime: 0 },
  );
}

export function useRetry() {
  return useAct((id: string) => api('post', '/api/v1/rejected-deliveries/{id}/retry', { params: { id } }));
}

export function useDelete() {
  return useAct((id: string) => api('delete', '/api/v1/rejected-deliveries/{id}', { params: { id } }));
}

/** The list is reloaded even if the delivery was refused again: its reason may have changed. Failures are shown. */
function useAct<Answer>(call: (id: string) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => void client.invalidateQueries({ queryKey: ['setup'] }),
  });
}
