import { useQuery } from '@tanstack/react-query';
import type { GroupBody } from '../../../contracts/people/group';
import { api } from '../api/client';
import { loadAll } from '../api/load-all';

const NONE: readonly GroupBody[] = [];
/** No event tells of changes to groups. */
const FRESH_MS = 60_000;

/** The groups of the brands that the reader may see, with their operators; `groups` is empty until they are loaded. */
export function useGroups({ isWanted = true } = {}) {
  const { data, isError } = useQuery({
    queryKey: ['groups'],
    enabled: isWanted,
    queryFn: ({ signal }) => loadAll((query) => api('get', '/api/v1/groups', { query, signal })),
    staleTime: FRESH_MS,
    meta: { showsErrors: false },
  });
  return { groups: data ?? NONE, isLoaded: data !== undefined, isError };
}
