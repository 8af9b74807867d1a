import { z } from 'zod';
import { LONGEST_TAG, MOST_TAGS, toTags } from '../../domain/contact';
import { idSchema, listOf } from '../common';
import { lineOf } from '../plain-text';
import type { RouteContract } from '../route-contract';

/** A tag to search for. */
export const tagSchema = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\0]*$/, 'must not contain a NUL character');

/** The tags of one contact or conversation. */
export const tagsSchema = z
  .array(lineOf(1, LONGEST_TAG))
  .transform(toTags)
  .refine((tags) => tags.length <= MOST_TAGS, `must be at most ${MOST_TAGS} different tags`)
  .meta({ description: `At most ${MOST_TAGS}; duplicates are removed.` });

const usedTagSchema = z
  .strictObject({
    tag: z.string(),
    count: z.int().meta({ description: 'Contacts and conversations together.' }),
    contacts: z.int(),
    conversations: z.int(),
  })
  .meta({ id: 'UsedTag' });

const renameTagSchema = z
  .strictObject({
    tag: lineOf(1, LONGEST_TAG).meta({
      description: 'The new name. If another tag already has it, the two are merged.',
    }),
  })
  .meta({ id: 'TagChange' });

const tagParamsSchema = z.strictObject({ tag: tagSchema });
const changedSchema = z
  .strictObject({ contacts: z.int(), conversations: z.int() })
  .meta({ id: 'TagChanged' });

const tag = 'Tags';
export const tagRoutes = [
  {
    id: 'listUsedTags',
    method: 'get',
    path: '/api/v1/tags',
    summary: 'The 500 most used tags of contacts and conversations in the brands that the caller may see',
    tag,
    access: 'operator',
    scope: 'read',
    query: z.strictObject({ brandId: idSchema.optional() }),
    answers: {
      200: { description: 'The most used tag first', schema: listOf('UsedTagList', usedTagSchema) },
    },
  },
  {
    id: 'renameTag',
    method: 'patch',
    path: '/api/v1/tags/{tag}',
    summary: 'Rename a tag in all brands, or merge it into another one',
    tag,
    access: 'administrator',
    scope: 'admin',
    params: tagParamsSchema,
    body: renameTagSchema,
    answers: { 200: { description: 'How many had it', schema: changedSchema } },
  },
  {
    id: 'deleteTag',
    method: 'delete',
    path: '/api/v1/tags/{tag}',
    summary: 'Remove a tag from all contacts and conversations in all brands',
    tag,
    access: 'administrator',
    scope: 'admin',
    params: tagParamsSchema,
    answers: { 200: { description: 'How many had it', schema: changedSchema } },
  },
] as const satisfies readonly RouteContract[];
