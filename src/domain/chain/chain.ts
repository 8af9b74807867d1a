import { judge } from '../conversation/abilities';
import { advance } from '../conversation/advance';
import type { Conversation, OutboundMessage } from '../conversation/conversation';
import type { SendOutcome } from '../conversation/delivery';
import type { ConversationEvent, Fact, Wish } from '../conversation/events';
import type { Refusal } from '../refusals';
import { type Effect, nextEffect } from './effects';
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

/** Who writes a projection: the run, where it stands in its chain, and its clock (epoch ms). */
export type Writer = { readonly now: number; readonly runId: string; readonly chain: ChainPosition };

/** A message whose attempt begins, and the place in the log up to which its delivery writes. */
export type StartedSend = { readonly message: OutboundMessage; readonly mark: Mark };

/**
 * What the host of one contact's execution chain keeps: the conversation, what is not written yet, the sends in
 * flight, and the facts that wait for them. The host (the workflow, or a test) brings it events and results and does
 * what `next` says; everything that is decided is decided here. It does no I/O and has no clock: `now` is epoch ms.
 */
export class Chain {
  private readonly log: ThreadLog;
  /** The next conversation's first message, and all facts after it. */
  private deferred: Fact[] = [];
  /** Messages whose outcome this host waits for. */
  private readonly inFlight = new Set<string>();
  /** The conversation that was taken over from the store, until the transcript says so. */
  private resumed: Resumed | null = null;
  /** The stored version that was taken over, until a projection that follows it is written. */
  private tookOver: number | null = null;
  private isChecking = false;

  /** `onApplied` is called after each event, with the thread before it. */
  constructor(
    thread: Thread,
    private readonly onApplied: (event: ConversationEvent, before: Thread) => void = () => {},
  ) {
    this.log = new ThreadLog(thread);
  }

  get thread(): Thread {
    return this.log.thread;
  }

  get hasDeferred(): boolean {
    return this.deferred.length > 0;
  }

  /** A fact from outside. One that begins the next conversation waits for the send in flight (docs/rules.md#16). */
  take(fact: Fact, now: number): void {
    if (this.hasDeferred || mustAwaitSend(this.thread, fact, now)) this.deferred.push(fact);
    else this.apply(fact, now);
  }

  /** Why a wish for this conversation is refused; null where it is allowed. */
  judge(conversationId: string, wish: Wish, now: number): Refusal | null {
    const { current, seen } = this.thread;
    // The server forgets update ids when a run ends: a repeated reply is answered, not judged again.
    if (wish.type === 'reply' && seen.includes(wish.messageId)) return null;
    if (current?.id !== conversationId) return { code: 'conversation_completed' };
    return judge(advance(current, now).conversation, wish, now);
  }

  /** Applies an event at once: a wish that `judge` allows, for one. */
  apply(event: ConversationEvent, now: number): void {
    const before = this.thread;
    this.log.apply(event, now);
    this.onApplied(event, before);
  }

  /** Lets time pass, and tells what is to be done now. */
  next(now: number): Effect {
    this.apply({ type: 'timePassed' }, now);
    const { projectedVersion, hasRenewed } = this.log;
    return nextEffect(this.thread, now, { projectedVersion, hasRenewed, isChecking: this.isChecking });
  }

  /**
   * The thread came from the store, because its run was lost: all of it is written again.
   *
   * @returns messages whose attempt the lost run began; the host has to find out how those ended
   */
  restart(): readonly OutboundMessage[] {
    const { current, version } = this.thread;
    if (current === null) return [];
    this.log.writeAgain();
    return this.takeOver(current, version);
  }

  /** The place up to which the next projection writes. */
  mark(): Mark {
    return this.log.mark();
  }

  /** What is to be written up to `mark`. */
  toProjection(mark: Mark, writer: Writer): Projection {
    return toProjection(mark.thread, {
      ...writer,
      ...(this.tookOver === null ? {} : { tookOver: this.tookOver }),
      ...(this.resumed === null ? {} : { resumed: this.resumed }),
    });
  }

  /**
   * What follows from a projection: it is written; or items in it had been filed before, and are taken out; or the
   * store is ahead, and the chain goes on from there.
   *
   * @returns messages whose attempt another run began; the host has to find out how those ended
   */
  projected(
    mark: Mark,
    result: Partial<Pick<ProjectionResult, 'repeatedIds'>> & Omit<ProjectionResult, 'repeatedIds'>,
    writer: Writer,
  ): readonly OutboundMessage[] {
    const { repeatedIds = [], withdrawnIds, ahead } = result;
    if (repeatedIds.length > 0) {
      this.log.undo(repeatedIds);
      return [];
    }
    if (ahead !== undefined) {
      const isForeign = isUnknownTo(writer.chain, ahead);
      if (this.log.adopt({ ...ahead, isForeign })) return this.takeOver(ahead.conversation, ahead.version);
    }
    this.log.finishWriting(mark);
    if (ahead === undefined) this.tookOver = null;
    if (this.resumed !== null && mark.thread.version >= this.resumed.version) this.resumed = null;
    for (const messageId of withdrawnIds) this.apply({ type: 'replyWithdrawn', messageId }, writer.now);
    return [];
  }

  /** An attempt to send begins. Its delivery writes what is not written yet, on its way. */
  startSend(messageId: string, now: number): StartedSend | null {
    this.apply({ type: 'sendStarted', messageId }, now);
    const message = this.thread.current?.outbound.find((one) => one.messageId === messageId);
    if (message === undefined) return null;
    this.inFlight.add(messageId);
    const mark = this.log.mark();
    this.log.startWriting(mark);
    return { message, mark };
  }

  /** The attempt ended like this; facts that waited for it are applied. */
  endSend(messageId: string, outcome: SendOutcome, now: number): void {
    this.inFlight.delete(messageId);
    this.apply({ type: 'sendEnded', messageId, outcome }, now);
    const waiting = this.deferred;
    this.deferred = [];
    for (const fact of waiting) this.apply(fact, now);
  }

  /** Whether a delivery wrote its projection is not known: everything is written again. */
  writeAgain(): void {
    this.log.writeAgain();
  }

  /** WeChat is being asked whether the contact still follows; gives the conversation that it is asked for. */
  startCheck(): string | null {
    this.isChecking = true;
    return this.thread.current?.id ?? null;
  }

  /** `subscribed` is null where WeChat gave no answer. */
  endCheck(conversationId: string | null, subscribed: boolean | null, now: number): void {
    this.isChecking = false;
    if (this.thread.current?.id === conversationId) {
      this.apply({ type: 'subscriptionChecked', subscribed }, now);
    }
  }

  private takeOver({ id, state }: Conversation, storedVersion: number): readonly OutboundMessage[] {
    const { current, version } = this.thread;
    this.tookOver = storedVersion;
    if (state !== 'completed') this.resumed = { conversationId: id, version };
    const left = (current?.outbound ?? []).filter(
      ({ status, messageId }) => status === 'sending' && !this.inFlight.has(messageId),
    );
    for (const { messageId } of left) this.inFlight.add(messageId);
    return left;
  }
}
