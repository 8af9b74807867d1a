/** Deliveries from WeChat that the webhook could not accept: what is stored, and what an administrator can do. */
import { z } from 'zod';
import { idParamsSchema, idSchema, listOf, pageQuerySchema, timeSchema } from '../common';
import type { RouteContract } from '../route-contract';

const rejectedDeliverySchema = z
  .strictObject({
    id: idSchema,
    channelId: idSchema,
    reason: z.string().meta({
      description: 'Why it could not be accepted, as a stable code; never part of what was sent.',
      example: 'doubled_field',
    }),
    size: z
      .int()
      .min(0)
      .meta({ description: 'Size of the stored body in bytes, decrypted if that was possible.' }),
    deliveries: z
      .int()
      .min(1)
      .meta({ description: 'How many times WeChat has delivered it (at most three).' }),
    receivedAt: timeSchema.meta({ description: 'When it first arrived.' }),
  })
  .meta({ id: 'RejectedDelivery' });

export type RejectedDeliveryBody = z.infer<typeof rejectedDeliverySchema>;

const rejectedQuerySchema = pageQuerySchema.extend({
  channelId: idSchema.optional().meta({ description: 'Only those of this channel.' }),
});

/** The outcome of a delivery that was tried again. */
const rejectedRetrySchema = z
  .strictObject({
    id: idSchema,
    outcome: z.enum(['taken', 'repeat']).meta({
      description: '`repeat`: it had already been accepted when WeChat delivered it again.',
    }),
  })
  .meta({ id: 'RejectedDeliveryRetry' });

const rejectedListSchema = listOf('RejectedDeliveryList', rejectedDeliverySchema);

const administrator = { tag: 'Channels', access: 'administrator', scope: 'admin' } as const;

export const rejectedDeliveryRoutes = [
  {
    id: 'listRejectedDeliveries',
    method: 'get',
    path: '/api/v1/rejected-deliveries',
    summary: 'Deliveries from WeChat that could not be accepted: the newest 200 of each channel',
    ...administrator,
    query: rejectedQuerySchema,
    answers: { 200: { description: 'Newest first', schema: rejectedListSchema } },
  },
  {
    id: 'retryRejectedDelivery',
    method: 'post',
    path: '/api/v1/rejected-deliveries/{id}/retry',
    summary: 'Accept a delivery as if it had just arrived, without checking its signature again',
    ...administrator,
    params: idParamsSchema,
    answers: {
      200: { description: 'It was accepted and is no longer listed', schema: rejectedRetrySchema },
    },
    refusals: ['delivery_refused', 'conflict'],
  },
  {
    id: 'deleteRejectedDelivery',
    method: 'delete',
    path: '/api/v1/rejected-deliveries/{id}',
    summary: 'Delete a stored delivery',
    ...administrator,
    params: idParamsSchema,
    answers: { 204: { description: 'It is deleted' } },
  },
] as const satisfies readonly RouteContract[];
