import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { QueueItemBody, QueueOperatorBody } from '../../contracts/conversations/queue';
import { loadAgain } from '../shared/api/after-loading';
import { api } from '../shared/api/client';
import { type Conversation, receive } from '../shared/conversations/received';
import { useStreamEvents } from '../shared/events/event-stream';
import { useAtMostEvery } from '../shared/use-at-most-every';
import { changeQueue, placeInQueue } from './change-queue';

const PAGE = 50;
const QUEUE = 'queue';
/** So often a page is loaded again, however much happens. */
const AT_MOST_EVERY_MS = 1_000;

export type QueueFilter = { readonly brandId?: string; readonly groupId?: string };

/** A place in the queue; its conversation has an own clock. */
export type QueueItem = Omit<QueueItemBody, 'conversation' | 'offer'> & {
  readonly conversation: Conversation;
};

export type QueuePage = {
  readonly items: readonly QueueItem[];
  readonly operators: readonly QueueOperatorBody[];
  readonly nextCursor: string | null;
};

/**
 * A page of the queue, kept up to date: what the event stream says of a conversation is shown at once, and the page is
 * loaded again, because positions and the load of operators follow from all conversations.
 */
export function useQueue(filter: QueueFilter, cursor: string | undefined) {
  const client = useQueryClient();
  const places = useRef(new Map<string, string>());
  const reload = useAtMostEvery(AT_MOST_EVERY_MS, () => loadAgain(client, [QUEUE]));
  useStreamEvents((event) => {
    if (event.name === 'ready' || event.name === 'resync' || event.name === 'availability') return reload();
    if (event.name !== 'conversation') return;
    const { id } = event.data;
    const changed = receive(event.data);
    client.setQueriesData<QueuePage>(
      { queryKey: [QUEUE] },
      (page) => page && { ...page, items: changeQueue(page.items, changed) },
    );
    const place = placeInQueue(event.data);
    if (places.current.get(id) === place) return;
    if (event.data.state === 'completed') places.current.delete(id);
    else places.current.set(id, place);
    reload();
  });
  return useQuery({
    queryKey: [QUEUE, filter, cursor ?? null],
    queryFn: async ({ signal }): Promise<QueuePage> => {
      const query = { ...filter, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
      const { items, ...page } = await api('get', '/api/v1/queue', { query, signal });
      return {
        ...page,
        items: items.map(({ conversation, position, since, asked }) => ({
          conversation: receive(conversation),
          position,
          since,
          asked,
        })),
      };
    },
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
}
