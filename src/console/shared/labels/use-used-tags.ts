import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client';

const NONE: readonly never[] = [];

/** The tags that contacts and conversations have, the most used first; empty until they are loaded. */
export function useUsedTags({
  isWanted = true,
  brandId,
}: {
  readonly isWanted?: boolean;
  readonly brandId?: string;
} = {}): readonly string[] {
  const { data } = useQuery({
    queryKey: ['tags', 'used', brandId],
    enabled: isWanted,
    staleTime: 0,
    queryFn: ({ signal }) =>
      api('get', '/api/v1/tags', { query: brandId === undefined ? {} : { brandId }, signal }),
  });
  return data?.items.map(({ tag }) => tag) ?? NONE;
}
