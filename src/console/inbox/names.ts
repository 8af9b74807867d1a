/** Names of what the lists can be narrowed to: all that the reader may see. */
import { api } from '../shared/api/client';
import { usePageList } from '../shared/api/use-page-list';

const MOST = 100;

export function useBrandNames() {
  return usePageList(['brands', 'names'], (cursor, signal) =>
    api('get', '/api/v1/brands', { query: pageAt(cursor), signal }),
  ).items;
}

export function useChannelNames() {
  return usePageList(['channels', 'names'], (cursor, signal) =>
    api('get', '/api/v1/channels', { query: pageAt(cursor), signal }),
  ).items;
}

function pageAt(cursor: string | undefined) {
  return { limit: MOST, ...(cursor === undefined ? {} : { cursor }) };
}
