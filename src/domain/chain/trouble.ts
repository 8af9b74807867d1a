import type { Conversation } from '../conversation/conversation';
import { afterSend } from '../conversation/delivery';
import type { ConversationEvent } from '../conversation/events';
import type { Step } from '../conversation/step';
import { isBlocked } from '../conversation/unsettled-messages';

/** What engineers filter by: the worst that has happened to a conversation's messages. */
export type DeliveryTrouble = 'unknown' | 'failed' | 'held';

/**
 * The delivery trouble of a conversation: `unknown` or `failed` if one of its messages ever was, `held` while one is
 * held; null: none. What an operator does about a message afterwards does not change it: engineers look for what
 * happened.
 */
export function deliveryTrouble({ troubled, outbound }: Conversation): DeliveryTrouble | null {
  if (troubled?.unknown === true) return 'unknown';
  if (troubled?.failed === true) return 'failed';
  return outbound.some(isBlocked) ? 'held' : null;
}

/** The step, with a note of the messages that failed or became unknown in it. */
export function noteTrouble(before: Conversation, event: ConversationEvent, step: Step): Step {
  // The greeting was never part of this conversation.
  if (event.type === 'greetingAsked' && before.state === 'completed') return step;
  const ended = event.type === 'sendEnded' ? statusAfter(before, event) : null;
  const hasFailed = ended === 'failed' || step.changes.some((one) => one.status === 'failed');
  const isUnknown = ended === 'unknown';
  const { troubled = { failed: false, unknown: false } } = step.conversation;
  if ((!hasFailed || troubled.failed) && (!isUnknown || troubled.unknown)) return step;
  const noted = { failed: troubled.failed || hasFailed, unknown: troubled.unknown || isUnknown };
  return { ...step, conversation: { ...step.conversation, troubled: noted } };
}

function statusAfter(
  { outbound }: Conversation,
  { messageId, outcome }: Extract<ConversationEvent, { type: 'sendEnded' }>,
): string | null {
  const message = outbound.find((one) => one.messageId === messageId);
  return message?.status === 'sending' ? afterSend(message, outcome).status : null;
}
