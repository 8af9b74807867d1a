import { useQuery } from '@tanstack/react-query';
import { api } from '../shared/api/client';
import { usePageList } from '../shared/api/use-page-list';

/** What the list of contacts is limited to, as the address of the page has it. */
export type ContactFilter = {
  readonly q?: string;
  readonly tag?: string;
  readonly channelId?: string;
  readonly subscribed?: 'true' | 'false';
  readonly blocked?: 'true' | 'false';
};

/** The contacts that the reader may see, oldest first. */
export function useContactList(filter: ContactFilter) {
  return usePageList(
    ['contact-list', filter],
    (page, signal) => api('get', '/api/v1/contacts', { query: { ...filter, ...page }, signal }),
    { staleTime: 0 },
  );
}

/** The newest conversation of a contact, to be opened; asked for only when it is wanted. */
export async function findConversation(contactId: string): Promise<string | undefined> {
  const { items } = await api('get', '/api/v1/conversations', { query: { contactId, limit: 1 } });
  return items[0]?.id;
}

const NONE: readonly never[] = [];

/** For the filters; empty until they are loaded. */
export function useFilterOptions() {
  const channels = useQuery({
    queryKey: ['channels', 'first-page'],
    queryFn: ({ signal }) => api('get', '/api/v1/channels', { query: { limit: 100 }, signal }),
  });
  const tags = useQuery({
    queryKey: ['tags', 'names'],
    queryFn: ({ signal }) => api('get', '/api/v1/tags', { query: {}, signal }),
  });
  return {
    channels: channels.data?.items ?? NONE,
    tags: tags.data?.items.map(({ tag }) => tag) ?? NONE,
  };
}
