/** Where bots say something later, after they have answered “later”. Whoever has the token may call it, once. */
import { z } from 'zod';
import type { RouteContract } from '../route-contract';
import { laterAnswerSchema } from './webhook-answer';

const LONGEST_TOKEN = 2_000;

const tokenSchema = z.string().min(1).max(LONGEST_TOKEN);
const ofToken = {
  method: 'post',
  tag: 'Bots',
  access: 'token',
  answers: { 202: { description: 'The conversation has it; it leaves as an answer would' } },
  refusals: ['reply_url_used', 'not_owner'],
} as const;

export const laterAnswerRoutes = [
  {
    id: 'answerLater',
    path: '/api/v1/bots/replies/{token}',
    summary: 'The `replyUrl` of a `webhook` bot: what it says later, once, while it has the conversation',
    ...ofToken,
    params: z.strictObject({ token: tokenSchema }),
    body: laterAnswerSchema,
  },
  {
    id: 'callBackLater',
    path: '/api/v1/bots/callbacks/{requestId}',
    summary: 'The callback of a `salesiq` bot: what it says later, once, while it has the conversation',
    ...ofToken,
    params: z.strictObject({ requestId: tokenSchema }),
    body: z
      .looseObject({ action: z.string() })
      .meta({ description: 'An answer as SalesIQ’s webhooks give it, but `pending`.' }),
  },
] as const satisfies readonly RouteContract[];
