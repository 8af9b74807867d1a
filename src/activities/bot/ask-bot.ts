import { ApplicationFailure, CancelledFailure, Context, log } from '@temporalio/activity';
import { MOST_PARTS } from '../../domain/bots/answer';
import type { BotAnswer } from '../../domain/conversation/bot/answer';
import type { BotFailure, Turn } from '../../domain/conversation/bot/bot-part';
import { killPoint } from '../../platform/kill-points';
import type { BotTurns } from '../../store/bots/bot-turns';
import type { SaidAnswer } from '../../store/bots/commit-answer';
import type { TurnTexts, TurnWords } from '../../store/bots/turn-texts';
import type { BotFailures } from '../../store/channels/bot-failures';

/** What a bot is asked: everything that has words is read here, inside the activity. */
export type TurnQuestion = {
  readonly botId: string;
  readonly conversation: {
    readonly id: string;
    readonly contactId: string;
    readonly channelId: string;
    /** Epoch ms. */
    readonly startedAt: number;
    readonly turn: number;
  };
  /** When the turn began, epoch ms by the conversation's clock. */
  readonly since: number;
  /** What the contact wrote, oldest first. */
  readonly messages: readonly TurnWords[];
  /** What was sent and received before, oldest first; at most `limit` of the newest. */
  readonly history: (limit: number) => Promise<readonly TurnWords[]>;
  /** How many messages may leave now, and how many each time the contact asks for the rest. */
  readonly places: number;
  readonly placesOfRest: number;
  /** For how long anything can be sent, in ms. */
  readonly windowClosesInMs: number;
  /** What the last message that leaves ends with if there is a rest. */
  readonly continueText: string;
  /** What the bot asked to remember in the turn before; null: nothing. */
  readonly memory: unknown;
  /** The first turn since people gave the conversation back. */
  readonly isAfterHandback: boolean;
};

/** A bot's answer, ready to be sent: its messages in order, the first `leaving` of them at once. */
export type TurnAnswer =
  | ({ readonly type: 'said' } & SaidAnswer)
  | { readonly type: 'failed'; readonly detail: BotFailure }
  /** The bot was deleted. */
  | { readonly type: 'removed' };

/**
 * Asks a bot and makes messages of what it says. Failures of the bot are answers; it throws only if it was aborted, or for
 * a reason that another attempt may not meet.
 */
export type AnswerTurn = (
  question: TurnQuestion,
  run: { readonly signal: AbortSignal; readonly onProgress: () => void },
) => Promise<TurnAnswer>;

export type AskBotDeps = {
  readonly answerTurn: AnswerTurn;
  readonly botTurns: BotTurns;
  readonly botFailures: Pick<BotFailures, 'record' | 'forget'>;
  readonly turnTexts: TurnTexts;
  /** What the last message that leaves ends with, by the channel's settings. */
  readonly continueTextOf: (channelId: string) => Promise<string>;
  /** Shows "typing" to the contact; what WeChat answers changes nothing. */
  readonly sendTyping: (to: { readonly contactId: string; readonly channelId: string }) => Promise<void>;
};

/** Ids, times and counts only. */
export type AskBotInput = {
  readonly conversationId: string;
  readonly contactId: string;
  readonly channelId: string;
  readonly startedAt: number;
  readonly botId: string;
  readonly turn: Turn;
  readonly placesOfRest: number;
  readonly windowClosesInMs: number;
};

/** A worker that dies is noticed this soon; the heartbeat also tells the activity that it is cancelled. */
const HEARTBEAT_EVERY_MS = 1_000;
/** WeChat shows "typing" for about this long. */
const TYPING_EVERY_MS = 10_000;

/**
 * Asks a bot one turn. The answer is committed with its messages before this returns; a second run finds it and asks
 * nobody. While the bot thinks, the contact sees "typing". If it is cancelled before the answer was complete, nothing is
 * kept; an answer that was complete is committed all the same, and the conversation decides that it came too late.
 */
export function createAskBot(deps: AskBotDeps) {
  return async (input: AskBotInput): Promise<BotAnswer> => {
    const { conversationId, channelId, botId, turn } = input;
    const key = { conversationId, turn: turn.number };
    const before = await deps.botTurns.read(key);
    if (before !== null) return before;
    // What it remembers stays where the turn fails, or nobody asks it: it may get the conversation back.
    const memory = await deps.botTurns.memory(conversationId);
    const answered = await withSignsOfLife(deps, input, () => ask(deps, input, memory));
    killPoint('after-bot-answered');
    const said = { memory, ...toSaid(answered) };
    const { answer, isNew } = await deps.botTurns.commit({ ...key, botId }, said);
    killPoint('after-turn-commit');
    if (isNew) await count(deps, channelId, said);
    return answer;
  };
}

/** Puts an answer that came too late away: a note says what the bot would have said. */
export function createKeepLateAnswer({ botTurns }: Pick<AskBotDeps, 'botTurns'>) {
  return (key: { readonly conversationId: string; readonly turn: number }): Promise<void> =>
    botTurns.keepAsNote(key);
}

async function ask(deps: AskBotDeps, input: AskBotInput, memory: unknown): Promise<TurnAnswer> {
  const { conversationId, contactId, channelId, startedAt, botId, turn } = input;
  const { cancellationSignal: signal } = Context.current();
  const { messageIds, places } = turn;
  const question: TurnQuestion = {
    botId,
    conversation: { id: conversationId, contactId, channelId, startedAt, turn: turn.number },
    since: turn.since,
    messages: await deps.turnTexts.messages(messageIds, botId),
    history: (limit) => deps.turnTexts.history({ conversationId, without: messageIds, limit }),
    places,
    placesOfRest: input.placesOfRest,
    windowClosesInMs: input.windowClosesInMs,
    continueText: await deps.continueTextOf(channelId),
    memory,
    isAfterHandback: turn.isAfterHandback === true,
  };
  try {
    return await deps.answerTurn(question, { signal, onProgress: () => Context.current().heartbeat() });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw isCancelledByWorkflow(signal)
      ? new CancelledFailure('The bot no longer has the conversation.')
      : ApplicationFailure.retryable('The worker stops.', 'WorkerStops');
  }
}

/** Tells Temporal that the activity lives, and the contact that somebody types. */
async function withSignsOfLife<T>(
  { sendTyping }: AskBotDeps,
  { contactId, channelId, windowClosesInMs }: AskBotInput,
  work: () => Promise<T>,
): Promise<T> {
  const context = Context.current();
  const beats = setInterval(() => context.heartbeat(), HEARTBEAT_EVERY_MS);
  const typesUntil = Date.now() + windowClosesInMs;
  const type = (): void => {
    if (Date.now() >= typesUntil || context.cancellationSignal.aborted) return;
    sendTyping({ contactId, channelId }).catch((error: unknown) => {
      log.debug('“typing” could not be shown', { type: error instanceof Error ? error.name : 'unknown' });
    });
  };
  type();
  const typing = setInterval(type, TYPING_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(beats);
    clearInterval(typing);
  }
}

function toSaid(answered: TurnAnswer): SaidAnswer {
  switch (answered.type) {
    case 'said': {
      const { type: _, ...said } = answered;
      return said.parts.length > MOST_PARTS ? failed('too_many_parts') : said;
    }
    case 'failed':
      return failed(answered.detail);
    case 'removed':
      return { parts: [], leaving: 0, then: { type: 'handOver', reason: 'bot_removed' } };
    default:
      return answered satisfies never;
  }
}

function failed(detail: BotFailure): SaidAnswer {
  return { parts: [], leaving: 0, then: { type: 'handOver', reason: 'bot_failed', detail } };
}

/** Counts failures in a row (docs/rules.md#65). A turn in which the bot was not asked is neither a failure nor a success. */
async function count({ botFailures }: AskBotDeps, channelId: string, { then }: SaidAnswer): Promise<void> {
  const reason = then?.type === 'handOver' ? then.reason : null;
  if (reason === 'voice' || reason === 'bot_removed') return;
  if (reason !== 'bot_failed') {
    await botFailures.forget(channelId);
    return;
  }
  const isPaused = await botFailures.record(channelId);
  if (isPaused) log.warn('the bot of a channel is paused: it failed three times in a row', { channelId });
}

/** Not by the worker, which stops, nor by a time limit. */
function isCancelledByWorkflow({ reason }: AbortSignal): boolean {
  return reason instanceof CancelledFailure && reason.message === 'CANCELLED';
}
