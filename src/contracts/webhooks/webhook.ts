/** Outgoing webhooks: the desk tells other programs what happens. docs/webhooks.md says how to receive them. */
import { z } from 'zod';
import { LONGEST_URL } from '../../domain/messages/message-limits';
import {
  DELIVERY_STATES,
  DISABLED_REASONS,
  WEBHOOK_EVENTS,
  WEBHOOK_FORMATS,
} from '../../domain/webhooks/events';
import { givenTimeSchema, idParamsSchema, idSchema, listOf, pageQuerySchema, timeSchema } from '../common';
import type { RouteContract } from '../route-contract';

const MOST_SCOPED = 200;
const LONGEST_DESCRIPTION = 500;
const MOST_GRACE_HOURS = 168;

const eventSchema = z.enum(WEBHOOK_EVENTS);
const eventsSchema = z
  .union([z.tuple([z.literal('*')]), z.array(eventSchema).min(1)])
  .transform((events): string[] => [...new Set<string>(events)])
  .meta({
    description: '`["*"]`: all, also those of later releases.',
    example: ['message.received', 'conversation.completed'],
  });
const idsSchema = z.array(idSchema).min(1).max(MOST_SCOPED).nullable();

const fields = {
  url: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .max(LONGEST_URL)
    .meta({ description: 'By https on the public internet, or what `EGRESS_ALLOW` names.' }),
  events: eventsSchema,
  brandIds: idsSchema.meta({ description: 'Whose events; null: those of all brands.' }),
  channelIds: idsSchema.meta({ description: 'Of these channels only; null: of all.' }),
  format: z.enum(WEBHOOK_FORMATS).meta({ description: '`salesiq`: in the form of SalesIQ’s webhooks.' }),
  isEnabled: z.boolean().meta({
    description: 'Enabled again, it is told of what happens from now on; the rest can be replayed.',
  }),
  description: z
    .string()
    .trim()
    .max(LONGEST_DESCRIPTION)
    .regex(/^[^\0]*$/, 'must not hold NUL'),
};

const newWebhookSchema = z
  .strictObject({
    url: fields.url,
    events: fields.events,
    brandIds: fields.brandIds.default(null),
    channelIds: fields.channelIds.default(null),
    format: fields.format.default('native'),
    isEnabled: fields.isEnabled.default(true),
    description: fields.description.default(''),
  })
  .meta({ id: 'NewWebhook' });

const webhookChangeSchema = z.strictObject(fields).partial().meta({ id: 'WebhookChange' });

export const webhookSchema = z
  .strictObject({
    id: idSchema,
    url: z.string(),
    events: z.array(z.string()),
    brandIds: z.array(idSchema).nullable(),
    channelIds: z.array(idSchema).nullable(),
    format: z.enum(WEBHOOK_FORMATS),
    isEnabled: z.boolean(),
    disabledReason: z.enum(DISABLED_REASONS).nullable().meta({
      description: '`gone`: it answered 410; `failing`: nothing but failures for five days; `by_hand`.',
    }),
    disabledAt: timeSchema.nullable(),
    description: z.string(),
    publicKey: z
      .string()
      .nullable()
      .meta({ description: 'In PEM: checks `x-siqsignature`; null: none was made.' }),
    health: z
      .strictObject({
        failingSince: timeSchema.nullable(),
        waiting: z.number().int(),
        dead: z.number().int(),
      })
      .meta({
        description:
          'Since when every try has failed, how many deliveries are on their way or wait for another try, and how many had ' +
          'their last one.',
      }),
    replay: z
      .strictObject({
        askedAt: timeSchema,
        count: z.number().int(),
        progress: z.number().min(0).max(1),
      })
      .nullable()
      .meta({
        description:
          'The oldest replay that is under way: how many deliveries have begun anew, and how much of what happened since is ' +
          'looked through (0 to 1); null: there is none.',
      }),
    warnings: z.array(z.strictObject({ path: z.string(), message: z.string() })).meta({
      description: 'What was saved but may be wrong: a name that cannot be resolved. Empty when it is read.',
    }),
    createdAt: timeSchema,
  })
  .meta({ id: 'Webhook' });
export type WebhookBody = z.infer<typeof webhookSchema>;

const webhookWithSecretSchema = webhookSchema
  .extend({
    secret: z.string().meta({ description: '`whsec_…`, of Standard Webhooks. Shown once.' }),
  })
  .meta({ id: 'WebhookWithSecret' });

export const webhookDeliverySchema = z
  .strictObject({
    id: idSchema.meta({ description: '`webhook-id`: the same for all tries, and when it is sent anew.' }),
    webhookId: idSchema,
    event: z.string(),
    status: z.enum(DELIVERY_STATES).meta({
      description: '`failed`: it is tried again at `nextAttemptAt`; `dead`: it is not.',
    }),
    attempts: z.array(
      z.strictObject({
        at: timeSchema,
        status: z.number().int().nullable().meta({ description: 'Of the answer; null: there was none.' }),
        ms: z.number().int(),
        error: z.string().optional(),
      }),
    ),
    nextAttemptAt: timeSchema.nullable(),
    request: z
      .strictObject({ headers: z.record(z.string(), z.string()), body: z.string() })
      .nullable()
      .meta({
        description: 'The last one; null: not sent yet, or something that it held was deleted since.',
      }),
    answer: z
      .strictObject({ status: z.number().int(), body: z.string() })
      .nullable()
      .meta({ description: 'To the last one; its first 4 KiB.' }),
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDeliveryBody = z.infer<typeof webhookDeliverySchema>;

const rotationSchema = z
  .strictObject({
    graceHours: z
      .number()
      .int()
      .min(0)
      .max(MOST_GRACE_HOURS)
      .default(24)
      .meta({ description: 'So long the former secret signs beside the new one. 0: not at all.' }),
  })
  .meta({ id: 'WebhookRotation' });

const replaySchema = z
  .strictObject({
    since: givenTimeSchema,
    until: givenTimeSchema.optional(),
    events: z
      .array(eventSchema)
      .min(1)
      .optional()
      .meta({ description: 'Of its selection; left out: all of it.' }),
  })
  .meta({ id: 'WebhookReplay' });
const publicKeySchema = z.strictObject({ publicKey: z.string() }).meta({ id: 'WebhookPublicKey' });

const deliveryParamsSchema = z.strictObject({ id: idSchema, deliveryId: idSchema });
const deliveryQuerySchema = pageQuerySchema.extend({
  status: z.enum(DELIVERY_STATES).optional(),
  event: eventSchema.optional(),
  from: givenTimeSchema.optional().meta({ description: 'Of what happened from this instant on.' }),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});

const administrator = { tag: 'Webhooks', access: 'administrator', scope: 'admin' } as const;
const one = { ...administrator, params: idParamsSchema } as const;
const answer = { description: 'The webhook', schema: webhookSchema };
const withSecret = { description: 'The webhook with its secret', schema: webhookWithSecretSchema };
const delivery = { description: 'The delivery', schema: webhookDeliverySchema };

export const webhookRoutes = [
  {
    id: 'listWebhooks',
    method: 'get',
    path: '/api/v1/webhooks',
    summary: 'All outgoing webhooks',
    ...administrator,
    query: pageQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: listOf('WebhookList', webhookSchema) } },
  },
  {
    id: 'createWebhook',
    method: 'post',
    path: '/api/v1/webhooks',
    summary: 'Add a webhook; its secret is shown once',
    ...administrator,
    body: newWebhookSchema,
    answers: { 201: withSecret },
  },
  {
    id: 'getWebhook',
    method: 'get',
    path: '/api/v1/webhooks/{id}',
    summary: 'One webhook and its health',
    ...one,
    answers: { 200: answer },
  },
  {
    id: 'changeWebhook',
    method: 'patch',
    path: '/api/v1/webhooks/{id}',
    summary: 'Change, enable or disable a webhook',
    ...one,
    body: webhookChangeSchema,
    answers: { 200: answer },
  },
  {
    id: 'deleteWebhook',
    method: 'delete',
    path: '/api/v1/webhooks/{id}',
    summary: 'Delete a webhook with its log; nothing is sent to it any more',
    ...one,
    answers: { 204: { description: 'It is gone' } },
  },
  {
    id: 'rotateWebhook',
    method: 'post',
    path: '/api/v1/webhooks/{id}/rotate',
    summary: 'Make a new secret; the former one signs beside it for a while',
    ...one,
    body: rotationSchema,
    answers: { 200: withSecret },
  },
  {
    id: 'makeWebhookKeys',
    method: 'post',
    path: '/api/v1/webhooks/{id}/keys',
    summary: 'Make a new key pair for `x-siqsignature`; the former one is void at once',
    ...one,
    answers: { 200: { description: 'The public half', schema: publicKeySchema } },
    refusals: ['conflict'],
  },
  {
    id: 'testWebhook',
    method: 'post',
    path: '/api/v1/webhooks/{id}/test',
    summary: 'Send `webhook.test` once, now, also to one that is disabled',
    ...one,
    answers: { 200: { ...delivery, description: 'What came of it' } },
  },
  {
    id: 'replayWebhook',
    method: 'post',
    path: '/api/v1/webhooks/{id}/replay',
    summary: 'Send anew what its selection has since then, under the ids that it had',
    ...one,
    body: replaySchema,
    answers: { 202: { ...answer, description: 'They are sent in their order, as fast as they arrive' } },
  },
  {
    id: 'listWebhookDeliveries',
    method: 'get',
    path: '/api/v1/webhooks/{id}/deliveries',
    summary: 'The deliveries of the last 30 days, with request, answer and tries',
    ...one,
    query: deliveryQuerySchema,
    answers: {
      200: { description: 'Newest first', schema: listOf('WebhookDeliveryList', webhookDeliverySchema) },
    },
  },
  {
    id: 'redeliverWebhook',
    method: 'post',
    path: '/api/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver',
    summary: 'Send one delivery anew, under the same id',
    ...administrator,
    params: deliveryParamsSchema,
    answers: { 202: { ...delivery, description: 'It is sent as soon as its turn comes' } },
  },
] as const satisfies readonly RouteContract[];
