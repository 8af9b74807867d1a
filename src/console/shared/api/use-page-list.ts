import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

export type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null };

/** Which page of a list is asked for. */
export type PageQuery = { readonly limit: number; readonly cursor?: string };

const PAGE_SIZE = 50;

/**
 * A list of the API that is loaded page by page: `items` holds all that is loaded, `fetchNextPage` loads more.
 * Pass `staleTime: 0` where no event tells of changes.
 * @example usePageList(['brands'], (page, signal) => api('get', '/api/v1/brands', { query: page, signal }))
 */
export function usePageList<Item>(
  queryKey: QueryKey,
  load: (page: PageQuery, signal: AbortSignal) => Promise<Page<Item>>,
  options: {
    readonly staleTime?: number;
    readonly pageSize?: number;
    /** How soon what is loaded is asked for again, in ms; false: not by itself. */
    readonly refetchInterval?: (items: readonly Item[]) => number | false;
  } = {},
) {
  const { pageSize = PAGE_SIZE, refetchInterval, ...queryOptions } = options;
  const query = useInfiniteQuery({
    ...queryOptions,
    refetchInterval: ({ state }) =>
      refetchInterval?.(state.data?.pages.flatMap(({ items }) => items) ?? []) ?? false,
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      load({ limit: pageSize, ...(pageParam === undefined ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }: Page<Item>) => nextCursor ?? undefined,
  });
  const { data } = query;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  return { ...query, items };
}
