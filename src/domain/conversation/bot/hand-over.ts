import { isAboutWaiting, withoutToSay, withToSay } from '../automatic/automatic';
import type { Conversation, OutboundMessage } from '../conversation';
import { answered } from '../routing/answered';
import { enterQueue } from '../routing/closed';
import { withoutOperator } from '../routing/return';
import { andThen, type Step, unchanged, withEvent } from '../step';
import { settleAll } from '../unsettled-messages';
import type { BotFailure, HandoverReason } from './bot-part';
import { withoutQuestion } from './without-question';

/** Why, and for which group; null: for all members of the brand; left out: for whom it is already. */
export type HandoverCause = {
  readonly reason: HandoverReason;
  readonly detail?: BotFailure | undefined;
  readonly groupId?: string | null | undefined;
};

/**
 * The bot hands over to people, who are rung from `now` on (docs/rules.md#63). Nothing of the bot leaves after that, except
 * what it said together with its own wish to hand over.
 */
export function handOver(conversation: Conversation, cause: HandoverCause, now: number): Step {
  const left = leaveBot(conversation, cause, now, null);
  const groupId = groupFor(conversation, cause);
  const { groupId: _before, ...rest } = left.conversation;
  const anew: Conversation = {
    ...rest,
    ...(groupId === undefined ? {} : { groupId }),
    // The idle limit counts anew: it may have passed while the bot was asked.
    lastActivityAt: now,
    // It is from now on that the contact waits for a person.
    unansweredSince: now,
  };
  const number = anew.timelineEvents ?? 0;
  const tells = conversation.settings.bot.tellsHandover === true;
  const told = tells ? withToSay(anew, { kind: 'handover', number }) : anew;
  return enterQueue({ ...left, conversation: told }, now);
}

/** For whom the conversation is from now on: the bot's choice, or the channel's where the bot has failed. */
function groupFor({ settings, groupId: before }: Conversation, cause: HandoverCause): string | undefined {
  const whenFailed = cause.reason === 'bot_failed' ? (settings.bot.failureGroupId ?? undefined) : undefined;
  if (cause.groupId === null) return undefined;
  return cause.groupId ?? whenFailed ?? before;
}

/** A conversation that begins while its channel's bot is paused, because the bot keeps failing (docs/rules.md#65). */
export function beginWithoutBot(conversation: Conversation, now: number): Step {
  return leaveBot(conversation, { reason: 'bot_failed', detail: 'paused' }, now, null);
}

/** What it means to the bot that an operator attends; the caller sets who and since when. */
export function takeFromBot(conversation: Conversation, operatorId: string, now: number): Step {
  const { bot, state, outbound, unansweredSince } = conversation;
  if (bot === undefined) return unchanged(conversation);
  // An answer that has not left does not leave any more: the contact waits for the operator.
  const isCut = outbound.some((one) => isOfBot(one) && one.status === 'queued');
  const silent: Conversation = {
    ...withoutToSay(conversation, isAboutWaiting),
    bot: { ...bot, isSilent: true },
    ...(isCut ? { unansweredSince: unansweredSince ?? now } : {}),
  };
  if (state === 'bot') return leaveBot(silent, { reason: 'attended' }, now, operatorId);
  return silenceBot(silent);
}

/**
 * Cancels what the bot said and what has not left: all of it once an operator attends. What it said together with its own
 * wish to hand over may leave until then; a rest that the contact has to ask for may not. Applied after every event,
 * because a message in flight may be queued again.
 */
export function silenceBot(conversation: Conversation): Step {
  const { handover, bot, outbound } = conversation;
  if (handover === undefined || !outbound.some(isOfBot)) return unchanged(conversation);
  const mayFinish = handover.reason === 'asked_by_bot' && bot?.isSilent !== true;
  const isSilenced = (one: OutboundMessage): boolean => isOfBot(one) && (!mayFinish || one.status === 'held');
  return settleAll(conversation, isSilenced, 'cancelled', 'handed_over');
}

/** The bot gets the conversation back: the contact's next message is the bot's (docs/rules.md#64). */
export function handBack(conversation: Conversation, operatorId: string, now: number): Step {
  const { bot, handover: _, ...rest } = withoutToSay(answered(withoutOperator(conversation)), isAboutWaiting);
  if (bot === undefined) return unchanged(conversation);
  const { isSilent: _silent, ...heard } = bot;
  const returned: Conversation = {
    ...rest,
    state: 'bot',
    lastActivityAt: now,
    bot: { ...heard, turnsBefore: bot.turns, isGivenBack: true },
  };
  return withEvent(unchanged(returned), { type: 'handback', operatorId });
}

/** The bot was deleted: open conversations of it go to people. */
export function botRemoved(conversation: Conversation, botId: string, now: number): Step {
  const { bot, state } = conversation;
  if (bot?.botId !== botId || bot.isRemoved === true) return unchanged(conversation);
  const removed = { ...conversation, bot: { ...bot, isRemoved: true as const } };
  if (state === 'bot') return handOver(removed, { reason: 'bot_removed' }, now);
  return unchanged(removed);
}

/** Whether a message is the bot's. */
export function isOfBot({ botTurn }: OutboundMessage): boolean {
  return botTurn !== undefined;
}

function leaveBot(
  conversation: Conversation,
  { reason, detail }: HandoverCause,
  now: number,
  operatorId: string | null,
): Step {
  const about = { reason, ...(detail === undefined ? {} : { detail }) };
  const left: Conversation = { ...withoutQuestion(conversation), handover: { ...about, at: now } };
  const by = operatorId === null ? {} : { operatorId };
  return andThen(withEvent(unchanged(left), { type: 'handover', ...about, ...by }), silenceBot);
}
