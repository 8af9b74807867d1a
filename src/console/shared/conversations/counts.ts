import { type QueryClient, useQuery } from '@tanstack/react-query';
import { loadAgain } from '../api/after-loading';
import { api } from '../api/client';
import { keys } from './keys';
import type { ListNarrowing } from './lists';

/** A page asks for the counts at most this often. */
const AT_MOST_EVERY_MS = 2_000;

/** How many conversations each list has, kept up to date. */
export function useCounts({ brandId, channelId }: ListNarrowing) {
  const narrowing = {
    ...(brandId === undefined ? {} : { brandId }),
    ...(channelId === undefined ? {} : { channelId }),
  };
  return useQuery({
    queryKey: keys.countsOf(narrowing),
    queryFn: ({ signal }) => api('get', '/api/v1/conversations/counts', { query: narrowing, signal }),
    meta: { showsErrors: false },
  });
}

const refreshing = new WeakMap<QueryClient, { isWanted: boolean }>();

/** Loads the counts again: at once, or, if that was done a moment ago, once when the interval is over. */
export function refreshCounts(client: QueryClient): void {
  const pause = refreshing.get(client);
  if (pause !== undefined) {
    pause.isWanted = true;
    return;
  }
  const begun = { isWanted: false };
  refreshing.set(client, begun);
  loadAgain(client, keys.counts);
  setTimeout(() => {
    refreshing.delete(client);
    if (begun.isWanted) refreshCounts(client);
  }, AT_MOST_EVERY_MS);
}
