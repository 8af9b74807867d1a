/** Files at WeChat: once for each channel and use, remembered, renewed. Uploads go to the simulator over HTTP. */
import { sql } from 'drizzle-orm';
import { createMediaAtWeChat, type MediaAtWeChat, type MediaIds } from '../../src/activities/media-at-wechat';
import type { MediaUse, NeededMedia } from '../../src/domain/messages/outbound';
import { newId } from '../../src/platform/ids';
import type { FaultInput } from '../../src/simulator/faults';
import { rowsOf } from '../../src/store/engine/rows';
import { createWeChatMediaCache } from '../../src/store/files/wechat-media';
import { eventually } from '../support/eventually';
import { type Sending, type SendingChannel, startSending } from '../support/sending';

let sending: Sending;
let channel: SendingChannel;
let media: MediaAtWeChat;
beforeAll(async () => {
  sending = await startSending();
}, 60_000);
beforeEach(async () => {
  channel = await sending.addChannel();
  media = worker();
});
afterEach(() => sending.simulator.clearFaults());
afterAll(() => sending.close());

/** What one worker process has. */
const worker = (): MediaAtWeChat =>
  createMediaAtWeChat({ ...sending.services, cache: createWeChatMediaCache(sending.database) });
const needed = (attachmentId: string, use: MediaUse = 'image'): NeededMedia => ({
  attachmentId,
  use,
  field: use === 'thumb' ? 'thumbAttachmentId' : 'attachmentId',
});
const uploads = (of = channel) => sending.calls('media/upload', of);
const fault = (effect: FaultInput['effect'], times = 1) =>
  sending.simulator.addFault({ operation: 'media/upload', account: channel.appId, effect, times });

/** The id; fails the test if it is not there. */
function idIn(found: MediaIds, attachmentId: string): string {
  const id = found.type === 'ready' ? found.ids.get(attachmentId) : undefined;
  if (id === undefined) throw new Error(`There is no id: ${found.type}`);
  return id;
}

test('a file is uploaded as it is, once for each channel and use, and other workers find its id', async () => {
  const { attachmentId, sha256 } = await sending.upload();
  const id = idIn(await media.idsOf(channel.credentials, [needed(attachmentId)]), attachmentId);
  const stored = await sending.mediaStore.open(sha256);
  expect(sending.simulator.file(id)?.bytes).toEqual(Buffer.concat(await stored.toArray()));
  for (const one of [media, worker()]) {
    expect(idIn(await one.idsOf(channel.credentials, [needed(attachmentId)]), attachmentId)).toBe(id);
  }
  expect(uploads()).toBe(1);

  const thumb = idIn(await media.idsOf(channel.credentials, [needed(attachmentId, 'thumb')]), attachmentId);
  const other = await sending.addChannel();
  const elsewhere = idIn(await media.idsOf(other.credentials, [needed(attachmentId)]), attachmentId);
  expect([new Set([id, thumb, elsewhere]).size, uploads(), uploads(other)]).toEqual([3, 2, 1]);
});

test('messages that need the same file at once wait for the same upload', async () => {
  const { attachmentId } = await sending.upload();
  fault({ type: 'delay', ms: 300 });
  const found = await Promise.all(
    [1, 2, 3, 4, 5].map(() => media.idsOf(channel.credentials, [needed(attachmentId)])),
  );
  expect(new Set(found.map((one) => idIn(one, attachmentId))).size).toBe(1);
  expect(uploads()).toBe(1);
});

test('all files of a message are needed: each has its id, and one that is refused refuses all', async () => {
  const [one, two] = [await sending.upload(), await sending.upload()];
  const both = [needed(one.attachmentId), needed(two.attachmentId, 'thumb')];
  sending.simulator.addFault({
    operation: 'media/upload',
    account: channel.appId,
    effect: { type: 'errcode', errcode: 45009 },
  });
  expect(await media.idsOf(channel.credentials, both)).toMatchObject({ type: 'refused', wechatCode: 45009 });
  const found = await media.idsOf(channel.credentials, both);
  expect(idIn(found, one.attachmentId)).not.toBe(idIn(found, two.attachmentId));
  // The one that was there already is not uploaded again.
  expect(uploads()).toBe(3);
});

describe('an upload that takes long', () => {
  test('continues after the attempt has ended, and is there for the next one', async () => {
    const { attachmentId } = await sending.upload();
    fault({ type: 'delay', ms: 6_000 });
    const startedAt = Date.now();
    const first = await media.idsOf(channel.credentials, [needed(attachmentId)]);
    expect(first).toEqual({ type: 'uploading', retryAfterMs: null });
    // The activity has 7 s, and the message has to be sent in them.
    expect(Date.now() - startedAt).toBeLessThan(5_900);
    await eventually(
      async () => (await media.idsOf(channel.credentials, [needed(attachmentId)])).type === 'ready',
      'the upload has ended',
    );
    expect(uploads()).toBe(1);
  });

  test('but ends within the attempt leaves too little time to send: the next attempt does', async () => {
    const { attachmentId } = await sending.upload();
    fault({ type: 'delay', ms: 1_600 });
    const first = await media.idsOf(channel.credentials, [needed(attachmentId)]);
    expect(first).toEqual({ type: 'uploading', retryAfterMs: 50 });
    expect(await media.idsOf(channel.credentials, [needed(attachmentId)])).toMatchObject({ type: 'ready' });
    expect(uploads()).toBe(1);
  });
});

describe('an upload that fails', () => {
  test.each<[string, FaultInput['effect'], object]>([
    ['refused by WeChat', { type: 'errcode', errcode: -1 }, { type: 'refused', wechatCode: -1 }],
    ['whose answer is lost', { type: 'drop_answer' }, { type: 'unavailable' }],
    ['answered by a gateway', { type: 'http_status', status: 502 }, { type: 'unavailable' }],
  ])('%s, is told once and tried again by the next attempt', async (_, effect, expected) => {
    const { attachmentId } = await sending.upload();
    fault(effect);
    expect(await media.idsOf(channel.credentials, [needed(attachmentId)])).toMatchObject(expected);
    expect(await media.idsOf(channel.credentials, [needed(attachmentId)])).toMatchObject({ type: 'ready' });
    expect(uploads()).toBe(2);
  });

  test('because WeChat is down, is tried again', async () => {
    const { attachmentId } = await sending.upload();
    await sending.services.wechat.prepare(channel.credentials);
    const away = await sending.whileAway(() => media.idsOf(channel.credentials, [needed(attachmentId)]));
    expect(away).toEqual({ type: 'unavailable' });
    expect(await media.idsOf(channel.credentials, [needed(attachmentId)])).toMatchObject({ type: 'ready' });
  });
});

test('WeChat is not asked for a file that we do not have', async () => {
  const { attachmentId, sha256 } = await sending.upload();
  await sending.mediaStore.remove(sha256);
  expect(await media.idsOf(channel.credentials, [needed(attachmentId)])).toEqual({ type: 'missing' });
  expect(await media.idsOf(channel.credentials, [needed(newId())])).toEqual({ type: 'missing' });
  expect(uploads()).toBe(0);
});

test('an id is used for 71 of the 72 hours that WeChat keeps a file', async () => {
  const { attachmentId } = await sending.upload();
  const first = idIn(await media.idsOf(channel.credentials, [needed(attachmentId)]), attachmentId);
  const { db } = sending.database;
  const [row] = await rowsOf<{ seconds: number }>(
    db,
    sql`select extract(epoch from expires_at - clock_timestamp())::float8 as seconds from wechat_media
        where attachment_id = ${attachmentId}`,
  );
  expect(Number(row?.seconds) / 3600).toBeCloseTo(71, 1);
  await db.execute(
    sql`update wechat_media set expires_at = clock_timestamp() where attachment_id = ${attachmentId}`,
  );
  const second = idIn(await media.idsOf(channel.credentials, [needed(attachmentId)]), attachmentId);
  expect([second === first, uploads()]).toEqual([false, 2]);
});

describe('an id that WeChat refuses', () => {
  test('is renewed once for a message, and not a second time', async () => {
    const { attachmentId } = await sending.upload();
    const { channelId, credentials } = channel;
    const file = [needed(attachmentId)];
    const idsNow = async () => {
      const found = await media.idsOf(credentials, file);
      return new Map([[attachmentId, idIn(found, attachmentId)]]);
    };
    const first = await idsNow();
    expect(await media.refuse(channelId, file, first, 'message-1')).toBe(true);
    const second = await idsNow();
    expect(second).not.toEqual(first);
    expect(await media.refuse(channelId, file, second, 'message-1')).toBe(false);
    // It was renewed for that message; what refuses it now is another reason, and the id stays.
    expect(await idsNow()).toEqual(second);
    expect(uploads()).toBe(2);
  });

  test('is not taken from messages that have renewed it meanwhile', async () => {
    const { attachmentId } = await sending.upload();
    const { channelId, credentials } = channel;
    const file = [needed(attachmentId)];
    const old = new Map([[attachmentId, idIn(await media.idsOf(credentials, file), attachmentId)]]);
    expect(await media.refuse(channelId, file, old, 'message-1')).toBe(true);
    const renewed = idIn(await media.idsOf(credentials, file), attachmentId);
    expect(await media.refuse(channelId, file, old, 'message-2')).toBe(true);
    expect(idIn(await media.idsOf(credentials, file), attachmentId)).toBe(renewed);
    expect(uploads()).toBe(2);
  });
});
