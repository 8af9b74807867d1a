import { z } from 'zod';
import { idParamsSchema, idSchema, listOf, nameSchema, pageQuerySchema, timeSchema } from '../common';
import type { RouteContract } from '../route-contract';

const scopeSchema = z
  .enum(['read', 'write'])
  .meta({ description: '`read`: GET only; `write`: everything its operator may do.' });

const tokenSchema = z
  .strictObject({
    id: idSchema,
    operatorId: idSchema,
    name: z.string(),
    scope: scopeSchema,
    expiresAt: timeSchema.nullable(),
    lastUsedAt: timeSchema.nullable().meta({ description: 'Accurate to the minute.' }),
    createdAt: timeSchema,
  })
  .meta({ id: 'Token' });

const createTokenSchema = z
  .strictObject({
    name: nameSchema,
    scope: scopeSchema.default('write'),
    expiresAt: timeSchema.nullable().default(null),
    operatorId: idSchema.optional().meta({ description: 'Whose token it is; if omitted, the caller’s own.' }),
  })
  .meta({ id: 'NewToken' });

const createdTokenSchema = tokenSchema
  .extend({ secret: z.string().meta({ description: 'Shown once. Sent as `Authorization: Bearer …`.' }) })
  .meta({ id: 'CreatedToken' });

export type TokenBody = z.infer<typeof tokenSchema>;

const tag = 'Tokens';
export const tokenRoutes = [
  {
    id: 'listTokens',
    method: 'get',
    path: '/api/v1/tokens',
    summary: 'The caller’s own API tokens; administrators see all',
    tag,
    access: 'operator',
    query: pageQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: listOf('TokenList', tokenSchema) } },
  },
  {
    id: 'createToken',
    method: 'post',
    path: '/api/v1/tokens',
    summary: 'Create an API token for the caller or, as an administrator, for another operator',
    tag,
    access: 'administrator',
    body: createTokenSchema,
    answers: { 201: { description: 'The token with its secret', schema: createdTokenSchema } },
  },
  {
    id: 'revokeToken',
    method: 'delete',
    path: '/api/v1/tokens/{id}',
    summary: 'Revoke an API token at once',
    tag,
    access: 'administrator',
    params: idParamsSchema,
    answers: { 204: { description: 'Revoked' } },
  },
] as const satisfies readonly RouteContract[];
