import { type QueryClient, useQuery } from '@tanstack/react-query';
import { loadAgain } from '../api/after-loading';
import { api } from '../api/client';
import { keys } from './keys';
import { type ListNarrowing, troublesOf } from './lists';
import type { Conversation } from './received';

/** A page asks for the counts at most this often. */
const AT_MOST_EVERY_MS = 2_000;

/** How many conversations each list has, kept up to date. */
export function useCounts({ brandId, channelId, groupId }: ListNarrowing) {
  const narrowing = {
    ...(brandId === undefined ? {} : { brandId }),
    ...(channelId === undefined ? {} : { channelId }),
    ...(groupId === undefined ? {} : { groupId }),
  };
  return useQuery({
    queryKey: keys.countsOf(narrowing),
    queryFn: ({ signal }) => api('get', '/api/v1/conversations/counts', { query: narrowing, signal }),
    meta: { showsErrors: false },
  });
}

/** For each open conversation what decides on which lists it is, as of its last event. */
const places = new WeakMap<QueryClient, Map<string, string>>();

/**
 * Loads the counts again if a change may have moved a conversation to another list; a new message alone does not. The
 * loaded copies of a conversation do not tell: a load may have brought them the change, but not the counts. `isStored`:
 * the database has the change, so the counts do, too. It has that of an answer a moment later: they are loaded again
 * with the event.
 */
export function countAgainIfMoved(
  client: QueryClient,
  { id, state, operator, group, snoozedUntil, ...changed }: Conversation,
  { isStored }: { readonly isStored: boolean },
): void {
  const known = places.get(client) ?? new Map<string, string>();
  places.set(client, known);
  const place = [state, operator?.id, group?.id, snoozedUntil, troublesOf(changed) > 0].join(' ');
  if (known.get(id) === place) return;
  if (!isStored || state === 'completed') known.delete(id);
  else known.set(id, place);
  refreshCounts(client);
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
