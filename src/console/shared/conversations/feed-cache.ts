/** How changes get into the cache, whether the event stream or an answer brings them. */
import type { QueryClient } from '@tanstack/react-query';
import type { ConversationBody } from '../../../contracts/conversation';
import type { MessageBody } from '../../../contracts/message';
import { keys } from './keys';
import { changeList, firstPageOf, type ListData } from './list-cache';
import { belongsOn, type ListFilter } from './lists';
import { type Conversation, receive } from './received';
import { putMessages, type Transcript, takeMessage } from './transcript-cache';

/** Puts a changed conversation wherever it is shown; `meId`: whose lists these are. */
export function putConversation(client: QueryClient, body: ConversationBody, meId: string): void {
  const changed = receive(body);
  client.setQueryData<Conversation>(keys.conversation(body.id), (known) =>
    known !== undefined && known.version > changed.version ? known : changed,
  );
  for (const query of client.getQueryCache().findAll({ queryKey: keys.lists })) {
    const filter = query.queryKey[1] as ListFilter;
    client.setQueryData<ListData>(query.queryKey, (data) =>
      data === undefined ? data : changeList(data, changed, belongsOn(filter, changed, meId)),
    );
  }
}

/** Puts a changed message into the transcript that it belongs to, where that is loaded. */
export function putMessage(client: QueryClient, message: MessageBody): void {
  for (const query of client.getQueryCache().findAll({ queryKey: keys.transcripts })) {
    const isOfIt = query.queryKey[1] === message.conversationId;
    client.setQueryData<Transcript>(query.queryKey, (transcript) => {
      if (transcript === undefined) return transcript;
      return isOfIt ? putMessages(transcript, [message]) : takeMessage(transcript, message.id);
    });
  }
}

/** Something was missed: what is on the screen is loaded again, and the rest when it is shown next. */
export function reloadAll(client: QueryClient): void {
  client.setQueriesData<ListData>({ queryKey: keys.lists }, (data) =>
    data === undefined ? data : firstPageOf(data),
  );
  for (const queryKey of [keys.lists, keys.conversations, keys.transcripts]) {
    void client.invalidateQueries({ queryKey });
  }
}
