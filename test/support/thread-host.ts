/** A stand-in for Temporal: a host in this process that runs the same chain and writes the same projections. */
import { Chain, type Writer } from '../../src/domain/chain/chain';
import { toHoursRead, toOfferClaimed } from '../../src/domain/chain/routing-questions';
import { emptyThread, type Thread } from '../../src/domain/chain/thread';
import type { Mark } from '../../src/domain/chain/thread-log';
import { afterSend, type SendOutcome } from '../../src/domain/conversation/delivery';
import type { ConversationEvent, Fact, Wish } from '../../src/domain/conversation/events';
import type { Refusal } from '../../src/domain/refusals';
import type { ClaimInput, ClaimResult, HoursAnswer, HoursQuestion } from '../../src/domain/routing/claim';
import { DEFAULT_SETTINGS, type VersionedSettings } from '../../src/domain/settings';
import { createProjections } from '../../src/store/conversations/projections';
import type { Database } from '../../src/store/engine/database-types';
import { createSendLedger } from '../../src/store/transcript/send-ledger';
import type { ConversationClient, WishResult, WishTarget } from '../../src/temporal/conversation-client';

/** What the double does. */
export type HostBehaviour = {
  /** The outcome of each attempt to send; `never`: it stays under way. */
  outcome: SendOutcome | 'never';
  /** WeChat's words about a refusal. */
  errmsg: string;
  /** `lost`: the wish is accepted, but its answer is lost. `silent`: it is lost itself, which nobody notices. */
  answers: 'all' | 'lost' | 'silent' | 'unavailable' | 'notOpen';
  settings: VersionedSettings;
  /** The wall clock; tests in which no time may pass set a fixed one. */
  clock: () => number;
  /** The workflow's clock minus `clock`. */
  clockOffsetMs: number;
  /** What the store says about the opening hours; null: it is away. */
  hours: (question: HoursQuestion) => HoursAnswer | null;
  /** To whom the store gives a conversation that is offered; null: it is away. */
  claim: (input: ClaimInput) => ClaimResult | null;
};

export type ThreadHost = {
  readonly behaviour: HostBehaviour;
  readonly client: ConversationClient;
  readonly apply: (contactId: string, event: Fact | { readonly type: 'timePassed' }) => Promise<void>;
  readonly begin: (input: { contactId: string; channelId: string; brandId: string }) => void;
  readonly threadOf: (contactId: string) => Thread;
  /** Resolves when everything accepted so far is written. */
  readonly idle: () => Promise<void>;
};

export function initialBehaviour(): HostBehaviour {
  return {
    outcome: { type: 'sent' },
    errmsg: '',
    answers: 'all',
    settings: { ...DEFAULT_SETTINGS, version: 1 },
    clock: Date.now,
    clockOffsetMs: 0,
    hours: () => ({ isOpen: true, changesAt: null }),
    claim: () => ({ operatorId: null, retryInMs: null, beginsRound: false }),
  };
}

/** Creates the host. Steps of one contact run one after another, as in its workflow. */
export function createThreadHost(database: Database): ThreadHost {
  const behaviour = initialBehaviour();
  const chains = new Map<string, Chain>();
  const working = new Set<Promise<void>>();
  const turns = new Map<string, Promise<void>>();
  const project = createProjections(database);
  const ledger = createSendLedger(database);
  const now = (): number => behaviour.clock() + behaviour.clockOffsetMs;
  const writer = (): Writer => ({
    now: now(),
    runId: 'run-1',
    chain: { id: 'run-1', generation: 0, historyLength: 0 },
  });

  const chainOf = (contactId: string): Chain => {
    const chain = chains.get(contactId);
    if (chain === undefined) throw new Error(`No chain of contact ${contactId}.`);
    return chain;
  };
  const write = async (chain: Chain, mark: Mark): Promise<void> => {
    const result = await project(chain.toProjection(mark, writer()));
    chain.applyResult(mark, result, writer());
  };
  const deliver = async (chain: Chain, messageId: string): Promise<void> => {
    const started = chain.startSend(messageId, now());
    if (started === null) return;
    const { message, mark } = started;
    await write(chain, mark);
    await ledger.begin(messageId, message.attempts);
    const { outcome, errmsg } = behaviour;
    if (outcome === 'never') return;
    await ledger.end(messageId, message.attempts, outcome, afterSend(message, outcome), errmsg);
    chain.endSend(messageId, outcome, now());
  };
  const workOn = async (contactId: string): Promise<void> => {
    for (;;) {
      const chain = chainOf(contactId);
      const effect = chain.next(now());
      switch (effect.type) {
        case 'project':
          await write(chain, chain.mark());
          break;
        case 'readHours':
          chain.applyTo(
            effect.question.conversationId,
            toHoursRead(effect.question, behaviour.hours(effect.question), now()),
            now(),
          );
          break;
        case 'claimOffer':
          chain.applyTo(
            effect.claim.conversationId,
            toOfferClaimed(effect.claim, behaviour.claim(effect.claim)),
            now(),
          );
          break;
        case 'deliver':
          await deliver(chain, effect.message.messageId);
          break;
        case 'askBot':
          // Every bot answers “later”.
          chain.startTurn(now());
          chain.endTurn({ parts: [], leaving: 0 }, now());
          chain.forgetTurn();
          break;
        case 'prepareAutomatic':
          // What is said automatically stays under way.
          chain.startPreparing();
          break;
        case 'checkSubscription':
          chain.endCheck(chain.startCheck(), null, now());
          break;
        case 'renew':
          chains.set(contactId, new Chain(chain.thread));
          break;
        case 'end':
        case 'wait':
          return;
        default:
          effect satisfies never;
      }
    }
  };
  const work = (contactId: string): Promise<void> => {
    const before = turns.get(contactId) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(() => workOn(contactId));
    turns.set(contactId, turn);
    working.add(turn);
    void turn.catch(() => undefined).finally(() => working.delete(turn));
    return turn;
  };
  const wish = (target: WishTarget, wished: Wish): Promise<WishResult> =>
    ask(target, wished, (chain) => chain.judge(target.conversationId, wished, now()));
  const ask = async (
    { contactId }: Pick<WishTarget, 'contactId'>,
    wished: ConversationEvent,
    judge: (chain: Chain) => Refusal | null,
  ): Promise<WishResult> => {
    if (behaviour.answers === 'unavailable') return { type: 'unavailable' };
    if (behaviour.answers === 'silent') return { type: 'unanswered' };
    const chain = chainOf(contactId);
    if (behaviour.answers === 'notOpen' || chain.thread.current === null) return { type: 'notOpen' };
    const refusal = judge(chain);
    if (refusal !== null) return { type: 'refused', refusal };
    chain.apply(wished, now());
    const { current, version } = chain.thread;
    if (current === null) return { type: 'notOpen' };
    const view = { conversation: current, version, now: now() };
    // As with the real engine, the answer comes before the projection.
    const rest = work(contactId);
    if (behaviour.answers === 'all') return { type: 'accepted', view };
    await rest;
    return { type: 'unanswered' };
  };

  return {
    behaviour,
    async apply(contactId, event) {
      const chain = chainOf(contactId);
      if (event.type === 'timePassed') chain.apply(event, now());
      else chain.take(event, now());
      await work(contactId);
    },
    threadOf: (contactId) => chainOf(contactId).thread,
    async idle() {
      while (working.size > 0) await Promise.allSettled(working);
    },
    begin(input) {
      if (!chains.has(input.contactId)) chains.set(input.contactId, new Chain(emptyThread(input)));
    },
    client: {
      signalWithStart: async () => undefined,
      signal: async () => true,
      restart: async () => false,
      greet: async () => undefined,
      reply: (target, details) => wish(target, { type: 'reply', by: target.by, ...details }),
      attend: (target) => wish(target, { type: 'attend', by: target.by }),
      transfer: (target, toOperatorId) => wish(target, { type: 'transfer', by: target.by, toOperatorId }),
      transferToGroup: (target, groupId) => wish(target, { type: 'transferToGroup', by: target.by, groupId }),
      decline: (target) => wish(target, { type: 'decline', by: target.by }),
      complete: (target) => wish(target, { type: 'complete', by: target.by }),
      cancel: (target, messageId) => wish(target, { type: 'cancel', by: target.by, messageId }),
      async reopen(target, newConversationId) {
        const { by, conversationId } = target;
        const result = await wish(target, { type: 'reopen', by, conversationId, newConversationId });
        // As with the real engine, the answer comes when the new conversation is stored.
        await turns.get(target.contactId);
        return result;
      },
      snooze: (target, until) => wish(target, { type: 'snooze', by: target.by, until }),
      unsnooze: (target) => wish(target, { type: 'unsnooze', by: target.by }),
      botSpeech: (target, answer) =>
        ask(target, { type: 'botSpoke', turn: target.turn, ...answer }, (chain) =>
          chain.judgeBotSpeech({ ...target, answer }, now()),
        ),
      handback: (target) => wish(target, { type: 'handback', by: target.by }),
      askRating: (target) => wish(target, { type: 'askRating', by: target.by }),
    },
  };
}
