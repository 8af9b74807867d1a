import type { Refusal } from '../refusals';
import type { Conversation, OutboundMessage, TriggerWindow } from './conversation';
import { isWindowOpen, windowClosesAt } from './window';

/** How many more messages may be accepted in the main window now: 0 if it is closed. */
export function mainRoom(conversation: Conversation, now: number): number {
  if (!isWindowOpen(conversation, now)) return 0;
  return Math.max(0, conversation.settings.consecutiveLimit - conversation.consecutive.sent);
}

/** How many more messages may be accepted in the trigger window now: 0 if none is open. */
export function triggerRoom(conversation: Conversation, now: number): number {
  const { trigger } = conversation;
  if (trigger === null || now >= trigger.closesAt) return 0;
  return Math.max(0, trigger.limit - trigger.sent);
}

/** Whether one more message may be sent now, in the main window or in a trigger window (docs/rules.md#19). */
export function hasRoom(conversation: Conversation, now: number): boolean {
  return mainRoom(conversation, now) > 0 || triggerRoom(conversation, now) > 0;
}

/**
 * Why no message may be sent now, or null if one may: the sixth in a row may not (docs/rules.md#22). The window is
 * named before the limit (docs/rules.md#29).
 */
export function roomRefusal(conversation: Conversation, now: number): Refusal | null {
  if (hasRoom(conversation, now)) return null;
  if (!isWindowOpen(conversation, now)) return { code: 'window_closed', since: windowClosesAt(conversation) };
  const limit = conversation.settings.consecutiveLimit;
  return { code: 'consecutive_limit_reached', limit, sent: Math.min(limit, conversation.consecutive.sent) };
}

/** Gives a message a place in each window that has room now; the windows' limits do not add up (docs/rules.md#19). */
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

/** Frees the places that a message takes. */
export function giveBackPlace(conversation: Conversation, message: OutboundMessage): Conversation {
  const { consecutive, trigger } = conversation;
  const wasInTrigger = trigger !== null && trigger.openedAt === message.chargedToTrigger;
  return {
    ...conversation,
    consecutive: { sent: Math.max(0, consecutive.sent - (message.chargedToMain ? 1 : 0)) },
    trigger: wasInTrigger ? { ...trigger, sent: Math.max(0, trigger.sent - 1) } : trigger,
  };
}

/** Whether a message with a time limit of its own (a greeting) is past it. */
export function isTooLate({ leavesBefore }: OutboundMessage, now: number): boolean {
  return leavesBefore !== undefined && now >= leavesBefore;
}

/**
 * Until when an accepted message may leave, in epoch ms: while one of the windows in which it took a place is open, and
 * before its own time limit. If that is in the past, or -Infinity, it may no longer leave.
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
 * Resets the counter after a message from the contact. Only messages on their way count, because they will leave after
 * it (docs/rules.md#23). Those that had a place in the main window keep it, even above a limit that was lowered since.
 * The others get a place while the limit allows; the rest keep only their trigger window.
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
 * Opens a trigger window, which replaces an earlier one. Messages that have a place in the earlier one will leave in
 * the new one, so they take places there.
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

/** Applies WeChat's 45047: no place is left, in either window. */
export function exhaustPlaces(conversation: Conversation): Conversation {
  const { trigger } = conversation;
  return {
    ...conversation,
    consecutive: { sent: Math.max(conversation.consecutive.sent, conversation.settings.consecutiveLimit) },
    trigger: trigger === null ? null : { ...trigger, sent: Math.max(trigger.sent, trigger.limit) },
  };
}
