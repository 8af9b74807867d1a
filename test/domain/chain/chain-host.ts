import type { StartedTurn } from '../../../src/domain/chain/asked-turn';
import { Chain } from '../../../src/domain/chain/chain';
import { type AskedHours, toHoursRead, toOfferClaimed } from '../../../src/domain/chain/routing-questions';
import type { Thread } from '../../../src/domain/chain/thread';
import type { Mark } from '../../../src/domain/chain/thread-log';
import type { ToSay } from '../../../src/domain/conversation/automatic/automatic-kinds';
import type { BotAnswer } from '../../../src/domain/conversation/bot/answer';
import type { Conversation } from '../../../src/domain/conversation/conversation';
import { afterSend, type SendOutcome } from '../../../src/domain/conversation/delivery';
import type { ConversationEvent, Fact, Wish } from '../../../src/domain/conversation/events';
import type { Refusal } from '../../../src/domain/refusals';
import type { ClaimInput, ClaimResult, HoursAnswer, HoursQuestion } from '../../../src/domain/routing/claim';
import { newThread, T0 } from '../builders';

export type Filed = { readonly messageId: string; readonly conversationId: string | null };
export type Attempt = {
  readonly messageId: string;
  readonly at: number;
  readonly conversation: Conversation;
};

export const NOBODY: ClaimResult = { operatorId: null, retryInMs: null, beginsRound: false };
const FINAL = ['sent', 'failed', 'unknown', 'cancelled'];
const WISHES: readonly string[] = [
  'attend',
  'transfer',
  'transferToGroup',
  'decline',
  'complete',
  'reply',
  'cancel',
  'reopen',
  'snooze',
  'unsnooze',
  'handback',
  'askRating',
] satisfies Wish['type'][];

/**
 * Hosts a `Chain` as the workflow does: passes in events, follows `next`, one send at a time, and records
 * everything that comes out. Outcomes of sends are passed in by the test; a send may be left in flight.
 */
export class ChainHost {
  now = T0;
  /** Called after each event that was applied. */
  afterEvent: (event: ConversationEvent, before: Thread) => void = () => {};
  readonly filed: Filed[] = [];
  readonly attempts: Attempt[] = [];
  /** Called when the bot is asked a turn: it may be answered at once. */
  onAsked: () => void = () => {};
  /** What the store says about the opening hours; null: it is away. */
  hoursOf: (question: HoursQuestion) => HoursAnswer | null = () => ({ isOpen: true, changesAt: null });
  /** To whom the store gives a conversation; null: it is away. */
  claim: (input: ClaimInput) => ClaimResult | null = () => NOBODY;
  readonly claims: { readonly claim: ClaimInput; readonly result: ClaimResult | null }[] = [];
  /** Final statuses by message; there must be one for each. */
  readonly finals = new Map<string, string[]>();
  readonly accepted: string[] = [];
  /** Conversations as they were written last, by id: what the store holds. */
  readonly written = new Map<string, Conversation>();
  inFlight: string | null = null;
  /** The turn that the bot is being asked, and all that it was ever asked. */
  asked: StartedTurn | null = null;
  readonly turns: StartedTurn[] = [];
  /** How many of them this run has asked: only the first, and the next run asks the next one. */
  private turnsOfRun = 0;
  readonly answers: {
    readonly turn: StartedTurn;
    readonly answer: BotAnswer;
    readonly isApplied: boolean;
  }[] = [];
  /** The completed conversation of a run that has ended. */
  private stored: Conversation | null = null;
  /** The facts that wait for the send in flight, if any do; earlier ones may still be among them. */
  waiting: readonly Fact[] = [];
  /** How long a delivery waits until a worker takes it. */
  queueMs = 0;
  private chain = this.host(newThread());

  constructor(private readonly subscribed: boolean | null) {}

  get thread(): Thread {
    return this.chain.thread;
  }

  /** The conversation that the store would name as the contact's newest one. */
  get newestId(): string {
    return (this.thread.current ?? this.stored)?.id ?? 'none';
  }

  get hasDeferred(): boolean {
    return this.chain.hasDeferred;
  }

  judge(wish: Wish): Refusal | null {
    return this.chain.judge(this.thread.current?.id ?? '', wish, this.now);
  }

  /** Passes in an event: a wish is applied at once, a fact may have to wait for the send in flight. */
  take(event: ConversationEvent): void {
    // A run that is started to reopen a conversation begins with what the store holds.
    if (event.type === 'reopen' && this.thread.current === null && this.isOver() && this.stored !== null) {
      this.chain = this.host({ ...newThread(), current: this.stored });
    }
    if (isFact(event)) {
      this.chain.take(event, this.now);
      this.waiting = this.hasDeferred ? [...this.waiting, event] : [];
    } else this.chain.apply(event, this.now);
  }

  endSend(outcome: SendOutcome): void {
    const messageId = this.inFlight;
    if (messageId === null) return;
    const message = this.thread.current?.outbound.find((one) => one.messageId === messageId);
    if (message?.status !== 'sending') throw new Error(`${messageId} was lost while it was being sent`);
    const { status } = afterSend(message, outcome);
    if (FINAL.includes(status)) this.noteFinal(messageId, status);
    this.inFlight = null;
    this.chain.endSend(messageId, outcome, this.now);
  }

  /** The bot answers the turn that it is being asked, if there is one. False: it came too late. */
  endTurn(
    { parts: count, then }: { readonly parts: number; readonly then?: BotAnswer['then'] },
    newId: () => string,
  ): boolean {
    const { asked } = this;
    if (asked === null) return false;
    const parts = Array.from({ length: count }, () => ({ messageId: newId(), kind: 'text' }));
    const answer = { parts, leaving: Math.min(count, asked.turn.places), then };
    const isApplied = this.chain.endTurn(answer, this.now);
    this.answers.push({ turn: asked, answer, isApplied });
    this.chain.forgetTurn();
    this.asked = null;
    return isApplied;
  }

  /** Follows `next` until there is nothing to do now; returns when to wake up. */
  settle(outcomes: SendOutcome[]): number | null {
    for (let turn = 0; turn < 500; turn += 1) {
      const effect = this.chain.next(this.now);
      switch (effect.type) {
        case 'project':
          this.project();
          break;
        case 'readHours':
          this.readHours(effect.question);
          break;
        case 'claimOffer':
          this.claimOffer(effect.claim);
          break;
        case 'deliver':
          this.deliver(effect.message.messageId, outcomes);
          break;
        case 'askBot':
          this.ask();
          break;
        case 'prepareAutomatic':
          this.prepare(effect.toSay);
          break;
        case 'checkSubscription':
          this.chain.endCheck(this.chain.startCheck(), this.subscribed, this.now);
          break;
        case 'renew':
          this.chain = this.host(this.thread);
          break;
        case 'end':
          return null;
        case 'wait':
          return earliest(
            earliest(earliest(effect.until, effect.warnsAt), effect.announcesAt),
            earliest(effect.turnAt ?? null, effect.routingAt ?? null),
          );
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
    // A delivery may have waited for longer.
    this.now = Math.max(this.now, target);
    // The run has ended; the next signal starts a new, empty chain.
    if (!this.isOver()) return;
    this.stored = this.thread.current ?? this.stored;
    this.chain = this.host(newThread());
  }

  isOver(): boolean {
    const { current } = this.thread;
    const isDone = current === null || (current.state === 'completed' && current.outbound.length === 0);
    return (
      isDone &&
      this.asked === null &&
      this.inFlight === null &&
      this.thread.rows.length === 0 &&
      this.thread.ended.length === 0
    );
  }

  private host(thread: Thread): Chain {
    this.turnsOfRun = 0;
    return new Chain(thread, {
      onApplied: (event, before) => this.note(event, before),
      isLong: () => this.turnsOfRun > 0,
    });
  }

  private readHours(asked: AskedHours): void {
    this.chain.applyTo(asked.conversationId, toHoursRead(asked, this.hoursOf(asked), this.now), this.now);
  }

  private claimOffer(claim: ClaimInput): void {
    const result = this.claim(claim);
    this.claims.push({ claim, result });
    this.chain.applyTo(claim.conversationId, toOfferClaimed(claim, result), this.now);
  }

  private ask(): void {
    const started = this.chain.startTurn(this.now);
    if (started === null) throw new Error('a turn without a question');
    this.asked = started;
    this.turnsOfRun += 1;
    this.turns.push(started);
    this.onAsked();
  }

  private prepare(toSay: ToSay): void {
    const id = this.chain.startPreparing();
    const messageId = `said-${id}-${toSay.kind}-${toSay.number}`;
    const isTaken = this.chain.endPreparing(id, toSay, messageId, this.now);
    this.chain.forgetPreparing();
    const isThere = this.thread.current?.outbound.some((one) => one.messageId === messageId) ?? false;
    if (isThere && !isTaken) throw new Error(`${messageId} would be deleted`);
  }

  private deliver(messageId: string, outcomes: SendOutcome[]): void {
    const started = this.chain.startSend(messageId, this.now);
    const { current } = this.thread;
    if (started === null || current === null) throw new Error('a send without a conversation');
    this.write(started.mark);
    this.chain.applyResult(started.mark, { withdrawnIds: [] }, this.writer());
    this.inFlight = messageId;
    // Temporal ends the waiting at that instant, and the ledger says that the attempt has not begun.
    const isTooLate = this.queueMs >= started.beginsWithinMs;
    this.now += isTooLate ? started.beginsWithinMs : this.queueMs;
    if (isTooLate) return this.endSend({ type: 'notSent', retryAfterMs: null });
    this.attempts.push({ messageId, at: this.now, conversation: current });
    const outcome = outcomes.shift();
    if (outcome !== undefined) this.endSend(outcome);
  }

  private note(event: ConversationEvent, before: Thread): void {
    const isNew = (row: Thread['rows'][number]): boolean => !before.rows.includes(row);
    for (const row of this.thread.rows.filter(isNew)) {
      if (row.type !== 'status') continue;
      const { messageId, status } = row;
      if (brings(event, messageId) && !this.accepted.includes(messageId)) this.accepted.push(messageId);
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
    const mark = this.chain.mark();
    this.write(mark);
    this.chain.applyResult(mark, { withdrawnIds: [] }, this.writer());
  }

  private write(mark: Mark): void {
    const { files, conversations } = this.chain.toProjection(mark, this.writer());
    this.filed.push(...files);
    for (const one of conversations) this.written.set(one.id, one);
  }

  private writer() {
    return { now: this.now, runId: 'run', chain: { id: 'run', generation: 0, historyLength: 0 } };
  }
}

function isFact(event: ConversationEvent): event is Fact {
  return event.type !== 'timePassed' && !WISHES.includes(event.type);
}

/** Whether a message of ours comes into the chain by an event. */
function brings(event: ConversationEvent, messageId: string): boolean {
  if (event.type === 'botAnswered' || event.type === 'botSpoke')
    return event.parts.some((one) => one.messageId === messageId);
  const isOne =
    event.type === 'reply' || event.type === 'greetingAsked' || event.type === 'automaticPrepared';
  return isOne && event.messageId === messageId;
}

function earliest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
