import type { Conversation } from '../conversation';
import { type Step, unchanged } from '../step';
import { answers } from './answers';
import type { Batch, BotHint, BotPart } from './bot-part';
import { handOver } from './hand-over';
import { placesOfBot } from './places';
import { dropRemainder, isRemainder, releaseRemainder } from './remainder';

/** A turn begins when the contact has written nothing for so long ... */
export const PAUSE_MS = 1_000;
/** ... and at the latest so long after the first message that waits (docs/rules.md#61). */
const LONGEST_WAIT_MS = 3_000;
/** How many messages one turn answers at most: the newest; older ones are in the history that the bot gets. */
export const BATCH_LIMIT = 50;

/**
 * A message of the contact, or a tap on a menu message, in a conversation of the bot: it waits for the next turn, or is
 * about the conversation itself. Changes nothing in other states.
 */
export function botReceives(
  conversation: Conversation,
  { messageId, ageMs, botHint: hint, isDueByReceipt }: Received,
  now: number,
): Step {
  const { state, bot } = conversation;
  if (state !== 'bot' || bot === undefined) return unchanged(conversation);
  if (hint === 'person') return handOver(conversation, { reason: 'keyword' }, now);
  if (hint === 'more' && conversation.outbound.some(isRemainder)) {
    if (placesOfBot(conversation, now) > 0) return answers(releaseRemainder(conversation, now));
    return handOver(conversation, { reason: 'no_places' }, now);
  }
  const at = isDueByReceipt === true ? now - Math.max(0, ageMs) : now;
  const waiting = withMessage(bot.waiting, messageId, at);
  return dropRemainder({ ...conversation, bot: { ...bot, waiting } });
}

/** What a bot has to know of a message, as the fact `contactWrote` says it; a tap has neither of the last two. */
type Received = {
  readonly messageId: string;
  readonly ageMs: number;
  readonly botHint?: BotHint | undefined;
  readonly isDueByReceipt?: true | undefined;
};

/** When the next turn begins, in epoch ms; null: nothing waits, or the bot is being asked. */
export function turnDueAt({ state, bot }: Pick<Conversation, 'state' | 'bot'>): number | null {
  if (state !== 'bot' || bot === undefined || bot.waiting === null || bot.asking !== null) return null;
  return Math.min(bot.waiting.lastAt + PAUSE_MS, bot.waiting.firstAt + LONGEST_WAIT_MS);
}

/** Whether the bot owes an answer: then the conversation is not idle. */
export function owesAnswer({ state, bot }: Pick<Conversation, 'state' | 'bot'>): boolean {
  return state === 'bot' && bot !== undefined && (bot.waiting !== null || bot.asking !== null);
}

/**
 * Begins the turn that is due, with everything that waits. Whether there is room for an answer is judged before the bot is
 * asked: if there is none, or the bot has had all its turns, it hands over instead.
 */
export function beginDueTurn(conversation: Conversation, now: number): Step {
  const due = turnDueAt(conversation);
  const { bot } = conversation;
  if (due === null || due > now || bot === undefined || bot.waiting === null) return unchanged(conversation);
  if (hasHadItsTurns(conversation, bot)) return handOver(conversation, { reason: 'turns' }, now);
  const places = placesOfBot(conversation, now);
  if (places === 0) return handOver(conversation, { reason: 'no_places' }, now);
  const number = bot.turns + 1;
  // States of older releases do not say that they were given back; before the first turn it cannot be told of them.
  const wasGivenBack = bot.isGivenBack === true || bot.turnsBefore > 0;
  const isAfterHandback = wasGivenBack && bot.turns === bot.turnsBefore;
  const asking = {
    number,
    since: now,
    messageIds: bot.waiting.messageIds,
    places,
    ...(isAfterHandback ? { isAfterHandback } : {}),
  };
  return unchanged({ ...conversation, bot: { ...bot, turns: number, waiting: null, asking } });
}

function hasHadItsTurns({ settings }: Conversation, { turns, turnsBefore }: BotPart): boolean {
  const most = settings.bot.handoverAfterTurns ?? null;
  return most !== null && turns - turnsBefore >= most;
}

function withMessage(waiting: Batch | null, messageId: string, at: number): Batch {
  const messageIds = [...(waiting?.messageIds ?? []), messageId].slice(-BATCH_LIMIT);
  return {
    messageIds,
    firstAt: Math.min(waiting?.firstAt ?? at, at),
    lastAt: Math.max(waiting?.lastAt ?? at, at),
  };
}
