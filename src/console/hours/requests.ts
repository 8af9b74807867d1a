import { useQuery } from '@tanstack/react-query';
import type { OpeningHours } from '../../domain/hours/opening-hours';
import { api } from '../shared/api/client';
import { useSetupMutation } from '../shared/setup/requests';
import { type HoursValues, toHours } from './hours-values';

/** The preview is asked for again this often: it may have opened or closed meanwhile. */
const NEXT_EVERY_MS = 60_000;

/** Whose hours are meant. */
export type HoursOf =
  | { readonly kind: 'brand'; readonly id: string }
  | { readonly kind: 'channel'; readonly id: string };

export function useBrandHours(id: string) {
  return useQuery({
    queryKey: ['setup', 'hours', 'brand', id],
    queryFn: async ({ signal }) => ({
      hours: await api('get', '/api/v1/brands/{id}/hours', { params: { id }, signal }),
    }),
    staleTime: 0,
  });
}

export function useChannelHours(id: string) {
  return useQuery({
    queryKey: ['setup', 'hours', 'channel', id],
    queryFn: ({ signal }) => api('get', '/api/v1/channels/{id}/hours', { params: { id }, signal }),
    staleTime: 0,
  });
}

/** Whether it is open now, and when that changes. */
export function useNextChange({ kind, id }: HoursOf) {
  return useQuery({
    queryKey: ['setup', 'hours-next', kind, id],
    queryFn: ({ signal }) =>
      kind === 'brand'
        ? api('get', '/api/v1/brands/{id}/hours/next', { params: { id }, signal })
        : api('get', '/api/v1/channels/{id}/hours/next', { params: { id }, signal }),
    staleTime: 0,
    refetchInterval: NEXT_EVERY_MS,
  });
}

/** Saves what the form has. A channel that is as its brand has no hours of its own. */
export function useSaveHours({ kind, id }: HoursOf) {
  return useSetupMutation(async (values: HoursValues): Promise<OpeningHours | null> => {
    const params = { id };
    if (kind === 'brand') return api('put', '/api/v1/brands/{id}/hours', { params, body: toHours(values) });
    if (values.kind === 'brand') {
      await api('delete', '/api/v1/channels/{id}/hours', { params });
      return null;
    }
    return (await api('put', '/api/v1/channels/{id}/hours', { params, body: toHours(values) })).hours;
  });
}
