import { mainRoom, triggerRoom } from '../consecutive';
import type { Conversation } from '../conversation';

/**
 * How many messages the bot may send now, so that the places remain that only people may use (docs/rules.md#62). A message
 * takes a place in each window, so a wide short window does not free those that are kept in the main one.
 */
export function placesOfBot(conversation: Conversation, now: number): number {
  const kept = keptPlaces(conversation);
  const main = mainRoom(conversation, now);
  const trigger = triggerRoom(conversation, now);
  if (kept === 0) return Math.max(main, trigger);
  return Math.max(0, (main > 0 ? main : trigger) - kept);
}

/** How many messages of an answer leave each time the contact asks for more: all places of the bot. */
export function placesOfRemainder(conversation: Conversation): number {
  return Math.max(1, conversation.settings.consecutiveLimit - keptPlaces(conversation));
}

function keptPlaces({ settings }: Conversation): number {
  return settings.bot.keepPlaces ?? 0;
}
