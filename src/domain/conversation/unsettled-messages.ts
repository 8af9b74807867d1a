import { giveBackPlace, hasRoom, isTooLate, mayLeave, roomRefusal, takePlace } from './consecutive';
import type { Conversation, OutboundMessage } from './conversation';
import type { DeliveryErrorCode } from './delivery';
import { type StatusChange, type Step, settled, unchanged, withMessage, withoutMessage } from './step';

/** The most messages that a conversation can hold back (docs/rules.md#25). */
export const HELD_LIMIT = 50;

/** Whether a message is held because the window or the limit blocked it: others wait for something else. */
export function isBlocked({ status, holdReason }: OutboundMessage): boolean {
  return status === 'held' && holdReason === undefined;
}

/** Queues held messages, in order, as far as there is room (docs/rules.md#25). */
export function releaseHeld(conversation: Conversation, now: number): Step {
  if (conversation.unreachable !== null) return unchanged(conversation);
  let current = conversation;
  const changes: StatusChange[] = [];
  for (const held of conversation.outbound.filter(isBlocked)) {
    if (!hasRoom(current, now)) break;
    const placed = takePlace(current, { ...held, status: 'queued' as const }, now);
    current = { ...withMessage(placed.conversation, placed.message), lastActivityAt: now };
    changes.push({ messageId: held.messageId, status: 'queued', error: null });
  }
  return { conversation: current, changes };
}

/**
 * Drops queued messages that may no longer leave, because their window has closed or WeChat said that the limit is
 * reached: they are held if the operator asked for that, else they fail (docs/rules.md#26). The first such message and
 * all after it are given places anew: one whose trigger window has ended can take a place in the main window, and no
 * later message overtakes it.
 */
export function dropBlocked(conversation: Conversation, now: number): Step {
  const queued = conversation.outbound.filter((one) => one.status === 'queued');
  const firstBlocked = queued.findIndex((one) => !mayLeave(conversation, one, now));
  if (firstBlocked < 0) return unchanged(conversation);
  const behind = queued.slice(firstBlocked);
  let current = behind.reduce(giveBackPlace, conversation);
  const changes: StatusChange[] = [];
  for (const message of behind) {
    if (isTooLate(message, now)) {
      current = withoutMessage(current, message.messageId);
      changes.push(settled(message.messageId, 'failed', 'window_closed'));
    } else if (hasRoom(current, now)) {
      const placed = takePlace(current, message, now);
      current = withMessage(placed.conversation, placed.message);
    } else if (message.whenBlocked === 'hold') {
      current = withMessage(current, hold(message));
      changes.push({ messageId: message.messageId, status: 'held', error: null });
    } else {
      current = withoutMessage(current, message.messageId);
      changes.push(settled(message.messageId, 'failed', blockedCode(current, now)));
    }
  }
  return { conversation: current, changes };
}

/** The error code for a message that fails because no message may be sent now. */
export function blockedCode(
  conversation: Conversation,
  now: number,
): 'window_closed' | 'consecutive_limit_reached' {
  const refusal = roomRefusal(conversation, now);
  return refusal?.code === 'window_closed' ? 'window_closed' : 'consecutive_limit_reached';
}

/** Gives the selected messages a final status. A message that is being sent is skipped: its outcome decides. */
export function settleAll(
  conversation: Conversation,
  which: (message: OutboundMessage) => boolean,
  status: 'failed' | 'cancelled',
  code: DeliveryErrorCode,
  wechatCode: number | null = null,
): Step {
  let current = conversation;
  const changes: StatusChange[] = [];
  for (const message of conversation.outbound) {
    if (message.status === 'sending' || !which(message)) continue;
    current = withoutMessage(giveBackPlace(current, message), message.messageId);
    changes.push(settled(message.messageId, status, code, wechatCode));
  }
  return { conversation: current, changes };
}

/** Lets messages that wait for the channel be tried again, in order. */
export function resumeSends(conversation: Conversation): Conversation {
  if (!conversation.outbound.some((one) => one.waitsForChannel === true)) return conversation;
  return { ...conversation, outbound: conversation.outbound.map(withoutChannelWait) };
}

/** The message without its wait for the channel. */
export function withoutChannelWait(message: OutboundMessage): OutboundMessage {
  const { waitsForChannel: _, ...rest } = message;
  return rest;
}

/** The message as `held`: without a place, until there is room. A pause between two attempts keeps running. */
export function hold(message: OutboundMessage): OutboundMessage {
  return { ...withoutChannelWait(message), status: 'held', chargedToMain: false, chargedToTrigger: null };
}
