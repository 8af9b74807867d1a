import { setMaxListeners } from 'node:events';
import type { Server } from 'node:http';
import path from 'node:path';
import type { Logger } from 'pino';
import { Counter, collectDefaultMetrics, Registry } from 'prom-client';
import { createApp } from '../api/app';
import { createAttachmentFactsRouter, createAttachmentRouter } from '../api/attachments/routes';
import { createCannedReplyRouter } from '../api/canned-replies/routes';
import { findBuiltConsole } from '../api/console/built-console';
import { createContactRouter } from '../api/contacts/routes';
import { createConversationRouter } from '../api/conversations/routes';
import { createEventRouter } from '../api/events/routes';
import { createChangeHub } from '../api/live/change-hub';
import { createPresenceHub } from '../api/live/presence-hub';
import { createMessageRouter } from '../api/messages/routes';
import { RATE_WINDOW_SECONDS } from '../api/middleware/rate-limit';
import { createPresenceRouter } from '../api/presence/routes';
import { createQrCodeRouter } from '../api/qr-codes/routes';
import { createSender } from '../api/send-message';
import { createRejectedRouter } from '../api/webhooks/rejected-routes';
import { createWebhookRouter } from '../api/webhooks/routes';
import { demoRoutes } from '../contracts/demo/demo';
import { CONVERSATION_ROUTES } from '../contracts/routes';
import { createOutboxReconciler } from '../intake/outbox-reconciler';
import type { Passwords } from '../platform/secrets/passwords';
import type { Config } from '../platform/settings/config';
import { createWritableCheck } from '../platform/writable-folder';
import { createFormerSecrets } from '../store/channels/former-secrets';
import { createQrCodes } from '../store/channels/qr-codes';
import { createRateCounts } from '../store/channels/rate-counts';
import { createRejectedDeliveries } from '../store/channels/rejected-deliveries';
import { createConversations } from '../store/conversations/conversations';
import { unfinishedChain } from '../store/conversations/open-conversations';
import type { ApiTokenStore } from '../store/people/api-tokens';
import { createAuditLog } from '../store/people/audit-log';
import type { BrandStore } from '../store/people/brands';
import { createCannedReplies } from '../store/people/canned-replies';
import type { OperatorStore } from '../store/people/operators';
import { createPresenceNotices } from '../store/people/presence-notices';
import { createSessionStore } from '../store/people/sessions';
import { createSignInGuard } from '../store/people/sign-in-guard';
import { createLedgerTrim } from '../store/transcript/ledger-trim';
import { createOutbox } from '../store/transcript/outbox';
import { createTranscript } from '../store/transcript/transcript';
import { markResolved } from '../store/transcript/unknown-outcomes';
import type { TemporalClient } from '../temporal/connection';
import { createConversationClient } from '../temporal/conversation-client';
import { createStartFetch } from '../temporal/media-client';
import { createRunLookup } from '../temporal/run-lookup';
import { startChannelRecovery } from './channel-recovery';
import { startContactSynchronizer } from './contact-synchronizer';
import { createDemoRouters, type Demo } from './demo/demo-routers';
import { createIntake } from './intake';
import { createMakeQrCode } from './make-qr-code';
import { closeServer, serve } from './process/http-server';
import { createClosingList } from './process/stop';
import { startUpkeep } from './process/upkeep';
import { createSendTyping } from './send-typing';
import type { Services } from './services';
import { watchDesk } from './watch/desk-watch';
import { countRestarted, keepNamespace, requireNamespace, startEngineWatch } from './watch/engine-watch';
import { watchJournal } from './watch/journal-watch';
import { measureDisks } from './watch/measure-disks';
import { countFailing, measurePolling, warnNotPolling } from './watch/worker-watch';
import { TASK_QUEUE } from './worker';

/** How long a wish waits for the conversation's workflow. */
const ANSWER_WITHIN_MS = 8_000;
/** Long enough for an engine under load; what it is given up for goes out with the next sweep. */
const SIGNAL_WITHIN_MS = 15_000;
const DISK_CHECK_FRESH_MS = 5_000;
const OUTBOX_EVERY_MS = 5_000;

export type RunningApi = { readonly server: Server; readonly close: () => Promise<void> };

export type ApiOptions = {
  /** Listens already, see `listenEarly`. */
  readonly server: Server;
  readonly config: Config;
  readonly services: Services;
  readonly temporal: TemporalClient;
  readonly operators: OperatorStore;
  readonly brands: BrandStore;
  readonly apiTokens: ApiTokenStore;
  readonly passwords: Passwords;
  readonly version: string;
  readonly logger: Logger;
  /** Where the Temporal UI is; left out: where the settings say. */
  readonly temporalUiUrl?: string | undefined;
  /** Left out: no demo routes. */
  readonly demo?: Demo | undefined;
  /** Whether the worker of this process takes work; left out: it has none. */
  readonly isPolling?: () => boolean;
};

/** Starts the API behind `server`: HTTP, the inbox's dispatcher, and the event stream. */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const { config, server, services, temporal, logger, brands, demo, isPolling } = options;
  const { database, channels, channelCache, channelHealth, checkAccount } = services;
  const closing = createClosingList((name, error) =>
    logger.warn({ err: error, name }, 'could not be closed'),
  );
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  // A full disk must be noticed before a message is lost.
  const disks = {
    journal: createWritableCheck(path.join(config.dataDir, 'journal'), DISK_CHECK_FRESH_MS),
    media: createWritableCheck(path.join(config.dataDir, 'media/incoming'), DISK_CHECK_FRESH_MS),
  };
  measureDisks(metrics, disks);
  if (isPolling !== undefined) measurePolling(metrics, isPolling);
  const deliveries = new Counter({
    name: 'duihua_webhook_deliveries_total',
    help: 'Deliveries of WeChat by outcome',
    labelNames: ['outcome'],
    registers: [metrics],
  });
  const keeper = keepNamespace(temporal, logger);
  closing.add('namespace', keeper.close);
  const conversationClient = createConversationClient({
    client: async () => temporal,
    stored: (contactId) => unfinishedChain(database, contactId),
    taskQueue: TASK_QUEUE,
    answerWithinMs: ANSWER_WITHIN_MS,
    signalWithinMs: SIGNAL_WITHIN_MS,
    onUnprepared: keeper.wake,
    onRestarted: countRestarted(metrics),
  });
  const intake = await createIntake({
    services,
    conversations: conversationClient,
    startFetch: createStartFetch({
      client: async () => temporal,
      taskQueue: TASK_QUEUE,
      withinMs: SIGNAL_WITHIN_MS,
    }),
    dataDir: config.dataDir,
    logger,
  });
  closing.add('intake', intake.close);
  const engine = startEngineWatch({
    database,
    conversations: conversationClient,
    findUnhosted: createRunLookup({ client: async () => temporal, withinMs: SIGNAL_WITHIN_MS }),
    dispatcher: intake.dispatcher,
    namespace: keeper,
    metrics,
    logger,
  });
  closing.add('engine watch', engine.close);
  const contactSynchronizer = await startContactSynchronizer({ services, logger });
  closing.add('contact synchronizer', contactSynchronizer.close);
  const channelRecovery = await startChannelRecovery({ services, conversations: conversationClient, logger });
  closing.add('channel recovery', channelRecovery.close);

  const conversations = createConversations(database, (conversationId, error) => {
    logger.warn({ err: error, conversationId }, 'a stored conversation could not be read');
  });
  const transcript = createTranscript(database);
  const outbox = createOutbox(database);
  const sessions = createSessionStore(database);
  const signInGuard = createSignInGuard(database);
  const auditLog = createAuditLog(database);
  const formerSecrets = createFormerSecrets(database);
  const rejected = createRejectedDeliveries(database, services);
  const ledgerTrim = createLedgerTrim(database);
  closing.add('upkeep', startUpkeep({ sessions, signInGuard, formerSecrets, ledgerTrim, auditLog, logger }));
  const hub = createChangeHub({ database, conversations, transcript, logger });
  await hub.start();
  closing.add('change hub', hub.stop);
  const presence = createPresenceHub(createPresenceNotices(database));
  await presence.start();
  closing.add('presence', presence.stop);
  const streams = new AbortController();
  // Each open stream listens; Node takes more than ten of them for a leak.
  setMaxListeners(0, streams.signal);
  const { uiUrl, namespace } = config.temporal;
  const shared = {
    ...options,
    sessions,
    conversations,
    transcript,
    outbox,
    hub,
    presence,
    cannedReplies: createCannedReplies(database),
    conversationClient,
    contacts: services.contacts,
    attachments: services.attachments,
    mediaStore: services.mediaStore,
    fetchSoon: intake.media.enqueue,
    qrCodes: createQrCodes(database),
    temporalUi: { url: options.temporalUiUrl ?? uiUrl, namespace },
    clock: Date.now,
  };
  const { publicUrl } = config;
  const demoRouters = createDemoRouters(
    demo,
    { ...shared, signInGuard, publicUrl, send: createSender(shared) },
    streams.signal,
  );
  const outboxReconciler = createOutboxReconciler({
    outbox,
    conversations: conversationClient,
    logger,
    everyMs: OUTBOX_EVERY_MS,
  });
  closing.add('outbox reconciler', outboxReconciler.close);

  const app = createApp({
    ...options,
    metrics,
    channels,
    channelHealth,
    checkAccount,
    brands,
    sessions,
    signInGuard,
    rateCounts: createRateCounts(database, RATE_WINDOW_SECONDS),
    auditLog,
    routes: [...CONVERSATION_ROUTES, ...(demo === undefined ? [] : demoRoutes)],
    publicUrl,
    // Beside the compiled program: dist/console.
    console: findBuiltConsole(path.resolve(__dirname, '../console')),
    egressIps: config.egressIps,
    isDemo: demo !== undefined,
    trustProxyHops: config.trustProxyHops,
    isExposed: config.isExposed,
    readiness: {
      database: database.ping,
      temporal: async () => {
        await temporal.workflowService.getSystemInfo({});
      },
      namespace: () => requireNamespace(keeper),
      ...disks,
    },
    warnings: {
      ...watchDesk({ database, countFailing: countFailing(temporal), metrics }),
      ...watchJournal(intake.journal, metrics),
      ...engine.warnings,
      ...(isPolling === undefined ? {} : { worker: () => warnNotPolling(isPolling) }),
    },
    routers: {
      webhooks: createWebhookRouter({
        channelOf: channelCache.get,
        receive: intake.receive,
        keepRejected: rejected.keep,
        recordFormerUse: formerSecrets.recordUse,
        markVerified: channels.markVerified,
        count: (outcome) => deliveries.inc({ outcome }),
        logger,
      }),
      open: demoRouters.open,
      raw: [
        createEventRouter({ ...shared, closing: streams.signal }),
        createAttachmentRouter(shared),
        ...demoRouters.raw,
      ],
      api: [
        createConversationRouter(shared),
        createMessageRouter({
          ...shared,
          sendTyping: createSendTyping(services),
          markResolved: (messageId) =>
            markResolved(database, messageId).catch((error: unknown) => {
              logger.warn({ err: error, messageId }, 'a message that was sent again still counts as unknown');
            }),
        }),
        createContactRouter(shared),
        createCannedReplyRouter(shared),
        createPresenceRouter(shared),
        createAttachmentFactsRouter(shared),
        createRejectedRouter({ rejected, channelOf: channelCache.get, receive: intake.receive }),
        createQrCodeRouter({ ...shared, channels, makeQrCode: createMakeQrCode(services) }),
        ...demoRouters.api,
      ],
    },
  });

  serve(server, app);
  closing.add('server', () => closeServer(server));
  closing.add('event streams', () => streams.abort());
  return { server, close: closing.closeAll };
}
