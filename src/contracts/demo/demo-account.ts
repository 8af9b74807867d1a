/** A simulated Official Account for a channel that is being connected. */
import { z } from 'zod';
import { idParamsSchema } from '../common';
import type { RouteContract } from '../route-contract';

const connectedAccountSchema = z
  .strictObject({
    isVerified: z.boolean().meta({ description: 'Whether the simulator has verified the webhook.' }),
  })
  .meta({ id: 'DemoAccount' });

export const demoAccountRoutes = [
  {
    id: 'connectDemoAccount',
    method: 'post',
    path: '/api/v1/demo/channels/{id}/account',
    summary:
      'Make a simulated account for a draft: fills in its details and lets the simulator verify the webhook',
    tag: 'Demo',
    access: 'administrator',
    params: idParamsSchema,
    answers: { 201: { description: 'The channel is connected', schema: connectedAccountSchema } },
    refusals: ['conflict'],
  },
] as const satisfies readonly RouteContract[];
