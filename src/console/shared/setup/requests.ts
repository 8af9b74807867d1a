/**
 * The lists of the setup and changes to them. No event tells of changes, so each list is loaded again when a page
 * that shows it opens, and after each change.
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import { loadAll } from '../api/load-all';
import type { Page, PageQuery } from '../api/use-page-list';

/** All brands that the reader may see. */
export function useBrands() {
  return useSetupList('brands', (query, signal) => api('get', '/api/v1/brands', { query, signal }));
}

/** All operators and administrators. */
export function useOperators() {
  return useSetupList('operators', (query, signal) => api('get', '/api/v1/operators', { query, signal }));
}

/** All channels that the reader may see. */
export function useChannels() {
  return useSetupList('channels', (query, signal) => api('get', '/api/v1/channels', { query, signal }));
}

/** The groups of all brands. */
export function useAllGroups() {
  return useSetupList('groups', (query, signal) => api('get', '/api/v1/groups', { query, signal }));
}

/** The bots of all brands: for administrators. */
export function useBots() {
  return useSetupList('bots', (query, signal) => api('get', '/api/v1/bots', { query, signal }));
}

/** The reader's own API tokens; for an administrator, all tokens. */
export function useTokens() {
  return useSetupList('tokens', (query, signal) => api('get', '/api/v1/tokens', { query, signal }));
}

function useSetupList<Item>(
  name: string,
  load: (page: PageQuery, signal: AbortSignal) => Promise<Page<Item>>,
) {
  return useQuery({
    queryKey: ['setup', name],
    queryFn: ({ signal }) => loadAll((page) => load(page, signal)),
    staleTime: 0,
  });
}

/**
 * A change in the setup. Afterwards all its lists are loaded again.
 * @param shown where a failure is shown: `here`, by the component itself (forms), or as a `notice` (buttons)
 */
export function useSetupMutation<Variables, Answer>(
  call: (variables: Variables) => Promise<Answer>,
  shown: 'here' | 'notice' = 'here',
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    meta: { showsErrors: shown === 'here' },
    onSuccess: () => {
      // The inbox keeps brands, channels, groups and who is rung under names of its own.
      for (const name of ['setup', 'brands', 'channels', 'groups', 'ring-mode'])
        void client.invalidateQueries({ queryKey: [name] });
    },
  });
}
