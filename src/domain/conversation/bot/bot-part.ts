import type { BotFailure as FailedTurn } from '../../bots/answer';

/**
 * A bot's part in a conversation (docs/rules.md#60): ids, times and counts. What is written and answered is in the store.
 */
export type BotPart = {
  /** The bot with which the conversation began. Its settings apply at once; which bot it is never changes. */
  readonly botId: string;
  /** How many turns have begun: the number of the newest one. */
  readonly turns: number;
  /** `turns` when the bot last got the conversation: its answers are counted from here. */
  readonly turnsBefore: number;
  /** People have given it the conversation: what the contact writes now is not the beginning of it. */
  readonly isGivenBack?: true | undefined;
  /** What the contact wrote and no turn has taken yet; null: nothing. */
  readonly waiting: Batch | null;
  /** The turn that the bot is being asked; null: none. */
  readonly asking: Turn | null;
  /** An operator has attended since the bot had it: nothing that it said leaves any more. */
  readonly isSilent?: true | undefined;
  /** The bot was deleted: it never gets the conversation back. */
  readonly isRemoved?: true | undefined;
};

/** Messages of the contact that one turn answers, with the times of the first and the last of them (epoch ms). */
export type Batch = {
  readonly messageIds: readonly string[];
  readonly firstAt: number;
  readonly lastAt: number;
};

/** One question to the bot. */
export type Turn = {
  readonly number: number;
  /** When it began, epoch ms. */
  readonly since: number;
  readonly messageIds: readonly string[];
  /** How many messages the answer may have now; what is more waits until the contact asks for it. */
  readonly places: number;
  /** The first one since people gave the conversation back: what the bot had asked before is settled. */
  readonly isAfterHandback?: true | undefined;
};

export const HANDOVER_REASONS = [
  'keyword',
  'asked_by_bot',
  'bot_failed',
  'turns',
  'no_places',
  'voice',
  'bot_removed',
  'attended',
] as const;
export type HandoverReason = (typeof HANDOVER_REASONS)[number];

/** How a bot failed; `paused`: its channel gives it a pause, because it keeps failing. */
export type BotFailure = FailedTurn | 'paused';

/** Why people have the conversation, and since when (epoch ms). `detail`: how the bot failed. */
export type Handover = {
  readonly reason: HandoverReason;
  readonly detail?: BotFailure | undefined;
  readonly at: number;
};

/**
 * What a message of the contact means to a bot. Judged where the text is, by the channel's settings, because no text
 * enters a workflow: they want a person, or the rest of an answer.
 */
export const BOT_HINTS = ['person', 'more'] as const;
export type BotHint = (typeof BOT_HINTS)[number];

/** A bot's part at the beginning of a conversation. */
export function newBotPart(botId: string): BotPart {
  return { botId, turns: 0, turnsBefore: 0, waiting: null, asking: null };
}
