/**
 * A whole desk in this process on real parts: Temporal server, database, worker, dispatcher, HTTP, and the simulator
 * as WeChat. One for each test file; tests use contacts of their own.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import express from 'express';
import { pino } from 'pino';
import { createWebhookRouter } from '../../src/api/webhooks/routes';
import { newId } from '../../src/platform/ids';
import { createIntake, type Intake } from '../../src/runtime/intake';
import { createServices, type Services } from '../../src/runtime/services';
import { createConversationWorker } from '../../src/runtime/worker';
import { createSimulator, type Simulator } from '../../src/simulator/simulator';
import { createBrandStore } from '../../src/store/brands';
import type { ChannelFields } from '../../src/store/channel-change';
import { type Conversations, createConversations } from '../../src/store/conversations';
import type { Database } from '../../src/store/database-types';
import { createRejectedDeliveries } from '../../src/store/rejected-deliveries';
import { createTranscript, type Transcript } from '../../src/store/transcript';
import { type ConversationClient, createConversationClient } from '../../src/temporal/conversation-client';
import { createTestDatabase } from './database';

export type DeskOptions = {
  readonly maxCachedWorkflows?: number;
  readonly rollAfterEvents?: number;
  readonly settings?: ChannelFields['settings'];
  readonly encryption?: 'plain' | 'compatible' | 'safe';
  readonly database?: Database;
};

export type Desk = {
  readonly database: Database;
  readonly services: Services;
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

/** Starts a desk. Close it after the tests. */
export async function startDesk(options: DeskOptions = {}): Promise<Desk> {
  const logger = pino({ level: process.env['DUIHUA_TEST_LOG'] ?? 'silent' });
  const database = options.database ?? (await createTestDatabase());
  const dataDir = await mkdtemp(path.join(tmpdir(), 'duihua-test-'));
  const simulator = createSimulator({ redeliveryDelayMs: 200 });
  const wechatApiUrl = await simulator.listen(0);
  const services = await createServices({
    database,
    secretKeys: [Buffer.alloc(32, 7)],
    wechatApiUrl,
    logger,
  });
  const brand = await createBrandStore(database).create({ name: 'Tea' });
  const channelId = newId();
  const taskQueue = `test-${channelId}`;
  const client = new Client({ connection: await Connection.connect({ address: TEMPORAL_ADDRESS() }) });
  const conversationClient = createConversationClient({
    client: async () => client,
    taskQueue,
    answerWithinMs: 8_000,
    ...(options.rollAfterEvents === undefined ? {} : { rollAfterEvents: options.rollAfterEvents }),
  });
  const intake = await createIntake({
    services,
    conversations: conversationClient,
    dataDir,
    logger,
    sweepEveryMs: 300,
  });
  const app = express();
  app.use(
    createWebhookRouter({
      channelOf: services.channelCache.get,
      receive: intake.receive,
      rejected: createRejectedDeliveries(database, services),
      markVerified: services.channels.markVerified,
      count: () => undefined,
      logger,
    }),
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const webhookUrl = `http://127.0.0.1:${port}/webhooks/wechat/${channelId}`;
  const account = simulator.addAccount({ encryption: options.encryption ?? 'plain', webhookUrl });
  const created = await services.channels.create({
    id: channelId,
    brandId: brand.id,
    name: 'Sandbox',
    originalId: account.originalId,
    appId: account.appId,
    appSecret: account.appSecret,
    token: account.token,
    encodingAesKey: account.encodingAesKey,
    encryption: options.encryption ?? 'plain',
    settings: options.settings,
  });
  if (!('channel' in created)) throw new Error(`The channel was not created: ${created.refusal}`);

  let running: {
    readonly worker: Worker;
    readonly done: Promise<void>;
    readonly connection: NativeConnection;
  } | null = null;
  const startWorker = async (): Promise<void> => {
    const connection = await NativeConnection.connect({ address: TEMPORAL_ADDRESS() });
    const worker = await createConversationWorker({
      services,
      connection,
      namespace: 'default',
      taskQueue,
      workflowBundle: { codePath: process.env['DUIHUA_TEST_WORKFLOW_BUNDLE'] ?? '' },
      ...(options.maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: options.maxCachedWorkflows }),
    });
    running = { worker, done: worker.run(), connection };
  };
  const stopWorker = async (): Promise<void> => {
    if (running === null) return;
    const { worker, done, connection } = running;
    running = null;
    worker.shutdown();
    await done;
    await connection.close();
  };
  await startWorker();

  return {
    database,
    services,
    simulator,
    client,
    conversationClient,
    conversations: createConversations(database),
    transcript: createTranscript(database),
    intake,
    brandId: brand.id,
    channelId,
    appId: account.appId,
    webhookUrl,
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
      await stopWorker();
      await simulator.close();
      await services.close();
      await client.connection.close();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
