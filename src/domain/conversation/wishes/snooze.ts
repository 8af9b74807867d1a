import type { Conversation } from '../conversation';

/** The longest time for which a conversation can be snoozed: a year. */
export const LONGEST_SNOOZE_MS = 366 * 24 * 60 * 60_000;

/** The conversation without its snooze: it is back in the lists (docs/rules.md#47). */
export function withoutSnooze(conversation: Conversation): Conversation {
  if (conversation.snooze === undefined) return conversation;
  const { snooze: _, ...awake } = conversation;
  return awake;
}
