/** Names of the brands and channels that the reader may see: for filters, rows and cards. */
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client';
import { loadAll } from '../api/load-all';

type Named = { readonly id: string; readonly name: string };
const NONE: readonly never[] = [];

/** Empty until they are loaded. */
export function useBrandNames(): readonly Named[] {
  const { data } = useQuery({
    queryKey: ['brands', 'names'],
    queryFn: ({ signal }) => loadAll((query) => api('get', '/api/v1/brands', { query, signal })),
    meta: { showsErrors: false },
  });
  return data ?? NONE;
}

/** Empty until they are loaded. */
export function useChannelNames(): readonly (Named & { readonly brandId: string })[] {
  const { data } = useQuery({
    queryKey: ['channels', 'names'],
    queryFn: ({ signal }) => loadAll((query) => api('get', '/api/v1/channels', { query, signal })),
    meta: { showsErrors: false },
  });
  return data ?? NONE;
}
