import { z } from 'zod';
import { MOST_MENTIONS } from '../../domain/alerts';
import { HOLD_REASONS, WHEN_BLOCKED } from '../../domain/conversation/conversation';
import { DELIVERY_ERROR_CODES, DELIVERY_STATUSES } from '../../domain/conversation/delivery';
import { LONGEST_NOTE } from '../../domain/messages/message-text';
import { refusalFields } from '../channels/wechat-refusal';
import { idParamsSchema, idSchema, listOf, pageQuerySchema, searchWordsSchema, timeSchema } from '../common';
import { plainTextSchema } from '../plain-text';
import type { RouteContract } from '../route-contract';
import { attachmentSchema } from './attachment';
import { sendMessageSchema } from './new-message';

/** The text of a note. */
export const noteTextSchema = plainTextSchema.max(LONGEST_NOTE);

/** `?limit=&cursor=` of a transcript: its cursor is the `seq` of the last message of the previous page. */
export const transcriptQuerySchema = pageQuerySchema.extend({
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, 'is not valid')
    .optional()
    .meta({ description: '`nextCursor` of the previous page.' }),
});

const messageListQuerySchema = transcriptQuerySchema.extend({
  q: searchWordsSchema(100)
    .optional()
    .meta({ description: 'Only messages and notes that have these words, taken literally.' }),
});

const messageErrorSchema = z.strictObject({
  code: z.enum(DELIVERY_ERROR_CODES),
  wechatCode: z.int().optional().meta({ description: 'WeChat’s errcode, if WeChat refused it.' }),
  ...refusalFields,
  detail: z.string().meta({ description: 'What the error means and what to do about it.' }),
});

/** A message, event or note. The fields of its `type` (`text`, `title`, `latitude`, …) stand beside these. */
export const messageSchema = z
  .looseObject({
    id: idSchema,
    conversationId: idSchema.nullable().meta({ description: 'null: an event outside any conversation.' }),
    contactId: idSchema,
    seq: z.int().nullable().meta({
      description: 'Position in the contact’s transcript; null for a moment after it was accepted.',
    }),
    direction: z.enum(['inbound', 'outbound', 'event', 'note']),
    type: z.string().meta({ example: 'text' }),
    summary: z.string().meta({
      description:
        'The message as one line of English, at most 200 characters. The details are in the other fields.',
      example: 'Location: Haizhu, 23.13, 113.35',
    }),
    text: z.string().optional(),
    wordsRemoved: z.literal(true).optional().meta({
      description:
        'Its words were removed: their time is over, or its contact was erased. Only facts are left.',
    }),
    aiLabel: z.literal(true).optional().meta({
      description: 'WeChat writes below this message of a bot that AI made it.',
    }),
    attachment: attachmentSchema.optional().meta({ description: 'The file that was received or sent.' }),
    sender: z.strictObject({
      kind: z.enum(['contact', 'operator', 'bot', 'system']),
      id: idSchema.optional(),
      name: z.string().optional(),
    }),
    status: z.enum(DELIVERY_STATUSES).nullable().meta({ description: 'null unless outbound.' }),
    error: messageErrorSchema.optional().meta({
      description:
        'Why it failed. For a queued message: why it waits, because WeChat refuses the channel itself.',
    }),
    resolved: z.literal(true).optional().meta({
      description:
        'For a failed or unknown message: it was sent again or noted, and needs no more attention.',
    }),
    whenBlocked: z.enum(WHEN_BLOCKED).optional(),
    holdReason: z
      .enum(['blocked', ...HOLD_REASONS])
      .optional()
      .meta({
        description: 'Of a held one: `blocked` by the window or the limit, or what else it waits for.',
      }),
    sendAt: timeSchema.optional().meta({ description: 'It is not sent before this time.' }),
    cancelOnReply: z
      .literal(true)
      .optional()
      .meta({ description: 'Of a scheduled message: the contact’s next message cancels it.' }),
    late: z.literal(true).optional().meta({
      description: 'It was delayed: something that is newer by WeChat’s own time was filed before it.',
    }),
    wechatCreatedAt: timeSchema
      .optional()
      .meta({ description: 'WeChat’s `CreateTime`, for information only.' }),
    createdAt: timeSchema.meta({
      description:
        'This and `sentAt` use the contact’s clock, which differs from real time only in the demo.',
    }),
    sentAt: timeSchema.optional(),
    changedAt: timeSchema.meta({
      description: 'Of two copies of a message, the one with the later time is right.',
    }),
  })
  .meta({ id: 'Message' });

export type MessageBody = z.infer<typeof messageSchema>;

/** The client’s name for a request that must not be carried out twice. */
export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters');

const sendHeadersSchema = z.strictObject({
  'Idempotency-Key': idempotencyKeySchema.optional().meta({
    description:
      'A repeat with the same key and body returns the message that the first request created, for at least 48 hours.',
  }),
});

const resolveMessageSchema = z
  .strictObject({
    as: z.enum(['sent', 'resend', 'noted']).meta({
      description:
        '`resend`: it is sent again as a new message. `noted`: it stays as it is and needs no more attention; also for ' +
        'a failed message.',
    }),
  })
  .meta({ id: 'MessageResolution' });

const addNoteSchema = z
  .strictObject({
    text: noteTextSchema,
    mentions: z
      .array(idSchema)
      .max(MOST_MENTIONS)
      .optional()
      .meta({ description: 'Operators of the conversation’s brand to alert.' }),
  })
  .meta({ id: 'NewNote' });

export const messageListSchema = listOf('MessageList', messageSchema);

const messageParamsSchema = idParamsSchema.extend({ messageId: idSchema });
const tag = 'Messages';
const operator = { tag, access: 'operator' } as const;
const answer = (description: string) => ({ description, schema: messageSchema });
const SEND_REFUSALS = [
  'kind_not_supported',
  'conversation_completed',
  'attended_by_other',
  'window_closed',
  'consecutive_limit_reached',
  'too_many_held',
  'idempotency_key_reused',
  'attachment_too_large',
  'attachment_type_not_supported',
] as const;

export const messageRoutes = [
  {
    id: 'listMessages',
    method: 'get',
    path: '/api/v1/conversations/{id}/messages',
    summary: 'The transcript of a conversation, including notes and events',
    ...operator,
    scope: 'read',
    params: idParamsSchema,
    query: messageListQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: messageListSchema } },
  },
  {
    id: 'sendMessage',
    method: 'post',
    path: '/api/v1/conversations/{id}/messages',
    summary: 'Send a message; answers when its outcome is known, at the latest after 10 s',
    ...operator,
    scope: 'send',
    params: idParamsSchema,
    headers: sendHeadersSchema,
    body: sendMessageSchema,
    answers: { 201: answer('The message was accepted; `status` is what became of it') },
    refusals: SEND_REFUSALS,
  },
  {
    id: 'cancelMessage',
    method: 'delete',
    path: '/api/v1/conversations/{id}/messages/{messageId}',
    summary: 'Cancel a held message',
    ...operator,
    scope: 'send',
    params: messageParamsSchema,
    answers: { 200: answer('The message, cancelled') },
    refusals: ['conversation_completed', 'attended_by_other', 'not_cancellable'],
  },
  {
    id: 'resolveMessage',
    method: 'post',
    path: '/api/v1/conversations/{id}/messages/{messageId}/resolve',
    summary: 'Resolve a message that failed, or that may or may not have arrived',
    ...operator,
    scope: 'send',
    params: messageParamsSchema,
    headers: sendHeadersSchema,
    body: resolveMessageSchema,
    answers: {
      200: answer('The message, marked as sent or noted'),
      201: answer('The new message that was sent instead'),
    },
    refusals: [...SEND_REFUSALS, 'conflict'],
  },
  {
    id: 'showTyping',
    method: 'post',
    path: '/api/v1/conversations/{id}/typing',
    summary: 'Show the contact that someone is typing, for 15 s or until the next message',
    ...operator,
    scope: 'send',
    params: idParamsSchema,
    answers: { 204: { description: 'WeChat was asked to show it' } },
    refusals: ['conversation_completed', 'attended_by_other', 'window_closed'],
  },
  {
    id: 'addNote',
    method: 'post',
    path: '/api/v1/conversations/{id}/notes',
    summary:
      'Add a note that only operators see and alert the operators it mentions; also works in a completed conversation',
    ...operator,
    scope: 'write',
    params: idParamsSchema,
    body: addNoteSchema,
    answers: { 201: answer('The note') },
  },
] as const satisfies readonly RouteContract[];
