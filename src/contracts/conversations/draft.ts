import { z } from 'zod';
import { LONGEST_DRAFT_BYTES } from '../../domain/drafts';
import { idParamsSchema, personSchema, timeSchema } from '../common';
import { textOfBytes } from '../plain-text';
import type { RouteContract } from '../route-contract';

const draftSchema = z
  .strictObject({
    text: z.string().nullable().meta({ description: 'What the caller has written; null: nothing.' }),
    suggestion: z
      .strictObject({
        text: z.string(),
        by: personSchema
          .extend({
            tool: z
              .string()
              .nullable()
              .meta({ description: 'The name of the API token that suggested it; null: a person did.' }),
          })
          .meta({ description: 'Who suggested it.' }),
        at: timeSchema,
      })
      .nullable()
      .meta({ description: 'What was suggested to whoever attends; null for all others.' }),
  })
  .meta({ id: 'Draft' });

export type DraftBody = z.infer<typeof draftSchema>;

/** What the event stream reports when the caller's draft or the suggestion to them has changed: load it again. */
export type DraftChangedBody = { readonly conversationId: string };

const newDraftSchema = z
  .strictObject({
    text: z
      .union([z.literal(''), textOfBytes(LONGEST_DRAFT_BYTES)])
      .meta({ description: `At most ${LONGEST_DRAFT_BYTES} bytes in UTF-8; empty: there is none any more.` }),
  })
  .meta({ id: 'NewDraft' });

const whoseSchema = z.strictObject({
  for: z
    .literal('attending')
    .optional()
    .meta({ description: 'The suggestion to whoever attends, instead of the caller’s own draft.' }),
});

const operator = { tag: 'Drafts', access: 'operator', params: idParamsSchema } as const;
const answer = { description: 'The draft as it is now', schema: draftSchema };

export const draftRoutes = [
  {
    id: 'getDraft',
    method: 'get',
    path: '/api/v1/conversations/{id}/draft',
    summary: 'The reply that the caller has not sent yet, and the one that is suggested to them',
    ...operator,
    scope: 'read',
    answers: { 200: answer },
  },
  {
    id: 'setDraft',
    method: 'put',
    path: '/api/v1/conversations/{id}/draft',
    summary:
      'Keep a draft, which all devices of the caller share; or suggest a reply to whoever attends, who alone sees it, edits ' +
      'it and sends it. A suggestion never changes a draft. Sending a text clears both',
    ...operator,
    scope: 'write',
    query: whoseSchema,
    body: newDraftSchema,
    answers: { 200: answer },
    refusals: ['conversation_completed'],
  },
  {
    id: 'deleteDraft',
    method: 'delete',
    path: '/api/v1/conversations/{id}/draft',
    summary: 'Delete the caller’s draft, or dismiss the suggestion',
    ...operator,
    scope: 'write',
    query: whoseSchema,
    answers: { 204: { description: 'There is none any more' } },
  },
] as const satisfies readonly RouteContract[];
