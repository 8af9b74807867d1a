import { messageRoutes } from '../../contracts/conversations/message';
import { judgeTyping } from '../../domain/conversation/abilities';
import { advance } from '../../domain/conversation/advance';
import type { OutboundContent } from '../../domain/messages/outbound';
import type { ConversationFactsStore } from '../../store/conversations/conversation-facts';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import type { Drafts } from '../../store/drafts/drafts';
import { isDatabaseAway } from '../../store/engine/errors';
import { isReadPrepared } from '../../store/transcript/row-life';
import type { TranscriptMessage } from '../../store/transcript/transcript';
import type { ConversationClient } from '../../temporal/conversation-client';
import { parseOutboundContent } from '../../wechat/calls/outbound-message';
import {
  actorOf,
  type Named,
  notGranted,
  refused,
  requestedConversation,
  wishTarget,
} from '../access/conversation-access';
import type { Viewer } from '../middleware/viewer';
import { storedAt } from '../present/present-conversation';
import { presentMessage } from '../present/present-message';
import { presentTranscriptPage, transcriptPage } from '../present/transcript-page';
import { ApiError, conflict } from '../problems';
import { finding, implement, type Route } from '../route';
import type { SendDeps, Sender } from '../send-message';
import type { NoteWriter } from '../write-note';
import { idempotencyKeyOf } from './idempotency';
import { requireSchedule } from './schedule';

/** Asks WeChat to show "typing" to a contact. The request does not fail if WeChat does not show it. */
export type SendTyping = (target: {
  readonly contactId: string;
  readonly channelId: string;
}) => Promise<unknown>;

type Deps = Omit<SendDeps, 'attachments' | 'channels' | 'logger'> & {
  readonly conversationClient: Pick<ConversationClient, 'cancel'>;
  readonly send: Sender;
  readonly writeNote: NoteWriter;
  readonly sendTyping: SendTyping;
  /** Records that a message with an unknown outcome was sent again. Never rejects: the new message has left. */
  readonly markResolved: (messageId: string) => Promise<void>;
  readonly conversationFacts: Pick<ConversationFactsStore, 'note'>;
  readonly drafts: Pick<Drafts, 'sent'>;
};

/** How long the answer waits for the row to show that the message is cancelled. */
const CANCEL_SHOWN_WITHIN_MS = 2_000;

/** Messages, typing and notes of a conversation. */
export function createMessageRoutes(deps: Deps): readonly Route[] {
  const { conversations, transcript, outbox, send } = deps;
  const requested = (named: Named) => requestedConversation(conversations, named);
  const requestedWithMessage = async (named: NamedMessage) => {
    const stored = await requested(named);
    return { stored, message: await messageOf(deps, named.params.messageId, stored) };
  };

  return implement(messageRoutes)({
    async listMessages({ query, ...named }) {
      const { conversation } = await requested(named);
      const page = { ...transcriptPage(query), search: query.q };
      const rows = await transcript.ofConversation(conversation.id, page);
      return presentTranscriptPage(rows, query);
    },
    sendMessage: finding(requested, async ({ found: stored, viewer, body, headers }) => {
      const { whenBlocked, sendAt, cancelOnReply, ...rest } = body;
      const content: OutboundContent = rest;
      const schedule = requireSchedule(stored, { sendAt, cancelOnReply }, deps.clock());
      const key = idempotencyKeyOf(headers['Idempotency-Key'], body);
      const message = await send({ stored, viewer, content, whenBlocked, schedule, key });
      if (content.type === 'text') await forgetDraft(deps, stored, message.id, viewer);
      return message;
    }),
    async cancelMessage({ viewer, ...named }) {
      const { stored, message } = await requestedWithMessage({ viewer, ...named });
      return presentMessage(await cancel(deps, { stored, message, viewer }));
    },
    resolveMessage: finding(requestedWithMessage, async ({ found, viewer, body, headers, response }) => {
      const { stored, message } = found;
      const key = idempotencyKeyOf(headers['Idempotency-Key'], { resolve: message.id, ...body });
      if (body.as === 'noted') {
        if (!(await deps.conversationFacts.note(message.id))) throw notTroubled();
        return presentMessage(await messageOf(deps, message.id, stored));
      }
      if (message.status !== 'unknown') throw notUnknown();
      if (body.as === 'sent') {
        if (!(await outbox.resolveAsSent(message.id))) throw notUnknown();
        return presentMessage(await messageOf(deps, message.id, stored));
      }
      const content = parseOutboundContent(message);
      const whenBlocked = message.whenBlocked ?? 'reject';
      const again = await send({ stored, viewer, content, whenBlocked, key });
      await deps.markResolved(message.id);
      response.status(201);
      return again;
    }),
    async showTyping(named) {
      const stored = await requested(named);
      const { conversation, now } = storedAt(stored, deps.clock());
      const current = advance(conversation, now).conversation;
      const refusal = judgeTyping(current, actorOf(named.viewer), now);
      if (refusal !== null) throw await refused(deps, stored, refusal);
      const { contactId, channelId } = conversation;
      await deps.sendTyping({ contactId, channelId });
    },
    addNote: finding(requested, ({ found: stored, viewer, body: { text, mentions = [] } }) =>
      deps.writeNote({ stored, viewer, text, mentions }),
    ),
  });
}

/** What was sent is no draft any more. If the database fails now, the draft stays: the message is accepted anyway. */
async function forgetDraft(
  { drafts }: Deps,
  { conversation }: StoredConversation,
  messageId: string,
  { operatorId }: Viewer,
): Promise<void> {
  try {
    await drafts.sent(messageId, { conversationId: conversation.id, operatorId });
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
  }
}

type NamedMessage = Named & { readonly params: { readonly messageId: string } };

/** Cancels a held message: the workflow decides; answers when the row shows it. */
async function cancel(
  deps: Deps,
  asked: {
    readonly stored: StoredConversation;
    readonly message: TranscriptMessage;
    readonly viewer: Viewer;
  },
): Promise<TranscriptMessage> {
  const { stored, message, viewer } = asked;
  if (message.direction !== 'outbound') throw await refused(deps, stored, { code: 'not_cancellable' });
  const waiter = deps.hub.waitFor(message.id);
  try {
    const result = await deps.conversationClient.cancel(wishTarget(stored, viewer), message.id);
    if (result.type !== 'accepted') throw await notGranted(deps, stored, result);
    const shown = await waiter.until((one) => one.status === 'cancelled', CANCEL_SHOWN_WITHIN_MS);
    return shown ?? { ...message, conversationId: stored.conversation.id, status: 'cancelled' };
  } finally {
    waiter.close();
  }
}

/** A message of this conversation; `not_found` if it belongs to another one. */
async function messageOf(
  { transcript }: Deps,
  messageId: string,
  { conversation }: StoredConversation,
): Promise<TranscriptMessage> {
  const message = await transcript.message(messageId);
  // Until a projection has filed it, the row does not name its conversation.
  const isOnItsWay = message !== null && isReadPrepared(message);
  const isOfIt =
    message?.conversationId === conversation.id ||
    (isOnItsWay && message.contactId === conversation.contactId);
  if (message === null || !isOfIt) throw new ApiError('not_found');
  return message;
}

function notTroubled(): ApiError {
  return conflict(
    'Only a message with the status failed or unknown that has not been resolved yet can be noted.',
  );
}

function notUnknown(): ApiError {
  return conflict('Only a message with the status unknown can be resolved as sent or sent again.');
}
