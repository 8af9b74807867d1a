import { z } from 'zod';
import type { RouteContract } from '../route-contract';

const runSchema = z
  .strictObject({
    dryRun: z
      .boolean()
      .default(false)
      .meta({ description: '`true`: nothing is removed; the answer says what would be.' }),
  })
  .meta({ id: 'RetentionRunRequest' });

export const retentionRunSchema = z
  .strictObject({
    dryRun: z.boolean(),
    finished: z.boolean().meta({
      description: '`false`: it is still running, and goes on; the figures are not known yet, and 0.',
    }),
    conversations: z.int().meta({ description: 'Conversations that are over for long enough.' }),
    messages: z.int().meta({ description: 'Messages, notes and events whose words are removed.' }),
    files: z.int(),
    contacts: z.int().meta({
      description: 'Contacts who unfollowed and are erased, in channels with `eraseOnUnfollow`.',
    }),
  })
  .meta({ id: 'RetentionRun' });

export const retentionRoutes = [
  {
    id: 'runRetention',
    method: 'post',
    path: '/api/v1/retention/run',
    summary: 'Remove now what channels do not keep any longer, or say what that would be',
    tag: 'Data',
    access: 'administrator',
    scope: 'admin',
    body: runSchema,
    answers: { 200: { description: 'What was removed, or would be', schema: retentionRunSchema } },
    refusals: ['unavailable'],
  },
] as const satisfies readonly RouteContract[];
