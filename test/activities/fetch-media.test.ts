import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ApplicationFailure } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createFetchMedia, type FetchMediaDeps } from '../../src/activities/fetch-media';
import { createSendSlots } from '../../src/activities/send-slots';
import { fetchRetryMs, LARGEST_INBOUND_BYTES, mayShowInline } from '../../src/domain/messages/attachments';
import { openMediaStore } from '../../src/media/media-store';
import type { FetchOrder } from '../../src/store/files/attachments';
import { classifyErrcode } from '../../src/wechat/calls/error-codes';
import type { DownloadAnswer } from '../../src/wechat/media/media-download';
import { amr, jpeg, padded, png } from '../support/sample-files';
import { smallDiskMissing, withSmallDisk } from '../support/small-disk';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'duihua-fetch-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Ready = Parameters<FetchMediaDeps['attachments']['markReady']>;

/** One fetch of a file, ordered `ageMs` ago, for which WeChat gives this answer. */
async function fetched(
  answer: DownloadAnswer,
  options: Partial<FetchMediaDeps & FetchOrder> & { ageMs?: number } = {},
) {
  const { kind = 'image', ageMs = 0, trouble = null, format = 'amr', ...more } = options;
  const ready: Ready[] = [];
  const told: unknown[] = [];
  const fetchMedia = createFetchMedia({
    attachments: {
      orderOf: async () => ({ channelId: 'one', kind, status: 'fetching', mediaId: 'id', format, trouble }),
      markReady: async (...facts) => void ready.push(facts),
      markFailed: async (_id, code) => void told.push({ failed: code }),
      noteTrouble: async (_id, noted) => void told.push({ trouble: noted }),
      giveUp: async () => undefined,
    },
    mediaStore: await openMediaStore({ folder, bucket: undefined }),
    download: async () => answer,
    credentialsOf: async () => ({ channelId: 'one', appId: 'wx', appSecret: 'secret' }),
    fetchSlots: createSendSlots(1),
    ...more,
  });
  const environment = new MockActivityEnvironment({ attempt: 9, scheduledTimestampMs: Date.now() - ageMs });
  const failure: unknown = await environment
    .run(fetchMedia, { attachmentId: 'a' })
    .then(() => null)
    .catch((error: unknown) => error);
  const delayMs = failure instanceof ApplicationFailure ? Number(failure.nextRetryDelay) : null;
  return { failure, delayMs, ready: ready[0], told };
}

async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
const fileOf = (bytes: Buffer, stop = () => undefined) => ({
  type: 'file' as const,
  bytes,
  body: piecesOf(bytes),
  stop,
});

/** The same answer again: a body can be read only once. */
const remade = (
  answer: Extract<DownloadAnswer, { type: 'file' }> & { readonly bytes?: Buffer },
): DownloadAnswer => fileOf(answer.bytes ?? Buffer.alloc(0));
const refusedWith = (wechatCode: number): DownloadAnswer => ({
  type: 'refused',
  wechatCode,
  wechatClass: classifyErrcode(wechatCode).class,
  errmsg: '',
});

describe('the next try of a file that could not be fetched', () => {
  const MINUTE = 60_000;

  test.each([
    [0, 2_000],
    [MINUTE, MINUTE / 2],
    [24 * 60 * MINUTE, 60 * MINUTE],
  ])('depends on its age, not on its attempts: %p ms old, after %p ms', async (ageMs, expected) => {
    const { delayMs } = await fetched({ type: 'unavailable' }, { ageMs });
    expect(delayMs).toBeGreaterThanOrEqual(expected);
    expect(delayMs).toBeLessThan(expected + 1_000);
    expect(fetchRetryMs(ageMs)).toBe(expected);
  });

  test('depends on its age after an unforeseen failure too, whose message is hidden', async () => {
    const credentialsOf = () => Promise.reject(new Error('canary'));
    const { failure, delayMs } = await fetched({ type: 'unavailable' }, { credentialsOf });
    expect(String(failure)).not.toContain('canary');
    expect(delayMs).toBe(2_000);
  });

  test('comes soon if only a slot was missing, however old the file is', async () => {
    const fetchSlots = createSendSlots(1);
    fetchSlots.take('one');
    const { delayMs } = await fetched({ type: 'unavailable' }, { fetchSlots, ageMs: 24 * 60 * MINUTE });
    expect(delayMs).toBeGreaterThanOrEqual(15_000);
    expect(delayMs).toBeLessThanOrEqual(30_000);
  });
});

describe('what arrived instead of the file', () => {
  const LONG = { ageMs: 60_000 };
  const textOf = (text: string) => fileOf(Buffer.from(text));

  test.each<[string, DownloadAnswer & { readonly bytes?: Buffer }, FetchOrder['kind'], string]>([
    ['nothing', fileOf(Buffer.alloc(0)), 'image', 'empty'],
    ['a page', textOf('<html><body>502 Bad Gateway</body></html>'), 'image', 'unreachable'],
    ['a page where bare speex may be anything', textOf('<!DOCTYPE html>'), 'voice', 'unreachable'],
    [
      'a note in Chinese, cut',
      fileOf(Buffer.from('请稍后再试'.repeat(40)).subarray(0, 512)),
      'voice',
      'unreachable',
    ],
    ['XML', textOf('<?xml version="1.0"?><error/>'), 'image', 'unreachable'],
    ['JSON that says nothing', textOf('[1,2]'), 'image', 'unreachable'],
    ['bytes of no kind', fileOf(Buffer.alloc(300, 1)), 'image', 'wrong_kind'],
    ['an archive', fileOf(Buffer.from('PK\u0003\u0004' + '\0'.repeat(60))), 'image', 'wrong_kind'],
    ['another address', { type: 'untrusted_address' }, 'video', 'untrusted_address'],
    ['nobody', { type: 'unavailable' }, 'image', 'unreachable'],
    ['WeChat’s word that it is busy', refusedWith(-1), 'image', 'unreachable'],
    ['WeChat’s word that the channel may not', refusedWith(48001), 'image', 'refused'],
  ])('%s: it is tried again, however often, and the message shows why', async (_, answer, kind, trouble) => {
    for (const former of [null, trouble as FetchOrder['trouble']]) {
      const again = { kind, format: 'speex', trouble: former };
      const { failure, told } = await fetched(answer.type === 'file' ? remade(answer) : answer, {
        ...again,
        ...LONG,
      });
      expect([failure, told]).toEqual([expect.any(ApplicationFailure), [{ trouble }]]);
    }
  });

  test('a problem that is over at once is not shown', async () => {
    const { failure, told } = await fetched(fileOf(Buffer.alloc(0)));
    expect([failure, told]).toEqual([expect.any(ApplicationFailure), []]);
  });

  test.each<[string, () => Buffer, FetchOrder['kind'], 'wrong_kind' | 'too_large']>([
    ['a file of another kind', () => amr(1), 'image', 'wrong_kind'],
    ['too large a file', () => padded(png(), LARGEST_INBOUND_BYTES + 1), 'image', 'too_large'],
  ])('%s is asked for once more, and then failed', async (_, bytes, kind, code) => {
    const first = await fetched(fileOf(bytes()), { kind });
    expect([first.failure, first.told]).toEqual([expect.any(ApplicationFailure), [{ trouble: code }]]);
    const other = await fetched(fileOf(bytes()), { kind, trouble: 'empty' });
    expect(other.told).toEqual([{ trouble: code }]);
    const second = await fetched(fileOf(bytes()), { kind, trouble: code });
    expect([second.failure, second.told]).toEqual([null, [{ failed: code }]]);
  });

  test.each([
    [40007, 'gone'],
    [46001, 'gone'],
    [40004, 'refused'],
  ])('WeChat’s definite word (%i) ends it at once', async (wechatCode, code) => {
    const { failure, told } = await fetched(refusedWith(wechatCode), LONG);
    expect([failure, told]).toEqual([null, [{ failed: code }]]);
  });

  test('the message of a broken transfer is hidden', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield png();
      throw new Error('canary');
    }
    const { failure, told } = await fetched({ type: 'file', body: broken(), stop: () => undefined }, LONG);
    expect([String(failure).includes('canary'), told]).toEqual([false, [{ trouble: 'unreachable' }]]);
  });
});

test('a channel whose files hang leaves slots to the others, up to the worker’s own limit', () => {
  const slots = createSendSlots(2, 3);
  const giveBack = slots.take('hangs');
  expect([slots.take('hangs'), slots.take('hangs')]).toEqual([expect.any(Function), null]);
  expect([slots.take('other'), slots.take('third')]).toEqual([expect.any(Function), null]);
  giveBack?.();
  expect(slots.take('third')).not.toBeNull();
});

test('the exchange is ended if the store fails before it reads', async () => {
  const store = await openMediaStore({ folder, bucket: undefined });
  await rm(path.join(folder, 'incoming'), { recursive: true, force: true });
  await writeFile(path.join(folder, 'incoming'), 'a file in place of the folder');
  const stop = jest.fn();
  const { failure } = await fetched(fileOf(png(), stop), { mediaStore: store });
  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(stop).toHaveBeenCalled();
});

const noDisk = smallDiskMissing();
describe(`a full disk${noDisk === undefined ? '' : ` (${noDisk})`}`, () => {
  (noDisk === undefined ? test : test.skip).each<[string, FetchOrder['kind'], Buffer]>([
    ['for the file', 'image', padded(png(), 200_000)],
    ['for the form that browsers play', 'voice', amr(30)],
  ])('%s: it is tried again, and nothing half-written stays', async (_, kind, bytes) => {
    await withSmallDisk(folder, 128, async () => {
      const { failure, delayMs, ready } = await fetched(fileOf(bytes), { kind });
      expect(failure).toBeInstanceOf(ApplicationFailure);
      expect(ready).toBeUndefined();
      // The delay grows with the age of the order, and on a busy machine the conversion alone takes seconds.
      expect(delayMs).toBeGreaterThanOrEqual(2_000);
      const names = await readdir(folder, { recursive: true, withFileTypes: true });
      expect(names.filter((one) => one.isFile())).toEqual([]);
    });
  });
});

describe('a small file that would be large when decoded', () => {
  test('a voice message of more than five minutes is stored but not decoded', async () => {
    const silence = Buffer.concat([amr(1), Buffer.alloc(5 * 60 * 50, 0x7c)]);
    const { ready } = await fetched(fileOf(silence), { kind: 'voice' });
    expect(ready?.[1]).toMatchObject({ contentType: 'audio/amr', durationMs: 301_000 });
    expect(ready?.slice(2)).toEqual(['not_playable']);
  });

  test('a wide-band voice message is stored, marked as not playable', async () => {
    const wideBand = Buffer.concat([Buffer.from('#!AMR-WB\n'), Buffer.alloc(200)]);
    const { ready } = await fetched(fileOf(wideBand), { kind: 'voice' });
    expect(ready?.slice(1)).toMatchObject([{ contentType: 'audio/amr-wb' }, 'not_playable']);
  });

  test('a picture of 400 megapixels is stored for download', async () => {
    const bytes = png();
    bytes.writeUInt32BE(20_000, 16);
    bytes.writeUInt32BE(20_000, 20);
    const { ready } = await fetched(fileOf(bytes));
    expect(ready?.[1]).toMatchObject({
      contentType: 'application/octet-stream',
      name: 'image.png',
      width: 20_000,
    });
  });

  test('a picture of unknown size is stored for download', async () => {
    const { ready } = await fetched(fileOf(jpeg().subarray(0, 30)));
    expect(ready?.[1]).toMatchObject({
      contentType: 'application/octet-stream',
      name: 'image.jpg',
      width: null,
    });
  });

  test.each([
    ['heic', 'image/heic'],
    ['mif1', 'image/heif'],
    ['avif', 'image/avif'],
  ])('a picture of the brand %s is kept, and never shown in place', async (brand, contentType) => {
    const head = Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0${brand}mif1`, 'latin1');
    const { ready } = await fetched(fileOf(Buffer.concat([head, Buffer.alloc(100)])));
    expect(ready?.[1]).toMatchObject({ contentType, width: null });
    expect(mayShowInline(contentType)).toBe(false);
  });
});
