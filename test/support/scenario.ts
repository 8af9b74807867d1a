/**
 * A small language for scenarios: a customer writes through the simulator and the real webhook, operators answer as the
 * API does, time passes for the conversation and for WeChat alike, and everything is read back from the store.
 */

import { sql } from 'drizzle-orm';
import type { Actor, CompletedReason, ConversationState } from '../../src/domain/conversation/conversation';
import type { DeliveryStatus } from '../../src/domain/conversation/delivery';
import type { OutboundContent } from '../../src/domain/messages/outbound';
import type { Refusal } from '../../src/domain/refusals';
import { newId } from '../../src/platform/ids';
import type { AccountInput } from '../../src/simulator/accounts';
import type { FaultInput } from '../../src/simulator/faults';
import type { ActionResult } from '../../src/simulator/phone/phone';
import type { EventInput, MessageInput } from '../../src/simulator/webhook/inbound';
import type { ChannelFields } from '../../src/store/channels/channel-change';
import type { StoredConversation } from '../../src/store/conversations/conversation-rows';
import { rowsOf } from '../../src/store/engine/rows';
import { createOperatorStore } from '../../src/store/people/operators';
import { createOutbox } from '../../src/store/transcript/outbox';
import type { TranscriptMessage } from '../../src/store/transcript/transcript';
import type { ConversationClient, WishResult } from '../../src/temporal/conversation-client';
import {
  type ConversationView,
  conversationWorkflowId,
  viewQuery,
} from '../../src/workflows/conversation/messages';
import { type Desk, type DeskChannel, type DeskOptions, startDesk } from './desk';
import { eventually } from './eventually';
import { historyAtRest, replayHistories } from './scenario-replay';
import { fastForward } from './virtual-time';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

type NamedWorker = readonly [name: string, options: DeskOptions];
/** Keeps its workflows in the cache. */
const WITH_CACHE: NamedWorker = ['cache on', {}];
/** Replays each task from the beginning. */
const WITHOUT_CACHE: NamedWorker = ['cache off', { maxCachedWorkflows: 0 }];
/** `no-cache.soak.ts` plays all scenarios without a cache. */
const isWithoutCache = process.env['DUIHUA_WITHOUT_CACHE'] === '1';

/** A group of scenarios on one desk; at the end all histories that they made are replayed. */
export function describeScenarios(
  name: string,
  tests: (scenario: () => Scenario) => void,
  options: DeskOptions = {},
): void {
  describeWith([isWithoutCache ? WITHOUT_CACHE : WITH_CACHE], name, tests, options);
}

/**
 * The same, but only with a cache: for many workflows at once. Without a cache the SDK drops their local activities
 * again and again, which is a fault of the SDK.
 */
export function describeCrowds(
  name: string,
  tests: (scenario: () => Scenario) => void,
  options: DeskOptions = {},
): void {
  if (!isWithoutCache) describeWith([WITH_CACHE], name, tests, options);
}

function describeWith(
  workers: readonly NamedWorker[],
  name: string,
  tests: (scenario: () => Scenario) => void,
  options: DeskOptions,
): void {
  describe.each(workers)(`${name} (%s)`, (_worker, workerOptions) => {
    let scenario: Scenario;
    beforeAll(async () => {
      scenario = createScenario(await startDesk({ ...options, ...workerOptions }));
    }, 60_000);
    afterAll(() => scenario.desk.close());
    tests(() => scenario);
    test('every history of these scenarios replays', () => replayHistories(scenario.desk), 60_000);
  });
}

export type Scenario = {
  readonly desk: Desk;
  /** Someone who follows the account and has not written yet. */
  readonly customer: (options?: CustomerOptions) => Customer;
  /** An operator with an account. */
  readonly operator: (name: string) => Promise<Actor>;
  readonly disableOperator: (operator: Actor) => Promise<void>;
  /** Another Official Account, with its own settings. */
  readonly channel: (settings: ChannelFields['settings']) => Promise<DeskChannel>;
  /** A mini program, with its own settings. */
  readonly miniProgram: (
    settings?: ChannelFields['settings'],
    account?: Pick<AccountInput, 'format' | 'encryption'>,
  ) => Promise<DeskChannel>;
  readonly changeChannel: (channel: DeskChannel, change: ChannelFields) => Promise<void>;
  /** Makes WeChat fail on the next call for one customer. */
  readonly fault: (customer: Customer, fault: FaultInput['effect'], times?: number) => void;
};

export type CustomerOptions = { readonly channel?: DeskChannel };

export type ReplyOptions = {
  readonly by?: Actor;
  readonly whenBlocked?: 'reject' | 'hold';
  /** When it is sent, by the conversation's clock; default: at once. */
  readonly schedule?: { readonly sendAt: number; readonly cancelsOnReply?: true };
  /** The conversation; default: the newest. */
  readonly conversationId?: string;
  readonly client?: ConversationClient;
  /** The type of the transcript row; default: text. */
  readonly type?: string;
};

export type Replied = {
  readonly messageId: string;
  readonly result: WishResult;
  /** The refusal; null: it was accepted. */
  readonly refusal: Refusal | null;
};

export type Customer = {
  readonly openId: string;
  /** The contact sends a text; resolves when it is filed in the transcript. */
  readonly writes: (text?: string) => Promise<void>;
  /** A message of any kind; resolves when the webhook has answered. */
  readonly sends: (message: MessageInput) => Promise<ActionResult>;
  /** An event; resolves when it is filed. */
  readonly acts: (event: EventInput) => Promise<void>;
  readonly contactId: () => Promise<string>;
  /** The newest conversation, as the store shows it. */
  readonly conversation: () => Promise<StoredConversation>;
  /** All of them, oldest first. */
  readonly conversations: () => Promise<readonly StoredConversation[]>;
  /** The newest conversation, as soon as it is in this state. */
  readonly becomes: (state: ConversationState, reason?: CompletedReason) => Promise<StoredConversation>;
  /** An operator replies, through the code of the API. */
  readonly reply: (text: string, options?: ReplyOptions) => Promise<Replied>;
  /** The same reply asked for once more, as by an API whose first request was not answered. */
  readonly repeat: (messageId: string, by?: Actor) => Promise<WishResult>;
  /** A reply that must be accepted; resolves with its id when WeChat has it. */
  readonly isAnswered: (text: string, options?: ReplyOptions) => Promise<string>;
  /** Withdraws a message that may not have been accepted; false if it was accepted. */
  readonly giveUp: (messageId: string) => Promise<boolean>;
  readonly attend: (by: Actor) => Promise<WishResult>;
  readonly transfer: (by: Actor, to: Actor) => Promise<WishResult>;
  readonly transferToGroup: (by: Actor, groupId: string) => Promise<WishResult>;
  readonly decline: (by: Actor) => Promise<WishResult>;
  readonly complete: (by: Actor) => Promise<WishResult>;
  readonly cancel: (by: Actor, messageId: string) => Promise<WishResult>;
  /** Reopens a conversation; default: the newest. */
  readonly reopen: (by: Actor, conversationId?: string, newConversationId?: string) => Promise<WishResult>;
  /** Snoozes it for `ms` from its own now; null: until the contact writes. */
  readonly snooze: (by: Actor, ms: number | null) => Promise<WishResult>;
  /** Gives the conversation back to its bot. */
  readonly handback: (by: Actor) => Promise<WishResult>;
  /** Asks for a rating; default: of the newest conversation. */
  readonly askRating: (by: Actor, conversationId?: string) => Promise<WishResult>;
  /** Lets time pass for the conversation and for WeChat. */
  readonly waits: (ms: number) => Promise<void>;
  /** The texts that reached the phone, in order; of other messages the type. */
  readonly received: () => readonly string[];
  readonly transcript: () => Promise<readonly TranscriptMessage[]>;
  readonly message: (messageId: string) => Promise<TranscriptMessage>;
  /** The message, as soon as it has this status; if it is an outcome, as soon as the workflow knows it, too. */
  readonly settles: (
    messageId: string,
    status: DeliveryStatus,
    withinMs?: number,
  ) => Promise<TranscriptMessage>;
  /** Resolves when the workflow has nothing under way, so that its last step is in the history. */
  readonly rests: () => Promise<void>;
  /** Resolves when everything that was received is filed. */
  readonly isFiled: () => Promise<void>;
  /** The workflow's own view; null if there is no conversation. */
  readonly view: () => Promise<ConversationView | null>;
};

/** The operator who answers if the scenario does not name one. */
export const LI: Actor = { operatorId: 'li', isAdministrator: false };
export const WANG: Actor = { operatorId: 'wang', isAdministrator: false };
export const CHEN: Actor = { operatorId: 'chen', isAdministrator: true };

export function createScenario(desk: Desk): Scenario {
  const operators = createOperatorStore(desk.database);
  return {
    desk,
    customer: (options = {}) => createCustomer(desk, options),
    async operator(name) {
      const email = `${newId()}@example.com`;
      const role = 'operator' as const;
      const made = await operators.create({
        name,
        email,
        role,
        brandIds: [desk.brandId],
        passwordHash: null,
      });
      if (!('operator' in made)) throw new Error(made.refusal);
      return { operatorId: made.operator.id, isAdministrator: false };
    },
    async disableOperator({ operatorId }) {
      await operators.update(operatorId, { isDisabled: true });
    },
    channel: (settings) => desk.addChannel(settings),
    miniProgram: (settings = {}, account = {}) =>
      desk.addChannel(settings, undefined, { kind: 'mini_program', format: 'json', ...account }),
    async changeChannel({ channelId }, change) {
      await desk.services.channels.update(channelId, [desk.brandId], change);
    },
    fault({ openId }, effect, times = 1) {
      desk.simulator.addFault({ operation: 'custom/send', openId, effect, times });
    },
  };
}

function createCustomer(desk: Desk, where: CustomerOptions): Customer {
  const { simulator, database, conversationClient } = desk;
  const { appId, channelId } = where.channel ?? desk;
  const { openId } = simulator.addContact({ appId });
  const outbox = createOutbox(database);
  let knownId: string | null = null;

  const contactId = async (): Promise<string> => {
    knownId ??= await eventually(async () => {
      const [row] = await rowsOf<{ id: string }>(
        database.db,
        sql`select id from contacts where open_id = ${openId}`,
      );
      return row?.id;
    }, 'the contact is known');
    return knownId;
  };

  const isFiled = async (): Promise<void> => {
    const id = await contactId();
    await eventually(async () => {
      const [row] = await rowsOf<{ waiting: number }>(
        database.db,
        sql`select count(*)::int as waiting from messages
            where contact_id = ${id} and inbox_number is not null and seq is null`,
      );
      return row?.waiting === 0;
    }, 'everything received is filed');
  };

  const conversations = async (): Promise<readonly StoredConversation[]> => {
    const page = { before: null, limit: 50 };
    const list = await desk.conversations.list({ brandIds: null, contactId: await contactId() }, page);
    // Started one after another; if two were written at once, their activity numbers would say nothing about the order.
    return list
      .map(({ walk: _walk, place: _place, ...stored }) => stored)
      .sort((a, b) => a.conversation.startedAt - b.conversation.startedAt);
  };

  const conversation = async (): Promise<StoredConversation> => {
    const newest = (await conversations()).at(-1);
    if (newest === undefined) throw new Error('There is no conversation.');
    return newest;
  };

  const target = async (by: Actor, conversationId?: string) => ({
    contactId: await contactId(),
    conversationId: conversationId ?? (await conversation()).conversation.id,
    by,
  });

  const view = async (): Promise<ConversationView | null> =>
    desk.client.workflow.getHandle(conversationWorkflowId(await contactId())).query(viewQuery);

  const rests = async (): Promise<void> => {
    await historyAtRest(desk, conversationWorkflowId(await contactId()));
  };

  const reply: Customer['reply'] = async (text, options = {}) => {
    const {
      by = LI,
      whenBlocked = 'reject',
      conversationId,
      client = conversationClient,
      type = 'text',
      schedule = {},
    } = options;
    const aim = await target(by, conversationId);
    const { operatorId } = by;
    // A kind that the API would refuse stands for a row that cannot be sent.
    const content = { type, text } as OutboundContent;
    const message = { ...aim, channelId, operatorId, content, whenBlocked };
    const prepared = await outbox.prepare(message, null);
    if (prepared.type !== 'new') throw new Error(prepared.type);
    const { messageId } = prepared;
    const result = await client.reply(aim, { messageId, kind: 'text', whenBlocked, ...schedule });
    if (result.type === 'refused' || result.type === 'notOpen') await outbox.discard(messageId);
    return { messageId, result, refusal: result.type === 'refused' ? result.refusal : null };
  };

  const repeat: Customer['repeat'] = async (messageId, by = LI) =>
    conversationClient.reply(await target(by), { messageId, kind: 'text', whenBlocked: 'reject' });

  const message = async (messageId: string): Promise<TranscriptMessage> => {
    const row = await desk.transcript.message(messageId);
    if (row === null) throw new Error('There is no such message.');
    return row;
  };

  const settles: Customer['settles'] = async (messageId, status, withinMs = 15_000) => {
    let last: TranscriptMessage | null = null;
    const isThere = async (): Promise<TranscriptMessage | null> => {
      last = await desk.transcript.message(messageId);
      return last?.status === status && last.seq !== null ? last : null;
    };
    const row = await eventually(isThere, status, withinMs).catch(() => {
      throw new Error(`The message did not become ${status}: ${JSON.stringify(last)}`);
    });
    // The store has the outcome a moment before the workflow.
    if (['sent', 'failed', 'unknown'].includes(status)) await rests();
    return row;
  };

  return {
    openId,
    contactId,
    isFiled,
    conversation,
    conversations,
    reply,
    repeat,
    message,
    settles,
    giveUp: (messageId) => outbox.giveUp(messageId),
    async writes(text = '你好') {
      const { delivered } = await simulator.write({ appId, openId }, { type: 'text', text });
      if (!delivered) throw new Error('The webhook did not take the message.');
      await isFiled();
    },
    rests,
    sends: (input) => simulator.write({ appId, openId }, input),
    async acts(event) {
      await simulator.act({ appId, openId }, event);
      await isFiled();
    },
    async becomes(state, reason) {
      let last: StoredConversation | null = null;
      try {
        return await eventually(async () => {
          last = await conversation();
          const isRight = last.conversation.state === state;
          return isRight && (reason === undefined || last.conversation.completedReason === reason)
            ? last
            : null;
        }, state);
      } catch {
        throw new Error(`The conversation did not become ${state} ${reason ?? ''}: ${JSON.stringify(last)}`);
      }
    },
    async isAnswered(text, replyOptions) {
      const { messageId, result } = await reply(text, replyOptions);
      if (result.type !== 'accepted')
        throw new Error(`The reply was not accepted: ${JSON.stringify(result)}`);
      await settles(messageId, 'sent');
      return messageId;
    },
    attend: async (by) => conversationClient.attend(await target(by)),
    transfer: async (by, to) => conversationClient.transfer(await target(by), to.operatorId),
    transferToGroup: async (by, groupId) => conversationClient.transferToGroup(await target(by), groupId),
    decline: async (by) => conversationClient.decline(await target(by)),
    complete: async (by) => conversationClient.complete(await target(by)),
    cancel: async (by, messageId) => conversationClient.cancel(await target(by), messageId),
    reopen: async (by, conversationId, newConversationId = newId()) =>
      conversationClient.reopen(await target(by, conversationId), newConversationId),
    async snooze(by, ms) {
      const now = Date.now() + (await conversation()).clockOffsetMs;
      return conversationClient.snooze(await target(by), ms === null ? null : now + ms);
    },
    handback: async (by) => conversationClient.handback(await target(by)),
    askRating: async (by, conversationId) => conversationClient.askRating(await target(by, conversationId)),
    async waits(ms) {
      simulator.moveTime({ appId, openId }, ms);
      await fastForward(desk.client, await contactId(), ms);
    },
    received: () =>
      simulator
        .received({ appId, openId })
        .map(
          ({ body }) => (body['text'] as { content: string } | undefined)?.content ?? String(body['msgtype']),
        ),
    transcript: async () => desk.transcript.ofContact(await contactId(), { afterSeq: 0, limit: 500 }),
    view,
  };
}

/** The transcript in short form: `> text` of the contact, `status text` of ours, `* type` of events. */
export function lines(transcript: readonly TranscriptMessage[]): readonly string[] {
  return transcript.map(({ direction, status, type, content }) => {
    if (direction === 'event') return `* ${type}`;
    return `${direction === 'inbound' ? '>' : status} ${String(content['text'])}`;
  });
}
