import type { UpdateDefinition } from '@temporalio/common';
import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import type { ThreadLog } from '../../domain/chain/thread-log';
import { judge } from '../../domain/conversation/abilities';
import { advance } from '../../domain/conversation/advance';
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

/** The open conversation as the chain has it now; null where there is none. */
export function viewOf(log: ThreadLog): ConversationView | null {
  const { current, version } = log.thread;
  return current === null ? null : { conversation: current, version, now: Date.now() };
}

/**
 * Sets the handlers of operators' wishes: the validator judges by the rules, and the handler, right behind it, applies
 * the wish. To be called after the signal's handler is set: in a run's first task messages come out in that order, and a
 * message of the contact has to be known before a reply is judged.
 */
export function handleWishes(log: ThreadLog, apply: (wish: Wish) => void): void {
  const handle = <M extends WishMessage>(
    definition: UpdateDefinition<ConversationView, [M]>,
    description: string,
    toWish: (message: M) => Wish,
  ): void => {
    const validator = (message: M): void => {
      const { current, seen } = log.thread;
      const wish = toWish(message);
      // The server forgets update ids when a run ends: a repeat is answered, not judged again.
      if (wish.type === 'reply' && seen.includes(wish.messageId)) return;
      if (current?.id !== message.conversationId) throw refused({ code: 'conversation_completed' });
      const now = Date.now();
      const refusal = judge(advance(current, now).conversation, wish, now);
      if (refusal !== null) throw refused(refusal);
    };
    const handler = (message: M): ConversationView => {
      apply(toWish(message));
      const view = viewOf(log);
      if (view === null) throw refused({ code: 'conversation_completed' });
      return view;
    };
    setHandler(definition, handler, { validator, description });
  };

  handle(replyUpdate, 'an operator writes', ({ by, messageId, kind, whenBlocked }) => ({
    type: 'reply',
    by,
    messageId,
    kind,
    whenBlocked,
  }));
  handle(attendUpdate, 'an operator attends', ({ by }) => ({ type: 'attend', by }));
  handle(transferUpdate, 'handed to another operator', ({ by, toOperatorId }) => ({
    type: 'transfer',
    by,
    toOperatorId,
  }));
  handle(completeUpdate, 'an operator completes it', ({ by }) => ({ type: 'complete', by }));
  handle(cancelUpdate, 'a held message is taken back', ({ by, messageId }) => ({
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
