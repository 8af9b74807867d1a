/**
 * The conversation part of the API over a test database. Instead of Temporal, a host in this process
 * runs the same rules and writes the same projections; its answers and the outcomes of sends can be set.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { createDemoLink } from '../../src/api/demo/sign-in';
import type { ChangeHub } from '../../src/api/live/change-hub';
import type { ApiParts, Demo } from '../../src/api/parts';
import type { MakeQrCode } from '../../src/api/qr-codes/routes';
import type { ChannelKind } from '../../src/domain/channel-kinds';
import type { ContactAction, InboundContent } from '../../src/domain/messages/inbound';
import { type MediaStore, openMediaStore } from '../../src/media/media-store';
import { newId } from '../../src/platform/ids';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { createDemoWeChat } from '../../src/runtime/demo/demo-wechat';
import { type RunningLive, startLive } from '../../src/runtime/live';
import { createSimulator, type Simulator } from '../../src/simulator/simulator';
import type { Alerts } from '../../src/store/alerts/alerts';
import type { RejectedDeliveries } from '../../src/store/channels/rejected-deliveries';
import type { Database } from '../../src/store/engine/database-types';
import { type Attachments, createAttachments } from '../../src/store/files/attachments';
import { createEraseWords } from '../../src/store/privacy/erase-words';
import { createErasures } from '../../src/store/privacy/erasures';
import { createSweepFiles } from '../../src/store/privacy/media-sweep';
import { createOperatorStreams } from '../../src/store/routing/operator-streams';
import { createInbox } from '../../src/store/transcript/inbox';
import type { Outbox } from '../../src/store/transcript/outbox';
import type { Transcript } from '../../src/store/transcript/transcript';
import { type Change, channelFields, SECRET_KEY, startTestApp, type TestApp } from './administration-app';
import { createThreadHost, initialBehaviour, type ThreadHost } from './thread-host';

export type ConversationApp = TestApp & {
  readonly host: ThreadHost;
  readonly hub: ChangeHub;
  readonly outbox: Outbox;
  readonly transcript: Transcript;
  readonly alerts: Alerts;
  readonly attachments: Attachments;
  readonly mediaStore: MediaStore;
  /** The rejected deliveries. */
  readonly rejected: RejectedDeliveries;
  /** The local media store. */
  readonly mediaFolder: string;
  /** Files whose fetch was asked for. */
  readonly fetched: string[];
  /** The conversations for which `typing` was requested. */
  readonly typing: { contactId: string; channelId: string }[];
  /** WeChat's answer to a request for a QR code; a fixed code unless a test sets the simulator. */
  readonly qrCodes: { make: MakeQrCode };
  /** Makes a brand with a live channel. */
  readonly channel: (kind?: ChannelKind) => Promise<{ readonly brandId: string; readonly channelId: string }>;
  /** The demo's WeChat; `oDemo` is on the phone. */
  readonly simulator: Simulator;
  /** The code of a one-time link that signs the administrator in. */
  readonly demoCode: () => Promise<string>;
  /** The contact writes; returns the ids that this made. */
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

/** Starts it; `change` replaces parts of the app. Close it after the tests. */
export async function startConversationApp(change: Change = {}): Promise<ConversationApp> {
  const typing: ConversationApp['typing'] = [];
  const fetched: string[] = [];
  const qrCodes: ConversationApp['qrCodes'] = { make: madeWithoutWeChat };
  const mediaFolder = await mkdtemp(path.join(tmpdir(), 'duihua-media-'));
  const mediaStore = await openMediaStore({ folder: mediaFolder, bucket: undefined });
  const { simulator, wechat } = await createPhones();
  // The demo's channel is the newest one, and each test has its own link.
  const last = { channelId: 'none', link: createDemoLink('', Date.now) };
  const demo: Demo = {
    channelId: () => last.channelId,
    phone: {
      write: (openId, text) => conversationApp.receive(last.channelId, text, openId),
      received: () => [],
      moveTime: () => undefined,
    },
    wechat,
    link: { take: (code) => last.link.take(code) },
    fastForward: async () => undefined,
  };
  const running = await startParts({ typing, fetched, qrCodes, mediaStore, demo, change });
  const { app, host, live, parts } = running;
  const { deps, database } = app;
  const { transcript, outbox } = parts.conversing;
  const attachments = createAttachments(database, mediaStore);
  const { rejected } = parts.deliveries;
  const inbox = createInbox(database, { leaseMs: 1_000 });
  let channels = 0;
  const conversationApp: ConversationApp = {
    ...app,
    host,
    hub: live.hub,
    outbox,
    transcript,
    alerts: parts.alerting.alerts,
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
      last.link = createDemoLink(administrator?.id ?? '', Date.now);
      return last.link.code;
    },
    async channel(kind) {
      channels += 1;
      const brand = await deps.brands.create({ name: `Brand ${channels}` });
      const fields = { ...channelFields(brand.id), id: newId(), kind };
      const created = await deps.channels.create(fields);
      if (!('channel' in created)) throw new Error(`The channel was not created: ${created.refusal}`);
      last.channelId = created.channel.id;
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
      live.endStreams();
      await host.idle();
      await live.close();
      await simulator.close();
      await app.close();
      await rm(mediaFolder, { recursive: true, force: true });
    },
  };
  return conversationApp;
}

/** The app, its thread host, and the hub that tells clients about changes. */
async function startParts(given: {
  readonly typing: ConversationApp['typing'];
  readonly fetched: string[];
  readonly qrCodes: ConversationApp['qrCodes'];
  readonly mediaStore: MediaStore;
  readonly demo: Demo;
  readonly change: Change;
}) {
  const { typing, fetched, qrCodes, mediaStore, demo, change } = given;
  const logger = pino({ level: process.env['DUIHUA_TEST_LOG'] ?? 'silent' });
  let made: { host: ThreadHost; live: RunningLive; parts: ApiParts } | undefined;
  const app = await startTestApp(async (database, parts) => {
    const host = createThreadHost(database);
    const live = await startLive({
      ...parts.conversing,
      ...parts.alerting,
      ...parts.people,
      operatorStreams: createOperatorStreams(database),
      database,
      logger,
    });
    made = { host, live, parts };
    return {
      logger,
      conversationClient: host.client,
      sendTyping: async (target) => typing.push(target),
      mediaStore,
      attachments: createAttachments(database, mediaStore),
      eraseWords: createEraseWords(database, erasing(database)),
      sweepFiles: createSweepFiles(database, mediaStore),
      fetchSoon: (attachmentId) => void fetched.push(attachmentId),
      makeQrCode: (channelId, code) => qrCodes.make(channelId, code),
      hub: live.hub,
      presence: live.presence,
      availabilityHub: live.availabilityHub,
      draftHub: live.draftHub,
      closing: live.closing,
      sinkLimits: { mostWaitingBytes: 1024 * 1024, drainWithinMs: 500 },
      demo,
      ...change,
    };
  });
  if (made === undefined) throw new Error('The app has started without its parts.');
  return { app, ...made };
}

function erasing(database: Database) {
  return { erasures: createErasures(database, { secretBox: createSecretBox([SECRET_KEY]) }) };
}

/** Phones of a simulated WeChat that does not deliver. */
async function createPhones() {
  const simulator = createSimulator();
  await simulator.listen(0);
  const account = simulator.addAccount();
  const wechat = createDemoWeChat(simulator, () => account);
  simulator.addContact({ openId: 'oDemo' });
  return { simulator, wechat };
}

const madeWithoutWeChat: MakeQrCode = async (_channelId, { expiresInSeconds }) => ({
  type: 'read',
  isPartial: false,
  value: { ticket: newId(), url: `http://weixin.qq.com/q/${newId()}`, expiresInSeconds },
});
