import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client';
import { loadAll } from '../api/load-all';

/** One's own API tokens; an administrator sees all. */
export function useTokens() {
  return useQuery({
    queryKey: ['setup', 'tokens'],
    queryFn: ({ signal }) => loadAll((query) => api('get', '/api/v1/tokens', { query, signal })),
    staleTime: 0,
  });
}
