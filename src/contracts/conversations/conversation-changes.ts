import { z } from 'zod';
import { LONGEST_BULK_REASON, MOST_IN_BULK } from '../../domain/lists/bulk';
import { idParamsSchema, idSchema } from '../common';
import { lineOf } from '../plain-text';
import { PROBLEM_CODES } from '../problem';
import type { RouteContract } from '../route-contract';
import { conversationSchema } from './conversation';
import { prioritySchema } from './conversation-query';
import { tagsSchema } from './tag';
import { hasTransferTarget, NO_TRANSFER_TARGET, transferTargetFields } from './transfer-target';

const changeSchema = z
  .strictObject({ priority: prioritySchema, tags: tagsSchema })
  .partial()
  .meta({ id: 'ConversationChange' });

const seenSchema = z
  .strictObject({ seq: z.int().min(0).max(2_147_483_647) })
  .meta({ id: 'ConversationSeen' });

const idsSchema = z
  .array(idSchema)
  .min(1)
  .max(MOST_IN_BULK)
  .transform((ids) => [...new Set(ids)])
  .meta({ description: 'An id that appears twice is handled once.' });
const of = <const Action extends string>(action: Action) => ({ ids: idsSchema, action: z.literal(action) });

const bulkSchema = z
  .discriminatedUnion('action', [
    z.strictObject(of('attend')),
    z
      .strictObject({
        ...of('complete'),
        reason: lineOf(1, LONGEST_BULK_REASON)
          .optional()
          .meta({ description: 'Why; written into each conversation as a note before it is completed.' }),
      })
      .meta({ description: 'One that nobody attends is attended by the caller first.' }),
    z
      .strictObject({ ...of('transfer'), ...transferTargetFields })
      .refine(hasTransferTarget, NO_TRANSFER_TARGET)
      .meta({ description: 'With either `operatorId` or `groupId`.' }),
    z.strictObject({
      ...of('tag'),
      tags: tagsSchema.meta({ description: 'Added to the tags that each conversation has.' }),
    }),
    z.strictObject({ ...of('priority'), priority: prioritySchema }),
  ])
  .meta({ id: 'BulkAction' });

export type BulkAction = z.output<typeof bulkSchema>;

const bulkResultsSchema = z
  .strictObject({
    results: z.array(
      z.strictObject({
        id: idSchema,
        status: z.int().meta({ description: 'The status that the single call would answer with.' }),
        code: z.enum(PROBLEM_CODES).optional(),
      }),
    ),
  })
  .meta({ id: 'BulkResults' });

const tag = 'Conversations';
const operator = { tag, access: 'operator' } as const;

export const conversationChangeRoutes = [
  {
    id: 'changeConversation',
    method: 'patch',
    path: '/api/v1/conversations/{id}',
    summary: 'Change priority or tags, also of a completed conversation',
    ...operator,
    scope: 'write',
    params: idParamsSchema,
    body: changeSchema,
    answers: { 200: { description: 'The conversation', schema: conversationSchema } },
  },
  {
    id: 'seeConversation',
    method: 'put',
    path: '/api/v1/conversations/{id}/seen',
    summary: 'Record up to which message the caller has seen a conversation; a lower number changes nothing',
    ...operator,
    scope: 'write',
    params: idParamsSchema,
    body: seenSchema,
    answers: { 204: { description: 'Recorded' } },
  },
  {
    id: 'changeConversations',
    method: 'post',
    path: '/api/v1/conversations/bulk',
    summary: 'Do one thing with up to 100 conversations; each is handled separately, as by the single call',
    ...operator,
    scope: 'write',
    body: bulkSchema,
    answers: {
      200: {
        description:
          'The outcome for each, in the order of the ids. After 30 s, or once one has got 503, the others get 503 and stay as they are.',
        schema: bulkResultsSchema,
      },
    },
  },
] as const satisfies readonly RouteContract[];
