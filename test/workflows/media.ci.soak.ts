/** Files of contacts and of operators, on real parts; WeChat's faults come from the simulator. */

import { existsSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'drizzle-orm';
import { Agent } from 'undici';
import { createGiveUpMedia } from '../../src/activities/fetch-media';
import { presentAttachment } from '../../src/api/present/present-attachment';
import type { OutboundContent } from '../../src/domain/messages/outbound';
import { newId } from '../../src/platform/ids';
import { isPublicAddress as isOfPublicInternet } from '../../src/platform/network/public-address';
import type { FaultInput } from '../../src/simulator/faults';
import type { MessageInput } from '../../src/simulator/webhook/inbound';
import { rowsOf } from '../../src/store/engine/rows';
import type { Attachment } from '../../src/store/files/attachment-rows';
import { createWeChatMediaCache } from '../../src/store/files/wechat-media';
import { createOutbox } from '../../src/store/transcript/outbox';
import type { TranscriptMessage } from '../../src/store/transcript/transcript';
import { createMediaUpload } from '../../src/wechat/media/media-upload';
import { type Desk, startDesk } from '../support/desk';
import { eventually } from '../support/eventually';
import { amr, amrTone, gif, jpeg, mp3, mp4, png } from '../support/sample-files';

let desk: Desk;
beforeAll(async () => {
  // The simulator and the stand-in for WeChat's distribution servers are on loopback.
  const isPublicAddress = (address: string) => address === '127.0.0.1' || isOfPublicInternet(address);
  desk = await startDesk({ isPublicAddress });
}, 60_000);
afterAll(() => desk.close());
afterEach(() => desk.simulator.clearFaults());

type MediaInput = Extract<MessageInput, { type: 'image' | 'voice' | 'video' | 'shortvideo' }>;

async function contactIdOf(openId: string): Promise<string> {
  return eventually(async () => {
    const { items } = await desk.services.contacts.list(
      { openId, brandIds: null },
      { limit: 1, after: undefined },
    );
    return items[0]?.id ?? null;
  }, 'the contact is stored');
}

/** A contact sends this; returns the file of the message once it is fetched or has failed. */
async function received(message: MediaInput, openId = `o${newId()}`): Promise<Attachment> {
  await desk.simulator.write(openId, message);
  return fileOf(await contactIdOf(openId), ({ status }) => status !== 'fetching');
}

async function fileOf(contactId: string, isIt: (file: Attachment) => boolean): Promise<Attachment> {
  return eventually(async () => {
    const [message] = await desk.transcript.ofContact(contactId, { afterSeq: 0, limit: 10 });
    const file = message?.attachment ?? null;
    return file !== null && isIt(file) ? file : null;
  }, 'the fate of the file is known');
}

async function content(sha256: string | null | undefined): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of (await desk.services.mediaStore.open(sha256 ?? '')) as AsyncIterable<Buffer>) {
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const halfWritten = (): number => {
  const folder = path.join(desk.dataDir, 'media', 'incoming');
  return existsSync(folder)
    ? readdirSync(folder).filter((name) => statSync(path.join(folder, name)).isFile()).length
    : 0;
};

const fault = (effect: FaultInput['effect'], more: Partial<FaultInput> = {}) =>
  desk.simulator.addFault({ operation: 'media/get', effect, ...more });
const base64 = (bytes: Buffer) => bytes.toString('base64');
const pageAs = (contentType: string) =>
  ({ type: 'replace_body', base64: base64(Buffer.from('<html>502</html>')), contentType }) as const;
const addressOf = (address: string) =>
  ({ type: 'replace_body', base64: base64(Buffer.from(JSON.stringify({ video_url: address }))) }) as const;

describe('what a contact sends', () => {
  test.each<[string, MediaInput['type'], Buffer, string]>([
    ['an image (jpeg)', 'image', jpeg(), 'image/jpeg'],
    ['an image (png)', 'image', png(), 'image/png'],
    ['an image (gif)', 'image', gif(), 'image/gif'],
    ['a voice (amr)', 'voice', amr(2), 'audio/amr'],
    ['a voice (mp3)', 'voice', mp3(2), 'audio/mpeg'],
    ['a video', 'video', mp4(300_000), 'video/mp4'],
    ['a short video', 'shortvideo', mp4(100_000), 'video/mp4'],
  ])('%s is kept bit by bit', async (_, type, bytes, contentType) => {
    const file = await received({ type, base64: base64(bytes) });
    expect(file).toMatchObject({ status: 'ready', contentType, size: bytes.length, errorCode: null });
    expect((await content(file.sha256)).equals(bytes)).toBe(true);
    expect(halfWritten()).toBe(0);
  });

  test('a voice is also kept in a playable form', async () => {
    const file = await received({ type: 'voice', base64: base64(amrTone(1)) });
    expect(file.playable).toMatchObject({ contentType: 'audio/wav' });
    expect((await content(file.playable?.sha256)).toString('latin1', 0, 4)).toBe('RIFF');
  });

  test('a voice in speex is kept, with an error that it cannot be played', async () => {
    const file = await received({ type: 'voice', format: 'speex', base64: base64(Buffer.alloc(200, 7)) });
    expect(file).toMatchObject({
      status: 'ready',
      contentType: 'audio/speex',
      playable: null,
      errorCode: 'not_playable',
    });
  });
});

describe('a definite answer of WeChat is shown at once, and not asked for again', () => {
  const callsNow = () => desk.simulator.calls('media/get').length;

  test.each<[string, string, () => unknown, MediaInput]>([
    ['gone', 'gone', () => fault({ type: 'errcode', errcode: 40007 }), { type: 'image' }],
    [
      'gone, told as text/plain',
      'gone',
      () => fault({ type: 'errcode', errcode: 40007, contentType: 'text/plain' }),
      { type: 'voice' },
    ],
    [
      'gone, told as a picture',
      'gone',
      () => fault({ type: 'errcode', errcode: 40007, contentType: 'image/jpeg' }),
      { type: 'image' },
    ],
    [
      'a type that there is not',
      'refused',
      () => fault({ type: 'errcode', errcode: 40004 }),
      { type: 'image' },
    ],
  ])('%s', async (_, errorCode, aim, message) => {
    aim();
    const before = callsNow();
    const file = await received(message);
    expect([file.status, file.errorCode, file.sha256]).toEqual(['failed', errorCode, null]);
    expect([callsNow() - before, halfWritten()]).toEqual([1, 0]);
  });

  test.each<[string, string, () => unknown, MediaInput]>([
    ['a voice in place of an image', 'wrong_kind', () => null, { type: 'image', base64: base64(amr(1)) }],
    [
      '100 MB',
      'too_large',
      () => fault({ type: 'endless_body', bytes: 100 * 1_048_576 }, { times: 2 }),
      { type: 'image' },
    ],
    ['without end', 'too_large', () => fault({ type: 'endless_body' }, { times: 2 }), { type: 'image' }],
  ])('so is the second answer: %s', async (_, errorCode, aim, message) => {
    aim();
    const before = callsNow();
    const file = await received(message);
    expect([file.status, file.errorCode, file.sha256]).toEqual(['failed', errorCode, null]);
    expect([callsNow() - before, halfWritten()]).toEqual([2, 0]);
  });

  test.each(['../../etc/passwd', 'a/b', 'x'.repeat(600), '%2e%2e', 'a b', 'a?b=c'])(
    'a media id %p is asked of no one',
    async (mediaId) => {
      const before = callsNow();
      const openId = `o${newId()}`;
      await desk.intake.receive({
        channelId: desk.channelId,
        receivedAt: Date.now(),
        item: {
          direction: 'inbound',
          openId,
          action: 'message',
          content: { type: 'image', mediaId, pictureUrl: null },
          wechatMessageId: null,
          wechatCreatedAt: null,
          dedupKey: newId(),
        },
      });
      const file = await fileOf(await contactIdOf(openId), ({ status }) => status !== 'fetching');
      expect([file.errorCode, callsNow() - before]).toEqual(['no_media', 0]);
    },
  );

  test('and the fetch can be retried by hand', async () => {
    fault({ type: 'errcode', errcode: 40007 });
    const openId = `o${newId()}`;
    const failed = await received({ type: 'image', base64: base64(png()) }, openId);
    expect(failed.status).toBe('failed');
    expect(await desk.services.attachments.fetchAgain(failed.id)).toBe(true);
    desk.intake.media.enqueue(failed.id);
    const file = await fileOf(await contactIdOf(openId), ({ status }) => status === 'ready');
    expect(file.errorCode).toBeNull();
  });
});

describe('temporary problems are retried', () => {
  test.each<[string, () => unknown, MediaInput['type']]>([
    ['a transfer cut in the middle', () => fault({ type: 'truncate', bytes: 20 }), 'image'],
    [
      'a video cut in the middle',
      () => fault({ type: 'truncate', bytes: 20 }, { operation: 'media/video' }),
      'video',
    ],
    ['a connection that is cut', () => fault({ type: 'cut' }), 'image'],
    ['a gateway in the way', () => fault({ type: 'http_status', status: 502 }), 'image'],
    ['WeChat busy', () => fault({ type: 'errcode', errcode: -1 }), 'image'],
    ['a token that is refused', () => fault({ type: 'errcode', errcode: 40001 }), 'image'],
    ['an empty answer', () => fault({ type: 'replace_body', base64: '' }), 'image'],
    ['a gateway’s page with 200', () => fault({ type: 'not_json' }), 'image'],
    ['a gateway’s page as a picture', () => fault(pageAs('image/png')), 'image'],
    [
      'JSON that says nothing',
      () => fault({ type: 'replace_body', base64: base64(Buffer.from('{}')) }),
      'image',
    ],
    ['a picture without end', () => fault({ type: 'endless_body' }), 'image'],
    ['a voice in its place', () => fault({ type: 'replace_body', base64: base64(amr(1)) }), 'image'],
    [
      'an empty video',
      () => fault({ type: 'replace_body', base64: '' }, { operation: 'media/video' }),
      'video',
    ],
    ['a page in place of a video', () => fault(pageAs('video/mp4'), { operation: 'media/video' }), 'video'],
    [
      'a gateway in the way of a video',
      () => fault({ type: 'http_status', status: 503 }, { operation: 'media/video' }),
      'video',
    ],
    [
      'a video’s address elsewhere',
      () => fault(addressOf('http://169.254.169.254/vweixinp.tc.qq.com/a')),
      'video',
    ],
  ])('%s', async (_, aim, type) => {
    aim();
    const bytes = type === 'image' ? png() : mp4();
    const file = await received({ type, base64: base64(bytes) });
    expect(file.status).toBe('ready');
    expect((await content(file.sha256)).equals(bytes)).toBe(true);
    expect(halfWritten()).toBe(0);
  });

  test('a video at an address of the public internet that WeChat’s distribution names is fetched', async () => {
    const bytes = mp4(5_000);
    const asked: string[] = [];
    const place = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end(bytes);
    });
    await new Promise<void>((resolve) => place.listen(0, '127.0.0.1', resolve));
    const path = '/vweixinp.tc.qq.com/1007_x.mp4?vkey=7&sha=0';
    fault(addressOf(`http://127.0.0.1:${(place.address() as AddressInfo).port}${path}`));
    const file = await received({ type: 'video', base64: base64(mp4()) });
    place.close();
    expect([file.status, file.contentType, asked]).toEqual(['ready', 'video/mp4', [path]]);
    expect((await content(file.sha256)).equals(bytes)).toBe(true);
  });

  test('the problem is shown during the retries, and is the error in the end', async () => {
    const openId = `o${newId()}`;
    fault(addressOf('http://192.168.0.1/vweixinp.tc.qq.com/a'), { times: 100 });
    await desk.simulator.write(openId, { type: 'video' });
    const contactId = await contactIdOf(openId);
    const trying = await fileOf(contactId, ({ errorCode }) => errorCode !== null);
    expect([trying.status, trying.errorCode]).toEqual(['fetching', 'untrusted_address']);
    expect(presentAttachment(trying).error?.detail).toContain('retried automatically');
    // After three days.
    await desk.client.workflow.getHandle(`fetch-media-${trying.id}`).terminate();
    await createGiveUpMedia(desk.services)({ attachmentId: trying.id });
    const failed = await fileOf(contactId, ({ status }) => status === 'failed');
    expect([failed.errorCode, presentAttachment(failed).error?.detail]).toEqual([
      'untrusted_address',
      expect.stringContaining('by hand') as string,
    ]);
    desk.simulator.clearFaults();
    await desk.services.attachments.fetchAgain(failed.id);
    desk.intake.media.enqueue(failed.id);
    expect((await fileOf(contactId, ({ status }) => status === 'ready')).errorCode).toBeNull();
  }, 60_000);

  test('a slow answer, a wrong Content-Type and an unknown length do no harm', async () => {
    for (const effect of [
      { type: 'slow_body', intervalMs: 5 },
      { type: 'content_type', contentType: 'text/html' },
      { type: 'chunked' },
    ] as const) {
      fault(effect);
      const bytes = png();
      const file = await received({ type: 'image', base64: base64(bytes) });
      expect((await content(file.sha256)).equals(bytes)).toBe(true);
    }
  });

  test('files stored while Temporal was down are fetched when it is back, and the conversation continues', async () => {
    const openId = `o${newId()}`;
    desk.setTemporalAway(true);
    await desk.simulator.write(openId, { type: 'image', base64: base64(png()) });
    await new Promise((resolve) => setTimeout(resolve, 500));
    desk.setTemporalAway(false);
    const file = await fileOf(await contactIdOf(openId), ({ status }) => status === 'ready');
    expect(file.contentType).toBe('image/png');
  });

  test('nothing personal is in the workflow’s history', async () => {
    const openId = `o${newId()}`;
    fault({ type: 'cut' });
    const file = await received({ type: 'image', base64: base64(png()) }, openId);
    const history = await desk.client.workflow.getHandle(`fetch-media-${file.id}`).fetchHistory();
    const text = JSON.stringify(history, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
    );
    expect(text).toContain(file.id);
    expect([text.includes(openId), text.includes('http')]).toEqual([false, false]);
  });
});

describe('what an operator sends', () => {
  const operatorId = newId();

  /** Stores a file as an upload does. */
  async function uploaded(
    kind: 'image' | 'voice' | 'video',
    bytes: Buffer,
    contentType: string,
  ): Promise<string> {
    const { mediaStore, attachments } = desk.services;
    const incoming = await mediaStore.receive(Readable.from([bytes]), bytes.length);
    await mediaStore.keep(incoming);
    const { sha256, size } = incoming;
    const none = { durationMs: null, width: null, height: null, playable: null };
    const file = { kind, contentType, size, sha256, name: 'file', uploaderId: operatorId, ...none };
    return (await attachments.addUpload(file)).id;
  }

  /** Opens a conversation and sends; returns the message once it is settled. */
  async function send(
    content: OutboundContent,
    openId = `o${newId()}`,
  ): Promise<{ readonly openId: string; readonly message: TranscriptMessage }> {
    await desk.simulator.write(openId, { type: 'text', text: '你好' });
    const contactId = await contactIdOf(openId);
    const conversationId = await eventually(async () => {
      const [first] = await desk.transcript.ofContact(contactId, { afterSeq: 0, limit: 1 });
      return first?.conversationId ?? null;
    }, 'the conversation is there');
    const { channelId } = desk;
    const whenBlocked = 'reject' as const;
    const row = { conversationId, contactId, channelId, operatorId, content, whenBlocked };
    const { messageId } = (await createOutbox(desk.database).prepare(row, null)) as { messageId: string };
    const by = { operatorId, isAdministrator: false };
    const result = await desk.conversationClient.reply(
      { contactId, conversationId, by },
      { messageId, kind: content.type, whenBlocked },
    );
    expect(result.type).toBe('accepted');
    const message = await eventually(
      async () => {
        const found = await desk.transcript.message(messageId);
        return found?.status === 'sent' || found?.status === 'failed' ? found : null;
      },
      'the message is settled',
      25_000,
    );
    return { openId, message };
  }

  const arrived = async (openId: string, type: string) => {
    const [first] = desk.simulator.received(openId);
    const body = first?.body as Record<string, Record<string, string>>;
    const mediaId = body[type]?.['media_id'] ?? '';
    const answer = await fetch(`${desk.simulator.url}/media-files/picture/${mediaId}`);
    return { body: body[type], bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  const uploads = () => desk.simulator.calls('media/upload').length;

  test.each<['image' | 'voice' | 'video', Buffer, string]>([
    ['image', jpeg(), 'image/jpeg'],
    ['image', png(), 'image/png'],
    ['voice', amr(59), 'audio/amr'],
    ['voice', mp3(3), 'audio/mpeg'],
    ['video', mp4(10 * 1_048_576), 'video/mp4'],
  ])('reaches the contact bit by bit: %s', async (kind, bytes, contentType) => {
    const attachmentId = await uploaded(kind, bytes, contentType);
    const { openId, message } = await send({ type: kind, attachmentId });
    expect([message.status, message.attachment?.id]).toEqual(['sent', attachmentId]);
    expect((await arrived(openId, kind)).bytes.equals(bytes)).toBe(true);
  });

  test('is uploaded once, however often it is sent', async () => {
    const attachmentId = await uploaded('image', png(), 'image/png');
    const before = uploads();
    for (let times = 0; times < 3; times += 1) await send({ type: 'image', attachmentId });
    expect(uploads() - before).toBe(1);
  });

  test('is uploaded again if WeChat has lost it, and reaches the contact once', async () => {
    const attachmentId = await uploaded('image', png(), 'image/png');
    await send({ type: 'image', attachmentId });
    desk.simulator.expireMedia();
    const before = uploads();
    const { openId, message } = await send({ type: 'image', attachmentId });
    expect([message.status, uploads() - before, desk.simulator.received(openId).length]).toEqual([
      'sent',
      1,
      1,
    ]);
  });

  test('is uploaded again before it expires at WeChat, so an expired one is never used', async () => {
    const attachmentId = await uploaded('image', png(), 'image/png');
    const { openId } = await send({ type: 'image', attachmentId });
    const [row] = await rowsOf<{ lives_hours: number }>(
      desk.database.db,
      sql`select (extract(epoch from expires_at - clock_timestamp()) / 3600)::float8 as lives_hours
          from wechat_media where attachment_id = ${attachmentId}`,
    );
    // WeChat keeps it for 72 h.
    expect(row?.lives_hours).toBeGreaterThan(70);
    expect(row?.lives_hours).toBeLessThanOrEqual(71);
    await desk.database.db.execute(
      sql`update wechat_media set expires_at = clock_timestamp() where attachment_id = ${attachmentId}`,
    );
    const before = uploads();
    const { message } = await send({ type: 'image', attachmentId }, openId);
    const calls = desk.simulator.calls('custom/send').filter((call) => call.openId === openId);
    expect([message.status, uploads() - before]).toEqual(['sent', 1]);
    expect(calls.map(({ errcode }) => errcode)).toEqual([0, 0]);
  });

  test('fails if WeChat refuses the new one, too: two uploads at most', async () => {
    const attachmentId = await uploaded('image', png(), 'image/png');
    const before = uploads();
    const openId = `o${newId()}`;
    const effect = { type: 'errcode', errcode: 40007 } as const;
    desk.simulator.addFault({ operation: 'custom/send', openId, times: 5, effect });
    const { message } = await send({ type: 'image', attachmentId }, openId);
    expect([message.status, message.error?.wechatCode, uploads() - before]).toEqual(['failed', 40007, 2]);
  });

  test('is not uploaded endlessly if WeChat refuses it in two messages at once', async () => {
    const attachmentId = await uploaded('image', png(), 'image/png');
    const before = uploads();
    const effect = { type: 'errcode', errcode: 40007 } as const;
    const fates = await Promise.all(
      [`o${newId()}`, `o${newId()}`].map(async (openId) => {
        desk.simulator.addFault({ operation: 'custom/send', openId, times: 20, effect });
        return (await send({ type: 'image', attachmentId }, openId)).message.status;
      }),
    );
    expect(fates).toEqual(['failed', 'failed']);
    // The first, and at most one more for each message.
    expect(uploads() - before).toBeLessThanOrEqual(3);
  });

  test('is renewed once at most for each message, and what another message renewed is kept', async () => {
    const attachmentId = await uploaded('image', png(), 'image/png');
    const cache = createWeChatMediaCache(desk.database);
    const copy = { attachmentId, channelId: desk.channelId, use: 'image' } as const;
    const refuse = (mediaId: string, messageId: string) => cache.refuse([{ ...copy, mediaId }], messageId);
    await cache.save(copy, 'old', 60_000);
    expect(await refuse('old', 'first')).toBe(true);
    expect(await cache.find(copy)).toBeNull();
    await cache.save(copy, 'new', 60_000);
    expect(await refuse('old', 'second')).toBe(true);
    expect([await refuse('new', 'first'), await refuse('new', 'second')]).toEqual([false, false]);
    expect(await cache.find(copy)).toBe('new');
    expect(await refuse('new', 'third')).toBe(true);
    expect(await cache.find(copy)).toBeNull();
  });

  test('fails at once if our own copy is gone', async () => {
    // Unique content, because equal files are kept once.
    const bytes = png(33, 44);
    const attachmentId = await uploaded('image', bytes, 'image/png');
    const file = await desk.services.attachments.find(attachmentId);
    await desk.services.mediaStore.remove(file?.sha256 ?? '');
    const before = uploads();
    const { message } = await send({ type: 'image', attachmentId });
    expect([message.status, message.error?.code, uploads() - before]).toEqual([
      'failed',
      'wechat_refused',
      0,
    ]);
  });

  test('is closed again if WeChat cannot be reached', async () => {
    const dispatcher = new Agent();
    const token = async () => ({ token: 'token', version: 1 });
    const upload = createMediaUpload({
      baseUrl: 'http://127.0.0.1:1',
      accessTokens: { get: token, renew: token },
      dispatcher,
    });
    const content = Readable.from([png()]);
    const credentials = { channelId: desk.channelId, appId: 'wx', appSecret: 'secret' };
    const file = { contentType: 'image/png', size: png().length, open: async () => content };
    expect(await upload(credentials, 'image', file)).toEqual({ type: 'unavailable' });
    expect(content.destroyed).toBe(true);
    await dispatcher.close();
  });

  test('waits for an upload that takes longer than a send may, and is retried if it breaks off', async () => {
    const attachmentId = await uploaded('image', png(), 'image/png');
    desk.simulator.addFault({ operation: 'media/upload', effect: { type: 'cut' } });
    desk.simulator.addFault({ operation: 'media/upload', effect: { type: 'delay', ms: 7_000 } });
    const before = uploads();
    const { openId, message } = await send({ type: 'image', attachmentId });
    expect([message.status, uploads() - before, desk.simulator.received(openId).length]).toEqual([
      'sent',
      2,
      1,
    ]);
  });

  test('fails with WeChat’s error if WeChat does not accept the file', async () => {
    const attachmentId = await uploaded('image', png(), 'image/png');
    const effect = { type: 'errcode', errcode: 40009 } as const;
    desk.simulator.addFault({ operation: 'media/upload', effect });
    const { message } = await send({ type: 'image', attachmentId });
    expect([message.status, message.error?.wechatCode]).toEqual(['failed', 40009]);
  });
});
