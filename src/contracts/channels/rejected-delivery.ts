/** Deliveries from WeChat that the webhook could not accept: what is kept of them, and what an administrator may do. */
import { z } from 'zod';
import { idParamsSchema, idSchema, listOf, lookupIdSchema, pageQuerySchema, timeSchema } from '../common';
import type { RouteContract } from '../route-contract';

const rejectedDeliverySchema = z
  .strictObject({
    id: idSchema,
    channelId: idSchema,
    reason: z.string().meta({
      description: 'Why it could not be taken, as a stable word; never a part of what was sent.',
      example: 'doubled_field',
    }),
    size: z.int().min(0).meta({ description: 'Bytes of what is kept: decrypted, where that was possible.' }),
    deliveries: z
      .int()
      .min(1)
      .meta({ description: 'How often WeChat has delivered it; it tries three times.' }),
    receivedAt: timeSchema.meta({ description: 'When it came first.' }),
  })
  .meta({ id: 'RejectedDelivery' });

export type RejectedDeliveryBody = z.infer<typeof rejectedDeliverySchema>;

const rejectedQuerySchema = pageQuerySchema.extend({
  channelId: lookupIdSchema.optional().meta({ description: 'Of one channel only.' }),
});

/** What became of a delivery that was tried again. */
const rejectedRetrySchema = z
  .strictObject({
    id: idSchema,
    outcome: z.enum(['taken', 'repeat']).meta({
      description: '`repeat`: it had been taken before, when WeChat delivered it again.',
    }),
  })
  .meta({ id: 'RejectedDeliveryRetry' });

const rejectedListSchema = listOf('RejectedDeliveryList', rejectedDeliverySchema);

const administrator = { tag: 'Channels', access: 'administrator' } as const;

export const rejectedDeliveryRoutes = [
  {
    id: 'listRejectedDeliveries',
    method: 'get',
    path: '/api/v1/rejected-deliveries',
    summary: 'Deliveries of WeChat that could not be taken, the newest 200 of each channel',
    ...administrator,
    query: rejectedQuerySchema,
    answers: { 200: { description: 'Newest first', schema: rejectedListSchema } },
  },
  {
    id: 'retryRejectedDelivery',
    method: 'post',
    path: '/api/v1/rejected-deliveries/{id}/retry',
    summary: 'Accept it as if it arrived now, without checking its signature again',
    ...administrator,
    params: idParamsSchema,
    answers: {
      200: { description: 'It was accepted, and is removed from the list', schema: rejectedRetrySchema },
    },
    refusals: ['delivery_refused', 'conflict'],
  },
  {
    id: 'deleteRejectedDelivery',
    method: 'delete',
    path: '/api/v1/rejected-deliveries/{id}',
    summary: 'Delete what is kept of it',
    ...administrator,
    params: idParamsSchema,
    answers: { 204: { description: 'It is gone' } },
  },
] as const satisfies readonly RouteContract[];
