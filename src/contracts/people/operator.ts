import { z } from 'zod';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../domain/password-length';
import { idParamsSchema, idSchema, listOf, nameSchema, pageQuerySchema, timeSchema } from '../common';
import type { RouteContract } from '../route-contract';
import { capacitySchema } from './availability';

export const ROLES = ['operator', 'administrator'] as const;

/** Checks only the length; the handlers call `isEasilyGuessed`, which also needs the account. */
export const passwordSchema = z
  .string()
  .min(SHORTEST_PASSWORD)
  .max(LONGEST_PASSWORD)
  .meta({ description: '15 to 256 characters of any kind; passwords that are easy to guess are refused.' });

const emailSchema = z.email().max(254);

const operatorSchema = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    email: z.string(),
    role: z.enum(ROLES),
    brandIds: z
      .array(idSchema)
      .meta({ description: 'Brands they are a member of. Administrators see all brands.' }),
    status: z.enum(['active', 'invited', 'disabled']),
    isDisabled: z.boolean(),
    mustChangePassword: z.boolean(),
    hasTwoFactor: z.boolean().meta({ description: 'They enter a code with their password.' }),
    hasIdentity: z.boolean().meta({ description: 'They have signed in by single sign-on.' }),
    capacity: capacitySchema.meta({
      description: 'How many conversations they are offered at the same time; null: the brand’s default.',
    }),
    createdAt: timeSchema,
  })
  .meta({ id: 'Operator' });

export const createOperatorSchema = z
  .strictObject({
    name: nameSchema,
    email: emailSchema,
    password: passwordSchema.optional().meta({ description: 'If omitted, an invitation link is returned.' }),
    role: z.enum(ROLES).default('operator'),
    brandIds: z.array(idSchema).max(1000).default([]),
  })
  .meta({ id: 'NewOperator' });

const changeOperatorSchema = z
  .strictObject({
    name: nameSchema,
    email: emailSchema,
    password: passwordSchema,
    role: z.enum(ROLES),
    brandIds: z.array(idSchema).max(1000),
    isDisabled: z.boolean().meta({
      description:
        '`true` signs the operator out at once; conversations that they attend go back to waiting.',
    }),
    capacity: capacitySchema.meta({
      description:
        'How many conversations they are offered at the same time; null: the brand’s default. They may always take more ' +
        'by hand.',
    }),
  })
  .partial()
  .meta({ id: 'OperatorChange' });

const createdOperatorSchema = operatorSchema
  .extend({
    invitationUrl: z.string().optional().meta({ description: 'Shown once; valid for 7 days.' }),
  })
  .meta({ id: 'CreatedOperator' });

const invitationSchema = z
  .strictObject({
    invitationUrl: z.string().meta({ description: 'Shown once; valid for 7 days.' }),
    expiresAt: timeSchema,
  })
  .meta({ id: 'Invitation' });

const invitationTokenSchema = z.string().min(1).max(200);
const viewInvitationSchema = z.strictObject({ token: invitationTokenSchema }).meta({ id: 'InvitationToken' });
const invitedSchema = z.strictObject({ name: z.string(), email: z.string() }).meta({ id: 'Invited' });

const acceptInvitationSchema = z
  .strictObject({ token: invitationTokenSchema, password: passwordSchema })
  .meta({ id: 'InvitationAcceptance' });

export type OperatorBody = z.infer<typeof operatorSchema>;

const tag = 'Operators';
export const operatorRoutes = [
  {
    id: 'listOperators',
    method: 'get',
    path: '/api/v1/operators',
    summary: 'All operators and administrators',
    tag,
    access: 'administrator',
    scope: 'admin',
    query: pageQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: listOf('OperatorList', operatorSchema) } },
  },
  {
    id: 'createOperator',
    method: 'post',
    path: '/api/v1/operators',
    summary: 'Add an operator, or invite one',
    tag,
    access: 'administrator',
    scope: 'admin',
    body: createOperatorSchema,
    answers: { 201: { description: 'The operator', schema: createdOperatorSchema } },
    refusals: ['conflict'],
  },
  {
    id: 'changeOperator',
    method: 'patch',
    path: '/api/v1/operators/{id}',
    summary: 'Change, disable or enable an operator',
    tag,
    access: 'administrator',
    scope: 'admin',
    params: idParamsSchema,
    body: changeOperatorSchema,
    answers: { 200: { description: 'The operator', schema: operatorSchema } },
    refusals: ['conflict'],
  },
  {
    id: 'inviteOperator',
    method: 'post',
    path: '/api/v1/operators/{id}/invitation',
    summary:
      'A new invitation link for an operator who has no password yet; the previous one becomes invalid',
    tag,
    access: 'administrator',
    scope: 'admin',
    params: idParamsSchema,
    answers: { 201: { description: 'The link', schema: invitationSchema } },
    refusals: ['conflict'],
  },
  {
    id: 'viewInvitation',
    method: 'post',
    path: '/api/v1/invitations/view',
    summary: 'Who an invitation is for, without using it up. A POST, because addresses end up in logs',
    tag,
    access: 'public',
    body: viewInvitationSchema,
    answers: { 200: { description: 'Who was invited', schema: invitedSchema } },
    refusals: ['not_found', 'forbidden', 'too_many_requests'],
  },
  {
    id: 'acceptInvitation',
    method: 'post',
    path: '/api/v1/invitations/accept',
    summary: 'Set the first password with the token of an invitation link',
    tag,
    access: 'public',
    body: acceptInvitationSchema,
    answers: { 204: { description: 'The password is set; sign in with it' } },
    refusals: ['not_found', 'conflict', 'forbidden', 'too_many_requests'],
  },
  {
    id: 'resetTwoFactor',
    method: 'delete',
    path: '/api/v1/operators/{id}/two-factor',
    summary: 'Remove the second factor of an operator who has lost it; ends their sessions',
    tag,
    access: 'administrator',
    scope: 'admin',
    params: idParamsSchema,
    answers: { 204: { description: 'They sign in without a code and can set up another one' } },
  },
  {
    id: 'unlinkIdentity',
    method: 'delete',
    path: '/api/v1/operators/{id}/identity',
    summary:
      'Forget which account at the provider of single sign-on is theirs; the next sign-in with their e-mail address links again',
    tag,
    access: 'administrator',
    scope: 'admin',
    params: idParamsSchema,
    answers: { 204: { description: 'Forgotten' } },
  },
] as const satisfies readonly RouteContract[];
