import type { Server } from 'node:http';
import path from 'node:path';
import type { Logger } from 'pino';
import { createApp } from '../api/app';
import { findBuiltConsole } from '../api/console/built-console';
import type { Demo, Site } from '../api/parts';
import { createOutboxReconciler } from '../intake/outbox-reconciler';
import type { Config } from '../platform/settings/config';
import { isPushEndpoint } from '../push/web-push';
import { createDayCounter } from '../store/reports/count-days';
import { createRoutingTotals } from '../store/routing/routing-totals';
import { createLedgerTrim } from '../store/transcript/ledger-trim';
import { createDeliveryLog } from '../store/webhooks/delivery-log';
import { createWebhookOutbox } from '../store/webhooks/webhook-outbox';
import type { TemporalClient } from '../temporal/connection';
import type { Administration } from './administration';
import { createApiStores } from './api-stores';
import { startEngine } from './engine';
import { startLive } from './live';
import { closeServer, serve } from './process/http-server';
import { type ClosingList, createClosingList } from './process/stop';
import { startUpkeep } from './process/upkeep';
import { startPush } from './push';
import type { Services } from './services';
import { countDeliveries, createMetrics, type OwnWorker, watchApi } from './watch/api-watch';
import { keepDaysCounted } from './watch/day-counting';
import { toWaysToSignIn } from './ways-to-sign-in';
import { createMakeQrCode } from './wechat/make-qr-code';
import { createSendTyping } from './wechat/send-typing';

const OUTBOX_EVERY_MS = 5_000;

export type RunningApi = { readonly server: Server; readonly close: () => Promise<void> };

export type ApiOptions = {
  /** Already listening, see `listenEarly`. */
  readonly server: Server;
  readonly config: Config;
  readonly services: Services;
  readonly temporal: TemporalClient;
  readonly administration: Administration;
  readonly version: string;
  readonly logger: Logger;
  /** Where the Temporal UI is; by default where the settings say. */
  readonly temporalUiUrl?: string | undefined;
  /** If absent, there are no demo routes. */
  readonly demo?: Demo | undefined;
  /** Of a process that is a worker too. */
  readonly worker?: OwnWorker;
};

/**
 * Starts the API behind `server`: HTTP, the inbox's dispatcher and the event stream. If it rejects, everything it had
 * opened is closed again.
 */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const { logger } = options;
  const closing = createClosingList((name, error) =>
    logger.warn({ err: error, name }, 'could not be closed'),
  );
  try {
    return await open(options, closing);
  } catch (error) {
    await closing.closeAll();
    throw error;
  }
}

async function open(options: ApiOptions, closing: ClosingList): Promise<RunningApi> {
  const { config, server, services, temporal, logger, demo, worker } = options;
  const { bootstrap, ...accounts } = options.administration;
  const { database, channels, channelCache, channelHealth, checkAccount } = services;
  const { contacts, attachments, mediaStore } = services;
  const { dataDir } = config;
  const metrics = createMetrics();
  const engine = await startEngine({ services, temporal, dataDir, metrics, logger }, closing);
  const stores = createApiStores({ ...services, logger });
  const { signIn, conversing, alerting, qrCodes, rejected, formerSecrets, rateCounts } = stores;
  const { operatorStreams } = stores;
  const ledgerTrim = createLedgerTrim(database);
  closing.add(
    'upkeep',
    startUpkeep({
      ...signIn,
      ...alerting,
      formerSecrets,
      ledgerTrim,
      operatorStreams,
      routingTotals: createRoutingTotals(database),
      webhookOutbox: createWebhookOutbox(database),
      logger,
    }),
  );
  closing.add('days', keepDaysCounted({ dayCounter: createDayCounter(database), logger }).close);
  const live = await startLive({ ...conversing, ...alerting, ...signIn, operatorStreams, database, logger });
  closing.add('live', live.close);
  const outboxReconciler = createOutboxReconciler({
    outbox: conversing.outbox,
    conversations: engine.conversations,
    logger,
    everyMs: OUTBOX_EVERY_MS,
  });
  closing.add('outbox reconciler', outboxReconciler.close);

  const push = await startPush({ config, services, pushSubscriptions: alerting.pushSubscriptions, logger });
  closing.add('push', push.close);

  const { receive, media } = engine.intake;
  const app = createApp({
    site: toSite(options),
    people: { ...accounts, ...signIn, ...toWaysToSignIn(config, bootstrap.administrator.id) },
    channels: {
      channels,
      channelHealth,
      checkAccount,
      qrCodes,
      makeQrCode: createMakeQrCode(services),
    },
    conversing: {
      ...conversing,
      contacts,
      erasures: services.erasures,
      eraseWords: services.eraseWords,
      retention: services.retention,
      retentionClient: engine.retention,
      sweepFiles: services.sweepFiles,
      conversationClient: engine.conversations,
      giveUpLater: outboxReconciler.giveUpLater,
      sendTyping: createSendTyping(services),
    },
    botting: { ...services.botting, checkAddress: services.botting.guardedClient.check },
    webhooking: { ...services.webhooking, deliveryLog: createDeliveryLog(database) },
    alerting: { ...alerting, pushKey: push.publicKey, isPushEndpoint },
    files: { attachments, mediaStore, fetchSoon: media.enqueue },
    live,
    deliveries: {
      channelOf: channelCache.get,
      receive,
      rejected,
      recordFormerUse: formerSecrets.recordUse,
      count: countDeliveries(metrics),
    },
    watch: watchApi({ database, temporal, engine, dataDir, metrics, logger, worker }),
    limiting: { rateCounts },
    demo,
  });
  serve(server, app);
  closing.add('server', () => closeServer(server));
  closing.add('event streams', live.endStreams);
  return { server, close: closing.closeAll };
}

function toSite({ config, version, temporalUiUrl }: ApiOptions): Site {
  const { publicUrl, egressIps, trustProxyHops, isExposed } = config;
  const { uiUrl, namespace } = config.temporal;
  return {
    publicUrl,
    version,
    egressIps,
    trustProxyHops,
    isExposed,
    temporalUi: { url: temporalUiUrl ?? uiUrl, namespace },
    // Next to the compiled program: dist/console.
    console: findBuiltConsole(path.resolve(__dirname, '../console')),
    clock: Date.now,
  };
}
