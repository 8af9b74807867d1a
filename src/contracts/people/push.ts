import { z } from 'zod';
import { ALERT_KINDS } from '../../domain/alerts';
import type { RouteContract } from '../route-contract';

const endpointSchema = z.url().max(2_000);

const subscriptionSchema = z
  .strictObject({
    endpoint: endpointSchema.meta({ description: 'https, on the public internet.' }),
    keys: z.strictObject({
      p256dh: z.string().regex(/^[\w-]{87}=?$/, 'must be 65 bytes in base64url'),
      auth: z.string().regex(/^[\w-]{22}(?:==)?$/, 'must be 16 bytes in base64url'),
    }),
    expirationTime: z.number().nullable().optional().meta({ description: 'Not used.' }),
    kinds: z.array(z.enum(ALERT_KINDS)).optional().meta({ description: 'If omitted: all of them.' }),
  })
  .meta({
    id: 'PushSubscription',
    description:
      'What `PushSubscription.toJSON()` returns in the browser, and the kinds of alerts to send there.',
  });

const tag = 'Alerts';
const operator = { tag, access: 'operator' } as const;

export const pushRoutes = [
  {
    id: 'getPushKey',
    method: 'get',
    path: '/api/v1/me/push-key',
    summary: 'The public key with which a browser subscribes (`applicationServerKey`)',
    ...operator,
    scope: 'read',
    answers: {
      200: {
        description: 'The key, in base64url',
        schema: z.strictObject({ publicKey: z.string() }).meta({ id: 'PushKey' }),
      },
    },
  },
  {
    id: 'addPushSubscription',
    method: 'post',
    path: '/api/v1/me/push-subscriptions',
    summary:
      'Alert the caller in this browser, even while no page is open; the newest 20 browsers are kept. Refused to tokens that ' +
      'are limited to brands: alerts come of all brands of their operator',
    ...operator,
    scope: 'write',
    body: subscriptionSchema,
    answers: { 201: { description: 'It will be alerted' } },
    refusals: ['forbidden'],
  },
  {
    id: 'removePushSubscription',
    method: 'delete',
    path: '/api/v1/me/push-subscriptions',
    summary: 'Stop alerting the caller in this browser',
    ...operator,
    scope: 'write',
    body: z.strictObject({ endpoint: endpointSchema }).meta({ id: 'PushSubscriptionEnd' }),
    answers: { 204: { description: 'It is no longer alerted' } },
  },
] as const satisfies readonly RouteContract[];
