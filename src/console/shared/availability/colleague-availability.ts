import { api } from '../api/client';
import { loadAll } from '../api/load-all';
import { availabilityKeys } from './availability';

/** The options of a query for who may attend conversations of a brand, with status and load; disabled ones are left out. */
export const colleagueAvailability = (brandId: string) => ({
  queryKey: availabilityKeys.colleaguesOf(brandId),
  queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
    loadAll((page) => api('get', '/api/v1/availability', { query: { ...page, brandId }, signal })),
  staleTime: 0,
});
