/**
 * The conversation side of the API over a database in memory. In place of Temporal stands a host in this process that
 * runs the same pure rules and writes the same projections; what it answers, and what becomes of a send, can be set.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Router } from 'express';
import pino from 'pino';
import { createAttachmentFactsRouter, createAttachmentRouter } from '../../src/api/attachments/routes';
import { createCannedReplyRouter } from '../../src/api/canned-replies/routes';
import { createContactRouter } from '../../src/api/contacts/routes';
import { createConversationRouter } from '../../src/api/conversations/routes';
import { createDemoPhoneEventRouter } from '../../src/api/demo/phone-events';
import { createDemoPhoneRouter } from '../../src/api/demo/phone-routes';
import { createDemoRouter } from '../../src/api/demo/routes';
import { createDemoLink, createDemoSignInRouter } from '../../src/api/demo/sign-in';
import { createEventRouter } from '../../src/api/events/routes';
import { type ChangeHub, createChangeHub } from '../../src/api/live/change-hub';
import { createPresenceHub } from '../../src/api/live/presence-hub';
import { createMessageRouter } from '../../src/api/messages/routes';
import { createPresenceRouter } from '../../src/api/presence/routes';
import { createQrCodeRouter, type QrCodeRouterDeps } from '../../src/api/qr-codes/routes';
import { createSender } from '../../src/api/send-message';
import { createRejectedRouter } from '../../src/api/webhooks/rejected-routes';
import { demoRoutes } from '../../src/contracts/demo/demo';
import { CONVERSATION_ROUTES } from '../../src/contracts/routes';
import { toProjection } from '../../src/domain/chain/projection';
import { applyToThread, emptyThread, projected, type Thread } from '../../src/domain/chain/thread';
import { judge } from '../../src/domain/conversation/abilities';
import { advance } from '../../src/domain/conversation/advance';
import { afterSend, type SendOutcome } from '../../src/domain/conversation/delivery';
import type { ConversationEvent, Wish } from '../../src/domain/conversation/events';
import type { ContactAction, InboundContent } from '../../src/domain/messages/inbound';
import { DEFAULT_SETTINGS, type VersionedSettings } from '../../src/domain/settings';
import { type MediaStore, openMediaStore } from '../../src/media/media-store';
import { newId } from '../../src/platform/ids';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { createDemoWeChat } from '../../src/runtime/demo/demo-wechat';
import { createSimulator, type Simulator } from '../../src/simulator/simulator';
import { createQrCodes } from '../../src/store/channels/qr-codes';
import {
  createRejectedDeliveries,
  type RejectedDeliveries,
} from '../../src/store/channels/rejected-deliveries';
import { createContacts } from '../../src/store/contacts/contacts';
import { createConversations } from '../../src/store/conversations/conversations';
import { createProjections } from '../../src/store/conversations/projections';
import { type Attachments, createAttachments } from '../../src/store/files/attachments';
import { createCannedReplies } from '../../src/store/people/canned-replies';
import { createPresenceNotices } from '../../src/store/people/presence-notices';
import { createInbox } from '../../src/store/transcript/inbox';
import { createOutbox, type Outbox } from '../../src/store/transcript/outbox';
import { createSendLedger } from '../../src/store/transcript/send-ledger';
import { createTranscript, type Transcript } from '../../src/store/transcript/transcript';
import { markResolved } from '../../src/store/transcript/unknown-outcomes';
import type { ConversationClient, WishResult, WishTarget } from '../../src/temporal/conversation-client';
import { channelFields, SECRET_KEY, startTestApp, type TestApp } from './administration-app';

export type ConversationApp = TestApp & {
  readonly host: ThreadHost;
  readonly hub: ChangeHub;
  readonly outbox: Outbox;
  readonly transcript: Transcript;
  readonly attachments: Attachments;
  readonly mediaStore: MediaStore;
  /** What the webhook could not take. */
  readonly rejected: RejectedDeliveries;
  /** Of this machine; holds all files. */
  readonly mediaFolder: string;
  /** Files whose fetch was asked for. */
  readonly fetched: string[];
  /** Where `typing` was asked for. */
  readonly typing: { contactId: string; channelId: string }[];
  /** What WeChat says to whoever asks for a QR code; a made-up code until a test puts the simulator here. */
  readonly qrCodes: { make: QrCodeRouterDeps['makeQrCode'] };
  /** Makes a brand with a live channel. */
  readonly channel: () => Promise<{ readonly brandId: string; readonly channelId: string }>;
  /** The demo's WeChat; `oDemo` is on the phone. */
  readonly simulator: Simulator;
  /** The code of a link that signs the administrator in, once. */
  readonly demoCode: () => Promise<string>;
  /** The contact writes; gives the ids that came of it. */
  readonly receive: (
    channelId: string,
    content?: string | InboundContent,
    openId?: string,
    action?: ContactAction,
  ) => Promise<Received>;
};

export type Received = {
  readonly contactId: string;
  readonly messageId: string;
  readonly conversationId: string;
};

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

/** Starts it. Close it after the tests. */
export async function startConversationApp(): Promise<ConversationApp> {
  const api = Router();
  const raw = Router();
  const open = Router();
  const app = await startTestApp({
    routers: { api: [api], raw: [raw], open: [open] },
    isDemo: true,
    routes: [...CONVERSATION_ROUTES, ...demoRoutes],
  });
  const { database, deps } = app;
  const logger = pino({ level: process.env['DUIHUA_TEST_LOG'] ?? 'silent' });
  const conversations = createConversations(database);
  const transcript = createTranscript(database);
  const outbox = createOutbox(database);
  const host = createThreadHost(database);
  const hub = createChangeHub({ database, conversations, transcript, logger });
  await hub.start();
  const presence = createPresenceHub(createPresenceNotices(database));
  await presence.start();
  const typing: ConversationApp['typing'] = [];
  const fetched: string[] = [];
  const attachments = createAttachments(database);
  const mediaFolder = await mkdtemp(path.join(tmpdir(), 'duihua-media-'));
  const mediaStore = await openMediaStore({ folder: mediaFolder, bucket: undefined });
  const closing = new AbortController();
  const shared = {
    ...deps,
    conversations,
    transcript,
    outbox,
    attachments,
    mediaStore,
    fetchSoon: (attachmentId: string) => fetched.push(attachmentId),
    hub,
    presence,
    logger,
    conversationClient: host.client,
    temporalUi: { url: 'http://localhost:8233', namespace: 'default' },
    clock: Date.now,
    markResolved: (messageId: string) => markResolved(database, messageId),
    sendTyping: async (target: { contactId: string; channelId: string }) => typing.push(target),
  };
  api.use(createConversationRouter(shared), createMessageRouter(shared), createAttachmentFactsRouter(shared));
  api.use(createContactRouter({ contacts: createContacts(database), transcript }));
  api.use(
    createCannedReplyRouter({ cannedReplies: createCannedReplies(database) }),
    createPresenceRouter(shared),
  );
  const qrCodes: ConversationApp['qrCodes'] = { make: madeWithoutWeChat };
  api.use(
    createQrCodeRouter({
      ...shared,
      qrCodes: createQrCodes(database),
      makeQrCode: (channelId, code) => qrCodes.make(channelId, code),
    }),
  );
  const limits = { mostWaitingBytes: 1024 * 1024, drainWithinMs: 500 };
  raw.use(createEventRouter({ ...shared, closing: closing.signal, limits }), createAttachmentRouter(shared));
  const inbox = createInbox(database, { leaseMs: 1_000 });
  const rejected = createRejectedDeliveries(database, { secretBox: createSecretBox([SECRET_KEY]) });
  api.use(
    createRejectedRouter({
      rejected,
      channelOf: deps.channels.findWithSecrets,
      receive: async (item) => ((await inbox.receive(item)).isRepeat ? 'repeat' : 'store'),
    }),
  );
  let channels = 0;
  const demoChannel = { id: '' };
  const { simulator, wechat } = await createPhones();
  let demoLink = createDemoLink('', Date.now);

  const conversationApp: ConversationApp = {
    ...app,
    host,
    hub,
    outbox,
    transcript,
    attachments,
    mediaStore,
    rejected,
    mediaFolder,
    fetched,
    typing,
    qrCodes,
    simulator,
    async demoCode() {
      const administrator = await deps.operators.firstAdministrator();
      demoLink = createDemoLink(administrator?.id ?? '', Date.now);
      return demoLink.code;
    },
    async channel() {
      channels += 1;
      const brand = await deps.brands.create({ name: `Brand ${channels}` });
      const fields = { ...channelFields(brand.id), id: newId() };
      const created = await deps.channels.create(fields);
      if (!('channel' in created)) throw new Error(`The channel was not created: ${created.refusal}`);
      demoChannel.id = created.channel.id;
      return { brandId: brand.id, channelId: created.channel.id };
    },
    async receive(channelId, content = '你好', openId = 'openid-1', action = 'message') {
      const { contactId, messageId } = await inbox.receive({
        channelId,
        receivedAt: Date.now(),
        item: {
          direction: action === 'message' ? 'inbound' : 'event',
          openId,
          action,
          content: typeof content === 'string' ? { type: 'text', text: content } : content,
          wechatMessageId: null,
          wechatCreatedAt: 1_795_000_000_000,
          dedupKey: newId(),
        },
      });
      const found = await deps.channels.findWithSecrets(channelId);
      host.begin({ contactId, channelId, brandId: found?.channel.brandId ?? '' });
      const { settings } = host.behaviour;
      const fact =
        action === 'message'
          ? ({ type: 'contactWrote', settings, newConversationId: newId() } as const)
          : ({ type: 'contactActed', action } as const);
      await host.apply(contactId, { ...fact, messageId, ageMs: 0 });
      return { contactId, messageId, conversationId: host.threadOf(contactId).current?.id ?? '' };
    },
    async reset() {
      await host.idle();
      await app.reset();
      Object.assign(host.behaviour, initialBehaviour());
      typing.length = 0;
      qrCodes.make = madeWithoutWeChat;
    },
    async close() {
      closing.abort();
      await host.idle();
      await hub.stop();
      await presence.stop();
      await simulator.close();
      await app.close();
      await rm(mediaFolder, { recursive: true, force: true });
    },
  };
  const demoDeps = {
    ...shared,
    qrCodes: createQrCodes(database),
    contacts: createContacts(database),
    send: createSender(shared),
    // The demo's channel is the one that was made last.
    get channelId() {
      return demoChannel.id;
    },
    phone: {
      write: (openId: string, text: string) => conversationApp.receive(demoChannel.id, text, openId),
      received: () => [],
      moveTime: () => undefined,
    },
    wechat,
    // Each test has a link of its own.
    link: { take: (code: string) => demoLink.take(code) },
    fastForward: async () => undefined,
  };
  open.use(createDemoSignInRouter(demoDeps));
  raw.use(createDemoPhoneEventRouter(wechat, closing.signal));
  api.use(createDemoRouter(demoDeps), createDemoPhoneRouter(demoDeps));
  return conversationApp;
}

/** Real phones at a simulated WeChat that delivers nowhere. */
async function createPhones() {
  const simulator = createSimulator();
  await simulator.listen(0);
  const account = simulator.addAccount();
  const wechat = createDemoWeChat(simulator, () => account);
  simulator.addContact({ openId: 'oDemo' });
  return { simulator, wechat };
}

const madeWithoutWeChat: QrCodeRouterDeps['makeQrCode'] = async (_channelId, { expiresInSeconds }) => ({
  type: 'read',
  isPartial: false,
  value: { ticket: newId(), url: `http://weixin.qq.com/q/${newId()}`, expiresInSeconds },
});

function initialBehaviour(): HostBehaviour {
  return {
    outcome: { type: 'sent' },
    errmsg: '',
    answers: 'all',
    settings: { ...DEFAULT_SETTINGS, version: 1 },
    clockOffsetMs: 0,
  };
}

function createThreadHost(database: ConversationApp['database']): ThreadHost {
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
      restart: async () => false,
      greet: async () => undefined,
      reply: (target, details) => wish(target, { type: 'reply', by: target.by, ...details }),
      attend: (target) => wish(target, { type: 'attend', by: target.by }),
      transfer: (target, toOperatorId) => wish(target, { type: 'transfer', by: target.by, toOperatorId }),
      complete: (target) => wish(target, { type: 'complete', by: target.by }),
      cancel: (target, messageId) => wish(target, { type: 'cancel', by: target.by, messageId }),
    },
  };
}
