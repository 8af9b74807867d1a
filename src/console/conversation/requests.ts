/**
 * The actions of an operator in a conversation. Each answer goes into the cache at once; the event stream brings the
 * rest.
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewMessageBody } from '../../contracts/conversations/new-message';
import { api } from '../shared/api/client';
import { loadAll } from '../shared/api/load-all';
import { putMessage } from '../shared/conversations/feed-cache';
import { useConversationMutation } from '../shared/conversations/requests';
import { sendKey } from '../shared/conversations/sending-now';
import type { Upload } from './upload/uploads';

/** Gives the conversation back to its bot, which answers the contact's next message. */
export function useHandback(id: string) {
  return useConversationMutation(() =>
    api('post', '/api/v1/conversations/{id}/handback', { params: { id } }),
  );
}

/** Asks the contact to rate the conversation. */
export function useAskRating(id: string) {
  return useConversationMutation(() =>
    api('post', '/api/v1/conversations/{id}/rating-request', { params: { id } }),
  );
}

/** Continues a completed conversation; the answer is the new one. */
export function useReopen(id: string) {
  return useConversationMutation(() => api('post', '/api/v1/conversations/{id}/reopen', { params: { id } }));
}

/** For how long a conversation is snoozed. */
export type SnoozeBody = { readonly until: string } | { readonly untilReply: true };

export function useSnooze(id: string) {
  return useConversationMutation((body: SnoozeBody) =>
    api('post', '/api/v1/conversations/{id}/snooze', { params: { id }, body }),
  );
}

export function useUnsnooze(id: string) {
  return useConversationMutation(() =>
    api('delete', '/api/v1/conversations/{id}/snooze', { params: { id } }),
  );
}

/** The operators of a brand: those who can be mentioned. */
export function useColleagues(brandId: string, isWanted = true) {
  return useQuery({
    queryKey: ['colleagues', brandId],
    enabled: isWanted,
    queryFn: ({ signal }) =>
      loadAll((query) =>
        api('get', '/api/v1/brands/{id}/operators', { params: { id: brandId }, query, signal }),
      ),
  });
}

/** A message with a form of its own. */
export type CardContent = MenuContent | ArticleContent | LinkContent;
export type MenuContent = ContentOf<'msgmenu'>;
export type ArticleContent = ContentOf<'news'>;
/** The article of a mini program, with all of its parts. */
export type LinkContent = ContentOf<'link'>;
type ContentOf<Type extends NewMessageBody['type']> = Omit<
  Extract<NewMessageBody, { type: Type }>,
  'whenBlocked' | 'sendAt' | 'cancelOnReply'
>;

/** What is sent. WeChat has no captions: a file and a text are two messages. */
export type Outgoing =
  | { readonly content: CardContent }
  | { readonly content: { readonly type: 'text'; readonly text: string } }
  | {
      readonly content: { readonly type: 'image' | 'voice' | 'video'; readonly attachmentId: string };
      readonly upload: Upload;
    };

/** When a message is sent, if not now (docs/rules.md#69). */
export type Later = { readonly sendAt: string; readonly cancelOnReply: boolean };

export type Sending = {
  readonly outgoing: Outgoing;
  readonly whenBlocked: 'reject' | 'hold';
  /** Undefined: it is sent now. */
  readonly later: Later | undefined;
  /** The idempotency key: the same for every try of one message, so that it cannot be sent twice. */
  readonly key: string;
  /** The messages that were loaded when it was written. A later one with the same content is this one. */
  readonly knownIds: ReadonlySet<string>;
};

/** Sends messages one after the other, in the order in which they were written. The composer shows failures. */
export function useSend(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationKey: sendKey(id),
    scope: { id: `send ${id}` },
    meta: { showsErrors: true },
    mutationFn: ({ outgoing, whenBlocked, later, key }: Sending) =>
      api('post', '/api/v1/conversations/{id}/messages', {
        params: { id },
        headers: { 'Idempotency-Key': key },
        body: { ...outgoing.content, whenBlocked, ...later },
      }),
    onSuccess: (message) => putMessage(client, message),
  });
}

export function useAddNote(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly text: string; readonly mentions: readonly string[] }) =>
      api('post', '/api/v1/conversations/{id}/notes', {
        params: { id },
        body: { text: body.text, mentions: [...body.mentions] },
      }),
    onSuccess: (note) => putMessage(client, note),
  });
}

export function useCancelHeld(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (messageId: string) =>
      api('delete', '/api/v1/conversations/{id}/messages/{messageId}', { params: { id, messageId } }),
    onSuccess: (message) => putMessage(client, message),
  });
}

/** Settles a message that failed, or whose arrival is unknown. */
export function useResolve(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      messageId,
      as,
    }: {
      readonly messageId: string;
      readonly as: 'sent' | 'resend' | 'noted';
    }) =>
      api('post', '/api/v1/conversations/{id}/messages/{messageId}/resolve', {
        params: { id, messageId },
        headers: { 'Idempotency-Key': `${as}-${messageId}` },
        body: { as },
      }),
    onSuccess: (message) => putMessage(client, message),
  });
}
