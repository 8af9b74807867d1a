import { hasRoom, takePlace } from './consecutive';
import type { Conversation, OutboundMessage } from './conversation';
import { answered } from './routing/answered';
import { type StatusChange, type Step, settled, unchanged, withMessage, withoutMessage } from './step';
import { blockedCode, hold, settleAll } from './unsettled-messages';

/** The most messages that wait for their time in a conversation (docs/rules.md#69). */
export const SCHEDULED_LIMIT = 50;

/** Whether a message waits for its time. */
export function isScheduled({ status, holdReason }: OutboundMessage): boolean {
  return status === 'held' && holdReason === 'scheduled';
}

/** When the next scheduled message is due, in epoch ms; null: none waits. */
export function nextSendAt({ outbound }: Conversation): number | null {
  const times = outbound.filter(isScheduled).map(({ sendAt = 0 }) => sendAt);
  return times.length === 0 ? null : Math.min(...times);
}

/**
 * Queues the scheduled messages that are due at `now`, each in its place (docs/rules.md#69). One that may not leave then
 * is held like any other if the operator asked for that, else it fails. Now they answer the contact, unless they fail.
 */
export function sendDue(conversation: Conversation, now: number): Step {
  let current = conversation;
  const changes: StatusChange[] = [];
  const due = conversation.outbound.filter((one) => isScheduled(one) && (one.sendAt ?? 0) <= now);
  for (const scheduled of [...due].sort((a, b) => (a.sendAt ?? 0) - (b.sendAt ?? 0))) {
    const { holdReason: _, ...message } = scheduled;
    const { messageId } = message;
    if (current.unreachable !== null) {
      const { wechatCode } = current.unreachable;
      current = withoutMessage(current, messageId);
      changes.push(settled(messageId, 'failed', 'contact_unreachable', wechatCode));
    } else if (hasRoom(current, now)) {
      const placed = takePlace(current, { ...message, status: 'queued' as const }, now);
      current = { ...answered(withMessage(placed.conversation, placed.message)), lastActivityAt: now };
      changes.push({ messageId, status: 'queued', error: null });
    } else if (message.whenBlocked === 'hold') {
      current = answered(withMessage(current, hold(message)));
      changes.push({ messageId, status: 'held', error: null });
    } else {
      changes.push(settled(messageId, 'failed', blockedCode(current, now)));
      current = withoutMessage(current, messageId);
    }
  }
  return { conversation: current, changes };
}

/** The contact wrote: what was only to be sent if they did not is cancelled. */
export function cancelAnswered(conversation: Conversation): Step {
  const isAnswered = (one: OutboundMessage): boolean => isScheduled(one) && one.cancelsOnReply === true;
  if (!conversation.outbound.some(isAnswered)) return unchanged(conversation);
  return settleAll(conversation, isAnswered, 'cancelled', 'contact_replied');
}
