import { takePlace } from '../consecutive';
import type { Conversation, OutboundMessage } from '../conversation';
import { type StatusChange, type Step, unchanged, withMessage } from '../step';
import { settleAll } from '../unsettled-messages';
import { placesOfBot, placesOfRemainder } from './places';

/** Whether a message is a part of an answer that waits until the contact asks for more. */
export function isRemainder({ status, holdReason }: OutboundMessage): boolean {
  return status === 'held' && holdReason === 'bot_remainder';
}

/** The message as a part of the remainder: without a place. */
export function asRemainder(message: OutboundMessage): OutboundMessage {
  return {
    ...message,
    status: 'held',
    holdReason: 'bot_remainder',
    chargedToMain: false,
    chargedToTrigger: null,
  };
}

/** The contact asked for more: the next parts leave, as many as there are places (docs/rules.md#62). */
export function releaseRemainder(conversation: Conversation, now: number): Step {
  let current = conversation;
  const changes: StatusChange[] = [];
  const atMost = Math.min(placesOfBot(conversation, now), placesOfRemainder(conversation));
  for (const held of conversation.outbound.filter(isRemainder).slice(0, atMost)) {
    const { holdReason: _, ...message } = held;
    const placed = takePlace(current, { ...message, status: 'queued' as const }, now);
    current = { ...withMessage(placed.conversation, placed.message), lastActivityAt: now };
    changes.push({ messageId: held.messageId, status: 'queued', error: null });
  }
  return { conversation: current, changes };
}

/** The contact wrote something else: the rest of the answer is not sent any more. */
export function dropRemainder(conversation: Conversation): Step {
  if (!conversation.outbound.some(isRemainder)) return unchanged(conversation);
  return settleAll(conversation, isRemainder, 'cancelled', 'not_asked_for');
}
