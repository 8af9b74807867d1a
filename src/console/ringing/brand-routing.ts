import { api } from '../shared/api/client';

/** No event tells of changes to it: it is asked again after this time, when it matters. */
const FRESH_MS = 60_000;
/** Loaded again after a change in the setup as well. */
export const RING_MODE = 'ring-mode';

/** The options of a query for who is rung for a brand's conversations. */
export const brandRouting = (brandId: string) => ({
  queryKey: [RING_MODE, brandId] as const,
  // Without its signal: readers share the query, and one that goes away must not cancel it for the others.
  queryFn: () => api('get', '/api/v1/brands/{id}/routing', { params: { id: brandId } }),
  staleTime: FRESH_MS,
  // Whoever asks does without the answer.
  meta: { showsErrors: true },
});
