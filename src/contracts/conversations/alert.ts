import { z } from 'zod';
import { ALERT_KINDS } from '../../domain/alerts';
import { idSchema, listOf, lookupIdSchema, pageQuerySchema, personSchema, timeSchema } from '../common';
import type { RouteContract } from '../route-contract';

const alertIdSchema = z.string().regex(/^\d{1,15}$/, 'is not valid');

export const alertSchema = z
  .strictObject({
    id: idSchema.meta({
      description:
        'Rises with every alert. New messages of a conversation are one alert until it is seen; each further message gives it a new id.',
    }),
    kind: z.enum(ALERT_KINDS),
    conversationId: idSchema,
    brand: z.strictObject({ id: idSchema, name: z.string() }),
    contact: z.strictObject({ id: idSchema, name: z.string() }),
    from: personSchema.nullable().meta({ description: 'Who mentioned the caller, or transferred.' }),
    note: z
      .strictObject({ id: idSchema, text: z.string() })
      .nullable()
      .meta({ description: 'The note that mentions the caller, or came with the transfer.' }),
    count: z.int().meta({ description: 'How many new messages it stands for.' }),
    createdAt: timeSchema.meta({ description: 'Of new messages: when the last one came.' }),
    seenAt: timeSchema.nullable(),
  })
  .meta({ id: 'Alert' });

export type AlertBody = z.infer<typeof alertSchema>;

const seenSchema = z
  .strictObject({
    upTo: z.union([alertIdSchema, timeSchema]).meta({
      description:
        'The id of the newest alert that was seen, or an instant: everything up to it counts as seen.',
    }),
    conversationId: lookupIdSchema.optional().meta({ description: 'Only the alerts of this conversation.' }),
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
      'What waits for the caller: mentions, transfers, new messages in their conversations, conversations without an answer whose window closes soon, and those that went back to waiting',
    ...operator,
    query: pageQuerySchema.extend({
      cursor: alertIdSchema.optional().meta({ description: '`nextCursor` of the page before.' }),
    }),
    answers: {
      200: {
        description: 'Newest first: those of 30 days, 200 at most',
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
    body: seenSchema,
    answers: { 204: { description: 'They are seen' } },
  },
] as const satisfies readonly RouteContract[];
