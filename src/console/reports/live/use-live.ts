import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { loadAgain } from '../../shared/api/after-loading';
import { api } from '../../shared/api/client';
import { receive } from '../../shared/conversations/received';
import { useStreamEvents } from '../../shared/events/event-stream';
import { useAtMostEvery } from '../../shared/use-at-most-every';

const LIVE = ['reports', 'live'];
/** The most that one page of the queue has. */
const PAGE = 200;
/** So often it is loaded again, however much happens. */
const AT_MOST_EVERY_MS = 2_000;

export type LiveFilter = { readonly brandId?: string; readonly groupId?: string };

/** Who waits now and who is there for them, as it happens. */
export function useLive(filter: LiveFilter) {
  const client = useQueryClient();
  const reload = useAtMostEvery(AT_MOST_EVERY_MS, () => loadAgain(client, LIVE));
  useStreamEvents(({ name }) => {
    if (name === 'ready' || name === 'resync' || name === 'availability' || name === 'conversation') reload();
  });
  return useQuery({
    queryKey: [...LIVE, filter],
    queryFn: async ({ signal }) => {
      const { items, operators } = await api('get', '/api/v1/queue', {
        query: { ...filter, limit: PAGE },
        signal,
      });
      return {
        operators,
        items: items.map(({ conversation, since }) => ({ conversation: receive(conversation), since })),
      };
    },
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
}
