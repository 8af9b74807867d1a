import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { request } from 'undici';
import { createFetchMedia } from '../../src/activities/fetch-media';
import { createSendSlots } from '../../src/activities/send-slots';
import { newId } from '../../src/platform/ids';
import { loadConfig } from '../../src/platform/settings/config';
import { openMediaStore } from '../../src/runtime/connect/open-media-store';
import { createServices } from '../../src/runtime/services';
import { createSimulator } from '../../src/simulator/simulator';
import { createBrandStore } from '../../src/store/people/brands';
import { createInbox } from '../../src/store/transcript/inbox';
import { openEmbeddedDatabase } from '../embedded-database';
import type { Row } from './row';

const FILES = 24;
const AT_ONCE = 4;
const FILE_MB = 5;
const PNG_HEAD = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c48900a0000049444154',
  'hex',
);

/** How fast contacts' files are fetched, compared with copying the same streams into files. */
export async function measureInboundMedia(): Promise<Row> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'duihua-bench-media-'));
  const config = loadConfig({ DATA_DIR: dataDir });
  const logger = pino({ level: 'silent' });
  const database = await openEmbeddedDatabase(config, logger);
  const simulator = createSimulator();
  const wechatApiUrl = await simulator.listen(0);
  const mediaStore = await openMediaStore(config);
  const secretKeys = config.secretKeys.reveal();
  const services = await createServices({ database, secretKeys, wechatApiUrl, mediaStore, logger });
  try {
    const account = simulator.addAccount();
    const { originalId, appId, appSecret, token } = account;
    const brand = await createBrandStore(database).create({ name: 'Bench' });
    const channel = { name: 'Bench', originalId, appId, appSecret, token, encryption: 'plain' } as const;
    const created = await services.channels.create({ ...channel, brandId: brand.id });
    if (!('channel' in created)) throw new Error(`The channel was not created: ${created.refusal}`);
    const channelId = created.channel.id;
    const mediaIds: string[] = [];
    for (let number = 0; number < FILES; number += 1) {
      const bytes = Buffer.concat([PNG_HEAD, randomBytes(FILE_MB * 1_048_576 - PNG_HEAD.length)]);
      const { xml } = await simulator.write('bench', { type: 'image', base64: bytes.toString('base64') });
      mediaIds.push(/<MediaId><!\[CDATA\[(.*?)\]\]>/.exec(xml)?.[1] ?? '');
    }
    const inbox = createInbox(database, { leaseMs: 1_000 });
    const received = await Promise.all(
      mediaIds.map((mediaId) =>
        inbox.receive({
          channelId,
          receivedAt: Date.now(),
          item: {
            direction: 'inbound',
            openId: 'bench',
            action: 'message',
            content: { type: 'image', mediaId, pictureUrl: null },
            wechatMessageId: null,
            wechatCreatedAt: null,
            dedupKey: newId(),
          },
        }),
      ),
    );
    const credentials = { channelId, appId, appSecret };
    const tokenAnswer = await request(`${wechatApiUrl}/cgi-bin/stable_token`, {
      method: 'POST',
      body: JSON.stringify({ grant_type: 'client_credential', appid: appId, secret: appSecret }),
    });
    const { access_token: accessToken } = (await tokenAnswer.body.json()) as { access_token: string };
    await services.wechat.prepare(credentials);
    const copy = async (mediaId: string): Promise<void> => {
      const query = new URLSearchParams({ access_token: accessToken, media_id: mediaId });
      const { body } = await request(`${wechatApiUrl}/cgi-bin/media/get?${query.toString()}`);
      const handle = await open(path.join(dataDir, newId()), 'w');
      for await (const piece of body) await handle.write(piece as Buffer);
      await handle.sync();
      await handle.close();
    };
    const fetchMedia = createFetchMedia({ ...services, fetchSlots: createSendSlots(AT_ONCE) });
    // One of each first, to compile the code and open the connections.
    const [firstId = '', ...otherIds] = mediaIds;
    const [first, ...others] = received.map(({ attachmentId }) => ({ attachmentId: attachmentId ?? '' }));
    await copy(firstId);
    if (first !== undefined) await fetchMedia(first);
    const floor = await rate(otherIds.map((id) => () => copy(id)));
    const duihua = await rate(others.map((input) => () => fetchMedia(input)));
    for (const { attachmentId } of others) {
      const file = await services.attachments.find(attachmentId);
      if (file?.status !== 'ready') throw new Error(`A file was not fetched: ${file?.errorCode}`);
    }
    return { floor: { inboundMediaRate: floor }, duihua: { inboundMediaRate: duihua } };
  } finally {
    await simulator.close();
    await services.close();
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** MB per second over all the work, `atOnce` at a time. */
async function rate(work: readonly (() => Promise<void>)[]): Promise<number> {
  const waiting = [...work];
  const startedAt = performance.now();
  const run = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
  return (work.length * FILE_MB) / ((performance.now() - startedAt) / 1000);
}
