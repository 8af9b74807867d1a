import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Thread } from '../../domain/chain/thread';
import type { Actor, Conversation, WhenBlocked } from '../../domain/conversation/conversation';
import type { ContactActed, ContactWrote, InternalFact } from '../../domain/conversation/events';
import type { VersionedSettings } from '../../domain/settings';

/**
 * The messages that a conversation's workflow understands. Names are an API: never renamed, only added; one object
 * each, in which new fields are optional. They hold ids, kinds, times and counts only.
 */

/** Type name of the workflow. */
export const CONVERSATION_WORKFLOW = 'conversation';

/** One workflow id per contact: the server itself sees to it that at most one conversation is open. */
export function conversationWorkflowId(contactId: string): string {
  return `conversation-${contactId}`;
}

export type ConversationInput = {
  readonly contactId: string;
  readonly channelId: string;
  readonly brandId: string;
  /** The chain as the run before left it. */
  readonly thread?: Thread;
  /** The run before was lost, and `thread` is what the store held of it. */
  readonly isRaised?: true;
  /** How often the chain has begun a new run; left out: never. */
  readonly generation?: number;
  /** Rolls over at this many history events at the latest; unset: when the server suggests it. For tests. */
  readonly rollAfterEvents?: number;
};

/** Type name of the workflow that greets. */
export const GREETING_WORKFLOW = 'greeting';

/** One workflow id per follow or scan: it is answered with one greeting at most. */
export function greetingWorkflowId(eventMessageId: string): string {
  return `greeting-${eventMessageId}`;
}

/** Ids only: the text is read by the activity. */
export type GreetingInput = {
  readonly contactId: string;
  /** The follow or scan that is greeted. */
  readonly eventMessageId: string;
};

/** What may be signalled. The workflow itself names the conversation that a message may begin. */
export type SignalledFact =
  /** Its settings stand once in the signal; in each fact until there was room for them there. */
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
          | 'channelResumed'
          | 'clockMoved'
          | 'greetingAsked';
      }
    >;

/** `settings` are those of the channel, for the messages among the facts. */
export type Facts = { readonly facts: readonly SignalledFact[]; readonly settings?: VersionedSettings };

/** One signal type for all facts: within one type the server keeps the order. At most 200 in one signal. */
export const factsSignal = defineSignal<[Facts]>('facts');

/** Every wish names the conversation that it is meant for: one chain hosts several in turn. */
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
export const completeUpdate = defineUpdate<ConversationView, [WishMessage]>('complete');
export const cancelUpdate = defineUpdate<ConversationView, [WishMessage<{ readonly messageId: string }>]>(
  'cancel',
);

/** `messageId` is the transcript row's id, and the update's id as well. */
export type ReplyDetails = {
  readonly messageId: string;
  readonly kind: string;
  readonly whenBlocked: WhenBlocked;
};

/** The live state, for engineers and tests; lists and closed conversations come from the store. */
export const viewQuery = defineQuery<ConversationView | null>('view');

/** What a wish answers: the conversation as the workflow has it. `version` orders it among projections. */
export type ConversationView = {
  readonly conversation: Conversation;
  readonly version: number;
  /** The conversation's own clock, epoch ms. */
  readonly now: number;
};

/** `type` of the failure with which a validator refuses; its only detail is the domain's `Refusal`. */
export const REFUSED = 'Refused';
