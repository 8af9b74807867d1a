import { useQuery } from '@tanstack/react-query';
import type { ChannelCheckBody } from '../../contracts/channels/channel-health';
import { api } from '../shared/api/client';
import type { RequestOf } from '../shared/api/routes';
import { useSetupMutation } from '../shared/setup/requests';

export type ChannelChange = NonNullable<RequestOf<'patch', '/api/v1/channels/{id}'>['body']>;
const HEALTH_EVERY_MS = 15_000;

export function useChannel(id: string) {
  return useQuery({
    queryKey: ['setup', 'channel', id],
    queryFn: ({ signal }) => api('get', '/api/v1/channels/{id}', { params: { id }, signal }),
    staleTime: 0,
  });
}

/** What to enter in WeChat. With `everyMs` it is requested again and again, while something is awaited. */
export function useChannelSetup(id: string, everyMs: number | false = false) {
  return useQuery({
    queryKey: ['setup', 'channel', id, 'setup'],
    queryFn: ({ signal }) => api('get', '/api/v1/channels/{id}/setup', { params: { id }, signal }),
    staleTime: 0,
    refetchInterval: everyMs,
    // The page waits for WeChat while the operator works in another window.
    refetchIntervalInBackground: true,
  });
}

/** How the channel is doing, requested again and again. */
export function useHealth(id: string, everyMs = HEALTH_EVERY_MS) {
  return useQuery({
    queryKey: ['setup', 'channel', id, 'health'],
    queryFn: ({ signal }) => api('get', '/api/v1/channels/{id}/health', { params: { id }, signal }),
    staleTime: 0,
    refetchInterval: everyMs,
  });
}

export function useChangeChannel(id: string) {
  return useSetupMutation((body: ChannelChange) =>
    api('patch', '/api/v1/channels/{id}', { params: { id }, body }),
  );
}

/** Asks WeChat whether the details work. */
export function useCheck(id: string) {
  return useSetupMutation<void, ChannelCheckBody>(() =>
    api('post', '/api/v1/channels/{id}/check', { params: { id } }),
  );
}
