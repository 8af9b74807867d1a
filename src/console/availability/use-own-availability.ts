import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { AvailabilityBody } from '../../contracts/people/availability';
import type { AvailabilityStatus } from '../../domain/routing/availability';
import { loadAgain } from '../shared/api/after-loading';
import { api } from '../shared/api/client';
import { availabilityKeys } from '../shared/availability/availability';
import { useStreamEvents } from '../shared/events/event-stream';
import { useSignedInMe } from '../shared/session/session';
import { isNewsOfOwn } from './own-conversations';

/** The reader's own status and load, kept up to date; undefined until it is known. */
export function useOwnAvailability(): AvailabilityBody | undefined {
  const client = useQueryClient();
  const me = useSignedInMe();
  const own = useRef(new Set<string>());
  const { data } = useQuery({
    queryKey: availabilityKeys.own,
    queryFn: ({ signal }) => api('get', '/api/v1/me/availability', { query: {}, signal }),
    meta: { showsErrors: false },
  });
  useStreamEvents((event) => {
    if (event.name === 'ready' || event.name === 'resync') loadAgain(client, availabilityKeys.own);
    // What the API counts follows what the conversation says, so it is asked again and not counted here.
    if (event.name === 'conversation' && isNewsOfOwn(own.current, event.data, me.id)) {
      loadAgain(client, availabilityKeys.own);
    }
  });
  return data;
}

/** Chooses the own status. */
export function useSetStatus() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (status: AvailabilityStatus) => api('put', '/api/v1/me/availability', { body: { status } }),
    onSuccess: (body) => client.setQueryData<AvailabilityBody>(availabilityKeys.own, body),
  });
}
