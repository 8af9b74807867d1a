import { isAsked } from '../conversation/bot/answer';
import type { Turn } from '../conversation/bot/bot-part';
import { placesOfRemainder } from '../conversation/bot/places';
import { windowClosesAt } from '../conversation/window';
import type { Thread } from './thread';

/** The turn that a chain's host asks the bot, by its number in the conversation. */
export type AskedTurn = { readonly conversationId: string; readonly number: number };

/** A turn that the bot is asked. */
export type StartedTurn = {
  readonly conversationId: string;
  /** When the conversation began, epoch ms. */
  readonly startedAt: number;
  readonly botId: string;
  readonly turn: Turn;
  /** How many messages leave each time the contact asks for the rest. */
  readonly placesOfRest: number;
  /** How long anything can be shown to the contact. */
  readonly windowClosesInMs: number;
};

/** The turn that the bot has to be asked; null: none. `now`: epoch ms. */
export function toStartedTurn({ current }: Thread, now: number): StartedTurn | null {
  const turn = current?.bot?.asking ?? null;
  if (current?.bot === undefined || turn === null) return null;
  const { id: conversationId, startedAt, bot } = current;
  const closesAt = Math.max(windowClosesAt(current), current.trigger?.closesAt ?? 0);
  return {
    conversationId,
    startedAt,
    botId: bot.botId,
    turn,
    placesOfRest: placesOfRemainder(current),
    windowClosesInMs: closesAt - now,
  };
}

/** Whether the bot still has to answer this turn. */
export function isTurnAsked({ current }: Thread, { conversationId, number }: AskedTurn): boolean {
  return current?.id === conversationId && isAsked(current, number);
}
