import type { Simulator } from '../../../src/simulator/simulator';
import { call, type Json, startSimulator, tokenOf } from '../support';

const DAY = 86_400_000;
const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const JPEG = Buffer.from('\xff\xd8\xff\xe0', 'latin1');
const MP4 = Buffer.from('\0\0\0\x18ftypmp42', 'latin1');
const AMR = Buffer.from('#!AMR\n');

let now: number;
let simulator: Simulator;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 22, 4);
  simulator = await startSimulator({ clock: () => now });
  await simulator.write('ann', { type: 'text', text: 'hi' });
});
afterEach(() => simulator.close());

async function upload(type: string, bytes: Buffer, field = 'media'): Promise<Json> {
  const form = new FormData();
  form.append(field, new Blob([new Uint8Array(bytes)]), '照片.bin');
  const url = `${simulator.url}/cgi-bin/media/upload?type=${type}&access_token=${await tokenOf(simulator)}`;
  return (await (await fetch(url, { method: 'POST', body: form })).json()) as Json;
}
async function get(mediaId: unknown): Promise<Response> {
  return fetch(
    `${simulator.url}/cgi-bin/media/get?media_id=${String(mediaId)}&access_token=${await tokenOf(simulator)}`,
  );
}
const sized = (head: Buffer, bytes: number): Buffer =>
  Buffer.concat([head, Buffer.alloc(bytes - head.length)]);

test('an uploaded image can be fetched and sent, for three days', async () => {
  const answer = await upload('image', PNG);
  expect(answer).toEqual({ type: 'image', media_id: expect.any(String) as string, created_at: now / 1000 });
  const response = await get(answer.media_id);
  expect(response.headers.get('content-type')).toBe('image/png');
  expect(response.headers.get('content-disposition')).toContain('.png"');
  expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
  const message = { touser: 'ann', msgtype: 'image', image: { media_id: answer.media_id } };
  expect((await call(simulator, '/cgi-bin/message/custom/send', message)).errcode).toBe(0);
  now += 3 * DAY;
  simulator.moveTime('ann', -3 * DAY);
  const { access_token: fresh } = (await (
    await fetch(`${simulator.url}/cgi-bin/stable_token`, {
      method: 'POST',
      body: JSON.stringify({
        grant_type: 'client_credential',
        appid: 'wx0123456789abcdef',
        secret: 'a-secret-of-this-test',
      }),
    })
  ).json()) as Json;
  expect((await call(simulator, '/cgi-bin/message/custom/send', message, String(fresh))).errcode).toBe(40007);
});

test('the id of a thumb has a different name', async () => {
  expect(await upload('thumb', JPEG)).toMatchObject({
    type: 'thumb',
    thumb_media_id: expect.any(String) as string,
  });
});

test('a video is fetched by the address that media/get names', async () => {
  const { media_id: mediaId } = await upload('video', MP4);
  const { video_url: url } = (await (await get(mediaId)).json()) as { video_url: string };
  expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(MP4);
});

test('what a contact sends can be fetched; expired media is gone', async () => {
  const { xml } = await simulator.write('ann', { type: 'voice', base64: AMR.toString('base64') });
  const mediaId = /MediaId><!\[CDATA\[(.*?)]]/.exec(xml)?.[1];
  expect((await get(mediaId)).headers.get('content-type')).toBe('audio/amr');
  simulator.expireMedia(mediaId);
  expect(await (await get(mediaId)).json()).toMatchObject({ errcode: 40007 });
});

test.each<[string, string, Buffer, number]>([
  ['an unknown type', 'file', PNG, 40004],
  ['an empty file', 'image', Buffer.alloc(0), 44001],
  ['an image over 10 MB', 'image', sized(PNG, 10 * 1_048_576 + 1), 40009],
  ['a voice over 2 MB', 'voice', sized(AMR, 2 * 1_048_576 + 1), 40010],
  ['a video over 10 MB', 'video', sized(MP4, 10 * 1_048_576 + 1), 40011],
  ['a thumb over 64 KB', 'thumb', sized(JPEG, 65_537), 40012],
  ['text as an image', 'image', Buffer.from('hello'), 40137],
  ['an image as a voice', 'voice', PNG, 40005],
  [
    'a voice of 60.02 s',
    'voice',
    Buffer.concat([AMR, ...Array.from({ length: 3001 }, () => sized(Buffer.of(4), 13))]),
    45007,
  ],
])('refuses %s', async (_what, type, bytes, code) => {
  expect((await upload(type, bytes)).errcode).toBe(code);
});

test('accepts an image of exactly 10 MB', async () => {
  expect((await upload('image', sized(PNG, 10 * 1_048_576))).media_id).toBeDefined();
});

test('refuses an upload without a file, or with another field name', async () => {
  expect((await call(simulator, '/cgi-bin/media/upload?type=image', 'nothing')).errcode).toBe(41005);
  expect((await upload('image', PNG, 'file')).errcode).toBe(41005);
});

test('refuses an id of another kind in a message', async () => {
  const { media_id: mediaId } = await upload('image', PNG);
  const message = { touser: 'ann', msgtype: 'voice', voice: { media_id: mediaId } };
  expect((await call(simulator, '/cgi-bin/message/custom/send', message)).errcode).toBe(40121);
});
