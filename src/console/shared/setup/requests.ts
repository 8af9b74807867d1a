/**
 * What the set-up shows and does. The event stream tells nothing of it, so that it is loaded again whenever a page of
 * it is opened, and after each change.
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import { loadAll } from '../api/load-all';

/** All brands that the reader may see. */
export function useBrands() {
  return useQuery({
    queryKey: ['setup', 'brands'],
    queryFn: ({ signal }) => loadAll((query) => api('get', '/api/v1/brands', { query, signal })),
    staleTime: 0,
  });
}

/** All operators and administrators. */
export function useOperators() {
  return useQuery({
    queryKey: ['setup', 'operators'],
    queryFn: ({ signal }) => loadAll((query) => api('get', '/api/v1/operators', { query, signal })),
    staleTime: 0,
  });
}

/** All channels. */
export function useChannels() {
  return useQuery({
    queryKey: ['setup', 'channels'],
    queryFn: ({ signal }) => loadAll((query) => api('get', '/api/v1/channels', { query, signal })),
    staleTime: 0,
  });
}

/**
 * A change of what the set-up shows; afterwards all of it is loaded again. What fails is shown `here`, by who calls it
 * (forms), or as a `notice` (buttons).
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
      // Lists of other features begin with these names.
      for (const name of ['setup', 'brands', 'channels']) void client.invalidateQueries({ queryKey: [name] });
    },
  });
}
