/** What a bot answers, before and after it is cut into messages. */
import type { OutboundContent } from '../messages/outbound';

/**
 * A picture that is still at its address. Whoever sends it fetches it first and makes it an attachment; `text` stands
 * in its place if that fails.
 */
export type Picture = { readonly type: 'picture'; readonly url: string; readonly text: string };

/** A piece of an answer: a text of any length, a picture, or another message as it will leave. */
export type AnswerItem = OutboundContent | Picture;

/** An answer as it will leave: each of these is one message, and takes one of the contact's places. */
export type AnswerPart = OutboundContent | Picture;

/** A longer answer is not sent at all: nobody reads it, and something is wrong with the bot. */
export const MOST_PARTS = 20;

/**
 * In UTF-16 units of all texts of an answer, with their marks and spaces: three times what {@link MOST_PARTS} messages
 * hold. A longer answer is too much, and is not even read.
 */
export const LONGEST_ANSWER = 131_072;

/** What becomes of the conversation after an answer. */
export type AfterAnswer =
  | { readonly type: 'stay' }
  /** `groupId`: the group that the bot names, by its id or its name; null: it names none. */
  | { readonly type: 'handover'; readonly groupId: string | null; readonly note: string | null }
  | { readonly type: 'end' }
  /** SalesIQ's `operator_busy`: nobody is there, the conversation is missed. */
  | { readonly type: 'busy' };

/** Why a turn of a bot failed, beside `http_<status>`: the details of the reason `bot_failed` of a hand-over. */
export const BOT_FAILURES = [
  'timeout',
  'empty',
  'invalid_answer',
  'unreachable',
  'moderated',
  'too_many_parts',
] as const;
export type BotFailure = (typeof BOT_FAILURES)[number] | `http_${number}`;
