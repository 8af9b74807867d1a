/**
 * What a worker needs to send, on real parts and without Temporal: a database, files in a folder, and the simulator as
 * WeChat over HTTP. One for each test file; each test has its own channel.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { type MediaStore, openMediaStore } from '../../src/media/media-store';
import { newId } from '../../src/platform/ids';
import { createServices, type Services } from '../../src/runtime/services';
import type { Operation } from '../../src/simulator/faults';
import { createSimulator, type Simulator } from '../../src/simulator/simulator';
import type { Database } from '../../src/store/engine/database-types';
import { createBrandStore } from '../../src/store/people/brands';
import { createOperatorStore } from '../../src/store/people/operators';
import type { WeChatCredentials } from '../../src/wechat/calls/stable-token';
import { createTestDatabase } from './database';
import { jpeg } from './sample-files';

/** A connected account, and its row. */
export type SendingChannel = {
  readonly brandId: string;
  readonly channelId: string;
  readonly appId: string;
  readonly credentials: WeChatCredentials;
};

export type Sending = {
  readonly database: Database;
  readonly services: Services;
  readonly mediaStore: MediaStore;
  readonly simulator: Simulator;
  readonly operatorId: string;
  readonly addChannel: () => Promise<SendingChannel>;
  /** A picture in the store, as if an operator had uploaded it. */
  readonly upload: () => Promise<{ readonly attachmentId: string; readonly sha256: string }>;
  /** How many calls the simulator has received from a channel. */
  readonly calls: (operation: Operation, channel: Pick<SendingChannel, 'appId'>) => number;
  /** Runs `work` while nothing listens at WeChat's address. */
  readonly whileAway: <T>(work: () => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
};

export async function startSending(): Promise<Sending> {
  const database = await createTestDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'duihua-sending-'));
  const simulator = createSimulator();
  const wechatApiUrl = await simulator.listen(0);
  const mediaStore = await openMediaStore({ folder, bucket: undefined });
  const services = await createServices({
    database,
    secretKeys: [Buffer.alloc(32, 7)],
    mediaStore,
    wechatApiUrl,
    logger: pino({ level: 'silent' }),
  });
  const { id: brandId } = await createBrandStore(database).create({ name: 'Tea' });
  const made = await createOperatorStore(database).create({
    name: 'Li',
    email: `${newId()}@example.com`,
    role: 'operator',
    brandIds: [brandId],
    passwordHash: null,
  });
  if (!('operator' in made)) throw new Error(made.refusal);
  const operatorId = made.operator.id;

  return {
    database,
    services,
    mediaStore,
    simulator,
    operatorId,
    async addChannel() {
      const { appId, appSecret, originalId, token, encodingAesKey } = simulator.addAccount();
      const account = { appId, appSecret, originalId, token, encodingAesKey };
      const created = await services.channels.create({ brandId, name: 'Sandbox', ...account });
      if (!('channel' in created)) throw new Error(created.refusal);
      const channelId = created.channel.id;
      return { brandId, channelId, appId, credentials: { channelId, appId, appSecret } };
    },
    async upload() {
      // Good for every use: WeChat takes only jpeg as a thumb.
      const bytes = jpeg();
      const incoming = await mediaStore.receive(Readable.from([bytes]), bytes.length);
      await mediaStore.keep(incoming);
      const { sha256, size } = incoming;
      const { id } = await services.attachments.addUpload({
        kind: 'image',
        contentType: 'image/jpeg',
        name: 'picture.jpg',
        uploaderId: operatorId,
        sha256,
        size,
        durationMs: null,
        width: 8,
        height: 8,
        playable: null,
      });
      return { attachmentId: id, sha256 };
    },
    calls: (operation, { appId }) => simulator.calls(operation).filter((call) => call.appId === appId).length,
    async whileAway(work) {
      const { port } = new URL(simulator.url);
      await simulator.stopListening();
      try {
        return await work();
      } finally {
        await simulator.listen(Number(port));
      }
    },
    async close() {
      await services.close();
      await simulator.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
