/** Writes changes into the cache, whether they come from the event stream or from an answer. */
import type { QueryClient } from '@tanstack/react-query';
import type { ConversationBody } from '../../../contracts/conversations/conversation';
import type { MessageBody } from '../../../contracts/conversations/message';
import { loadAgain, nowAndAfterLoading } from '../api/after-loading';
import { countAgainIfMoved } from './counts';
import { keys } from './keys';
import { changeList, findIn, firstPageOf, type ListData } from './list-cache';
import { belongsOn, type ListFilter, orderOf } from './lists';
import { changeOffered } from './offered';
import { type Conversation, merged, receive } from './received';
import { putEarlier, putMessages, type Transcript } from './transcript-cache';

/**
 * Updates a conversation from an answer to a request, wherever it is shown. `meId` is the operator whose lists these
 * are.
 */
export function putConversation(client: QueryClient, body: ConversationBody, meId: string): void {
  const changed = receive(body);
  countAgainIfMoved(client, changed, { isStored: false });
  write(client, changed, meId);
}

/** The same, from the event stream. */
export function putStreamed(client: QueryClient, body: ConversationBody, meId: string): void {
  const changed = receive(body);
  countAgainIfMoved(client, changed, { isStored: true });
  write(client, changed, meId);
}

function write(client: QueryClient, changed: Conversation, meId: string): void {
  const { id } = changed;
  const cache = client.getQueryCache();
  const replace = (): void =>
    void client.setQueryData<Conversation>(keys.conversation(id), (known) =>
      known === undefined ? changed : merged(known, changed),
    );
  const open = cache.find({ queryKey: keys.conversation(id), exact: true });
  if (open === undefined) replace();
  else nowAndAfterLoading(client, open, replace);
  const offered = cache.find({ queryKey: keys.offered, exact: true });
  if (offered !== undefined) {
    nowAndAfterLoading(client, offered, () => {
      client.setQueryData<readonly Conversation[]>(
        keys.offered,
        (list) => list && changeOffered(list, changed, meId),
      );
    });
  }
  for (const query of cache.findAll({ queryKey: keys.lists })) {
    const filter = query.queryKey[1] as ListFilter;
    nowAndAfterLoading(client, query, () => {
      client.setQueryData<ListData>(query.queryKey, (data) =>
        data === undefined
          ? data
          : changeList(data, changed, belongsOn(filter, changed, meId), orderOf(filter)),
      );
    });
  }
}

/** The loaded copies of a conversation. */
export function knownConversation(client: QueryClient, id: string): Conversation | undefined {
  const open = client.getQueryData<Conversation>(keys.conversation(id));
  if (open !== undefined) return open;
  for (const [, data] of client.getQueriesData<ListData>({ queryKey: keys.lists })) {
    const found = data === undefined ? undefined : findIn(data, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Shows a contact's new name in all loaded conversations with them. */
export function putContactName(client: QueryClient, contactId: string, name: string): void {
  const rename = (one: Conversation): Conversation =>
    one.contact.id === contactId ? { ...one, contact: { ...one.contact, name } } : one;
  client.setQueriesData<Conversation>({ queryKey: keys.conversations }, (one) => one && rename(one));
  client.setQueriesData<ListData>(
    { queryKey: keys.lists },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({ ...page, items: page.items.map(rename) })),
      },
  );
}

/** A contact was erased: nothing of them stays on the page or in its memory. */
export function dropContact(client: QueryClient, contactId: string): void {
  const isTheirs = (one: Conversation): boolean => one.contact.id === contactId;
  client.setQueriesData<ListData>(
    { queryKey: keys.lists },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({ ...page, items: page.items.filter((one) => !isTheirs(one)) })),
      },
  );
  client.setQueriesData<readonly Conversation[]>({ queryKey: keys.offered }, (list) =>
    list?.filter((one) => !isTheirs(one)),
  );
  for (const [queryKey, one] of client.getQueriesData<Conversation>({ queryKey: keys.conversations })) {
    if (one === undefined || !isTheirs(one)) continue;
    // What is shown of it is loaded again, and is not found.
    void client.resetQueries({ queryKey: keys.transcript(one.id) });
    void client.resetQueries({ queryKey });
  }
  void client.resetQueries({ queryKey: keys.contact(contactId) });
  for (const queryKey of [keys.lists, keys.offered, keys.counts]) loadAgain(client, queryKey);
}

/** Updates a message in its transcript, if that is loaded. */
export function putMessage(client: QueryClient, message: MessageBody): void {
  for (const query of client.getQueryCache().findAll({ queryKey: keys.transcripts })) {
    const isSameConversation = query.queryKey[1] === message.conversationId;
    nowAndAfterLoading(client, query, () => {
      client.setQueryData<Transcript>(query.queryKey, (transcript) => {
        if (transcript === undefined) return transcript;
        return isSameConversation ? putMessages(transcript, [message]) : putEarlier(transcript, message);
      });
    });
  }
}

/** Events were missed: loads again what is on the screen now, and the rest when it is shown next. */
export function reloadAll(client: QueryClient): void {
  client.setQueriesData<ListData>({ queryKey: keys.lists }, (data) =>
    data === undefined ? data : firstPageOf(data),
  );
  for (const queryKey of [keys.lists, keys.offered, keys.counts, keys.conversations, keys.transcripts]) {
    loadAgain(client, queryKey);
  }
}
