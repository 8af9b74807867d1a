import { z } from 'zod';
import { timeSchema } from '../common';
import type { RouteContract } from '../route-contract';
import { ROLES } from './operator';
import { secondFactorSchema } from './session';

const currentPassword = z.string().min(1).max(1000);

const stateSchema = z
  .strictObject({
    isPossible: z.boolean().meta({ description: 'They can sign in by a password, which it would protect.' }),
    isOn: z.boolean(),
    isDemanded: z.boolean().meta({ description: 'Their role needs one.' }),
    since: timeSchema.nullable(),
    recoveryCodesLeft: z.int().meta({ description: 'Of ten; those that were not used yet.' }),
  })
  .meta({ id: 'TwoFactor' });

const setUpSchema = z
  .strictObject({
    secret: z.string().meta({ description: 'In base32, to be typed into the app.' }),
    uri: z.string().meta({ description: 'otpauth://…, to be shown as a QR code.' }),
    qrCode: z.string().meta({ description: 'The QR code, as the data address of an SVG picture.' }),
  })
  .meta({ id: 'TwoFactorSetUp' });

const recoveryCodesSchema = z
  .strictObject({
    recoveryCodes: z
      .array(z.string())
      .meta({ description: 'Shown once. Each takes the place of a code, once.' }),
  })
  .meta({ id: 'RecoveryCodes' });

const proofSchema = z
  .strictObject({ currentPassword, code: secondFactorSchema })
  .meta({ id: 'TwoFactorProof' });

const policySchema = z
  .strictObject({
    twoFactorRoles: z
      .array(z.enum(ROLES))
      .max(ROLES.length)
      .meta({ description: 'The roles that need a second factor with a password. Takes effect at once.' }),
  })
  .meta({ id: 'SignInPolicy' });

export type TwoFactorSetUpBody = z.infer<typeof setUpSchema>;

const tag = 'Session';
const reads = { tag, access: 'operator', scope: 'read' } as const;
const writes = { tag, access: 'operator', scope: 'write' } as const;
export const twoFactorRoutes = [
  {
    id: 'getTwoFactor',
    method: 'get',
    path: '/api/v1/me/two-factor',
    summary: 'Whether the caller has a second factor',
    ...reads,
    answers: { 200: { description: 'Its state', schema: stateSchema } },
  },
  {
    id: 'setUpTwoFactor',
    method: 'post',
    path: '/api/v1/me/two-factor',
    summary: 'Make a new secret for an authenticator app; it counts once a code of it is confirmed',
    ...writes,
    body: z.strictObject({ currentPassword }).meta({ id: 'TwoFactorStart' }),
    answers: { 201: { description: 'The secret; shown once', schema: setUpSchema } },
    refusals: ['conflict', 'too_many_requests'],
  },
  {
    id: 'confirmTwoFactor',
    method: 'post',
    path: '/api/v1/me/two-factor/confirm',
    summary: 'Turn the second factor on with a first code of the app',
    ...writes,
    body: z.strictObject({ code: secondFactorSchema }).meta({ id: 'TwoFactorCode' }),
    answers: { 200: { description: 'It is on', schema: recoveryCodesSchema } },
    refusals: ['too_many_requests'],
  },
  {
    id: 'renewRecoveryCodes',
    method: 'post',
    path: '/api/v1/me/two-factor/recovery-codes',
    summary: 'New recovery codes; all earlier ones become invalid',
    ...writes,
    body: proofSchema,
    answers: { 200: { description: 'The codes', schema: recoveryCodesSchema } },
    refusals: ['conflict', 'too_many_requests'],
  },
  {
    id: 'turnOffTwoFactor',
    method: 'post',
    path: '/api/v1/me/two-factor/off',
    summary: 'Turn the second factor off',
    ...writes,
    body: proofSchema,
    answers: { 204: { description: 'It is off' } },
    refusals: ['conflict', 'too_many_requests'],
  },
  {
    id: 'getSignInPolicy',
    method: 'get',
    path: '/api/v1/sign-in-policy',
    summary: 'What is demanded of those who sign in',
    tag,
    access: 'administrator',
    scope: 'admin',
    answers: { 200: { description: 'The policy', schema: policySchema } },
  },
  {
    id: 'setSignInPolicy',
    method: 'put',
    path: '/api/v1/sign-in-policy',
    summary: 'Change what is demanded; whoever lacks it sets it up before anything else',
    tag,
    access: 'administrator',
    scope: 'admin',
    body: policySchema,
    answers: { 200: { description: 'The policy', schema: policySchema } },
  },
] as const satisfies readonly RouteContract[];
