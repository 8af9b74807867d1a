import type { Refusal } from '../refusals';
import type { Conversation, OutboundMessage, TriggerWindow } from './conversation';
import { isWindowOpen, windowClosesAt } from './window';

/** How many more messages may be accepted in the main window now: 0 where it is closed. */
export function mainRoom(conversation: Conversation, now: number): number {
  if (!isWindowOpen(conversation, now)) return 0;
  return Math.max(0, conversation.settings.consecutiveLimit - conversation.consecutive.sent);
}

/** How many more messages the open trigger window takes now; 0 where there is none. */
export function triggerRoom(conversation: Conversation, now: number): number {
  const { trigger } = conversation;
  if (trigger === null || now >= trigger.closesAt) return 0;
  return Math.max(0, trigger.limit - trigger.sent);
}

/** Whether one more message may go out now: in the main window or in a trigger window (docs/rules.md#19). */
export function hasRoom(conversation: Conversation, now: number): boolean {
  return mainRoom(conversation, now) > 0 || triggerRoom(conversation, now) > 0;
}

/** Why no message may go out now, or null where one may. The window is named before the limit (docs/rules.md#29). */
export function roomRefusal(conversation: Conversation, now: number): Refusal | null {
  if (hasRoom(conversation, now)) return null;
  if (!isWindowOpen(conversation, now)) return { code: 'window_closed', since: windowClosesAt(conversation) };
  const limit = conversation.settings.consecutiveLimit;
  return { code: 'consecutive_limit_reached', limit, sent: Math.min(limit, conversation.consecutive.sent) };
}

/** The places a message takes, one in each window that has room now; they do not add up (docs/rules.md#19). */
export function takePlace<M extends OutboundMessage>(
  conversation: Conversation,
  message: M,
  now: number,
): { readonly conversation: Conversation; readonly message: M } {
  const inMain = mainRoom(conversation, now) > 0;
  const { trigger } = conversation;
  const inTrigger = trigger !== null && triggerRoom(conversation, now) > 0;
  return {
    conversation: {
      ...conversation,
      consecutive: { sent: conversation.consecutive.sent + (inMain ? 1 : 0) },
      trigger: inTrigger ? { ...trigger, sent: trigger.sent + 1 } : trigger,
    },
    message: { ...message, chargedToMain: inMain, chargedToTrigger: inTrigger ? trigger.openedAt : null },
  };
}

/** Gives the places of a message back: WeChat did not count it. */
export function giveBackPlace(conversation: Conversation, message: OutboundMessage): Conversation {
  const { consecutive, trigger } = conversation;
  const wasInTrigger = trigger !== null && trigger.openedAt === message.chargedToTrigger;
  return {
    ...conversation,
    consecutive: { sent: Math.max(0, consecutive.sent - (message.chargedToMain ? 1 : 0)) },
    trigger: wasInTrigger ? { ...trigger, sent: Math.max(0, trigger.sent - 1) } : trigger,
  };
}

/** Whether a message that is worth something for a while only has missed its time. */
export function isTooLate({ leavesBefore }: OutboundMessage, now: number): boolean {
  return leavesBefore !== undefined && now >= leavesBefore;
}

/**
 * Until when an accepted message may leave, epoch ms: as long as one of the windows in which it took a place is open,
 * and it is worth something. In the past, or -Infinity: it may not leave any more.
 */
export function leavesUntil(conversation: Conversation, message: OutboundMessage): number {
  const { trigger } = conversation;
  const never = Number.NEGATIVE_INFINITY;
  const inMain = message.chargedToMain ? windowClosesAt(conversation) : never;
  const isInTrigger = trigger !== null && message.chargedToTrigger === trigger.openedAt;
  const inTrigger = isInTrigger ? trigger.closesAt : never;
  return Math.min(message.leavesBefore ?? Number.POSITIVE_INFINITY, Math.max(inMain, inTrigger));
}

/** Whether an accepted message may still leave now. */
export function mayLeave(conversation: Conversation, message: OutboundMessage, now: number): boolean {
  return now < leavesUntil(conversation, message);
}

/**
 * The counter after a message of the contact: only what is still on its way counts, because it will leave after it
 * (docs/rules.md#23). Who had a place keeps it, also over a limit that was lowered since. Others get one up to the
 * limit; beyond it such a message keeps its trigger window only.
 */
export function resetConsecutive(conversation: Conversation): Conversation {
  const limit = conversation.settings.consecutiveLimit;
  let sent = conversation.outbound.filter((one) => one.chargedToMain).length;
  const outbound = conversation.outbound.map((message) => {
    if (message.status === 'held' || message.chargedToMain || sent >= limit) return message;
    sent += 1;
    return { ...message, chargedToMain: true };
  });
  return { ...conversation, consecutive: { sent }, outbound };
}

/**
 * A short window opens, in place of an earlier one. Messages that wait for the earlier one will leave in this one, so
 * they take its places.
 */
export function openTrigger(conversation: Conversation, opened: Omit<TriggerWindow, 'sent'>): Conversation {
  const { trigger } = conversation;
  let sent = 0;
  const outbound = conversation.outbound.map((message) => {
    if (trigger === null || message.chargedToTrigger !== trigger.openedAt) return message;
    sent += 1;
    return { ...message, chargedToTrigger: opened.openedAt };
  });
  return { ...conversation, trigger: { ...opened, sent }, outbound };
}

/** WeChat's 45047: the count is used up, in every window we know of. */
export function exhaustPlaces(conversation: Conversation): Conversation {
  const { trigger } = conversation;
  return {
    ...conversation,
    consecutive: { sent: Math.max(conversation.consecutive.sent, conversation.settings.consecutiveLimit) },
    trigger: trigger === null ? null : { ...trigger, sent: Math.max(trigger.sent, trigger.limit) },
  };
}
