import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Thread } from '../../domain/chain/thread';
import type { BotAnswer } from '../../domain/conversation/bot/answer';
import type { Actor, Conversation, WhenBlocked } from '../../domain/conversation/conversation';
import type { ContactActed, ContactWrote, InternalFact } from '../../domain/conversation/events';
import type { RatingAnswer } from '../../domain/rating/rating-life';
import type { VersionedSettings } from '../../domain/settings';

/**
 * The messages of the conversation workflow. Their names are an API: they are never renamed, only added. Each takes one
 * object, in which new fields are optional. They hold ids, kinds, times and counts only.
 */

/** Type name of the workflow. */
export const CONVERSATION_WORKFLOW = 'conversation';

/** One workflow id per contact, so the server itself guarantees that at most one conversation is open. */
export function conversationWorkflowId(contactId: string): string {
  return `conversation-${contactId}`;
}

/** The task queue of the bots of conversations, named after that of the conversations. */
export function botTaskQueue(taskQueue: string): string {
  return `${taskQueue}-bots`;
}

export type ConversationInput = {
  readonly contactId: string;
  readonly channelId: string;
  readonly brandId: string;
  /** The state of the chain at the end of the previous run. */
  readonly thread?: Thread;
  /** The previous run was lost, and `thread` is its stored state. */
  readonly isRaised?: true;
  /** How many times the chain has continued as new. Defaults to 0. */
  readonly generation?: number;
  /** Continues as new after so many history events, instead of `LONGEST_HISTORY`. For tests. */
  readonly rollAfterEvents?: number;
};

/** Type name of the workflow that greets. */
export const GREETING_WORKFLOW = 'greeting';

/** One workflow id per follow or scan, so each gets at most one greeting. */
export function greetingWorkflowId(eventMessageId: string): string {
  return `greeting-${eventMessageId}`;
}

/** Ids only: the activity reads the text. */
export type GreetingInput = {
  readonly contactId: string;
  /** The follow, scan or tap that the greeting answers. */
  readonly eventMessageId: string;
  /** The channel's bot is asked what to say (docs/rules.md#70). */
  readonly asksBot?: true;
  /** It answers a tap on the menu of a rating instead (docs/rules.md#101). */
  readonly answers?: { readonly conversationId: string; readonly says: readonly RatingAnswer[] };
};

/** The facts that can be signalled. The workflow itself makes the id of the conversation that a message may begin. */
export type SignalledFact =
  /** The settings are given once, in `Facts`. In signals of older releases each fact has its own. */
  | (Omit<ContactWrote, 'newConversationId' | 'settings'> & { readonly settings?: VersionedSettings })
  | ContactActed
  | Extract<
      InternalFact,
      {
        type:
          | 'settingsChanged'
          | 'operatorDisabled'
          | 'channelClosed'
          | 'contactBlocked'
          | 'contactErased'
          | 'channelResumed'
          | 'clockMoved'
          | 'greetingAsked'
          | 'botRemoved'
          | 'operatorHandsOver'
          | 'operatorStays'
          | 'operatorAvailable'
          | 'groupDeleted';
      }
    >;

/** `settings`: those of the channel, for the messages among the facts. */
export type Facts = { readonly facts: readonly SignalledFact[]; readonly settings?: VersionedSettings };

/** One signal type for all facts: within one type the server keeps the order. At most 200 in one signal. */
export const factsSignal = defineSignal<[Facts]>('facts');

/** Every wish names the conversation it is meant for, because a chain hosts one after another. */
export type WishMessage<Details = unknown> = Details & {
  readonly conversationId: string;
  readonly by: Actor;
};

export const replyUpdate = defineUpdate<ConversationView, [WishMessage<ReplyDetails>]>('reply');
export const attendUpdate = defineUpdate<ConversationView, [WishMessage]>('attend');
export const transferUpdate = defineUpdate<
  ConversationView,
  [WishMessage<{ readonly toOperatorId: string }>]
>('transfer');
/** It waits again, in the queue of that group. */
export const transferToGroupUpdate = defineUpdate<
  ConversationView,
  [WishMessage<{ readonly groupId: string }>]
>('transferToGroup');
/** The operator to whom it is offered does not want it. */
export const declineUpdate = defineUpdate<ConversationView, [WishMessage]>('decline');
export const completeUpdate = defineUpdate<ConversationView, [WishMessage]>('complete');
export const cancelUpdate = defineUpdate<ConversationView, [WishMessage<{ readonly messageId: string }>]>(
  'cancel',
);

/**
 * The only wish about a completed conversation; the API creates `newConversationId`, and sends the same one if it
 * repeats the wish.
 */
export const reopenUpdate = defineUpdate<
  ConversationView,
  [WishMessage<{ readonly newConversationId: string }>]
>('reopen');
/** `until`: epoch ms by the conversation's clock; null: until the contact writes. */
export const snoozeUpdate = defineUpdate<ConversationView, [WishMessage<{ readonly until: number | null }>]>(
  'snooze',
);
/** What a bot says by itself; its messages are stored. The only wish that no operator makes. */
export type BotSpeech = {
  readonly conversationId: string;
  /** The turn for which it had no answer yet; older histories do not name it. */
  readonly turn?: number | undefined;
  readonly answer: BotAnswer;
};
export const botSpeechUpdate = defineUpdate<ConversationView, [BotSpeech]>('botSpeech');
/** Gives the conversation back to its bot. */
export const handbackUpdate = defineUpdate<ConversationView, [WishMessage]>('handback');
/** Asks the contact to rate the conversation, which may be completed. */
export const askRatingUpdate = defineUpdate<ConversationView, [WishMessage]>('askRating');
export const unsnoozeUpdate = defineUpdate<ConversationView, [WishMessage]>('unsnooze');

/** `messageId` is the transcript row's id, and the update's id as well. */
export type ReplyDetails = {
  readonly messageId: string;
  readonly kind: string;
  readonly whenBlocked: WhenBlocked;
  /** Epoch ms by the conversation's clock; left out: now. */
  readonly sendAt?: number;
  readonly cancelsOnReply?: true;
};

/** The current state, for engineers and tests. The API reads conversations from the store. */
export const viewQuery = defineQuery<ConversationView | null>('view');

/**
 * The result of a wish: the conversation as the workflow has it (after `reopen`, the new one, which is stored by then).
 * `version` orders it among projections.
 */
export type ConversationView = {
  readonly conversation: Conversation;
  readonly version: number;
  /** The conversation's own clock, epoch ms. */
  readonly now: number;
};

/** The `type` of the failure with which a validator refuses; its only detail is the domain's `Refusal`. */
export const REFUSED = 'Refused';
