/**
 * A whole desk in this process on real parts: Temporal server, database, worker, dispatcher, HTTP, and the simulator
 * as WeChat. One for each test file; tests use contacts of their own.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection, type WorkflowClientInterceptor } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { NativeConnection, type Worker } from '@temporalio/worker';
import express from 'express';
import { type Logger, pino } from 'pino';
import type { AnswerTurn } from '../../src/activities/bot/ask-bot';
import { createWebhookRouter } from '../../src/api/webhooks/routes';
import { type MediaStore, openMediaStore } from '../../src/media/media-store';
import { newId } from '../../src/platform/ids';
import { createEgressPolicy } from '../../src/platform/network/egress-policy';
import { createIntake, type Intake } from '../../src/runtime/intake';
import { createServices, type Services } from '../../src/runtime/services';
import { startChannelRecovery } from '../../src/runtime/wechat/channel-recovery';
import { startContactSynchronizer } from '../../src/runtime/wechat/contact-synchronizer';
import { createWorkers } from '../../src/runtime/worker';
import type { AccountInput } from '../../src/simulator/accounts';
import { createSimulator, type Simulator } from '../../src/simulator/simulator';
import type { ChannelFields } from '../../src/store/channels/channel-change';
import { createFormerSecrets } from '../../src/store/channels/former-secrets';
import { createRejectedDeliveries } from '../../src/store/channels/rejected-deliveries';
import { type Conversations, createConversations } from '../../src/store/conversations/conversations';
import { latestChain, unfinishedChain } from '../../src/store/conversations/open-conversations';
import type { Database } from '../../src/store/engine/database-types';
import { createBrandStore } from '../../src/store/people/brands';
import { createTranscript, type Transcript } from '../../src/store/transcript/transcript';
import { type ConversationClient, createConversationClient } from '../../src/temporal/conversation-client';
import { createRetryInterceptor } from '../../src/temporal/grpc-retries';
import { createStartFetch } from '../../src/temporal/media-client';
import { createRatingClient } from '../../src/temporal/rating-client';
import { createTestDatabase } from './database';
import { quietRuntime } from './scenario-runtime';
import { temporalIsAway } from './temporal-away';

export type DeskOptions = {
  readonly maxCachedWorkflows?: number;
  readonly rollAfterEvents?: number;
  readonly settings?: ChannelFields['settings'];
  readonly encryption?: 'plain' | 'compatible' | 'safe';
  readonly database?: Database;
  readonly mediaStore?: MediaStore;
  /** Addresses named by WeChat from which files may be fetched; default: those of the public internet. */
  readonly isPublicAddress?: (address: string) => boolean;
  /** How bots are asked. */
  readonly answerTurn?: AnswerTurn;
  /** How often the dispatchers look for work that they were not notified of. */
  readonly sweepEveryMs?: number;
  /** Around the client's calls. */
  readonly clientInterceptors?: readonly WorkflowClientInterceptor[];
  /** Retention may measure ages at an instant that is still to come. */
  readonly mayRetentionLookAhead?: boolean;
};

/** A connected Official Account of the desk, and its secrets. */
export type DeskChannel = {
  readonly channelId: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly token: string;
  readonly webhookUrl: string;
};

export type Desk = {
  readonly database: Database;
  readonly services: Services;
  readonly logger: Logger;
  readonly simulator: Simulator;
  readonly client: Client;
  readonly conversationClient: ConversationClient;
  readonly conversations: Conversations;
  readonly transcript: Transcript;
  readonly intake: Intake;
  readonly brandId: string;
  readonly channelId: string;
  readonly appId: string;
  readonly webhookUrl: string;
  /** Connects one more account, of the desk's brand unless another one is named; an Official Account unless `account` says else. */
  readonly addChannel: (
    settings?: ChannelFields['settings'],
    brandId?: string,
    account?: Pick<AccountInput, 'kind' | 'format' | 'encryption'>,
  ) => Promise<DeskChannel>;
  /** A client that times out after this many ms. */
  readonly withAnswerWithin: (ms: number) => ConversationClient;
  /** Makes the worker's queries fail, as if its connection to the database were cut, until called with false. */
  readonly setWorkersDatabaseAway: (isAway: boolean) => void;
  /** Makes the dispatchers' signals fail, as if Temporal were unreachable, until called with false. */
  readonly setTemporalAway: (isAway: boolean) => void;
  readonly taskQueue: string;
  readonly dataDir: string;
  readonly startWorker: () => Promise<void>;
  readonly stopWorker: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export const TEMPORAL_ADDRESS = (): string => {
  const address = process.env['DUIHUA_TEST_TEMPORAL_ADDRESS'];
  if (address === undefined) throw new Error('The Temporal server of the test run is missing.');
  return address;
};

/**
 * Without a cache the SDK drops local activities now and then, and logs it; the server then hands out the task again
 * when its time limit is over, which is 10 s by default.
 */
const shortTasks: WorkflowClientInterceptor = {
  signalWithStart: (input, next) =>
    next({ ...input, options: { ...input.options, workflowTaskTimeout: msToTs(3_000) } }),
};

/** The same database over a connection that can be cut. */
function cutOff(database: Database) {
  let isCut = false;
  const reach = (): void => {
    if (isCut) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  };
  const db = new Proxy(database.db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const call = (...args: unknown[]): unknown => {
        reach();
        return Reflect.apply(value, target, args);
      };
      // The other methods begin a query that is built step by step.
      return name === 'execute' || name === 'transaction'
        ? async (...args: unknown[]) => call(...args)
        : call;
    },
  });
  return {
    database: { ...database, db },
    setAway: (isAway: boolean): void => {
      isCut = isAway;
    },
  };
}

/** Starts a desk. Close it after the tests. */
export async function startDesk(options: DeskOptions = {}): Promise<Desk> {
  quietRuntime();
  const logger = pino({ level: process.env['DUIHUA_TEST_LOG'] ?? 'silent' });
  const database = options.database ?? (await createTestDatabase());
  const dataDir = await mkdtemp(path.join(tmpdir(), 'duihua-test-'));
  const simulator = createSimulator({ redeliveryDelayMs: 200 });
  const wechatApiUrl = await simulator.listen(0);
  const mediaStore =
    options.mediaStore ?? (await openMediaStore({ folder: path.join(dataDir, 'media'), bucket: undefined }));
  const servicesOn = (on: Database): Promise<Services> =>
    createServices({
      database: on,
      secretKeys: [Buffer.alloc(32, 7)],
      wechatApiUrl,
      mediaStore,
      logger,
      ...(options.isPublicAddress === undefined ? {} : { isPublicAddress: options.isPublicAddress }),
      egress: createEgressPolicy({ isProduction: false, allowed: [] }),
      publicUrl: 'http://desk.example.com',
      mayRetentionLookAhead: options.mayRetentionLookAhead ?? false,
      ...(options.answerTurn === undefined ? {} : { answerTurn: options.answerTurn }),
    });
  const services = await servicesOn(database);
  const workersDatabase = cutOff(database);
  const workersServices = await servicesOn(workersDatabase.database);
  const brand = await createBrandStore(database).create({ name: 'Tea' });
  const taskQueue = `test-${newId()}`;
  const client = new Client({
    connection: await Connection.connect({
      address: TEMPORAL_ADDRESS(),
      interceptors: [createRetryInterceptor()],
    }),
    interceptors: {
      workflow: [
        ...(options.maxCachedWorkflows === 0 ? [shortTasks] : []),
        ...(options.clientInterceptors ?? []),
      ],
    },
  });
  const withAnswerWithin = (answerWithinMs: number): ConversationClient =>
    createConversationClient({
      client: async () => client,
      stored: (contactId) => unfinishedChain(database, contactId),
      latest: (contactId) => latestChain(database, contactId),
      taskQueue,
      answerWithinMs,
      signalWithinMs: 15_000,
      ...(options.rollAfterEvents === undefined ? {} : { rollAfterEvents: options.rollAfterEvents }),
    });
  const conversationClient = withAnswerWithin(options.maxCachedWorkflows === 0 ? 20_000 : 8_000);
  let isTemporalAway = false;
  const reachTemporal = (): void => {
    if (isTemporalAway) throw temporalIsAway();
  };
  const intake = await createIntake({
    services,
    conversations: {
      ...conversationClient,
      async signal(...told) {
        reachTemporal();
        return conversationClient.signal(...told);
      },
      async signalWithStart(...told) {
        reachTemporal();
        return conversationClient.signalWithStart(...told);
      },
    },
    ratingClient: createRatingClient({ client: async () => client, taskQueue, withinMs: 15_000 }),
    async startFetch(attachmentId) {
      reachTemporal();
      return createStartFetch({ client: async () => client, taskQueue, withinMs: 15_000 })(attachmentId);
    },
    dataDir,
    logger,
    sweepEveryMs: options.sweepEveryMs ?? 300,
  });
  const contactSynchronizer = await startContactSynchronizer({
    services,
    logger,
    everyMs: options.sweepEveryMs ?? 300,
  });
  const channelRecovery = await startChannelRecovery({
    services,
    conversations: {
      async signal(...told) {
        reachTemporal();
        return conversationClient.signal(...told);
      },
    },
    logger,
    everyMs: options.sweepEveryMs ?? 300,
  });
  const app = express();
  app.use(
    '/webhooks/wechat',
    createWebhookRouter({
      channelOf: services.channelCache.get,
      receive: intake.receive,
      keepRejected: createRejectedDeliveries(database, services).keep,
      recordFormerUse: createFormerSecrets(database).recordUse,
      markVerified: services.channels.markVerified,
      count: () => undefined,
      logger,
    }),
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const addChannel: Desk['addChannel'] = async (
    settings = options.settings,
    brandId = brand.id,
    { kind, format, encryption = options.encryption ?? 'plain' } = {},
  ) => {
    const channelId = newId();
    const webhookUrl = `http://127.0.0.1:${port}/webhooks/wechat/${channelId}`;
    const account = simulator.addAccount({ kind, format, encryption, webhookUrl });
    const { originalId, appId, appSecret, token, encodingAesKey } = account;
    const created = await services.channels.create({
      id: channelId,
      brandId,
      name: 'Sandbox',
      kind,
      originalId,
      appId,
      appSecret,
      token,
      encodingAesKey,
      encryption,
      settings,
    });
    if (!('channel' in created)) throw new Error(`The channel was not created: ${created.refusal}`);
    return { channelId, appId, appSecret, token, webhookUrl };
  };
  const channel = await addChannel();

  let running: {
    readonly workers: readonly Worker[];
    readonly done: Promise<unknown>;
    readonly connection: NativeConnection;
  } | null = null;
  const startWorker = async (): Promise<void> => {
    const connection = await NativeConnection.connect({ address: TEMPORAL_ADDRESS() });
    const workers = await createWorkers({
      services: workersServices,
      connection,
      namespace: 'default',
      taskQueue,
      workflowBundle: { codePath: process.env['DUIHUA_TEST_WORKFLOW_BUNDLE'] ?? '' },
      ...(options.maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: options.maxCachedWorkflows }),
    });
    running = { workers, done: Promise.all(workers.map((one) => one.run())), connection };
  };
  const stopWorker = async (): Promise<void> => {
    if (running === null) return;
    const { workers, done, connection } = running;
    running = null;
    for (const one of workers) one.shutdown();
    await done;
    await connection.close();
  };
  await startWorker();

  return {
    database,
    services,
    logger,
    simulator,
    client,
    conversationClient,
    conversations: createConversations(database),
    transcript: createTranscript(database),
    intake,
    brandId: brand.id,
    channelId: channel.channelId,
    appId: channel.appId,
    webhookUrl: channel.webhookUrl,
    addChannel,
    withAnswerWithin,
    setWorkersDatabaseAway: workersDatabase.setAway,
    setTemporalAway(isAway) {
      isTemporalAway = isAway;
    },
    taskQueue,
    dataDir,
    startWorker,
    stopWorker,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await intake.close();
      await contactSynchronizer.close();
      await channelRecovery.close();
      await stopWorker();
      await simulator.close();
      await Promise.all([services.close(), workersServices.close()]);
      await client.connection.close();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
