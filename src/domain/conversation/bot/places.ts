import { mainRoom, triggerRoom } from '../consecutive';
import type { Conversation } from '../conversation';

/**
 * How many messages the bot may send now: the room of the wider window, less the places that only people may use
 * (docs/rules.md#62).
 */
export function placesOfBot(conversation: Conversation, now: number): number {
  const room = Math.max(mainRoom(conversation, now), triggerRoom(conversation, now));
  return Math.max(0, room - keptPlaces(conversation));
}

/** How many messages of an answer leave each time the contact asks for more: all places of the bot. */
export function placesOfRemainder(conversation: Conversation): number {
  return Math.max(1, conversation.settings.consecutiveLimit - keptPlaces(conversation));
}

function keptPlaces({ settings }: Conversation): number {
  return settings.bot.keepPlaces ?? 0;
}
