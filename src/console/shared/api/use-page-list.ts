import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

export type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null };

/**
 * A list of the API that goes on as one scrolls: all items loaded so far, and `fetchNextPage` for more.
 * `staleTime: 0` where the event stream does not tell of changes.
 * @example usePageList(['brands'], (cursor, signal) => api('get', '/api/v1/brands', { query: { cursor }, signal }))
 */
export function usePageList<Item>(
  queryKey: QueryKey,
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>,
  options: { readonly staleTime?: number } = {},
) {
  const query = useInfiniteQuery({
    ...options,
    queryKey,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }: Page<Item>) => nextCursor ?? undefined,
  });
  const { data } = query;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  return { ...query, items };
}
