import type { ToSay } from '../conversation/automatic/automatic-kinds';
import type { BotAnswer } from '../conversation/bot/answer';
import { isNoticeDue, isWarningDue } from '../conversation/closing-warning';
import { leavesUntil } from '../conversation/consecutive';
import type { Conversation, OutboundMessage } from '../conversation/conversation';
import type { SendOutcome } from '../conversation/delivery';
import type { ConversationEvent, Fact, Wish } from '../conversation/events';
import type { Refusal } from '../refusals';
import { type AskedTurn, isTurnAsked, type StartedTurn, toStartedTurn } from './asked-turn';
import { type Effect, nextEffect } from './effects';
import { judgeSpeech, judgeWish } from './judge-wish';
import {
  type ChainPosition,
  isUnknownTo,
  type Projection,
  type ProjectionResult,
  type Resumed,
  toProjection,
} from './projection';
import { mustAwaitSend, type Thread } from './thread';
import { type Mark, ThreadLog } from './thread-log';

/** Who writes a projection: the run, its position in the chain, and its clock (epoch ms). */
export type Writer = { readonly now: number; readonly runId: string; readonly chain: ChainPosition };

/**
 * A message that is about to be sent, and the position in the log up to which its delivery writes. An attempt that has
 * not begun within `beginsWithinMs` must not begin at all: by then the message may no longer leave.
 */
export type StartedSend = {
  readonly message: OutboundMessage;
  readonly mark: Mark;
  readonly beginsWithinMs: number;
};

/** What the chain has to know of the run that hosts it. Each question is asked only when its answer matters. */
export type ChainRun = {
  /** Called after each event, with the thread as it was before the event. */
  readonly onApplied: (event: ConversationEvent, before: Thread) => void;
  /** Whether the run supports the warning that the window is about to close. */
  readonly mayWarn: () => boolean;
  /** Whether it supports telling programs of that. */
  readonly mayAnnounce: () => boolean;
  /** Whether it should end before the bot is asked. */
  readonly isLong: () => boolean;
  /** Whether it may take out items that came before a stored state was taken over. */
  readonly mayGoBack: () => boolean;
};

const NEW_RUN: ChainRun = {
  onApplied: () => {},
  mayWarn: () => true,
  mayAnnounce: () => true,
  isLong: () => false,
  mayGoBack: () => true,
};

/**
 * The state machine of one contact's chain: it holds the thread, the changes that are not written yet, the sends in
 * flight, and the facts that wait for those. The host (the workflow, or a test) passes in events and results, and does
 * what `next` returns. All decisions are made here. It does no I/O and has no clock: `now` is epoch ms.
 */
export class Chain {
  private readonly log: ThreadLog;
  /** The next conversation's first message, and all facts after it. */
  private deferred: Fact[] = [];
  /** Messages whose outcome the host is waiting for. */
  private readonly inFlight = new Set<string>();
  /** The conversation that was taken over from the store, until the transcript shows it. */
  private resumed: Resumed | null = null;
  /** The stored version that was taken over, until a later projection is written. */
  private tookOver: number | null = null;
  /** `now` of the last projection. */
  private projectedAt: number | null = null;
  private isChecking = false;
  private isPreparing = false;
  /** The turn that the host asks the bot, until its answer is applied or put away. */
  private asked: AskedTurn | null = null;

  private readonly run: ChainRun;

  /** `run`: what differs from a new run that is short. */
  constructor(thread: Thread, run: Partial<ChainRun> = {}) {
    this.log = new ThreadLog(thread);
    this.run = { ...NEW_RUN, ...run };
  }

  get thread(): Thread {
    return this.log.thread;
  }

  /** The version up to which everything is known to be written. */
  get storedVersion(): number {
    return this.log.storedVersion;
  }

  get hasDeferred(): boolean {
    return this.deferred.length > 0;
  }

  /** Receives a fact. One that begins the next conversation waits for the send in flight (docs/rules.md#16). */
  take(fact: Fact, now: number): void {
    if (this.hasDeferred || mustAwaitSend(this.thread, fact, now)) this.deferred.push(fact);
    else this.apply(fact, now);
  }

  /** Why a wish for this conversation is refused; null if it is allowed. */
  judge(conversationId: string, wish: Wish, now: number): Refusal | null {
    return judgeWish(this.thread, this.deferred, { conversationId, wish }, now);
  }

  /** Why the bot may not say something by itself after a turn; null: it may, or has said it before. */
  judgeBotSpeech(speech: Parameters<typeof judgeSpeech>[1], now: number): Refusal | null {
    return judgeSpeech(this.thread, speech, now);
  }

  /** Applies an event immediately, such as a wish that `judge` allows. */
  apply(event: ConversationEvent, now: number): void {
    const before = this.thread;
    this.log.apply(event, now);
    this.run.onApplied(event, before);
  }

  /** Advances time to `now` and returns what has to be done next. */
  next(now: number): Effect {
    this.apply({ type: 'timePassed' }, now);
    const { current } = this.thread;
    if (current !== null && isWarningDue(current, now) && this.run.mayWarn()) {
      this.apply({ type: 'closingNeared' }, now);
    }
    if (this.thread.current !== null && isNoticeDue(this.thread.current, now) && this.run.mayAnnounce()) {
      this.apply({ type: 'closingAnnounced' }, now);
    }
    const { projectedVersion, writtenConversation: written, hasRenewed } = this.log;
    const { isChecking, asked } = this;
    const host = {
      projectedVersion,
      written,
      hasRenewed,
      isChecking,
      isAsking: asked !== null,
      isPreparing: this.isPreparing,
    };
    const effect = nextEffect(this.thread, now, host);
    if (effect.type !== 'askBot' || !this.run.isLong()) return effect;
    return nextEffect(this.thread, now, { ...host, isLong: true });
  }

  /**
   * Call it once if the thread came from the store because its run was lost. The whole thread is written again.
   *
   * @returns messages that the lost run had begun to send; the host has to find out how those attempts ended
   */
  restart(): readonly OutboundMessage[] {
    const { current, version } = this.thread;
    if (current === null) return [];
    this.log.writeAgain();
    return this.continueFromStore(current, version);
  }

  /** The position in the log up to which the next projection writes. */
  mark(): Mark {
    return this.log.mark();
  }

  /** The projection up to `mark`. */
  toProjection(mark: Mark, writer: Writer): Projection {
    const previousNow = this.projectedAt;
    this.projectedAt = writer.now;
    return toProjection(mark.thread, {
      ...writer,
      previousNow,
      ...(this.tookOver === null ? {} : { tookOver: this.tookOver }),
      ...(this.resumed === null ? {} : { resumed: this.resumed }),
    });
  }

  /**
   * Applies the store's answer to a projection: it was written; or some of its items had been filed before, and are
   * removed from the thread; or the store is ahead, and the chain continues from the stored state. `writer` is who made
   * the projection.
   *
   * @returns messages that another run had begun to send; the host has to find out how those attempts ended
   */
  applyResult(
    mark: Mark,
    result: Partial<Pick<ProjectionResult, 'repeatedIds'>> & Omit<ProjectionResult, 'repeatedIds'>,
    writer: Writer,
  ): readonly OutboundMessage[] {
    const { repeatedIds = [], withdrawnIds, ahead } = result;
    if (repeatedIds.length > 0) {
      this.log.undo(repeatedIds, this.run.mayGoBack);
      return [];
    }
    if (ahead !== undefined) {
      const isForeign = isUnknownTo(writer.chain, ahead);
      if (this.log.takeOver({ ...ahead, isForeign }, this.run.mayGoBack))
        return this.continueFromStore(ahead.conversation, ahead.version);
    }
    this.log.finishWriting(mark);
    if (ahead === undefined) this.tookOver = null;
    if (this.resumed !== null && mark.thread.version >= this.resumed.version) this.resumed = null;
    for (const messageId of withdrawnIds) this.apply({ type: 'replyWithdrawn', messageId }, writer.now);
    return [];
  }

  /**
   * Begins an attempt to send. The delivery also writes everything that is not written yet. Null if the message is no
   * longer there.
   */
  startSend(messageId: string, now: number): StartedSend | null {
    this.apply({ type: 'sendStarted', messageId }, now);
    const { current } = this.thread;
    const message = current?.outbound.find((one) => one.messageId === messageId);
    if (current === null || message === undefined) return null;
    this.inFlight.add(messageId);
    const mark = this.log.mark();
    this.log.startWriting(mark);
    return { message, mark, beginsWithinMs: leavesUntil(current, message) - now };
  }

  /** Ends an attempt with its outcome, then applies the facts that waited for it. */
  endSend(messageId: string, outcome: SendOutcome, now: number): void {
    this.inFlight.delete(messageId);
    this.apply({ type: 'sendEnded', messageId, outcome }, now);
    const waiting = this.deferred;
    this.deferred = [];
    for (const fact of waiting) this.apply(fact, now);
  }

  /** Whether the turn that the host asks is over although no answer has come: the host stops asking. */
  get isAskingInVain(): boolean {
    return this.asked !== null && !isTurnAsked(this.thread, this.asked);
  }

  /** Begins to ask the bot; null if there is nothing to ask. */
  startTurn(now: number): StartedTurn | null {
    const started = toStartedTurn(this.thread, now);
    if (started !== null)
      this.asked = { conversationId: started.conversationId, number: started.turn.number };
    return started;
  }

  /**
   * Applies the answer of the turn that the host asked.
   *
   * @returns false if the bot is no longer being asked it: nothing of the answer may leave, and the host puts it away
   */
  endTurn(answer: BotAnswer, now: number): boolean {
    const { asked } = this;
    if (asked === null || !isTurnAsked(this.thread, asked)) return false;
    this.apply({ type: 'botAnswered', turn: asked.number, ...answer }, now);
    return true;
  }

  /** Nothing is left to do about the turn: the next one may be asked. */
  forgetTurn(): void {
    this.asked = null;
  }

  /** Call it before what the desk says by itself is stored. Returns the id of the conversation in which it is said. */
  startPreparing(): string | null {
    this.isPreparing = true;
    return this.thread.current?.id ?? null;
  }

  /**
   * It is stored as `messageId`; null: it could not be, or there is no text any more.
   *
   * @returns false if the conversation has not taken the message: what is stored is not needed, and the host deletes it
   */
  endPreparing(conversationId: string | null, toSay: ToSay, messageId: string | null, now: number): boolean {
    this.applyTo(conversationId, { type: 'automaticPrepared', ...toSay, messageId }, now);
    return this.thread.rows.some((row) => row.type === 'status' && row.messageId === messageId);
  }

  /** Nothing is left to do about it: the next one may be stored. */
  forgetPreparing(): void {
    this.isPreparing = false;
  }

  /** Call it when it is not known whether a delivery wrote its projection: everything is written again. */
  writeAgain(): void {
    this.log.writeAgain();
  }

  /**
   * Call it before WeChat is asked whether the contact still follows. Returns the id of the conversation that the answer is
   * for.
   */
  startCheck(): string | null {
    this.isChecking = true;
    return this.thread.current?.id ?? null;
  }

  /**
   * Applies WeChat's answer; `subscribed` is null if there was none. Ignored if another conversation has begun since.
   */
  endCheck(conversationId: string | null, subscribed: boolean | null, now: number): void {
    this.isChecking = false;
    this.applyTo(conversationId, { type: 'subscriptionChecked', subscribed }, now);
  }

  /** Applies a fact about one conversation, such as an answer of the store; nothing if another one has begun since. */
  applyTo(conversationId: string | null, fact: Fact, now: number): void {
    if (this.thread.current?.id === conversationId) this.apply(fact, now);
  }

  private continueFromStore({ id, state }: Conversation, storedVersion: number): readonly OutboundMessage[] {
    const { current, version } = this.thread;
    this.tookOver = storedVersion;
    if (state !== 'completed') this.resumed = { conversationId: id, version };
    const interrupted = (current?.outbound ?? []).filter(
      ({ status, messageId }) => status === 'sending' && !this.inFlight.has(messageId),
    );
    for (const { messageId } of interrupted) this.inFlight.add(messageId);
    return interrupted;
  }
}
