import type { Conversation } from './conversation';
import { windowClosesAt } from './window';

/** How long before the window closes the attending operator is warned, and programs are told (docs/rules.md#53). */
export const CLOSING_WARNING_MS = 60 * 60_000;

/**
 * When to warn the attending operator that the window is about to close, in epoch ms; null if there is nothing to warn
 * of. Only while none of our messages counts since the contact last wrote, and once for each closing time
 * (docs/rules.md#53).
 */
export function closingWarningAt(conversation: Conversation): number | null {
  const { state, consecutive, window } = conversation;
  if (state !== 'active' || consecutive.sent > 0) return null;
  return beforeClosing(conversation, window.warnedOf);
}

/**
 * When programs that listen are to be told that the window is about to close, in epoch ms; null if there is nothing to tell.
 * Of every open conversation, once for each closing time (docs/rules.md#53).
 */
export function closingNoticeAt(conversation: Conversation): number | null {
  if (conversation.state === 'completed') return null;
  return beforeClosing(conversation, conversation.window.announcedOf);
}

/** An hour before a closing that is still to come, unless it was said of that one (`saidOf`), or nothing can be sent anyway. */
function beforeClosing(conversation: Conversation, saidOf: number | undefined): number | null {
  const closesAt = windowClosesAt(conversation);
  const isOver = conversation.window.closingHandledAt === closesAt || saidOf === closesAt;
  return isOver || conversation.unreachable !== null ? null : closesAt - CLOSING_WARNING_MS;
}

/** Whether programs are to be told at `now` (epoch ms). */
export function isNoticeDue(conversation: Conversation, now: number): boolean {
  return isDue(closingNoticeAt(conversation), now);
}

/** Whether the warning is due at `now` (epoch ms). */
export function isWarningDue(conversation: Conversation, now: number): boolean {
  return isDue(closingWarningAt(conversation), now);
}

function isDue(at: number | null, now: number): boolean {
  return at !== null && at <= now;
}

/** The conversation, whose closing time programs are told of. */
export function announcedClosing(conversation: Conversation): Conversation {
  return { ...conversation, window: { ...conversation.window, announcedOf: windowClosesAt(conversation) } };
}

/** The conversation, warned of the closing time that it has now. */
export function warnedOfClosing(conversation: Conversation): Conversation {
  return { ...conversation, window: { ...conversation.window, warnedOf: windowClosesAt(conversation) } };
}
