import { z } from 'zod';
import { idSchema } from '../common';
import type { RouteContract } from '../route-contract';

/** Why a line cannot be imported. */
export const IMPORT_ERROR_CODES = [
  'invalid',
  'wrong_columns',
  'duplicate',
  'taken',
  'unknown_brand',
  'unknown_contact',
  'too_many_tags',
] as const;

const dryRunSchema = z
  .enum(['true', 'false'])
  .default('false')
  .transform((word) => word === 'true')
  .meta({ description: '`true`: nothing is changed; the answer says what would happen.' });
const querySchema = z.strictObject({ dryRun: dryRunSchema });
const ofBrandSchema = querySchema.extend({ brandId: idSchema });
const ofChannelSchema = querySchema.extend({ channelId: idSchema });

const lineSchema = z.strictObject({
  line: z.int().meta({ description: 'In the file; the header is line 1.' }),
  key: z.string().meta({ description: 'What the line is about: a shortcut, an email address, an openid.' }),
  status: z.enum(['created', 'changed', 'unchanged', 'error']),
  code: z.enum(IMPORT_ERROR_CODES).optional(),
  field: z.string().optional().meta({ description: 'The column that is wrong.' }),
  detail: z.string().optional(),
});
export type ImportLine = z.infer<typeof lineSchema>;

export const importResultSchema = z
  .strictObject({
    dryRun: z.boolean(),
    applied: z.boolean().meta({
      description: '`false`: nothing was changed, because it is a dry run or because a line has an error.',
    }),
    created: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    errors: z.int(),
    items: z.array(lineSchema).meta({ description: 'Every line, in the order of the file.' }),
  })
  .meta({ id: 'ImportResult' });
export type ImportResult = z.infer<typeof importResultSchema>;

const common = {
  method: 'post',
  tag: 'Data',
  access: 'administrator',
  scope: 'admin',
  isStream: true,
  bodyType: 'text/csv',
  answers: { 200: { description: 'What happened to each line, or would', schema: importResultSchema } },
} as const;

export const importRoutes = [
  {
    id: 'importCannedReplies',
    path: '/api/v1/import/canned-replies',
    summary: 'Add canned replies of a brand from a CSV file: all of them or none',
    ...common,
    query: ofBrandSchema,
    refusals: ['not_found'],
    body: z.string().meta({ description: 'Columns `shortcut`, `text`, and `folder` if there are any.' }),
  },
  {
    id: 'importOperators',
    path: '/api/v1/import/operators',
    summary: 'Add operators from a CSV file: all of them or none',
    ...common,
    query: querySchema,
    body: z.string().meta({
      description: 'Columns `name`, `email`, and `role` and `brands` (ids or names with `;` between them).',
    }),
  },
  {
    id: 'importTags',
    path: '/api/v1/import/tags',
    summary: 'Add tags to contacts of a channel from a CSV file: to all of them or none',
    ...common,
    query: ofChannelSchema,
    refusals: ['not_found'],
    body: z.string().meta({ description: 'Columns `openId` and `tags` (with `;` between them).' }),
  },
] as const satisfies readonly RouteContract[];
