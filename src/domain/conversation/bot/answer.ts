import type { Refusal } from '../../refusals';
import { hasRoom, takePlace } from '../consecutive';
import type { Conversation, OutboundMessage } from '../conversation';
import { missBusy } from '../routing/closed';
import { andThen, type StatusChange, type Step, settled, unchanged } from '../step';
import { complete } from '../wishes/complete';
import { answers } from './answers';
import { type HandoverCause, handOver, isOfBot } from './hand-over';
import { placesOfBot } from './places';
import { asRemainder } from './remainder';
import { owesAnswer } from './turn';

/**
 * What a bot wants after its answer: a person, the end (if nothing else is left to ask), or (`busy`) that the conversation
 * is missed, because it knows that nobody is there.
 */
export type AfterTurn =
  | ({ readonly type: 'handOver' } & HandoverCause)
  | { readonly type: 'end' }
  | { readonly type: 'busy'; readonly groupId?: HandoverCause['groupId'] };

/** What became of one turn: ids and kinds of the messages that the store holds, and what follows for the conversation. */
export type BotAnswer = {
  /** The parts of the answer, in order; none where the bot failed or has nothing to say yet. */
  readonly parts: readonly { readonly messageId: string; readonly kind: string }[];
  /** How many of them leave at once; the others wait until the contact asks for more. */
  readonly leaving: number;
  /** What the bot wants next; left out: it keeps the conversation. */
  readonly then?: AfterTurn | undefined;
};

/** What was said as the last words of a completed conversation leaves within this time, or not at all. */
export const LAST_WORDS_MS = 60_000;

/** Whether the bot is being asked this turn: else its answer comes too late, and nothing of it may leave. */
export function isAsked({ state, bot }: Conversation, turn: number): boolean {
  return state === 'bot' && bot?.asking?.number === turn;
}

/**
 * Applies the answer of a turn. Its parts are accepted before its own hand-over or end, and may leave; those that no place
 * is left for wait. If there is a place for none of them, the bot hands over (docs/rules.md#62).
 */
export function botAnswered(conversation: Conversation, turn: number, answer: BotAnswer, now: number): Step {
  const { bot } = conversation;
  if (bot === undefined || !isAsked(conversation, turn)) return unchanged(conversation);
  return applyAnswer({ ...conversation, bot: { ...bot, asking: null } }, turn, answer, now);
}

/**
 * Why a bot may not say something by itself, after `turn`, for which it had no answer yet: it no longer has the
 * conversation, or has got it back since (docs/rules.md#61). Null: it may.
 */
export function judgeBotSpeech({ state, bot }: Conversation, turn: number | undefined): Refusal | null {
  if (state !== 'bot' || bot === undefined) return { code: 'not_owner' };
  return turn !== undefined && turn <= bot.turnsBefore ? { code: 'not_owner' } : null;
}

/** Applies what a bot says by itself after `turn`, if it may. The turn that it may be asked meanwhile goes on. */
export function botSpoke(
  conversation: Conversation,
  turn: number | undefined,
  answer: BotAnswer,
  now: number,
): Step {
  if (judgeBotSpeech(conversation, turn) !== null) return unchanged(conversation);
  return applyAnswer(conversation, conversation.bot?.turns ?? 0, answer, now);
}

function applyAnswer(conversation: Conversation, turn: number, answer: BotAnswer, now: number): Step {
  const { parts, leaving, then } = answer;
  const said = answers(
    parts.reduce<Step>(
      (step, part, index) =>
        andThen(step, (current) => say(current, { ...part, turn, mayLeave: index < leaving }, now)),
      // Also an answer without words: nobody was idle while the bot was asked.
      unchanged({ ...conversation, ...(parts.length === 0 ? {} : { unread: 0 }), lastActivityAt: now }),
    ),
  );
  // What the contact wrote meanwhile is asked first: the bot keeps the conversation, and may end it with that answer.
  if (then?.type === 'end' && !owesAnswer(conversation))
    return andThen(said, (current) => complete(lastWords(current, now), now, 'bot_ended'));
  if (then?.type === 'handOver') return andThen(said, (current) => handOver(current, then, now));
  if (then?.type === 'busy') return andThen(said, (current) => missAtOnce(current, then.groupId, now));
  const isStuck = parts.length > 0 && !said.changes.some(({ status }) => status === 'queued');
  if (!isStuck || conversation.unreachable !== null) return said;
  return andThen(said, (current) => handOver(current, { reason: 'no_places' }, now));
}

function missAtOnce(conversation: Conversation, groupId: HandoverCause['groupId'], now: number): Step {
  const handed = handOver(conversation, { reason: 'asked_by_bot', groupId }, now);
  return andThen(handed, (current) => missBusy(current, now));
}

function say(
  conversation: Conversation,
  part: {
    readonly messageId: string;
    readonly kind: string;
    readonly turn: number;
    readonly mayLeave: boolean;
  },
  now: number,
): Step {
  const { messageId, kind, turn, mayLeave } = part;
  if (conversation.unreachable !== null) {
    const { wechatCode } = conversation.unreachable;
    return { conversation, changes: [settled(messageId, 'failed', 'contact_unreachable', wechatCode)] };
  }
  const message: OutboundMessage = {
    messageId,
    operatorId: null,
    botTurn: turn,
    kind,
    whenBlocked: 'reject',
    status: 'queued',
    chargedToMain: false,
    chargedToTrigger: null,
    attempts: 0,
    busyAnswers: 0,
    notBefore: null,
  };
  // A part that waits is never overtaken by the next one.
  const isBehind = conversation.outbound.some((one) => one.botTurn === turn && one.status === 'held');
  if (mayLeave && !isBehind && placesOfBot(conversation, now) > 0 && hasRoom(conversation, now)) {
    const placed = takePlace(conversation, message, now);
    return withSaid(placed.conversation, placed.message, { messageId, status: 'queued', error: null });
  }
  return withSaid(conversation, asRemainder(message), {
    messageId,
    status: 'held',
    error: null,
    holdReason: 'bot_remainder',
  });
}

function withSaid(conversation: Conversation, message: OutboundMessage, change: StatusChange): Step {
  return {
    conversation: { ...conversation, outbound: [...conversation.outbound, message] },
    changes: [change],
  };
}

function lastWords(conversation: Conversation, now: number): Conversation {
  const leavesBefore = now + LAST_WORDS_MS;
  return {
    ...conversation,
    outbound: conversation.outbound.map((one) => (isOfBot(one) ? { ...one, leavesBefore } : one)),
  };
}
