import type { UpdateDefinition } from '@temporalio/common';
import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import type { Chain } from '../../domain/chain/chain';
import type { Wish } from '../../domain/conversation/events';
import type { Refusal } from '../../domain/refusals';
import {
  attendUpdate,
  type ConversationView,
  cancelUpdate,
  completeUpdate,
  REFUSED,
  replyUpdate,
  transferUpdate,
  type WishMessage,
} from './messages';

/** The chain's current conversation; null if there is none. */
export function viewOf({ thread: { current, version } }: Chain): ConversationView | null {
  return current === null ? null : { conversation: current, version, now: Date.now() };
}

/**
 * Sets the update handlers of operators' wishes. The validator judges by the rules; the handler runs right after it,
 * applies the wish and calls `onApplied`. Call it after the signal's handler is set: in a run's first task
 * buffered messages are handled in that order, and a message of the contact has to be known before a reply is judged.
 */
export function handleWishes(chain: Chain, onApplied: () => void): void {
  const handle = <M extends WishMessage>(
    definition: UpdateDefinition<ConversationView, [M]>,
    description: string,
    toWish: (message: M) => Wish,
  ): void => {
    const validator = (message: M): void => {
      const refusal = chain.judge(message.conversationId, toWish(message), Date.now());
      if (refusal !== null) throw refused(refusal);
    };
    const handler = (message: M): ConversationView => {
      chain.apply(toWish(message), Date.now());
      onApplied();
      const view = viewOf(chain);
      if (view === null) throw refused({ code: 'conversation_completed' });
      return view;
    };
    setHandler(definition, handler, { validator, description });
  };

  handle(replyUpdate, 'an operator replies', ({ by, messageId, kind, whenBlocked }) => ({
    type: 'reply',
    by,
    messageId,
    kind,
    whenBlocked,
  }));
  handle(attendUpdate, 'an operator attends the conversation', ({ by }) => ({ type: 'attend', by }));
  handle(transferUpdate, 'an operator transfers the conversation', ({ by, toOperatorId }) => ({
    type: 'transfer',
    by,
    toOperatorId,
  }));
  handle(completeUpdate, 'an operator completes the conversation', ({ by }) => ({ type: 'complete', by }));
  handle(cancelUpdate, 'an operator cancels a held message', ({ by, messageId }) => ({
    type: 'cancel',
    by,
    messageId,
  }));
}

function refused(refusal: Refusal): ApplicationFailure {
  return ApplicationFailure.create({
    type: REFUSED,
    message: refusal.code,
    details: [refusal],
    nonRetryable: true,
  });
}
