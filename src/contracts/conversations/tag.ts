import { z } from 'zod';
import { LONGEST_TAG, MOST_TAGS, toTags } from '../../domain/contact';
import { listOf, lookupIdSchema } from '../common';
import { lineOf } from '../plain-text';
import type { RouteContract } from '../route-contract';

/** A tag to look for. */
export const tagSchema = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\0]*$/, 'must not hold NUL');

/** The tags of one contact or conversation. */
export const tagsSchema = z
  .array(lineOf(1, LONGEST_TAG))
  .transform(toTags)
  .refine((tags) => tags.length <= MOST_TAGS, `must be at most ${MOST_TAGS} different tags`)
  .meta({ description: `At most ${MOST_TAGS}; one that comes twice is kept once.` });

const usedTagSchema = z
  .strictObject({
    tag: z.string(),
    count: z.int().meta({ description: 'Of contacts and conversations together.' }),
    contacts: z.int(),
    conversations: z.int(),
  })
  .meta({ id: 'UsedTag' });

const renameTagSchema = z
  .strictObject({
    tag: lineOf(1, LONGEST_TAG).meta({
      description: 'The new name. A tag that has this name already takes it in.',
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
    summary:
      'The tags that contacts and conversations of the brands have which the caller may see; the 500 most used',
    tag,
    access: 'operator',
    query: z.strictObject({ brandId: lookupIdSchema.optional() }),
    answers: { 200: { description: 'The most used first', schema: listOf('UsedTagList', usedTagSchema) } },
  },
  {
    id: 'renameTag',
    method: 'patch',
    path: '/api/v1/tags/{tag}',
    summary: 'Rename a tag in all brands, or merge it with another one',
    tag,
    access: 'administrator',
    params: tagParamsSchema,
    body: renameTagSchema,
    answers: { 200: { description: 'How many had it', schema: changedSchema } },
  },
  {
    id: 'deleteTag',
    method: 'delete',
    path: '/api/v1/tags/{tag}',
    summary: 'Take a tag from all contacts and conversations in all brands',
    tag,
    access: 'administrator',
    params: tagParamsSchema,
    answers: { 200: { description: 'How many had it', schema: changedSchema } },
  },
] as const satisfies readonly RouteContract[];
