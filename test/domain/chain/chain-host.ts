import { nextEffect } from '../../../src/domain/chain/effects';
import { toProjection } from '../../../src/domain/chain/projection';
import { applyToThread, mustAwaitSend, projected, type Thread } from '../../../src/domain/chain/thread';
import type { Conversation } from '../../../src/domain/conversation/conversation';
import { afterSend, type SendOutcome } from '../../../src/domain/conversation/delivery';
import type { ConversationEvent } from '../../../src/domain/conversation/events';
import { newThread, T0 } from '../builders';

export type Filed = { readonly messageId: string; readonly conversationId: string | null };
export type Attempt = {
  readonly messageId: string;
  readonly at: number;
  readonly conversation: Conversation;
};

const FINAL = ['sent', 'failed', 'unknown', 'cancelled'];

/**
 * Does what the workflow does with a chain: applies events, follows `nextEffect`, one send at a time, and notes
 * everything that leaves the rules. Outcomes come from a list; a send may be left in flight.
 */
export class ChainHost {
  now = T0;
  thread: Thread = newThread();
  /** Called after each event that was applied. */
  afterEvent: (event: ConversationEvent, before: Thread) => void = () => {};
  readonly filed: Filed[] = [];
  readonly attempts: Attempt[] = [];
  /** Final statuses, by message: there must be one each. */
  readonly finals = new Map<string, string[]>();
  readonly accepted: string[] = [];
  inFlight: string | null = null;
  private deferred: ConversationEvent[] = [];
  private written = 0;
  private hasRenewed = false;

  constructor(private readonly subscribed: boolean | null) {}

  get hasDeferred(): boolean {
    return this.deferred.length > 0;
  }

  /** An event from outside; facts that must wait for the send in flight do, and those behind them. */
  take(event: ConversationEvent): void {
    const mustWait = this.deferred.length > 0 || mustAwaitSend(this.thread, event, this.now);
    if (mustWait && (event.type === 'contactWrote' || event.type === 'contactActed'))
      this.deferred.push(event);
    else this.apply(event);
  }

  endSend(outcome: SendOutcome): void {
    const messageId = this.inFlight;
    if (messageId === null) return;
    const message = this.thread.current?.outbound.find((one) => one.messageId === messageId);
    if (message?.status !== 'sending') throw new Error(`${messageId} was lost while it was being sent`);
    const { status } = afterSend(message, outcome);
    if (FINAL.includes(status)) this.noteFinal(messageId, status);
    this.inFlight = null;
    this.apply({ type: 'sendEnded', messageId, outcome });
    const waiting = this.deferred;
    this.deferred = [];
    for (const event of waiting) this.apply(event);
  }

  /** Follows `nextEffect` until there is nothing to do now; gives the instant to wake up at. */
  settle(outcomes: SendOutcome[]): number | null {
    for (let turn = 0; turn < 500; turn += 1) {
      this.apply({ type: 'timePassed' });
      const host = { projectedVersion: this.written, hasRenewed: this.hasRenewed, isChecking: false };
      const effect = nextEffect(this.thread, this.now, host);
      switch (effect.type) {
        case 'project':
          this.project();
          break;
        case 'deliver': {
          const { messageId } = effect.message;
          this.apply({ type: 'sendStarted', messageId });
          this.project();
          const { current } = this.thread;
          if (current === null) throw new Error('a send without a conversation');
          this.attempts.push({ messageId, at: this.now, conversation: current });
          this.inFlight = messageId;
          const outcome = outcomes.shift();
          if (outcome !== undefined) this.endSend(outcome);
          break;
        }
        case 'checkSubscription':
          this.apply({ type: 'subscriptionChecked', subscribed: this.subscribed });
          break;
        case 'renew':
          this.hasRenewed = false;
          break;
        case 'end':
          return null;
        case 'wait':
          return effect.until;
        default:
          effect satisfies never;
      }
    }
    throw new Error('the effects never come to rest');
  }

  /** Lets time pass, waking up at each deadline, as the workflow's timer does. */
  passTime(ms: number, outcomes: SendOutcome[]): void {
    const target = this.now + ms;
    for (;;) {
      const until = this.settle(outcomes);
      if (until === null || until > target) break;
      if (until <= this.now) throw new Error('asked to wake up in the past');
      this.now = until;
    }
    this.now = target;
    if (this.isOver()) this.startAnew();
  }

  isOver(): boolean {
    const { current } = this.thread;
    const isDone = current === null || (current.state === 'completed' && current.outbound.length === 0);
    return (
      isDone && this.inFlight === null && this.thread.rows.length === 0 && this.thread.ended.length === 0
    );
  }

  /** The run has ended; the next signal starts a new chain, which knows nothing. */
  private startAnew(): void {
    this.thread = newThread();
    this.written = 0;
    this.hasRenewed = false;
  }

  private apply(event: ConversationEvent): void {
    const before = this.thread;
    this.thread = applyToThread(before, event, this.now);
    this.hasRenewed ||= this.thread.ended.length > 0;
    const isNew = (row: Thread['rows'][number]): boolean => !before.rows.includes(row);
    for (const row of this.thread.rows.filter(isNew)) {
      if (row.type !== 'status') continue;
      const { messageId, status } = row;
      if (isMessage(event) && event.messageId === messageId) {
        this.accepted.push(messageId);
      }
      if (FINAL.includes(status)) this.noteFinal(messageId, status);
    }
    if (event.type === 'replyWithdrawn') {
      const has = (thread: Thread): boolean =>
        thread.current?.outbound.some((one) => one.messageId === event.messageId) ?? false;
      const isSettled = this.finals.has(event.messageId);
      if (has(before) && !has(this.thread) && !isSettled) this.noteFinal(event.messageId, 'failed');
    }
    this.afterEvent(event, before);
  }

  private noteFinal(messageId: string, status: string): void {
    this.finals.set(messageId, [...(this.finals.get(messageId) ?? []), status]);
  }

  private project(): void {
    const { version } = this.thread;
    this.filed.push(...toProjection(this.thread, { now: this.now, runId: 'run' }).files);
    this.thread = projected(this.thread, version);
    this.written = version;
  }
}

function isMessage(
  event: ConversationEvent,
): event is Extract<ConversationEvent, { type: 'reply' | 'botReplied' | 'greetingAsked' }> {
  return event.type === 'reply' || event.type === 'botReplied' || event.type === 'greetingAsked';
}
