import type { Conversation } from './conversation';
import { windowClosesAt } from './window';

/** How long before the window closes the attending operator is warned (docs/rules.md#53). */
export const CLOSING_WARNING_MS = 60 * 60_000;

/**
 * When to warn the attending operator that the window is about to close, in epoch ms; null if there is nothing to warn
 * of. Only while none of our messages counts since the contact last wrote, and once for each closing time
 * (docs/rules.md#53).
 */
export function closingWarningAt(conversation: Conversation): number | null {
  const { state, consecutive, unreachable, window } = conversation;
  if (state !== 'active' || consecutive.sent > 0 || unreachable !== null) return null;
  const closesAt = windowClosesAt(conversation);
  if (window.closingHandledAt === closesAt || window.warnedOf === closesAt) return null;
  return closesAt - CLOSING_WARNING_MS;
}

/**
 * When programs that listen are to be told that the window is about to close, in epoch ms; null if there is nothing to tell.
 * Of every open conversation, once for each closing time (docs/rules.md#53).
 */
export function closingNoticeAt(conversation: Conversation): number | null {
  const { state, unreachable, window } = conversation;
  if (state === 'completed' || unreachable !== null) return null;
  const closesAt = windowClosesAt(conversation);
  if (window.closingHandledAt === closesAt || window.announcedOf === closesAt) return null;
  return closesAt - CLOSING_WARNING_MS;
}

/** Whether programs are to be told at `now` (epoch ms). */
export function isNoticeDue(conversation: Conversation, now: number): boolean {
  const at = closingNoticeAt(conversation);
  return at !== null && at <= now;
}

/** The conversation, whose closing time programs are told of. */
export function announcedClosing(conversation: Conversation): Conversation {
  return { ...conversation, window: { ...conversation.window, announcedOf: windowClosesAt(conversation) } };
}

/** Whether the warning is due at `now` (epoch ms). */
export function isWarningDue(conversation: Conversation, now: number): boolean {
  const at = closingWarningAt(conversation);
  return at !== null && at <= now;
}

/** The conversation, warned of the closing time that it has now. */
export function warnedOfClosing(conversation: Conversation): Conversation {
  return { ...conversation, window: { ...conversation.window, warnedOf: windowClosesAt(conversation) } };
}
