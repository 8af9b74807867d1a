import { z } from 'zod';
import { TOKEN_SCOPES } from '../../domain/token-scopes';
import { idParamsSchema, idSchema, listOf, nameSchema, pageQuerySchema, timeSchema } from '../common';
import type { RouteContract } from '../route-contract';

export const tokenScopeSchema = z.enum(TOKEN_SCOPES).meta({
  id: 'TokenScope',
  description:
    '`read`: `GET` only, and nothing that only administrators may see; `write`: notes, tags, attending, completing, drafts, ' +
    'transfers and other changes; `send`: messages to contacts, files for them, typing; `admin`: what only ' +
    'administrators may, which includes making tokens for everything. None includes another.',
});

const MOST_DAYS = 3_650;

const tokenSchema = z
  .strictObject({
    id: idSchema,
    operatorId: idSchema,
    name: z.string(),
    scopes: z.array(tokenScopeSchema).meta({
      description: 'What it may do now. Of a token made without `scopes`: all that its operator may.',
    }),
    brandIds: z
      .array(idSchema)
      .nullable()
      .meta({ description: 'The brands that it is limited to; null: all that its operator sees.' }),
    expiresAt: timeSchema.nullable(),
    lastUsedAt: timeSchema.nullable().meta({ description: 'Accurate to the minute.' }),
    createdAt: timeSchema,
  })
  .meta({ id: 'Token' });

const createTokenSchema = z
  .strictObject({
    name: nameSchema,
    scopes: z
      .array(tokenScopeSchema)
      .min(1)
      .refine((scopes) => new Set(scopes).size === scopes.length, 'must name each scope once')
      .optional()
      .meta({
        description:
          'Each that is needed; `admin` only for an administrator’s token, and not with `brandIds`. If omitted: all that ' +
          'its operator may, with `brandIds` all but `admin`.',
      }),
    scope: z.enum(['read', 'write']).optional().meta({
      deprecated: true,
      description: 'Before `scopes`: `read` is `["read"]`, `write` is `scopes` omitted.',
    }),
    brandIds: z.array(idSchema).min(1).max(100).nullable().optional().meta({
      description: 'Limits it to some of its operator’s brands; null or omitted: all that they see.',
    }),
    expiresAt: timeSchema.nullable().optional().meta({ description: 'null or omitted: never.' }),
    expiresInDays: z.int().min(1).max(MOST_DAYS).optional().meta({ description: 'Instead of `expiresAt`.' }),
    operatorId: idSchema.optional().meta({ description: 'Whose token it is; if omitted, the caller’s own.' }),
  })
  .refine(({ scope, scopes }) => scope === undefined || scopes === undefined, {
    path: ['scope'],
    message: 'must be omitted if scopes are given',
  })
  .refine(({ expiresAt, expiresInDays }) => typeof expiresAt !== 'string' || expiresInDays === undefined, {
    path: ['expiresInDays'],
    message: 'must be omitted if expiresAt is given',
  })
  .refine(({ scopes, brandIds }) => !Array.isArray(brandIds) || scopes?.includes('admin') !== true, {
    path: ['scopes'],
    message: 'must not contain admin if brandIds are given: it reaches all brands',
  })
  .meta({ id: 'NewToken' });

const createdTokenSchema = tokenSchema
  .extend({ secret: z.string().meta({ description: 'Shown once. Sent as `Authorization: Bearer …`.' }) })
  .meta({ id: 'CreatedToken' });

export type TokenBody = z.infer<typeof tokenSchema>;
export type NewTokenBody = z.infer<typeof createTokenSchema>;

const tag = 'Tokens';
export const tokenRoutes = [
  {
    id: 'listTokens',
    method: 'get',
    path: '/api/v1/tokens',
    summary:
      'The caller’s own API tokens; administrators see all, and a token that is limited to brands those within them',
    tag,
    access: 'operator',
    scope: 'read',
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
    scope: 'admin',
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
    scope: 'admin',
    params: idParamsSchema,
    answers: { 204: { description: 'Revoked' } },
  },
] as const satisfies readonly RouteContract[];
