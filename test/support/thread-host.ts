/** In place of Temporal: a host in this process that runs the same pure rules and writes the same projections. */
import { toProjection } from '../../src/domain/chain/projection';
import { applyToThread, emptyThread, projected, type Thread } from '../../src/domain/chain/thread';
import { judge } from '../../src/domain/conversation/abilities';
import { advance } from '../../src/domain/conversation/advance';
import { afterSend, type SendOutcome } from '../../src/domain/conversation/delivery';
import type { ConversationEvent, Wish } from '../../src/domain/conversation/events';
import { DEFAULT_SETTINGS, type VersionedSettings } from '../../src/domain/settings';
import { createProjections } from '../../src/store/conversations/projections';
import type { Database } from '../../src/store/engine/database-types';
import { createSendLedger } from '../../src/store/transcript/send-ledger';
import type { ConversationClient, WishResult, WishTarget } from '../../src/temporal/conversation-client';

/** What the double does. */
export type HostBehaviour = {
  /** What becomes of each attempt to send; `never`: it stays under way. */
  outcome: SendOutcome | 'never';
  /** WeChat's words to a refusal. */
  errmsg: string;
  /** `lost`: the wish is taken, its answer is not. */
  answers: 'all' | 'lost' | 'unavailable' | 'notOpen';
  settings: VersionedSettings;
  /** The workflow's clock minus the wall clock. */
  clockOffsetMs: number;
};

export type ThreadHost = {
  readonly behaviour: HostBehaviour;
  readonly client: ConversationClient;
  readonly apply: (contactId: string, event: ConversationEvent) => Promise<void>;
  readonly begin: (input: { contactId: string; channelId: string; brandId: string }) => void;
  readonly threadOf: (contactId: string) => Thread;
  /** Resolves when all that was accepted so far is written. */
  readonly idle: () => Promise<void>;
};

export function initialBehaviour(): HostBehaviour {
  return {
    outcome: { type: 'sent' },
    errmsg: '',
    answers: 'all',
    settings: { ...DEFAULT_SETTINGS, version: 1 },
    clockOffsetMs: 0,
  };
}

export function createThreadHost(database: Database): ThreadHost {
  const behaviour = initialBehaviour();
  const threads = new Map<string, Thread>();
  const working = new Set<Promise<void>>();
  const project = createProjections(database);
  const ledger = createSendLedger(database);
  const now = (): number => Date.now() + behaviour.clockOffsetMs;

  const threadOf = (contactId: string): Thread => {
    const thread = threads.get(contactId);
    if (thread === undefined) throw new Error(`No chain of contact ${contactId}.`);
    return thread;
  };
  const step = (contactId: string, event: ConversationEvent): void => {
    threads.set(contactId, applyToThread(threadOf(contactId), event, now()));
  };
  const write = async (contactId: string): Promise<void> => {
    const thread = threadOf(contactId);
    const { withdrawnIds } = await project(toProjection(thread, { now: now(), runId: 'run-1' }));
    threads.set(contactId, projected(threadOf(contactId), thread.version));
    for (const messageId of withdrawnIds) step(contactId, { type: 'replyWithdrawn', messageId });
  };
  const apply = async (contactId: string, event: ConversationEvent): Promise<void> => {
    step(contactId, event);
    await work(contactId);
  };
  /** One at a time for each contact, as its workflow works. */
  const turns = new Map<string, Promise<void>>();
  const work = (contactId: string): Promise<void> => {
    const before = turns.get(contactId) ?? Promise.resolve();
    const turn = before
      .catch(() => undefined)
      .then(() => write(contactId))
      .then(() => deliverAll(contactId));
    turns.set(contactId, turn);
    working.add(turn);
    void turn.catch(() => undefined).finally(() => working.delete(turn));
    return turn;
  };
  const deliverAll = async (contactId: string): Promise<void> => {
    for (;;) {
      const isBusy = threadOf(contactId).current?.outbound.some((one) => one.status === 'sending');
      const next = threadOf(contactId).current?.outbound.find((one) => one.status === 'queued');
      if (isBusy || next === undefined || next.waitsForChannel === true) return;
      const { messageId } = next;
      step(contactId, { type: 'sendStarted', messageId });
      const message = threadOf(contactId).current?.outbound.find((one) => one.messageId === messageId);
      if (message === undefined) return;
      await ledger.begin(messageId, message.attempts);
      const { outcome, errmsg } = behaviour;
      if (outcome === 'never') return;
      await ledger.end(messageId, message.attempts, outcome, afterSend(message, outcome), errmsg);
      step(contactId, { type: 'sendEnded', messageId, outcome });
      await write(contactId);
    }
  };
  const wish = async ({ contactId, conversationId }: WishTarget, wished: Wish): Promise<WishResult> => {
    if (behaviour.answers === 'unavailable') return { type: 'unavailable' };
    const { current, seen } = threadOf(contactId);
    if (behaviour.answers === 'notOpen' || current === null) return { type: 'notOpen' };
    if (current.id !== conversationId)
      return { type: 'refused', refusal: { code: 'conversation_completed' } };
    const isRepeat = wished.type === 'reply' && seen.includes(wished.messageId);
    if (!isRepeat) {
      const refusal = judge(advance(current, now()).conversation, wished, now());
      if (refusal !== null) return { type: 'refused', refusal };
      step(contactId, wished);
    }
    const { version } = threadOf(contactId);
    const view = { conversation: threadOf(contactId).current ?? current, version, now: now() };
    // As with the real engine, the answer comes before the projection.
    const rest = work(contactId);
    if (behaviour.answers === 'all') return { type: 'accepted', view };
    await rest;
    return { type: 'unanswered' };
  };

  return {
    behaviour,
    apply,
    threadOf,
    async idle() {
      while (working.size > 0) await Promise.allSettled(working);
    },
    begin(input) {
      if (!threads.has(input.contactId)) threads.set(input.contactId, emptyThread(input));
    },
    client: {
      signalWithStart: async () => undefined,
      signal: async () => true,
      raise: async () => false,
      greet: async () => undefined,
      reply: (target, details) => wish(target, { type: 'reply', by: target.by, ...details }),
      attend: (target) => wish(target, { type: 'attend', by: target.by }),
      transfer: (target, toOperatorId) => wish(target, { type: 'transfer', by: target.by, toOperatorId }),
      complete: (target) => wish(target, { type: 'complete', by: target.by }),
      cancel: (target, messageId) => wish(target, { type: 'cancel', by: target.by, messageId }),
    },
  };
}
