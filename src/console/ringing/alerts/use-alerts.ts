import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { AlertBody } from '../../../contracts/conversations/alert';
import { api } from '../../shared/api/client';
import { useStreamEvents } from '../../shared/events/event-stream';
import { mergeAlert, SHOWN_ALERTS } from './merge-alert';

const KEY = ['alerts'] as const;
const NONE: readonly AlertBody[] = [];

/** The reader's newest alerts, the newest first, kept up to date by the event stream. For one component of the page. */
export function useAlerts(): { readonly alerts: readonly AlertBody[]; readonly isLoaded: boolean } {
  const client = useQueryClient();
  const hasBegun = useRef(false);
  useStreamEvents((event) => {
    if (event.name === 'alert') putAlert(client, event.data);
    // What was loaded before the stream began may miss an alert.
    const isFirst = event.name === 'ready' && !hasBegun.current;
    if (event.name === 'ready') hasBegun.current = true;
    if (event.name === 'contact_erased') dropAlerts(client, event.data.contactId);
    if (isFirst || event.name === 'resync') void client.invalidateQueries({ queryKey: KEY });
  });
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) =>
      (await api('get', '/api/v1/alerts', { query: { limit: SHOWN_ALERTS }, signal })).items,
  });
  return { alerts: data ?? NONE, isLoaded: data !== undefined };
}

/** The alerts as they are known at this moment. */
export function knownAlerts(client: QueryClient): readonly AlertBody[] {
  return client.getQueryData<readonly AlertBody[]>(KEY) ?? NONE;
}

/**
 * Marks alerts as seen up to the one with the id `upTo`, those of one conversation only if it is named. `isQuiet`: a
 * failure is not shown, because nobody has asked for it.
 */
export function useSeeAlerts({ isQuiet = false } = {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (seen: { readonly upTo: string; readonly conversationId?: string }) =>
      api('put', '/api/v1/alerts/seen', { body: seen }),
    onMutate({ upTo, conversationId }) {
      const seenAt = new Date().toISOString();
      const isMeant = (one: AlertBody): boolean =>
        one.seenAt === null &&
        Number(one.id) <= Number(upTo) &&
        (conversationId === undefined || one.conversationId === conversationId);
      client.setQueryData<readonly AlertBody[]>(KEY, (list) =>
        list?.map((one) => (isMeant(one) ? { ...one, seenAt } : one)),
      );
    },
    meta: { showsErrors: isQuiet },
    onError: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

function dropAlerts(client: QueryClient, contactId: string): void {
  client.setQueryData<readonly AlertBody[]>(KEY, (list) =>
    list?.filter(({ contact }) => contact.id !== contactId),
  );
}

function putAlert(client: QueryClient, alert: AlertBody): void {
  client.setQueryData<readonly AlertBody[]>(KEY, (list) => list && mergeAlert(list, alert));
}
