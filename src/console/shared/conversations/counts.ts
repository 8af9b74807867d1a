import { type QueryClient, useQuery } from '@tanstack/react-query';
import { api } from '../api/client';
import { keys } from './keys';
import type { ListNarrowing } from './lists';

/** However busy the desk is, a page asks for its counts no more often. */
const AT_MOST_EVERY_MS = 2_000;

/** How many conversations each list holds, live. */
export function useCounts({ brandId, channelId }: ListNarrowing) {
  const narrowing = {
    ...(brandId === undefined ? {} : { brandId }),
    ...(channelId === undefined ? {} : { channelId }),
  };
  return useQuery({
    queryKey: keys.countsOf(narrowing),
    queryFn: ({ signal }) => api('get', '/api/v1/conversations/counts', { query: narrowing, signal }),
  });
}

const refreshing = new WeakMap<QueryClient, { isWanted: boolean }>();

/** Loads the counts again: at once, and where it is asked for more often, once more when the time is over. */
export function refreshCounts(client: QueryClient): void {
  const pause = refreshing.get(client);
  if (pause !== undefined) {
    pause.isWanted = true;
    return;
  }
  const begun = { isWanted: false };
  refreshing.set(client, begun);
  void client.invalidateQueries({ queryKey: keys.counts });
  setTimeout(() => {
    refreshing.delete(client);
    if (begun.isWanted) refreshCounts(client);
  }, AT_MOST_EVERY_MS);
}
