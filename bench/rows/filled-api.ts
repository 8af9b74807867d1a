/** The API on a filled embedded store, in this process: once as it is and once without authentication. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import pino from 'pino';
import { Registry } from 'prom-client';
import { request } from 'undici';
import { createApp } from '../../src/api/app';
import { createConversationWishes } from '../../src/api/conversation-wishes';
import { createConversationRoutes } from '../../src/api/conversations/routes';
import { createAvailabilityHub } from '../../src/api/live/availability-hub';
import { createChangeHub } from '../../src/api/live/change-hub';
import { createDraftHub } from '../../src/api/live/draft-hub';
import { createPresenceHub } from '../../src/api/live/presence-hub';
import { createHttpMetrics } from '../../src/api/middleware/http-metrics';
import { jsonBody } from '../../src/api/middleware/json-body';
import { createRequestLog } from '../../src/api/middleware/request-log';
import { createSecurityHeaders, noStore } from '../../src/api/middleware/security-headers';
import { setViewer } from '../../src/api/middleware/viewer';
import { mount } from '../../src/api/mount';
import type { ApiParts } from '../../src/api/parts';
import { createConversationPresenter } from '../../src/api/present/conversation-presenter';
import { createProblemHandler } from '../../src/api/problems';
import { loadConfig } from '../../src/platform/settings/config';
import { openAdministration } from '../../src/runtime/administration';
import { createApiStores } from '../../src/runtime/api-stores';
import { openMediaStore } from '../../src/runtime/connect/open-media-store';
import { createServices } from '../../src/runtime/services';
import type { Database } from '../../src/store/engine/database-types';
import { createPresenceNotices } from '../../src/store/presence/presence-notices';
import { createDeliveryLog } from '../../src/store/webhooks/delivery-log';
import { ADMINISTRATOR } from '../administrator';
import { openEmbeddedDatabase } from '../embedded-database';
import { median } from '../statistics';
import { type Filling, fillConversations } from './fill-conversations';

/** The credentials: an API token, the console's cookie or, on the app without authentication, none. */
export type As = 'token' | 'session' | 'unauthenticated';

export type FilledApi = {
  readonly database: Database;
  /** Milliseconds of one GET until its last byte. Throws if it is not answered with 200. */
  readonly get: (as: As, path: string) => Promise<number>;
  readonly close: () => Promise<void>;
};

const { email: EMAIL, password: PASSWORD, token: TOKEN } = ADMINISTRATOR;

/** Starts the API. */
export async function startFilledApi(filling: Filling): Promise<FilledApi> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'duihua-bench-rows-'));
  const config = loadConfig({
    DATA_DIR: dataDir,
    ADMIN_EMAIL: EMAIL,
    ADMIN_PASSWORD: PASSWORD,
    ADMIN_TOKEN: TOKEN,
  });
  const logger = pino({ level: 'silent' });
  const database = await openEmbeddedDatabase(config, logger);
  await fillConversations(database, filling);
  const services = await createServices({
    database,
    secretKeys: config.secretKeys.reveal(),
    mediaStore: await openMediaStore(config),
    wechatApiUrl: 'http://127.0.0.1:9',
    logger,
  });
  const administration = await openAdministration(database, config);
  const publicUrl = 'http://localhost';
  const never = () => Promise.reject(new Error('The bench makes no wishes.'));
  const stores = createApiStores({ ...services, logger });
  const { signIn, conversing, alerting, qrCodes, rejected, formerSecrets, rateCounts } = stores;
  const parts: ApiParts = {
    site: {
      publicUrl,
      version: 'bench',
      egressIps: [],
      temporalUi: { url: undefined, namespace: 'default' },
      trustProxyHops: 0,
      isExposed: { metrics: true, docs: true },
      clock: Date.now,
    },
    people: {
      ...administration,
      ...signIn,
      passwordSignIn: { isOn: true, emergency: null },
      provider: null,
      oidcRules: null,
    },
    channels: { ...services, qrCodes, makeQrCode: never },
    conversing: {
      ...conversing,
      contacts: services.contacts,
      erasures: services.erasures,
      eraseWords: services.eraseWords,
      retention: services.retention,
      retentionClient: { runNow: never },
      sweepFiles: services.sweepFiles,
      conversationClient: {
        reply: never,
        cancel: never,
        attend: never,
        decline: never,
        transfer: never,
        transferToGroup: never,
        complete: never,
        reopen: never,
        snooze: never,
        unsnooze: never,
        handback: never,
        askRating: never,
        botSpeech: never,
      },
      giveUpLater: () => undefined,
      sendTyping: never,
    },
    botting: { ...services.botting, checkAddress: services.botting.guardedClient.check },
    webhooking: { ...services.webhooking, deliveryLog: createDeliveryLog(database) },
    alerting: { ...alerting, pushKey: '', isPushEndpoint: () => false },
    files: { ...services, fetchSoon: () => undefined },
    live: {
      hub: createChangeHub({ ...conversing, ...alerting, database, logger }),
      presence: createPresenceHub(createPresenceNotices(database)),
      availabilityHub: createAvailabilityHub({ ...signIn, ...stores, database, logger }),
      draftHub: createDraftHub(conversing.drafts),
      closing: new AbortController().signal,
    },
    deliveries: {
      channelOf: services.channelCache.get,
      receive: never,
      rejected,
      recordFormerUse: formerSecrets.recordUse,
      count: () => undefined,
    },
    watch: { logger, metrics: new Registry(), readiness: {}, warnings: {} },
    limiting: { rateCounts, rateLimits: { signedIn: 10_000_000 } },
  };
  const whole = createApp(parts);

  const bare = express();
  bare.set('query parser', 'simple');
  bare.use(createRequestLog(logger), createHttpMetrics(new Registry()), createSecurityHeaders(publicUrl));
  bare.use('/api/v1', noStore, (httpRequest, _response, next) => {
    setViewer(httpRequest, {
      operatorId: administration.bootstrap.administrator.id,
      name: 'Bench',
      email: EMAIL,
      role: 'administrator',
      brandIds: [],
      mustChangePassword: false,
      mustSetUpTwoFactor: false,
      via: 'token',
      scopes: null,
    });
    next();
  });
  bare.use('/api/v1', ...jsonBody);
  const { live } = parts;
  const some = { ...parts.conversing, ...alerting, ...live, ...parts.people, ...parts.site };
  const wishes = createConversationWishes(some);
  bare.use(mount(createConversationRoutes({ ...some, wishes, present: createConversationPresenter(some) })));
  bare.use(createProblemHandler(logger));

  const servers = await Promise.all([listening(whole), listening(bare)]);
  const [wholeUrl, bareUrl] = servers.map(
    (server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  );
  const signedIn = await request(`${wholeUrl}/api/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  });
  const [cookie = ''] = String(signedIn.headers['set-cookie']).split(';');
  await signedIn.body.dump();
  const headers = { token: { authorization: `Bearer ${TOKEN}` }, session: { cookie }, unauthenticated: {} };
  return {
    database,
    async get(as, where) {
      const url = `${as === 'unauthenticated' ? bareUrl : wholeUrl}/api/v1${where}`;
      const startedAt = performance.now();
      const { statusCode, body } = await request(url, { headers: headers[as] });
      const text = await body.text();
      const tookMs = performance.now() - startedAt;
      if (statusCode !== 200) throw new Error(`GET ${where}: ${statusCode} ${text}`);
      return tookMs;
    },
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
      await services.close();
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The median of `times` calls of each, taken in turn, after some to warm up. */
export async function p50InTurn(
  times: number,
  calls: readonly (() => Promise<number>)[],
): Promise<readonly number[]> {
  const all = calls.map((): number[] => []);
  for (let round = -Math.ceil(times / 5); round < times; round += 1) {
    for (const [index, call] of calls.entries()) {
      const tookMs = await call();
      if (round >= 0) all[index]?.push(tookMs);
    }
  }
  return all.map(median);
}

async function listening(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
