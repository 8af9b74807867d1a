import type { UpdateDefinition } from '@temporalio/common';
import { ApplicationFailure, condition, setHandler } from '@temporalio/workflow';
import type { Chain } from '../../domain/chain/chain';
import type { Wish } from '../../domain/conversation/events';
import { notReopenable } from '../../domain/conversation/wishes/reopen';
import type { Refusal } from '../../domain/refusals';
import {
  askRatingUpdate,
  attendUpdate,
  type BotSpeech,
  botSpeechUpdate,
  type ConversationView,
  cancelUpdate,
  completeUpdate,
  declineUpdate,
  handbackUpdate,
  REFUSED,
  reopenUpdate,
  replyUpdate,
  snoozeUpdate,
  transferToGroupUpdate,
  transferUpdate,
  unsnoozeUpdate,
  type WishMessage,
} from './messages';

/** The chain's current conversation; null if there is none. */
export function viewOf({ thread: { current, version } }: Chain): ConversationView | null {
  return current === null ? null : { conversation: current, version, now: Date.now() };
}

/**
 * Sets the update handlers of operators' wishes. The validator judges by the rules; the handler runs right after it,
 * applies the wish and calls `onApplied`. Call it after the signal's handler is set: in a run's first task
 * buffered messages are handled in that order, and a message from the contact has to be known before a reply is judged.
 */
export function handleWishes(chain: Chain, onApplied: () => void): void {
  const judge = (conversationId: string, wish: Wish): void => {
    const refusal = chain.judge(conversationId, wish, Date.now());
    if (refusal !== null) throw refused(refusal);
  };
  const handle = <M extends WishMessage>(
    definition: UpdateDefinition<ConversationView, [M]>,
    description: string,
    toWish: (message: M) => Wish,
  ): void => {
    const validator = (message: M): void => judge(message.conversationId, toWish(message));
    const handler = (message: M): ConversationView => {
      chain.apply(toWish(message), Date.now());
      onApplied();
      const view = viewOf(chain);
      if (view === null) throw refused({ code: 'conversation_completed' });
      return view;
    };
    setHandler(definition, handler, { validator, description });
  };

  handle(replyUpdate, 'an operator replies', (message) => {
    const { by, messageId, kind, whenBlocked, sendAt, cancelsOnReply } = message;
    return { type: 'reply', by, messageId, kind, whenBlocked, sendAt, cancelsOnReply };
  });
  handle(attendUpdate, 'an operator attends the conversation', ({ by }) => ({ type: 'attend', by }));
  handle(transferUpdate, 'an operator transfers the conversation', ({ by, toOperatorId }) => ({
    type: 'transfer',
    by,
    toOperatorId,
  }));
  handle(transferToGroupUpdate, 'an operator transfers the conversation to a group', ({ by, groupId }) => ({
    type: 'transferToGroup',
    by,
    groupId,
  }));
  handle(declineUpdate, 'an operator declines an offer', ({ by }) => ({ type: 'decline', by }));
  handle(completeUpdate, 'an operator completes the conversation', ({ by }) => ({ type: 'complete', by }));
  handle(cancelUpdate, 'an operator cancels a held message', ({ by, messageId }) => ({
    type: 'cancel',
    by,
    messageId,
  }));
  handle(snoozeUpdate, 'an operator snoozes the conversation', ({ by, until }) => ({
    type: 'snooze',
    by,
    until,
  }));
  handle(unsnoozeUpdate, 'an operator ends the snooze', ({ by }) => ({ type: 'unsnooze', by }));
  handle(handbackUpdate, 'an operator gives the conversation back to its bot', ({ by }) => ({
    type: 'handback',
    by,
  }));
  handle(askRatingUpdate, 'an operator asks for a rating', ({ by }) => ({ type: 'askRating', by }));

  const speechHandler = ({ turn, answer }: BotSpeech): ConversationView => {
    chain.apply({ type: 'botSpoke', turn, ...answer }, Date.now());
    onApplied();
    const view = viewOf(chain);
    if (view === null) throw refused({ code: 'conversation_completed' });
    return view;
  };
  setHandler(botSpeechUpdate, speechHandler, {
    validator: (speech) => {
      const refusal = chain.judgeBotSpeech(speech, Date.now());
      if (refusal !== null) throw refused(refusal);
    },
    description: 'the bot says something by itself',
  });

  const toReopen = ({ conversationId, by, newConversationId }: ReopenMessage): Wish => ({
    type: 'reopen',
    by,
    conversationId,
    newConversationId,
  });
  // Answered when the new conversation is stored: before that, its id could not be looked up.
  const reopenHandler = async (message: ReopenMessage): Promise<ConversationView> => {
    chain.apply(toReopen(message), Date.now());
    onApplied();
    const { version } = chain.thread;
    await condition(() => chain.storedVersion >= version);
    const view = viewOf(chain);
    // The store was ahead and has a newer conversation.
    if (view?.conversation.id !== message.newConversationId) {
      throw refused(notReopenable('newer_conversation'));
    }
    return view;
  };
  setHandler(reopenUpdate, reopenHandler, {
    validator: (message) => judge(message.conversationId, toReopen(message)),
    description: 'an operator reopens the conversation',
  });
}

type ReopenMessage = WishMessage<{ readonly newConversationId: string }>;

function refused(refusal: Refusal): ApplicationFailure {
  return ApplicationFailure.create({
    type: REFUSED,
    message: refusal.code,
    details: [refusal],
    nonRetryable: true,
  });
}
