/** `/conversations/:id/messages`, `/typing` and `/notes`. */

import { type Request, Router } from 'express';
import {
  addNoteSchema,
  resolveMessageSchema,
  transcriptQuerySchema,
} from '../../contracts/conversations/message';
import { sendMessageSchema } from '../../contracts/conversations/new-message';
import { judgeTyping } from '../../domain/conversation/abilities';
import { advance } from '../../domain/conversation/advance';
import type { OutboundContent } from '../../domain/messages/outbound';
import type { StoredConversation } from '../../store/conversations/conversations';
import type { TranscriptMessage } from '../../store/transcript/transcript';
import type { ConversationClient } from '../../temporal/conversation-client';
import { parseOutboundContent } from '../../wechat/calls/outbound-message';
import {
  actorOf,
  notGranted,
  refused,
  requestedConversation,
  wishTarget,
} from '../access/conversation-access';
import { viewerOf } from '../middleware/viewer';
import { storedAt } from '../present/present-conversation';
import { presentMessage } from '../present/present-message';
import { ApiError, parseRequest } from '../problems';
import { parseBody, pathParam } from '../request';
import { createSender, type SendDeps } from '../send-message';
import { idempotencyKeyOf } from './idempotency';

/** Asks WeChat to show "typing" to a contact. A sign that WeChat does not show is no failure of the request. */
export type SendTyping = (target: {
  readonly contactId: string;
  readonly channelId: string;
}) => Promise<unknown>;

export type MessageRouterDeps = SendDeps & {
  readonly conversationClient: Pick<ConversationClient, 'reply' | 'cancel'>;
  readonly sendTyping: SendTyping;
  /** A message of which nobody knows whether it arrived was sent again. Never rejects: the new message has left. */
  readonly markResolved: (messageId: string) => Promise<void>;
};

/** How long a cancelled message waits for its row to show it. */
const CANCEL_SHOWN_WITHIN_MS = 2_000;

/** List, send, cancel and resolve messages; typing; notes. Needs JSON bodies parsed. */
export function createMessageRouter(deps: MessageRouterDeps): Router {
  const { conversations, transcript, outbox } = deps;
  const send = createSender(deps);
  const router = Router();

  router.get('/conversations/:id/messages', async (request, response) => {
    const { limit, cursor } = parseRequest(transcriptQuerySchema, request.query);
    const { conversation } = await requestedConversation(conversations, request);
    const afterSeq = Number(cursor ?? 0);
    const rows = await transcript.ofConversation(conversation.id, { afterSeq, limit: limit + 1 });
    const items = rows.slice(0, limit);
    const nextCursor = rows.length > limit ? String(items.at(-1)?.seq) : null;
    response.json({ items: items.map(presentMessage), nextCursor });
  });

  router.post('/conversations/:id/messages', async (request, response) => {
    const stored = await requestedConversation(conversations, request);
    const body = parseBody(sendMessageSchema, request);
    const { whenBlocked, ...rest } = body;
    const content: OutboundContent = rest;
    const key = idempotencyKeyOf(request, body);
    const viewer = viewerOf(request);
    response.status(201).json(await send({ stored, viewer, content, whenBlocked, key }));
  });

  router.delete('/conversations/:id/messages/:messageId', async (request, response) => {
    const stored = await requestedConversation(conversations, request);
    response.json(presentMessage(await cancel(deps, request, stored)));
  });

  router.post('/conversations/:id/messages/:messageId/resolve', async (request, response) => {
    const stored = await requestedConversation(conversations, request);
    const message = await requestedMessage(deps, request, stored);
    const body = parseBody(resolveMessageSchema, request);
    const key = idempotencyKeyOf(request, { resolve: message.id, ...body });
    if (message.status !== 'unknown') throw notUnknown();
    if (body.as === 'sent') {
      if (!(await outbox.resolveAsSent(message.id))) throw notUnknown();
      response.json(presentMessage(await requestedMessage(deps, request, stored)));
      return;
    }
    const content = parseOutboundContent(message);
    const whenBlocked = message.whenBlocked ?? 'reject';
    const viewer = viewerOf(request);
    const again = await send({ stored, viewer, content, whenBlocked, key });
    await deps.markResolved(message.id);
    response.status(201).json(again);
  });

  router.post('/conversations/:id/typing', async (request, response) => {
    const stored = await requestedConversation(conversations, request);
    const { conversation, now } = storedAt(stored, deps.clock());
    const current = advance(conversation, now).conversation;
    const refusal = judgeTyping(current, actorOf(viewerOf(request)), now);
    if (refusal !== null) throw await refused(deps, stored, refusal);
    const { contactId, channelId } = conversation;
    await deps.sendTyping({ contactId, channelId });
    response.status(204).end();
  });

  router.post('/conversations/:id/notes', async (request, response) => {
    const { conversation } = await requestedConversation(conversations, request);
    const { text } = parseBody(addNoteSchema, request);
    const { id: conversationId, contactId, channelId } = conversation;
    const { operatorId } = viewerOf(request);
    const noteId = await transcript.addNote({ conversationId, contactId, channelId, operatorId, text });
    const note = await transcript.message(noteId);
    if (note === null) throw new Error(`The note ${noteId} was gone as soon as it was written.`);
    response.status(201).json(presentMessage(note));
  });

  return router;
}

/** Cancels a held message: the workflow decides; answers when the row shows it. */
async function cancel(
  deps: MessageRouterDeps,
  request: Request,
  stored: StoredConversation,
): Promise<TranscriptMessage> {
  const message = await requestedMessage(deps, request, stored);
  if (message.direction !== 'outbound') throw await refused(deps, stored, { code: 'not_cancellable' });
  const waiter = deps.hub.waitFor(message.id);
  try {
    const target = wishTarget(stored, viewerOf(request));
    const result = await deps.conversationClient.cancel(target, message.id);
    if (result.type !== 'accepted') throw await notGranted(deps, stored, result);
    const shown = await waiter.until((one) => one.status === 'cancelled', CANCEL_SHOWN_WITHIN_MS);
    return shown ?? { ...message, conversationId: stored.conversation.id, status: 'cancelled' };
  } finally {
    waiter.close();
  }
}

/** The message of the path, where it is one of this conversation. */
async function requestedMessage(
  { transcript }: MessageRouterDeps,
  request: Request,
  { conversation }: StoredConversation,
): Promise<TranscriptMessage> {
  const message = await transcript.message(pathParam(request, 'messageId'));
  // An accepted message has no place yet until the projection has given it one.
  const isOnItsWay = message !== null && message.seq === null && message.status === 'queued';
  const isOfIt =
    message?.conversationId === conversation.id ||
    (isOnItsWay && message.contactId === conversation.contactId);
  if (message === null || !isOfIt) throw new ApiError('not_found');
  return message;
}

function notUnknown(): ApiError {
  const detail =
    'Only a message of which nobody knows whether it arrived can be resolved; this one is settled.';
  return new ApiError('conflict', {}, { detail });
}
