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
import type { ContactAction, InboundContent } from '../../src/domain/messages/inbound';
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
import { type Attachments, createAttachments } from '../../src/store/files/attachments';
import { createCannedReplies } from '../../src/store/people/canned-replies';
import { createPresenceNotices } from '../../src/store/people/presence-notices';
import { createInbox } from '../../src/store/transcript/inbox';
import { createOutbox, type Outbox } from '../../src/store/transcript/outbox';
import { createTranscript, type Transcript } from '../../src/store/transcript/transcript';
import { markResolved } from '../../src/store/transcript/unknown-outcomes';
import { channelFields, SECRET_KEY, startTestApp, type TestApp } from './administration-app';
import { createThreadHost, initialBehaviour, type ThreadHost } from './thread-host';

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
  isMended: false,
  value: { ticket: newId(), url: `http://weixin.qq.com/q/${newId()}`, expiresInSeconds },
});
