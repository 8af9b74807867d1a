import { z } from 'zod';
import type { RouteContract } from '../route-contract';
import { meSchema } from './session';

const waysSchema = z
  .strictObject({
    password: z.boolean().meta({
      description:
        'Whether passwords are accepted. If not, one administrator may still use `ADMIN_PASSWORD`.',
    }),
    provider: z
      .strictObject({ name: z.string().meta({ description: 'The host of its issuer.' }) })
      .nullable()
      .meta({
        description: 'Where people sign in with their company’s account; null: there is no single sign-on.',
      }),
  })
  .meta({ id: 'WaysToSignIn' });

const begunSchema = z
  .strictObject({ url: z.url().meta({ description: 'Where the browser signs in, within ten minutes.' }) })
  .meta({ id: 'SignInAtProvider' });

const answerSchema = z
  .strictObject({
    query: z.string().min(1).max(8_192).meta({
      description: 'What the provider has added to `/sign-in/callback`, without the question mark.',
    }),
  })
  .meta({ id: 'AnswerOfProvider' });

const tag = 'Session';
export const singleSignOnRoutes = [
  {
    id: 'getWaysToSignIn',
    method: 'get',
    path: '/api/v1/sign-in',
    summary: 'How one can sign in here',
    tag,
    access: 'public',
    answers: { 200: { description: 'The ways', schema: waysSchema } },
    refusals: ['too_many_requests'],
  },
  {
    id: 'beginSingleSignOn',
    method: 'post',
    path: '/api/v1/sign-in/oidc',
    summary: 'Begin a sign-in at the provider: sets a cookie for its answer',
    tag,
    access: 'public',
    answers: { 200: { description: 'Where to go', schema: begunSchema } },
    refusals: ['unauthenticated', 'forbidden', 'not_found', 'too_many_requests', 'unavailable'],
  },
  {
    id: 'finishSingleSignOn',
    method: 'post',
    path: '/api/v1/sign-in/oidc/finish',
    summary: 'Begin a session with the answer of the provider: sets the cookie and returns the CSRF token',
    tag,
    access: 'public',
    body: answerSchema,
    answers: { 200: { description: 'Who signed in', schema: meSchema } },
    refusals: ['unauthenticated', 'forbidden', 'not_found', 'too_many_requests', 'unavailable'],
  },
] as const satisfies readonly RouteContract[];
