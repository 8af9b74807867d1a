import { z } from 'zod';
import { idParamsSchema, idSchema, listOf, lookupIdSchema, pageQuerySchema, timeSchema } from '../common';
import { lineOf, messageTextSchema } from '../plain-text';
import type { RouteContract } from '../route-contract';

const LONGEST_SHORTCUT = 32;

const brandIdSchema = z.string().nullable().meta({ description: 'Who shares it; null: the caller’s own.' });

export const cannedReplySchema = z
  .strictObject({
    id: idSchema,
    shortcut: z.string().meta({ example: 'hello', description: 'What is typed after `/` to find it.' }),
    text: z.string(),
    brandId: brandIdSchema,
    createdAt: timeSchema,
  })
  .meta({ id: 'CannedReply' });

export type CannedReplyBody = z.infer<typeof cannedReplySchema>;

const newCannedReplySchema = z
  .strictObject({
    shortcut: lineOf(1, LONGEST_SHORTCUT).refine(
      (word) => !/[\s/]/.test(word),
      'must be one word without a slash',
    ),
    text: messageTextSchema,
    brandId: lookupIdSchema.nullable(),
  })
  .meta({ id: 'NewCannedReply' });

const changeCannedReplySchema = newCannedReplySchema.partial().meta({ id: 'CannedReplyChange' });

const tag = 'Canned replies';
const operator = { tag, access: 'operator' } as const;
const answer = { description: 'The canned reply', schema: cannedReplySchema };

export const cannedReplyRoutes = [
  {
    id: 'listCannedReplies',
    method: 'get',
    path: '/api/v1/canned-replies',
    summary: 'The caller’s own canned replies, and those that their brands share',
    ...operator,
    query: pageQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: listOf('CannedReplyList', cannedReplySchema) } },
  },
  {
    id: 'createCannedReply',
    method: 'post',
    path: '/api/v1/canned-replies',
    summary: 'Keep a text under a short word, for the caller or for all of a brand',
    ...operator,
    body: newCannedReplySchema,
    answers: { 201: answer },
    refusals: ['conflict'],
  },
  {
    id: 'changeCannedReply',
    method: 'patch',
    path: '/api/v1/canned-replies/{id}',
    summary: 'Change a canned reply: the caller’s own, or one that their brand shares',
    ...operator,
    params: idParamsSchema,
    body: changeCannedReplySchema,
    answers: { 200: answer },
    refusals: ['conflict'],
  },
  {
    id: 'deleteCannedReply',
    method: 'delete',
    path: '/api/v1/canned-replies/{id}',
    summary: 'Delete a canned reply',
    ...operator,
    params: idParamsSchema,
    answers: { 204: { description: 'It is gone' } },
  },
] as const satisfies readonly RouteContract[];
