import { z } from 'zod';
import { idParamsSchema } from '../common';
import { conversationSchema } from '../conversations/conversation';
import { messageSchema } from '../conversations/message';
import { meSchema } from '../people/session';
import type { RouteContract } from '../route-contract';
import { demoAccountRoutes } from './demo-account';
import { demoOpenIdSchema, demoPhoneEventRoutes, demoPhoneRoutes } from './demo-phone';

const textSchema = z.string().min(1).max(500);
const LONGEST_FAST_FORWARD_SECONDS = 35 * 24 * 60 * 60;

/** One exchange: a contact writes, the caller answers. */
const playSchema = z
  .strictObject({
    text: textSchema.meta({ description: 'What the contact writes.' }),
    reply: textSchema.meta({ description: 'What the caller answers, as an operator.' }),
    openId: demoOpenIdSchema
      .default('oDemoCustomer')
      .meta({ description: 'Who writes; created if unknown.' }),
  })
  .meta({ id: 'DemoPlay' });

const playedSchema = z
  .strictObject({
    conversation: conversationSchema,
    message: messageSchema,
    received: z
      .array(z.looseObject({}))
      .meta({ description: 'Everything the contact’s phone has received, oldest first.' }),
  })
  .meta({ id: 'DemoPlayed' });

const fastForwardSchema = z
  .strictObject({ seconds: z.number().int().min(1).max(LONGEST_FAST_FORWARD_SECONDS) })
  .meta({ id: 'FastForward' });

const demoSignInSchema = z.strictObject({ code: z.string().min(1).max(200) }).meta({ id: 'DemoSignIn' });

const tag = 'Demo';

export const demoPlayRoutes = [
  {
    id: 'playMessage',
    method: 'post',
    path: '/api/v1/demo/messages',
    summary: 'Let a simulated contact write, and reply to them',
    tag,
    access: 'administrator',
    scope: 'admin',
    body: playSchema,
    answers: { 201: { description: 'The outcome', schema: playedSchema } },
    refusals: ['unavailable', 'conflict', 'attended_by_other', 'window_closed', 'consecutive_limit_reached'],
  },
  {
    id: 'fastForward',
    method: 'post',
    path: '/api/v1/demo/conversations/{id}/fast-forward',
    summary: 'Move the clock of a conversation and WeChat’s clock for its contact; deadlines in between fire',
    tag,
    access: 'administrator',
    scope: 'admin',
    params: idParamsSchema,
    body: fastForwardSchema,
    answers: { 200: { description: 'The conversation after that time', schema: conversationSchema } },
    refusals: ['not_found', 'conversation_completed'],
  },
] as const satisfies readonly RouteContract[];

export const demoSignInRoutes = [
  {
    id: 'signInByDemoLink',
    method: 'post',
    path: '/api/v1/demo/sign-in',
    summary:
      'Begin a session with the code from the link that npm start prints; it works once and for an hour',
    tag,
    access: 'public',
    body: demoSignInSchema,
    answers: { 200: { description: 'Who signed in', schema: meSchema } },
    refusals: ['unauthenticated', 'forbidden', 'too_many_requests'],
  },
] as const satisfies readonly RouteContract[];

/** These exist only if the simulator stands in for WeChat. */
export const demoRoutes = [
  ...demoPlayRoutes,
  ...demoSignInRoutes,
  ...demoPhoneRoutes,
  ...demoPhoneEventRoutes,
  ...demoAccountRoutes,
] as const satisfies readonly RouteContract[];
