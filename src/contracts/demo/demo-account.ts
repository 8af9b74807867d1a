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
      'Create a simulated account for a draft: its details are filled in and the simulator verifies the webhook',
    tag: 'Demo',
    access: 'administrator',
    scope: 'admin',
    params: idParamsSchema,
    answers: { 201: { description: 'The channel is connected', schema: connectedAccountSchema } },
    refusals: ['conflict'],
  },
] as const satisfies readonly RouteContract[];
