import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client';
import { loadAll } from '../api/load-all';

/** Every macro that the operator may use: their own, and those that their brands or the whole desk share. */
export function useMacros() {
  return useQuery({
    queryKey: ['setup', 'macros'],
    // No event tells of changes by colleagues.
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const all = await loadAll((query) => api('get', '/api/v1/macros', { query, signal }));
      return [...all].sort((one, other) => one.name.localeCompare(other.name));
    },
  });
}
