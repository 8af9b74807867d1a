import { z } from 'zod';
import { ALERT_KINDS } from '../../domain/alerts';
import { idSchema, listOf, pageQuerySchema, personSchema, timeSchema } from '../common';
import type { RouteContract } from '../route-contract';

const alertIdSchema = z.string().regex(/^\d{1,15}$/, 'is not valid');

export const alertSchema = z
  .strictObject({
    id: idSchema.meta({
      description:
        'Rises with every alert. New messages in a conversation share one alert until it is seen; each further message gives it a new id.',
    }),
    kind: z.enum(ALERT_KINDS),
    conversationId: idSchema,
    brand: z.strictObject({ id: idSchema, name: z.string() }),
    contact: z.strictObject({ id: idSchema, name: z.string() }),
    from: personSchema
      .nullable()
      .meta({ description: 'Who mentioned the caller or transferred the conversation.' }),
    note: z
      .strictObject({ id: idSchema, text: z.string() })
      .nullable()
      .meta({ description: 'The note that mentions the caller or came with the transfer.' }),
    count: z.int().meta({ description: 'How many new messages it covers.' }),
    createdAt: timeSchema.meta({ description: 'For new messages: when the last one arrived.' }),
    seenAt: timeSchema.nullable(),
  })
  .meta({ id: 'Alert' });

export type AlertBody = z.infer<typeof alertSchema>;

const seenSchema = z
  .strictObject({
    upTo: z.union([alertIdSchema, timeSchema]).meta({
      description:
        'The id of the newest alert that was seen, or a time: everything up to it is marked as seen.',
    }),
    conversationId: idSchema.optional().meta({ description: 'Only alerts of this conversation.' }),
  })
  .meta({ id: 'AlertsSeen' });

const tag = 'Alerts';
const operator = { tag, access: 'operator' } as const;

export const alertRoutes = [
  {
    id: 'listAlerts',
    method: 'get',
    path: '/api/v1/alerts',
    summary:
      'What is waiting for the caller: mentions, transfers, new messages in their conversations, conversations without an answer whose window closes soon, and conversations that went back to waiting',
    ...operator,
    scope: 'read',
    query: pageQuerySchema.extend({
      cursor: alertIdSchema.optional().meta({ description: '`nextCursor` of the previous page.' }),
    }),
    answers: {
      200: {
        description: 'Newest first: those of the last 30 days, at most 200',
        schema: listOf('AlertList', alertSchema),
      },
    },
  },
  {
    id: 'seeAlerts',
    method: 'put',
    path: '/api/v1/alerts/seen',
    summary: 'Mark alerts as seen',
    ...operator,
    scope: 'write',
    body: seenSchema,
    answers: { 204: { description: 'They are marked as seen' } },
  },
] as const satisfies readonly RouteContract[];
