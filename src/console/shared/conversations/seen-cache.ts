import type { QueryClient } from '@tanstack/react-query';
import { keys } from './keys';
import type { ListData } from './list-cache';
import type { Conversation } from './received';

/** The reader has seen a conversation up to `seq`: shows it as read wherever it is loaded. */
export function putSeen(client: QueryClient, id: string, seq: number): void {
  const see = (one: Conversation): Conversation =>
    one.id !== id || one.seenSeq >= seq
      ? one
      : { ...one, seenSeq: seq, isUnread: one.isUnread && (one.lastMessage?.seq ?? 0) > seq };
  client.setQueryData<Conversation>(keys.conversation(id), (one) => one && see(one));
  client.setQueriesData<ListData>(
    { queryKey: keys.lists },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) =>
          page.items.some((one) => one.id === id) ? { ...page, items: page.items.map(see) } : page,
        ),
      },
  );
}
