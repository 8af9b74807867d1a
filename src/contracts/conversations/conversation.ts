import { z } from 'zod';
import { COMPLETED_REASONS, CONVERSATION_STATES } from '../../domain/conversation/conversation';
import { DEADLINE_KINDS } from '../../domain/conversation/deadlines';
import { WINDOW_ANCHORS } from '../../domain/settings';
import { givenTimeSchema, idParamsSchema, idSchema, listOf, personSchema, timeSchema } from '../common';
import { groupRefSchema } from '../people/group';
import type { RouteContract } from '../route-contract';
import { abilitySchema } from './ability';
import { conversationBotSchema, handoverSchema } from './conversation-bot';
import { conversationCountsSchema } from './conversation-counts';
import {
  conversationCountsQuerySchema,
  conversationListQuerySchema,
  prioritySchema,
} from './conversation-query';
import { messageSchema, noteTextSchema } from './message';
import { NO_TRANSFER_TARGET, transferTargetFields, transferTargetIn } from './transfer-target';

const deadlineSchema = z.strictObject({ kind: z.enum(DEADLINE_KINDS), at: timeSchema });

const matchSchema = z
  .strictObject({
    messageId: idSchema,
    seq: z.int().meta({ description: 'Position in the contact’s transcript.' }),
    text: z.string().meta({
      description:
        'The part of the text around the words, at most 180 characters, with `…` where the text continues.',
    }),
  })
  .meta({ id: 'ConversationMatch' });

/** To whom it is offered now. */
export const offerSchema = z.strictObject({ operator: personSchema, until: timeSchema }).nullable().meta({
  description: 'Who is asked to attend, and until when; others may still attend. null: nobody is asked now.',
});

/** What the contact tapped when they were asked to rate the conversation. */
export const ratingSchema = z
  .strictObject({
    score: z.int().meta({ description: '1 to 5: the id of the choice.' }),
    label: z.string().meta({ description: 'The words of the choice, as the contact read them.' }),
    comment: z.string().nullable(),
    at: timeSchema.meta({ description: 'Of the first tap; the contact may change it for an hour.' }),
  })
  .nullable()
  .meta({ description: 'null: the contact has not rated it.' });

export const conversationSchema = z
  .strictObject({
    id: idSchema,
    channelId: idSchema,
    brandId: idSchema,
    version: z.int().meta({
      description: 'Rises with every change: of two copies, the one with the higher version is right.',
    }),
    contact: z.strictObject({ id: idSchema, openId: z.string(), name: z.string() }),
    state: z.enum(CONVERSATION_STATES),
    operator: personSchema
      .nullable()
      .meta({ description: 'Who attends; in a completed conversation, who attended at the end.' }),
    group: groupRefSchema
      .nullable()
      .meta({ description: 'The group that it is for; null: all members of the brand.' }),
    offer: offerSchema,
    startedAt: timeSchema,
    attendedAt: timeSchema.nullable(),
    missedAt: timeSchema.nullable(),
    completedAt: timeSchema.nullable(),
    completedReason: z.enum(COMPLETED_REASONS).nullable(),
    completedBy: personSchema.nullable().meta({ description: 'Who completed it; null if no person did.' }),
    window: z.strictObject({
      anchor: z.enum(WINDOW_ANCHORS),
      closesAt: timeSchema,
      open: z.boolean(),
      trigger: z
        .strictObject({
          kind: z.enum(['follow', 'scan', 'menu_tap', 'menu_message_tap', 'enter_session']),
          remaining: z.int(),
          closesAt: timeSchema,
        })
        .nullable()
        .meta({ description: 'The short window that an event opened, while it is open.' }),
    }),
    consecutive: z.strictObject({ sent: z.int(), limit: z.int() }),
    reopenedFrom: idSchema
      .nullable()
      .meta({ description: 'The completed conversation that this one reopens.' }),
    snoozedUntil: z
      .union([timeSchema, z.literal('reply')])
      .nullable()
      .meta({ description: 'How long it stays out of the lists; `reply`: until the contact writes.' }),
    bot: conversationBotSchema,
    handover: handoverSchema,
    rating: ratingSchema,
    nextDeadline: deadlineSchema.nullable().meta({
      description:
        'The earliest one, ignoring `offer`, `return`, `snooze`, `window_closing`, `nudge` and `send_at`, which are only in ' +
        '`deadlines`.',
    }),
    deadlines: z.array(deadlineSchema).meta({ description: 'All pending ones, earliest first.' }),
    unread: z
      .int()
      .meta({ description: 'The contact’s messages since someone last attended or a reply was accepted.' }),
    isUnanswered: z
      .boolean()
      .meta({ description: 'The contact wrote last, and no reply has been accepted since.' }),
    isUnread: z
      .boolean()
      .meta({ description: 'The caller has not seen the newest message that somebody else wrote.' }),
    seenSeq: z.int().meta({ description: 'The newest message that the caller has seen; 0: none.' }),
    priority: prioritySchema,
    tags: z.array(z.string()),
    trouble: z
      .strictObject({ failed: z.int(), unknown: z.int(), held: z.int() })
      .meta({ description: 'Messages of the last seven days that need attention.' }),
    factsVersion: z.int().meta({
      description:
        'Rises when priority or tags change or trouble is settled. `version` does not rise with these changes.',
    }),
    urgency: z.int().meta({
      description: 'Sort key for `order=urgency`: the lowest comes first; equal ones are sorted by id.',
    }),
    // Not nullable(): the OpenAPI generator would ask for a message that is null as well.
    lastMessage: z.union([messageSchema, z.null()]),
    match: matchSchema.optional().meta({
      description:
        'With `q`: the newest message that contains the words; omitted if only the contact’s details contain them. For words that ' +
        'very many messages contain, and for a single character, only the newest 200 messages are searched.',
    }),
    now: timeSchema.meta({
      description: 'The conversation’s own clock, which is ahead if it was fast-forwarded.',
    }),
    abilities: z.strictObject({
      reply: abilitySchema,
      hold: abilitySchema,
      attend: abilitySchema,
      decline: abilitySchema,
      transfer: abilitySchema.meta({ description: 'To an operator.' }),
      transferToGroup: abilitySchema.meta({ description: 'To a group: also while nobody attends.' }),
      complete: abilitySchema,
      reopen: abilitySchema,
      snooze: abilitySchema,
      handback: abilitySchema,
      askRating: abilitySchema.meta({ description: 'Asking the contact to rate it: once.' }),
      note: abilitySchema,
      typing: abilitySchema,
    }),
    workflow: z.strictObject({
      workflowId: z.string(),
      runId: z.string(),
      url: z.string().nullable().meta({
        description:
          'The address in the Temporal UI; null if no Temporal UI is known (`TEMPORAL_UI_URL` unset, and no dev server).',
      }),
    }),
  })
  .meta({ id: 'Conversation' });

/** What is left of a conversation whose contact was erased: no list has it, and no word of it is left. */
export const erasedConversationSchema = conversationSchema
  .extend({
    contact: z.strictObject({ id: idSchema, openId: z.null(), name: z.null() }),
    lastMessage: z.null(),
  })
  .meta({ id: 'ErasedConversation' });

export type ConversationBody = z.infer<typeof conversationSchema>;
export type ErasedConversationBody = z.infer<typeof erasedConversationSchema>;
export type AbilityBody = z.infer<typeof abilitySchema>;

const snoozeSchema = z
  .union([
    z.strictObject({ until: givenTimeSchema.meta({ description: 'At most a year from now.' }) }),
    z.strictObject({ untilReply: z.literal(true) }),
  ])
  .meta({ id: 'Snooze' });

const transferSchema = z
  .strictObject({
    ...transferTargetFields,
    note: noteTextSchema
      .optional()
      .meta({ description: 'A note for the receiver, shown in the transcript.' }),
  })
  .transform(({ note, ...fields }, context) => {
    const target = transferTargetIn(fields);
    if (target !== null) return { ...target, note };
    context.addIssue({ code: 'custom', ...NO_TRANSFER_TARGET });
    return z.NEVER;
  })
  .meta({ id: 'Transfer' });

const tag = 'Conversations';
const operator = { tag, access: 'operator' } as const;
const answer = { description: 'The conversation', schema: conversationSchema };

export const conversationRoutes = [
  {
    id: 'listConversations',
    method: 'get',
    path: '/api/v1/conversations',
    summary: 'The conversations of the brands that the caller may see',
    ...operator,
    scope: 'read',
    query: conversationListQuerySchema,
    answers: {
      200: {
        description: 'Newest activity first, unless another order is asked for',
        schema: listOf('ConversationList', conversationSchema),
      },
    },
  },
  {
    id: 'countConversations',
    method: 'get',
    path: '/api/v1/conversations/counts',
    summary:
      'How many conversations each list has: exact up to 10,000 for `mine`, `waiting` and `missed`, and up to 1,000 ' +
      'for the others',
    ...operator,
    scope: 'read',
    query: conversationCountsQuerySchema,
    answers: { 200: { description: 'The counts', schema: conversationCountsSchema } },
  },
  {
    id: 'getConversation',
    method: 'get',
    path: '/api/v1/conversations/{id}',
    summary: 'One conversation, with what the caller may do in it',
    ...operator,
    scope: 'read',
    params: idParamsSchema,
    answers: {
      200: {
        description: 'The conversation; without name and openid if the contact was erased',
        schema: z.union([conversationSchema, erasedConversationSchema]),
      },
    },
  },
  {
    id: 'attendConversation',
    method: 'post',
    path: '/api/v1/conversations/{id}/attend',
    summary: 'Attend a conversation; nothing changes if the same operator does so again',
    ...operator,
    scope: 'write',
    params: idParamsSchema,
    answers: { 200: answer },
    refusals: ['conversation_completed', 'attended_by_other'],
  },
  {
    id: 'transferConversation',
    method: 'post',
    path: '/api/v1/conversations/{id}/transfer',
    summary:
      'Hand a conversation to another operator of the brand, who is alerted, or to a group: it waits again, in the queue ' +
      'of that group. To an operator only while it is attended',
    ...operator,
    scope: 'write',
    params: idParamsSchema,
    body: transferSchema,
    answers: { 200: answer },
    refusals: ['conversation_completed', 'attended_by_other', 'not_attended'],
  },
  {
    id: 'declineConversation',
    method: 'post',
    path: '/api/v1/conversations/{id}/decline',
    summary: 'Decline an offer: the conversation is offered to somebody else at once',
    ...operator,
    scope: 'write',
    params: idParamsSchema,
    answers: { 200: answer },
    refusals: ['conversation_completed', 'not_offered'],
  },
  {
    id: 'completeConversation',
    method: 'post',
    path: '/api/v1/conversations/{id}/complete',
    summary: 'Complete an attended conversation',
    ...operator,
    scope: 'write',
    params: idParamsSchema,
    answers: { 200: answer },
    refusals: ['conversation_completed', 'attended_by_other', 'not_attended'],
  },
  {
    id: 'reopenConversation',
    method: 'post',
    path: '/api/v1/conversations/{id}/reopen',
    summary:
      'Continue a conversation that an operator completed less than 48 hours ago: a new one for the same contact, ' +
      'attended by the caller, with the window and the counter of the old one',
    ...operator,
    scope: 'write',
    params: idParamsSchema,
    answers: { 201: { description: 'The new conversation', schema: conversationSchema } },
    refusals: ['not_reopenable'],
  },
  {
    id: 'askForRating',
    method: 'post',
    path: '/api/v1/conversations/{id}/rating-request',
    summary:
      'Ask the contact to rate a conversation that the caller attends or that is completed, by a message with choices; once ' +
      'for each conversation, also where the channel does not ask by itself',
    ...operator,
    scope: 'write',
    params: idParamsSchema,
    answers: { 200: answer },
    refusals: [
      'kind_not_supported',
      'conversation_completed',
      'attended_by_other',
      'not_attended',
      'already_asked',
      'window_closed',
      'consecutive_limit_reached',
    ],
  },
  {
    id: 'handBackConversation',
    method: 'post',
    path: '/api/v1/conversations/{id}/handback',
    summary:
      'Give an attended conversation back to the bot that took part in it: the contact’s next message is the bot’s',
    ...operator,
    scope: 'write',
    params: idParamsSchema,
    answers: { 200: answer },
    refusals: ['conversation_completed', 'not_attended', 'attended_by_other', 'no_bot', 'window_closed'],
  },
  {
    id: 'snoozeConversation',
    method: 'post',
    path: '/api/v1/conversations/{id}/snooze',
    summary:
      'Take an attended conversation out of the lists until a time or until the contact writes; its deadlines keep running, ' +
      'and a message from the contact always brings it back',
    ...operator,
    scope: 'write',
    params: idParamsSchema,
    body: snoozeSchema,
    answers: { 200: answer },
    refusals: ['conversation_completed', 'attended_by_other', 'not_attended'],
  },
  {
    id: 'unsnoozeConversation',
    method: 'delete',
    path: '/api/v1/conversations/{id}/snooze',
    summary: 'Put a snoozed conversation back into the lists',
    ...operator,
    scope: 'write',
    params: idParamsSchema,
    answers: { 200: answer },
    refusals: ['conversation_completed', 'attended_by_other', 'not_attended'],
  },
] as const satisfies readonly RouteContract[];
