import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { MessageBody } from '../../../contracts/conversations/message';
import { api } from '../../shared/api/client';
import { loadAll } from '../../shared/api/load-all';
import type { Conversation } from '../../shared/conversations/received';

const NONE: readonly MessageBody[] = [];

/** The messages of a conversation that have the words, oldest first; none without words. */
export function useHits(
  { id, lastMessage }: Conversation,
  words: string | undefined,
): readonly MessageBody[] {
  const { data = NONE } = useQuery({
    // A new message may have them, too.
    queryKey: ['hits', id, words, lastMessage?.seq],
    enabled: words !== undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      loadAll((page) =>
        api('get', '/api/v1/conversations/{id}/messages', {
          params: { id },
          query: { ...page, q: words ?? '' },
          signal,
        }),
      ),
  });
  return words === undefined ? NONE : data;
}
