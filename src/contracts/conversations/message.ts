import { z } from 'zod';
import { MOST_MENTIONS } from '../../domain/alerts';
import { HOLD_REASONS, WHEN_BLOCKED } from '../../domain/conversation/conversation';
import { DELIVERY_ERROR_CODES, DELIVERY_STATUSES } from '../../domain/conversation/delivery';
import { LONGEST_NOTE } from '../../domain/messages/message-text';
import { refusalFields } from '../channels/wechat-refusal';
import { idParamsSchema, idSchema, listOf, lookupIdSchema, pageQuerySchema, timeSchema } from '../common';
import { plainTextSchema } from '../plain-text';
import type { RouteContract } from '../route-contract';
import { attachmentSchema } from './attachment';
import { sendMessageSchema } from './new-message';

/** The text of a note. */
export const noteTextSchema = plainTextSchema.max(LONGEST_NOTE);

/** `?limit=&cursor=` of a transcript: its cursor is the `seq` of the last message of the page before. */
export const transcriptQuerySchema = pageQuerySchema.extend({
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, 'is not valid')
    .optional()
    .meta({ description: '`nextCursor` of the page before.' }),
});

const messageErrorSchema = z.strictObject({
  code: z.enum(DELIVERY_ERROR_CODES),
  wechatCode: z.int().optional().meta({ description: 'WeChat’s errcode, where WeChat refused it.' }),
  ...refusalFields,
  detail: z.string().meta({ description: 'What it means and what to do about it.' }),
});

/** A message, event or note. The fields of its own `type` (`text`, `title`, `latitude`, …) stand beside these. */
export const messageSchema = z
  .looseObject({
    id: idSchema,
    conversationId: idSchema.nullable().meta({ description: 'null: an event outside any conversation.' }),
    contactId: idSchema,
    seq: z.int().nullable().meta({
      description: 'Place in the contact’s transcript; null for a moment after it was accepted.',
    }),
    direction: z.enum(['inbound', 'outbound', 'event', 'note']),
    type: z.string().meta({ example: 'text' }),
    summary: z.string().meta({
      description:
        'The message in one line of English, at most 200 characters; its facts are the other fields.',
      example: 'Location: Haizhu, 23.13, 113.35',
    }),
    text: z.string().optional(),
    attachment: attachmentSchema.optional().meta({ description: 'The file that it brings or sends.' }),
    sender: z.strictObject({
      kind: z.enum(['contact', 'operator', 'bot', 'system']),
      id: idSchema.optional(),
      name: z.string().optional(),
    }),
    status: z.enum(DELIVERY_STATUSES).nullable().meta({ description: 'null unless outbound.' }),
    error: messageErrorSchema.optional().meta({
      description: 'Why it failed; of a queued one, why it waits: WeChat refuses the channel itself.',
    }),
    resolved: z.literal(true).optional().meta({
      description: 'Of a failed or unknown one: it was sent again or noted, and needs no look any more.',
    }),
    whenBlocked: z.enum(WHEN_BLOCKED).optional(),
    holdReason: z
      .enum(['blocked', ...HOLD_REASONS])
      .optional()
      .meta({
        description: 'Of a held one: `blocked` by the window or the limit, or what else it waits for.',
      }),
    late: z.literal(true).optional().meta({
      description:
        'It was filed after something that is newer by WeChat’s own time: it was delayed on its way.',
    }),
    wechatCreatedAt: timeSchema.optional().meta({ description: 'WeChat’s `CreateTime`; informational.' }),
    createdAt: timeSchema.meta({
      description: 'This and `sentAt` by the contact’s clock, which only the demo ever moves.',
    }),
    sentAt: timeSchema.optional(),
    changedAt: timeSchema.meta({ description: 'Of two copies of a message the later one is right.' }),
  })
  .meta({ id: 'Message' });

export type MessageBody = z.infer<typeof messageSchema>;

/** The client’s name for a request that must not be done twice. */
export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters');

const sendHeadersSchema = z.strictObject({
  'Idempotency-Key': idempotencyKeySchema.optional().meta({
    description:
      'A repeat with the same key and body gives the message that the first one made, for 48 hours at least.',
  }),
});

const resolveMessageSchema = z
  .strictObject({
    as: z.enum(['sent', 'resend', 'noted']).meta({
      description:
        '`resend`: as a new message, with a new place. `noted`: it stays as it is, and needs no look any more; also for ' +
        'a failed message.',
    }),
  })
  .meta({ id: 'MessageResolution' });

const addNoteSchema = z
  .strictObject({
    text: noteTextSchema,
    mentions: z
      .array(lookupIdSchema)
      .max(MOST_MENTIONS)
      .optional()
      .meta({ description: 'Operators of the conversation’s brand, who are alerted.' }),
  })
  .meta({ id: 'NewNote' });

export const messageListSchema = listOf('MessageList', messageSchema);

const messageParamsSchema = idParamsSchema.extend({ messageId: idSchema });
const tag = 'Messages';
const operator = { tag, access: 'operator' } as const;
const answer = (description: string) => ({ description, schema: messageSchema });
const SEND_REFUSALS = [
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
    summary: 'The transcript of a conversation, notes and events included',
    ...operator,
    params: idParamsSchema,
    query: transcriptQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: messageListSchema } },
  },
  {
    id: 'sendMessage',
    method: 'post',
    path: '/api/v1/conversations/{id}/messages',
    summary: 'Send a message; answers when its outcome is known, after 10 s at the latest',
    ...operator,
    params: idParamsSchema,
    headers: sendHeadersSchema,
    body: sendMessageSchema,
    answers: { 201: answer('The message was accepted; `status` tells what became of it') },
    refusals: SEND_REFUSALS,
  },
  {
    id: 'cancelMessage',
    method: 'delete',
    path: '/api/v1/conversations/{id}/messages/{messageId}',
    summary: 'Cancel a held message',
    ...operator,
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
    params: messageParamsSchema,
    headers: sendHeadersSchema,
    body: resolveMessageSchema,
    answers: {
      200: answer('The message, taken as sent or noted'),
      201: answer('The new message that was sent instead'),
    },
    refusals: [...SEND_REFUSALS, 'conflict'],
  },
  {
    id: 'showTyping',
    method: 'post',
    path: '/api/v1/conversations/{id}/typing',
    summary: 'Show the contact that somebody is typing, for 15 s or until the next message',
    ...operator,
    params: idParamsSchema,
    answers: { 204: { description: 'Asked of WeChat' } },
    refusals: ['conversation_completed', 'attended_by_other', 'window_closed'],
  },
  {
    id: 'addNote',
    method: 'post',
    path: '/api/v1/conversations/{id}/notes',
    summary:
      'Add a note that only operators see, also to a completed conversation, and alert the colleagues whom it mentions',
    ...operator,
    params: idParamsSchema,
    body: addNoteSchema,
    answers: { 201: answer('The note') },
  },
] as const satisfies readonly RouteContract[];
