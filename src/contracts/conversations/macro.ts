import { z } from 'zod';
import { LONGEST_SNOOZE_MS } from '../../domain/conversation/wishes/snooze';
import {
  LONGEST_MACRO_NAME,
  MACRO_STEP_TYPES,
  type MacroStep,
  MOST_MACRO_STEPS,
  SHORTEST_SNOOZE_SECONDS,
} from '../../domain/macros';
import { idParamsSchema, idSchema, listOf, pageQuerySchema, timeSchema } from '../common';
import { lineOf, messageTextSchema, withVariables } from '../plain-text';
import type { RouteContract } from '../route-contract';
import { conversationSchema } from './conversation';
import { prioritySchema } from './conversation-query';
import { idempotencyKeySchema, noteTextSchema } from './message';
import { tagsSchema } from './tag';
import { hasTransferTarget, NO_TRANSFER_TARGET, transferTargetFields } from './transfer-target';

const snoozeStepSchema = z
  .strictObject({
    type: z.literal('snooze'),
    forSeconds: z
      .int()
      .min(SHORTEST_SNOOZE_SECONDS)
      .max(LONGEST_SNOOZE_MS / 1000)
      .optional()
      .meta({ description: 'For how long, from when the step is done.' }),
    untilReply: z.literal(true).optional().meta({ description: 'Until the contact writes.' }),
  })
  .refine((step) => (step.forSeconds === undefined) !== (step.untilReply === undefined), {
    path: ['forSeconds'],
    message: 'is required unless untilReply is true, and must be omitted if it is',
  })
  .meta({ id: 'SnoozeStep', description: 'With either `forSeconds` or `untilReply`.' });

/** One schema for each kind of step: a kind that cannot be run cannot be saved. */
const macroStepSchema: z.ZodType<MacroStep, MacroStep> = z
  .discriminatedUnion('type', [
    z
      .strictObject({ type: z.literal('reply'), text: withVariables(messageTextSchema) })
      .meta({ id: 'ReplyStep' }),
    z.strictObject({ type: z.literal('note'), text: withVariables(noteTextSchema) }).meta({ id: 'NoteStep' }),
    z
      .strictObject({
        type: z.literal('tag'),
        tags: tagsSchema
          .refine((tags) => tags.length > 0, 'must contain at least one tag')
          .meta({ description: 'Added to those that the conversation has.' }),
      })
      .meta({ id: 'TagStep' }),
    z.strictObject({ type: z.literal('priority'), priority: prioritySchema }).meta({ id: 'PriorityStep' }),
    z
      .strictObject({ type: z.literal('transfer'), ...transferTargetFields })
      .refine(hasTransferTarget, NO_TRANSFER_TARGET)
      .meta({ id: 'TransferStep', description: 'With either `operatorId` or `groupId`.' }),
    z.strictObject({ type: z.literal('complete') }).meta({ id: 'CompleteStep' }),
    snoozeStepSchema,
  ])
  .meta({ id: 'MacroStep' });

const brandIdSchema = idSchema.nullable().meta({
  description:
    'For a shared macro: the brand that shares it; null: the whole desk, which only administrators may choose. If omitted for a shared ' +
    'macro: the caller’s only brand, or for an administrator the whole desk.',
});

export const macroSchema = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    isShared: z.boolean().meta({ description: '`false`: the caller’s own.' }),
    brandId: brandIdSchema,
    steps: z.array(macroStepSchema),
    createdAt: timeSchema,
  })
  .meta({ id: 'Macro' });

export type MacroBody = z.infer<typeof macroSchema>;

const newMacroSchema = z
  .strictObject({
    name: lineOf(1, LONGEST_MACRO_NAME),
    isShared: z.boolean(),
    brandId: brandIdSchema.optional(),
    steps: z.array(macroStepSchema).min(1).max(MOST_MACRO_STEPS),
  })
  .meta({ id: 'NewMacro' });

export type NewMacroBody = z.infer<typeof newMacroSchema>;

const changeMacroSchema = newMacroSchema.partial().meta({ id: 'MacroChange' });

const stepResultSchema = z
  .strictObject({
    type: z.enum(MACRO_STEP_TYPES),
    status: z.enum(['done', 'refused', 'not_sent', 'not_run']).meta({
      description:
        '`not_sent`: the message was accepted but has not left, or it is not known whether it arrived.',
    }),
    messageId: idSchema.optional().meta({ description: 'The message or note that the step created.' }),
  })
  .meta({ id: 'MacroStepResult' });

export type StepResultBody = z.infer<typeof stepResultSchema>;

const macroRunSchema = z
  .strictObject({
    steps: z.array(stepResultSchema).meta({ description: 'All steps, each `done`.' }),
    conversation: conversationSchema,
  })
  .meta({ id: 'MacroRun' });

const runMacroSchema = z.strictObject({ macroId: idSchema }).meta({ id: 'NewMacroRun' });

const runHeadersSchema = z.strictObject({
  'Idempotency-Key': idempotencyKeySchema.optional().meta({
    description:
      'A repeat with the same key and macro does not do any finished step again: it continues where the first request ' +
      'stopped, with the steps that the macro had then. Keys are kept for 48 hours.',
  }),
});

const tag = 'Macros';
const operator = { tag, access: 'operator' } as const;
const answer = { description: 'The macro', schema: macroSchema };

export const macroRoutes = [
  {
    id: 'listMacros',
    method: 'get',
    path: '/api/v1/macros',
    summary: 'The caller’s own macros, and those shared by their brands or the whole desk',
    ...operator,
    scope: 'read',
    query: pageQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: listOf('MacroList', macroSchema) } },
  },
  {
    id: 'createMacro',
    method: 'post',
    path: '/api/v1/macros',
    summary: 'Save several actions under one name, for the caller, for a brand, or for the whole desk',
    ...operator,
    scope: 'write',
    body: newMacroSchema,
    answers: { 201: answer },
  },
  {
    id: 'getMacro',
    method: 'get',
    path: '/api/v1/macros/{id}',
    summary: 'One macro',
    ...operator,
    scope: 'read',
    params: idParamsSchema,
    answers: { 200: answer },
  },
  {
    id: 'changeMacro',
    method: 'patch',
    path: '/api/v1/macros/{id}',
    summary: 'Change a macro: the caller’s own, or one that their brand shares',
    ...operator,
    scope: 'write',
    params: idParamsSchema,
    body: changeMacroSchema,
    answers: { 200: answer },
  },
  {
    id: 'deleteMacro',
    method: 'delete',
    path: '/api/v1/macros/{id}',
    summary: 'Delete a macro',
    ...operator,
    scope: 'write',
    params: idParamsSchema,
    answers: { 204: { description: 'It is deleted' } },
  },
  {
    id: 'runMacro',
    method: 'post',
    path: '/api/v1/conversations/{id}/macro',
    summary:
      'Do the steps of a macro in order, each as its own call would, and stop at the first one that is refused. The ' +
      'refusal then has `step` (counted from 0) and `steps`; finished steps are not undone. A macro that replies also ' +
      'needs the scope `send`',
    ...operator,
    scope: 'write',
    params: idParamsSchema,
    headers: runHeadersSchema,
    body: runMacroSchema,
    answers: { 200: { description: 'All steps are done', schema: macroRunSchema } },
    refusals: [
      'conversation_completed',
      'attended_by_other',
      'not_attended',
      'window_closed',
      'consecutive_limit_reached',
      'idempotency_key_reused',
      'conflict',
    ],
  },
] as const satisfies readonly RouteContract[];
