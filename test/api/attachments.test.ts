/** Uploads and downloads of files, over HTTP. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { decodeVoice } from '../../src/media/decode-voice';
import { newId } from '../../src/platform/ids';
import { createInbox } from '../../src/store/transcript/inbox';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { amr, amrTone, gif, jpeg, mp3, mp4, padded, png } from '../support/sample-files';
import { smallDiskMissing, withSmallDisk } from '../support/small-disk';

const MB = 1_048_576;
let app: ConversationApp;
let brandId: string;
let channelId: string;
let member: { readonly id: string; readonly token: string };
let stranger: { readonly id: string; readonly token: string };

beforeAll(async () => {
  app = await startConversationApp();
  ({ brandId, channelId } = await app.channel());
  member = await operator([brandId]);
  stranger = await operator([]);
}, 60_000);
afterAll(() => app.close());

async function operator(brandIds: readonly string[]) {
  const email = `${newId()}@example.com`;
  const made = await app.deps.operators.create({
    name: 'Li',
    email,
    role: 'operator',
    brandIds,
    passwordHash: null,
  });
  if ('refusal' in made) throw new Error(made.refusal);
  const { id } = made.operator;
  const { secret } = await app.deps.apiTokens.create({ operatorId: id, name: 'test' });
  return { id, token: secret };
}

type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
  readonly bytes: Buffer;
};

async function call(where: string, init: RequestInit = {}, token = member.token): Promise<Answer> {
  const answer = await fetch(`${app.url}/api/v1${where}`, {
    ...init,
    headers: { Authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  const body = (isJson ? JSON.parse(bytes.toString()) : {}) as Answer['body'];
  return { status: answer.status, headers: answer.headers, body, bytes };
}

function upload(bytes: Buffer, name = 'file', token = member.token, field = 'file'): Promise<Answer> {
  const form = new FormData();
  form.append(field, new Blob([new Uint8Array(bytes)], { type: 'image/png' }), name);
  return call('/attachments', { method: 'POST', body: form }, token);
}

const filesIn = (folder: string): number =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        statSync(path.join(folder, name)).isFile(),
      ).length
    : 0;
const kept = () => filesIn(path.join(app.mediaFolder, 'files'));
const halfWritten = () => filesIn(path.join(app.mediaFolder, 'incoming'));

describe('an upload', () => {
  afterEach(() => expect(halfWritten()).toBe(0));

  test.each([
    ['png', png(8, 4), { kind: 'image', contentType: 'image/png', width: 8, height: 4 }],
    ['jpeg', jpeg(), { kind: 'image', contentType: 'image/jpeg', width: 8, height: 8 }],
    ['mp3', mp3(59), { kind: 'voice', contentType: 'audio/mpeg', playable: { contentType: 'audio/mpeg' } }],
    [
      'amr',
      amr(59),
      {
        kind: 'voice',
        contentType: 'audio/amr',
        durationMs: 59_000,
        playable: { contentType: 'audio/wav' },
      },
    ],
    ['mp4', mp4(), { kind: 'video', contentType: 'video/mp4' }],
  ])('of %s comes back bit by bit', async (_, bytes, facts) => {
    const { status, body } = await upload(bytes, '照片.bin');
    expect([status, body]).toMatchObject([
      201,
      { ...facts, status: 'ready', size: bytes.length, name: '照片.bin' },
    ]);
    const content = await call(`/attachments/${String(body['id'])}`);
    expect([content.status, content.bytes.equals(bytes)]).toEqual([200, true]);
    expect((await call(`/attachments/${String(body['id'])}/info`)).body).toEqual(body);
  });

  test.each([
    ['of 10 MB and a byte', padded(png(), 10 * MB + 1), 413, { limitBytes: 10 * MB }],
    ['of a voice over 2 MB', padded(mp3(3), 2 * MB + 1), 413, { limitBytes: 2 * MB }],
    ['of 61 s of voice', amr(61), 413, { maxSeconds: 60 }],
    ['of far too much', padded(png(), 30 * MB), 413, { limitBytes: 10 * MB }],
    ['of a page that calls itself a picture', Buffer.from('<html><script>1</script>'), 415, {}],
    ['of an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415, {}],
    ['of a GIF', gif(), 415, {}],
    ['of a text of 11 MB', Buffer.alloc(10 * MB + 10, 'a'), 415, {}],
  ])('%s is refused, and nothing of it is kept', async (_, bytes, status, facts) => {
    const before = kept();
    const answer = await upload(bytes, 'photo.png');
    const code = status === 413 ? 'attachment_too_large' : 'attachment_type_not_supported';
    expect([answer.status, answer.body]).toMatchObject([status, { code, ...facts }]);
    expect(kept()).toBe(before);
  });

  test('of 10 MB is taken', async () => {
    expect(await upload(padded(png(), 10 * MB))).toMatchObject({ status: 201, body: { size: 10 * MB } });
  });

  test('of nothing is a bad request: no bytes, no file, another field, no form, two files', async () => {
    const empty = await upload(Buffer.alloc(0));
    expect([empty.status, empty.body]).toMatchObject([
      400,
      { code: 'invalid_request', errors: [{ path: 'file' }] },
    ]);
    const none = await call('/attachments', { method: 'POST', body: new FormData() });
    expect([none.status, none.body['code']]).toEqual([400, 'invalid_request']);
    expect((await upload(png(), 'a', member.token, 'other')).status).toBe(400);
    const two = new FormData();
    for (const name of ['a', 'b']) two.append('file', new Blob([new Uint8Array(png())]), name);
    expect((await call('/attachments', { method: 'POST', body: two })).status).toBe(400);
    const json = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    expect((await call('/attachments', json)).status).toBe(415);
  });

  test('of the same file twice keeps it once', async () => {
    const bytes = png();
    const first = await upload(bytes);
    const before = kept();
    const second = await upload(bytes);
    expect([first.body['id'] === second.body['id'], kept()]).toEqual([false, before]);
  });

  test('that breaks off leaves nothing behind', async () => {
    const before = kept();
    await new Promise<void>((resolve) => {
      const request = httpRequest(`${app.url}/api/v1/attachments`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${member.token}`,
          'content-type': 'multipart/form-data; boundary=x',
          'content-length': 5 * MB,
        },
      });
      request.on('error', () => resolve());
      request.write('--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n');
      request.write(padded(png(), MB), () => setTimeout(() => request.destroy(), 50));
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(kept()).toBe(before);
  });

  test.each(['../../etc/passwd', 'a\\b\\..\\photo.png', 'x\u202egnp.exe', 'n'.repeat(500)])(
    'with the name %p is shown under a harmless one',
    async (name) => {
      const { status, body } = await upload(png(), name);
      const shown = String(body['name']);
      expect([status, /[/\\\u202e]/.test(shown), shown.length <= 200]).toEqual([201, false, true]);
    },
  );

  const noDisk = smallDiskMissing();
  (noDisk === undefined ? test : test.skip)(
    `of a voice whose playable form finds no room is refused whole${noDisk === undefined ? '' : ` (${noDisk})`}`,
    async () => {
      const before = kept();
      await withSmallDisk(path.join(app.mediaFolder, 'incoming'), 64, async () => {
        const { status, body } = await upload(amr(30));
        expect([status, body['code'], halfWritten()]).toEqual([503, 'unavailable', 0]);
      });
      expect(kept()).toBe(before);
    },
  );
  (noDisk === undefined ? test : test.skip)(
    `meets a full disk with an honest answer${noDisk === undefined ? '' : ` (${noDisk})`}`,
    () =>
      withSmallDisk(path.join(app.mediaFolder, 'incoming'), 64, async () => {
        const { status, body } = await upload(padded(png(), 500_000));
        const detail = expect.stringContaining('room') as string;
        expect([status, body]).toMatchObject([503, { code: 'unavailable', detail }]);
        expect(halfWritten()).toBe(0);
      }),
  );
});

describe('a file is served', () => {
  const bytes = padded(png(), 1_000);
  let id: string;
  beforeAll(async () => {
    id = String((await upload(bytes, '照片 "1".png')).body['id']);
  });

  test('with headers that make it harmless', async () => {
    const { headers } = await call(`/attachments/${id}`);
    expect(headers.get('content-type')).toBe('image/png');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(headers.get('cache-control')).toContain('private');
    expect(headers.get('content-disposition')).toBe(
      `inline; filename="____1_.png"; filename*=UTF-8''%E7%85%A7%E7%89%87%20%221%22.png`,
    );
  });

  test('as audio that browsers can play, if it is a contact’s voice', async () => {
    const voice = amrTone(2);
    const { body } = await upload(voice, 'voice.amr');
    expect(body).toMatchObject({ durationMs: 1_980, playable: { contentType: 'audio/wav' } });
    const { headers, bytes: wav } = await call(`/attachments/${String(body['id'])}?as=playable`);
    expect([headers.get('content-type'), headers.get('content-disposition')]).toEqual([
      'audio/wav',
      expect.stringContaining('inline; filename="voice.amr.wav"'),
    ]);
    expect(wav.equals((await decodeVoice(voice)) ?? Buffer.alloc(0))).toBe(true);
    expect((await call(`/attachments/${String(body['id'])}`)).bytes.equals(voice)).toBe(true);
    // In the message that it is sent with as well.
    const { conversationId } = await app.receive(channelId, '你好', `o-${newId()}`);
    const sent = await send(conversationId, { type: 'voice', attachmentId: body['id'] });
    expect([sent.status, sent.body]).toMatchObject([201, { attachment: body }]);
  });

  test('as a download only, if its kind is not shown in place', async () => {
    const { body } = await upload(amr(1), 'voice.amr');
    const { headers } = await call(`/attachments/${String(body['id'])}`);
    expect(headers.get('content-disposition')).toContain('attachment;');
    expect(headers.get('content-type')).toBe('application/octet-stream');
  });

  test.each([
    ['bytes=0-9', 206, 'bytes 0-9/1000', 0, 10],
    ['bytes=990-', 206, 'bytes 990-999/1000', 990, 1_000],
    ['bytes=-10', 206, 'bytes 990-999/1000', 990, 1_000],
    ['bytes=0-5000', 206, 'bytes 0-999/1000', 0, 1_000],
    ['bytes=0-1,5-6', 200, null, 0, 1_000],
    ['nonsense', 200, null, 0, 1_000],
  ])('in part: %s', async (Range, status, contentRange, from, to) => {
    const answer = await call(`/attachments/${id}`, { headers: { Range } });
    expect([answer.status, answer.headers.get('content-range')]).toEqual([status, contentRange]);
    expect(answer.bytes.equals(bytes.subarray(from, to))).toBe(true);
  });

  test('with 416 for a range that it does not have, and 304 if the caller already has it', async () => {
    const beyond = await call(`/attachments/${id}`, { headers: { Range: 'bytes=1000-' } });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */1000']);
    const etag = (await call(`/attachments/${id}`)).headers.get('etag') ?? '';
    expect((await call(`/attachments/${id}`, { headers: { 'If-None-Match': etag } })).status).toBe(304);
    const changed = await call(`/attachments/${id}`, {
      headers: { Range: 'bytes=0-1', 'If-Range': '"other"' },
    });
    expect(changed.status).toBe(200);
  });

  test('to its uploader and administrators until a message uses it, then to its brand', async () => {
    const colleague = await operator([brandId]);
    const of = (token?: string) => call(`/attachments/${id}`, {}, token).then(({ status }) => status);
    const administrator = await administratorToken();
    expect([await of(), await of(administrator)]).toEqual([200, 200]);
    expect([await of(colleague.token), await of(stranger.token)]).toEqual([404, 404]);
    const { conversationId } = await app.receive(channelId, '你好', `o-${newId()}`);
    const sent = await send(conversationId, { type: 'image', attachmentId: id });
    expect([sent.status, sent.body]).toMatchObject([
      201,
      { type: 'image', attachment: { id, kind: 'image' } },
    ]);
    expect([await of(colleague.token), await of(stranger.token)]).toEqual([200, 404]);
  });

  test('with 409 until it is there', async () => {
    const { messageId } = await app.receive(channelId, inboundImage(), `o-${newId()}`);
    const attachmentId = await attachmentOf(messageId);
    expect(await call(`/attachments/${attachmentId}`)).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
  });
});

const inboundImage = () => ({ type: 'image', mediaId: 'media-1', pictureUrl: null }) as const;
async function attachmentOf(messageId: string): Promise<string> {
  const { rows } = await app.database.db.execute<{ id: string }>(
    sql`select id from attachments where message_id = ${messageId}`,
  );
  return rows[0]?.id ?? '';
}
async function administratorToken(): Promise<string> {
  const made = await app.deps.operators.create({
    name: 'Chen',
    email: `${newId()}@example.com`,
    role: 'administrator',
    brandIds: [],
    passwordHash: null,
  });
  if ('refusal' in made) throw new Error(made.refusal);
  const token = await app.deps.apiTokens.create({ operatorId: made.operator.id, name: 't' });
  return token.secret;
}
function send(conversationId: string, body: object, token = member.token): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  return call(
    `/conversations/${conversationId}/messages`,
    { method: 'POST', headers, body: JSON.stringify(body) },
    token,
  );
}

describe('a message with a file', () => {
  test.each([
    ['a file that is not there', () => Promise.resolve(newId()), 'image', 400, 'invalid_request'],
    [
      'someone else’s upload',
      async () => idOf(await upload(png(), 'a', stranger.token)),
      'image',
      400,
      'invalid_request',
    ],
    [
      'a voice as an image',
      async () => idOf(await upload(amr(1))),
      'image',
      415,
      'attachment_type_not_supported',
    ],
  ])('is refused for %s', async (_, attachment, type, status, code) => {
    const { conversationId } = await app.receive(channelId, '你好', `o-${newId()}`);
    const answer = await send(conversationId, { type, attachmentId: await attachment() });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    const list = await call(`/conversations/${conversationId}/messages`);
    expect(list.body['items']).toHaveLength(1);
  });

  test('is refused while the file is still being fetched, and for another brand’s file', async () => {
    const { conversationId, messageId } = await app.receive(channelId, inboundImage(), `o-${newId()}`);
    const attachmentId = await attachmentOf(messageId);
    const early = await send(conversationId, { type: 'image', attachmentId });
    expect([early.status, early.body]).toMatchObject([400, { errors: [{ path: 'attachmentId' }] }]);
    const other = await app.channel();
    const both = await operator([brandId, other.brandId]);
    const elsewhere = await app.receive(other.channelId, '你好', `o-${newId()}`);
    const foreign = await send(elsewhere.conversationId, { type: 'image', attachmentId }, both.token);
    expect([foreign.status, foreign.body['code']]).toEqual([400, 'invalid_request']);
  });
});

const idOf = ({ body }: Answer): string => String(body['id']);

describe('a contact’s file', () => {
  test('is shown as being fetched, then as failed with the reason, and can be tried again', async () => {
    const { conversationId, messageId } = await app.receive(channelId, inboundImage(), `o-${newId()}`);
    const id = await attachmentOf(messageId);
    const shown = async () => {
      const { body } = await call(`/conversations/${conversationId}/messages`);
      return (body['items'] as readonly Record<string, unknown>[])[0]?.['attachment'];
    };
    expect(await shown()).toEqual({
      id,
      kind: 'image',
      status: 'fetching',
      contentType: null,
      size: null,
      name: null,
    });
    await app.attachments.markFailed(id, 'gone');
    expect(await shown()).toMatchObject({ status: 'failed', error: { code: 'gone' } });
    const again = await call(`/attachments/${id}/fetch`, { method: 'POST' });
    expect([again.status, again.body['status'], app.fetched]).toEqual([202, 'fetching', [id]]);
    // A second wish changes nothing.
    expect((await call(`/attachments/${id}/fetch`, { method: 'POST' })).status).toBe(202);
    expect(app.fetched).toEqual([id]);
    expect((await call(`/attachments/${id}/info`, {}, stranger.token)).status).toBe(404);
  });

  test('is stored once if WeChat delivers its message twice', async () => {
    const openId = `o-${newId()}`;
    const inbox = createInbox(app.database, { leaseMs: 1_000 });
    const item = {
      channelId,
      receivedAt: Date.now(),
      item: {
        direction: 'inbound',
        openId,
        action: 'message',
        content: inboundImage(),
        wechatMessageId: null,
        wechatCreatedAt: null,
        dedupKey: newId(),
      },
    } as const;
    const received = await Promise.all([inbox.receive(item), inbox.receive(item), inbox.receive(item)]);
    expect(received.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
    expect(received.filter(({ attachmentId }) => attachmentId !== null)).toHaveLength(1);
    const { rows } = await app.database.db.execute<{ count: string }>(
      sql`select count(*) as count from attachments join contacts on contacts.id = contact_id
          where open_id = ${openId}`,
    );
    expect(Number(rows[0]?.count)).toBe(1);
  });
});
