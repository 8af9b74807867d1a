import { z } from 'zod';
import { LONGEST_FOLDER } from '../../domain/macros';
import { TEXT_VARIABLES } from '../../domain/messages/text-variables';
import {
  idParamsSchema,
  idSchema,
  listOf,
  pageQuerySchema,
  SEARCH_EQUALITY,
  searchWordsSchema,
  timeSchema,
} from '../common';
import { lineOf, messageTextSchema, withVariables } from '../plain-text';
import type { RouteContract } from '../route-contract';

const LONGEST_SHORTCUT = 32;

const brandIdSchema = z
  .string()
  .nullable()
  .meta({ description: 'The brand that shares it; null: the caller’s own.' });

export const cannedReplySchema = z
  .strictObject({
    id: idSchema,
    shortcut: z.string().meta({ example: 'hello', description: 'What to type after `/` to find it.' }),
    text: z.string(),
    brandId: brandIdSchema,
    folder: z.string().nullable(),
    useCount: z.int().min(0).meta({ description: 'How often it was rendered, not counting previews.' }),
    createdAt: timeSchema,
  })
  .meta({ id: 'CannedReply' });

export type CannedReplyBody = z.infer<typeof cannedReplySchema>;

export const newCannedReplySchema = z
  .strictObject({
    shortcut: lineOf(1, LONGEST_SHORTCUT).refine(
      (word) => !/[\s/]/.test(word),
      'must be one word without a slash',
    ),
    text: withVariables(messageTextSchema),
    brandId: idSchema.nullable(),
    folder: lineOf(1, LONGEST_FOLDER).nullable().optional(),
  })
  .meta({ id: 'NewCannedReply' });

const changeCannedReplySchema = newCannedReplySchema.partial().meta({ id: 'CannedReplyChange' });

const cannedReplyQuerySchema = pageQuerySchema.extend({
  q: searchWordsSchema(100)
    .optional()
    .meta({ description: `Part of the shortcut, the folder or the text. ${SEARCH_EQUALITY}` }),
  folder: lineOf(1, LONGEST_FOLDER).optional(),
});

const renderSchema = z
  .strictObject({
    conversationId: idSchema,
    isPreview: z.boolean().optional().meta({ description: '`true`: only a preview, which is not counted.' }),
  })
  .meta({ id: 'CannedReplyRendering' });

const renderedSchema = z
  .strictObject({
    text: z.string(),
    missing: z.array(z.enum(TEXT_VARIABLES)).meta({
      description:
        'Variables that have no value here. If the contact has no name, `{{contact.name}}` becomes the word for “customer” in the text’s language.',
    }),
  })
  .meta({ id: 'RenderedCannedReply' });

const tag = 'Canned replies';
const operator = { tag, access: 'operator' } as const;
const answer = { description: 'The canned reply', schema: cannedReplySchema };

export const cannedReplyRoutes = [
  {
    id: 'listCannedReplies',
    method: 'get',
    path: '/api/v1/canned-replies',
    summary: 'The caller’s own canned replies and those that their brands share',
    ...operator,
    scope: 'read',
    query: cannedReplyQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: listOf('CannedReplyList', cannedReplySchema) } },
  },
  {
    id: 'createCannedReply',
    method: 'post',
    path: '/api/v1/canned-replies',
    summary: 'Save a text under a short word, for the caller or for the whole brand',
    ...operator,
    scope: 'write',
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
    scope: 'write',
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
    scope: 'write',
    params: idParamsSchema,
    answers: { 204: { description: 'It is deleted' } },
  },
  {
    id: 'renderCannedReply',
    method: 'post',
    path: '/api/v1/canned-replies/{id}/render',
    summary:
      'The text with its variables filled in for a conversation; counts as a use unless it is a preview',
    ...operator,
    scope: 'write',
    params: idParamsSchema,
    body: renderSchema,
    answers: { 200: { description: 'The text, ready to be sent as a message', schema: renderedSchema } },
  },
] as const satisfies readonly RouteContract[];
