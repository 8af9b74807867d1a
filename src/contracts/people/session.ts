import { z } from 'zod';
import { idSchema } from '../common';
import type { RouteContract } from '../route-contract';
import { passwordSchema, ROLES } from './operator';
import { tokenScopeSchema } from './token';

/** Spaces, hyphens, case and width do not matter. */
export const secondFactorSchema = z.string().min(1).max(64);

const loginSchema = z
  .strictObject({
    email: z.string().min(1).max(254),
    password: z.string().min(1).max(1000),
    code: secondFactorSchema.optional().meta({
      description:
        'Of the authenticator app, or a recovery code; needed if the account has a second factor (401 ' +
        '`two_factor_required`). Each is accepted once.',
    }),
  })
  .meta({ id: 'Login' });

export const meSchema = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    email: z.string(),
    role: z.enum(ROLES),
    brandIds: z.array(idSchema).meta({ description: 'The brands whose conversations they may see.' }),
    mustChangePassword: z.boolean(),
    mustSetUpTwoFactor: z.boolean().meta({
      description: 'Their role needs a second factor; until they have one they may do nothing else.',
    }),
    scopes: z.array(tokenScopeSchema).optional().meta({
      description: 'Only with an API token: what it may do. Only its operator’s role limits a session.',
    }),
    csrfToken: z.string().optional().meta({
      description: 'Only with a session: send it as X-CSRF-Token with every call that changes something.',
    }),
    demo: z.boolean().optional().meta({
      description: 'Present (and `true`) only if a simulator stands in for WeChat and `/demo` exists.',
    }),
  })
  .meta({ id: 'Me' });

const changePasswordSchema = z
  .strictObject({ currentPassword: z.string().min(1).max(1000), newPassword: passwordSchema })
  .meta({ id: 'PasswordChange' });

const signedOutSchema = z
  .strictObject({
    continueAt: z.url().meta({ description: 'Where the browser signs out at the provider; it comes back.' }),
  })
  .meta({ id: 'SignedOut' });

export type MeBody = z.infer<typeof meSchema>;

const tag = 'Session';
export const sessionRoutes = [
  {
    id: 'logIn',
    method: 'post',
    path: '/api/v1/login',
    summary: 'Begin a session: sets the cookie and returns the CSRF token',
    tag,
    access: 'public',
    body: loginSchema,
    answers: { 200: { description: 'Who signed in', schema: meSchema } },
    refusals: ['unauthenticated', 'two_factor_required', 'forbidden', 'too_many_requests'],
  },
  {
    id: 'logOut',
    method: 'post',
    path: '/api/v1/logout',
    summary: 'End the session',
    tag,
    access: 'operator',
    scope: 'write',
    answers: {
      204: { description: 'Signed out' },
      200: {
        description: 'Signed out here; the provider of single sign-on has a session too',
        schema: signedOutSchema,
      },
    },
  },
  {
    id: 'endAllSessions',
    method: 'post',
    path: '/api/v1/me/sessions/revoke',
    summary: 'Sign out everywhere: all sessions end, including this one; API tokens stay valid',
    tag,
    access: 'operator',
    scope: 'write',
    answers: { 204: { description: 'Signed out' } },
  },
  {
    id: 'getMe',
    method: 'get',
    path: '/api/v1/me',
    summary: 'Who is signed in',
    tag,
    access: 'operator',
    scope: 'read',
    answers: { 200: { description: 'The operator behind the session or the token', schema: meSchema } },
  },
  {
    id: 'changePassword',
    method: 'post',
    path: '/api/v1/me/password',
    summary: 'Choose a new password; all other sessions end',
    tag,
    access: 'operator',
    scope: 'write',
    body: changePasswordSchema,
    answers: { 204: { description: 'The password is changed' } },
    refusals: ['conflict', 'too_many_requests'],
  },
] as const satisfies readonly RouteContract[];
