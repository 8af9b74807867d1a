/** How answers to `media/get` are interpreted, and where a video is fetched from. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { isPublicAddress, type JudgeAddress } from '../../src/platform/network/public-address';
import { createPublicDispatcher } from '../../src/platform/network/public-dispatcher';
import { createMediaDownload, type DownloadAnswer } from '../../src/wechat/media/media-download';
import { mp4, png } from '../support/sample-files';

type Place = { readonly url: string; readonly asked: string[]; answer: RequestListener };

let places: Server[] = [];
let agents: Agent[] = [];
afterEach(async () => {
  for (const agent of agents) await agent.destroy();
  for (const server of places) {
    server.closeAllConnections();
    server.close();
  }
  places = [];
  agents = [];
});

/** A server on loopback; `asked` has the path of each request. */
async function place(): Promise<Place> {
  const server = createServer((request, response) => {
    here.asked.push((request.url ?? '').split('?')[0] ?? '');
    here.answer(request, response);
  });
  places.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const here: Place = { url, asked: [], answer: (_request, response) => void response.end() };
  return here;
}

const isLoopbackToo: JudgeAddress = (address) => address === '127.0.0.1' || isPublicAddress(address);
const CREDENTIALS = { channelId: 'one', appId: 'wx', appSecret: 'secret' };

function downloadFrom({ url: baseUrl }: Place, { isPublic = isLoopbackToo, totalMs = 20_000 } = {}) {
  const dispatcher = new Agent();
  const publicDispatcher = createPublicDispatcher(isPublic);
  agents.push(dispatcher, publicDispatcher);
  const token = async () => ({ token: 'token', version: 1 });
  const download = createMediaDownload({
    baseUrl,
    dispatcher,
    publicDispatcher,
    isPublicAddress: isPublic,
    accessTokens: { get: token, renew: token },
    timeouts: { totalMs },
  });
  return () => download(CREDENTIALS, 'media-id');
}

async function bytesOf(answer: DownloadAnswer): Promise<Buffer> {
  if (answer.type !== 'file') throw new Error(`The answer is ${answer.type}.`);
  const pieces: Buffer[] = [];
  for await (const piece of answer.body) pieces.push(piece);
  return Buffer.concat(pieces);
}

const json =
  (value: object): RequestListener =>
  (_request, response) =>
    void response.end(JSON.stringify(value));
const redirect =
  (location: string, status = 302): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { location }).end();

describe('an answer is identified by its content, whatever its headers say', () => {
  const GONE = '{"errcode":40007,"errmsg":"invalid media_id"}';
  const isGone = { type: 'refused', wechatCode: 40007 };

  test.each<[string, string, readonly (string | Buffer)[]]>([
    ['an error as a picture', 'image/jpeg', [GONE]],
    ['an error behind a byte order mark and line ends', 'text/plain', ['\ufeff\r\n', GONE]],
    ['an error in small pieces', 'application/octet-stream', GONE.split('')],
    ['an error with a bare quote', 'application/json', [GONE.replace('media_id', 'media"id')]],
  ])('%s', async (_, contentType, pieces) => {
    const wechat = await place();
    wechat.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': contentType });
      let at = 0;
      const next = (): void => {
        const piece = pieces[at];
        at += 1;
        if (piece === undefined) response.end();
        else response.write(piece, () => setTimeout(next, 1));
      };
      next();
    };
    expect(await downloadFrom(wechat)()).toMatchObject(isGone);
  });

  test.each<[string, string, Buffer]>([
    ['a picture as JSON', 'application/json', png()],
    ['a picture as a page', 'text/html', png()],
    ['nothing at all', 'image/jpeg', Buffer.alloc(0)],
    ['white space', 'image/jpeg', Buffer.from(' \n')],
    ['a page', 'image/jpeg', Buffer.from('<html></html>')],
    ['a sound that begins with a brace', 'audio/speex', Buffer.from('{\u0001\u00ff}', 'latin1')],
    [
      'a long one that begins with a brace',
      'audio/speex',
      Buffer.concat([Buffer.from('{'), Buffer.alloc(200_000, 1)]),
    ],
    ['JSON that ends in the middle', 'application/json', Buffer.from('{"errcode":40007,"errm')],
  ])('%s is given as it came', async (_, contentType, bytes) => {
    const wechat = await place();
    wechat.answer = (_request, response) =>
      void response.writeHead(200, { 'content-type': contentType }).end(bytes);
    expect((await bytesOf(await downloadFrom(wechat)())).equals(bytes)).toBe(true);
  });

  test.each<[string, RequestListener]>([
    ['JSON that says nothing', json({ errcode: 0, errmsg: 'ok' })],
    ['an empty object', json({})],
    ['an error of a gateway', (_request, response) => void response.writeHead(502).end('<html>')],
    [
      'an error with a code, but not with 200',
      (_request, response) => void response.writeHead(500).end(GONE),
    ],
    ['a way to somewhere else', redirect('http://127.0.0.1/login')],
    [
      'JSON that breaks off',
      (_request, response) => {
        response.writeHead(200, { 'content-length': 100 }).write(GONE, () => response.destroy());
      },
    ],
  ])('%s is no answer of WeChat’s', async (_, answer) => {
    const wechat = await place();
    wechat.answer = answer;
    expect(await downloadFrom(wechat)()).toEqual({ type: 'unavailable' });
    expect(wechat.asked).toEqual(['/cgi-bin/media/get']);
  });

  test('a file shorter than announced is not treated as complete', async () => {
    const wechat = await place();
    wechat.answer = (_request, response) => {
      response
        .writeHead(200, { 'content-length': 100 })
        .write(png().subarray(0, 50), () => response.destroy());
    };
    await expect(bytesOf(await downloadFrom(wechat)())).rejects.toThrow();
  });
});

describe('a video', () => {
  const NAMED = '/vweixinp.tc.qq.com/1007_x.mp4';

  /** WeChat, which gives an address of `elsewhere`, or another one, for a video. */
  async function withVideo(name: (elsewhere: Place) => string) {
    const [wechat, elsewhere] = [await place(), await place()];
    wechat.answer = json({ video_url: name(elsewhere) });
    const bytes = mp4(2_000);
    elsewhere.answer = (_request, response) => void response.end(bytes);
    return { wechat, elsewhere, bytes };
  }

  test('is fetched from a public IP address whose path begins with WeChat’s name', async () => {
    const { wechat, elsewhere, bytes } = await withVideo(({ url }) => `${url}${NAMED}?vkey=7&sha=0`);
    expect((await bytesOf(await downloadFrom(wechat)())).equals(bytes)).toBe(true);
    expect(elsewhere.asked).toEqual([NAMED]);
  });

  test.each<[string, (elsewhere: Place) => string, JudgeAddress]>([
    ['at an address that is not of the public internet', ({ url }) => `${url}${NAMED}`, isPublicAddress],
    ['at one without WeChat’s name', ({ url }) => `${url}/x.mp4`, isLoopbackToo],
    ['at no address', () => 'video.mp4', isLoopbackToo],
    ['in a file', () => 'file:///etc/passwd', isLoopbackToo],
  ])('%s is not asked for', async (_, name, isPublic) => {
    const { wechat, elsewhere } = await withVideo(name);
    expect(await downloadFrom(wechat, { isPublic })()).toEqual({ type: 'untrusted_address' });
    expect(elsewhere.asked).toEqual([]);
  });

  test.each([301, 302, 303, 307, 308])('is followed through a redirect (%i)', async (status) => {
    const { wechat, elsewhere, bytes } = await withVideo(({ url }) => `${url}/weixin.qq.com/a`);
    const sendFile = elsewhere.answer;
    elsewhere.answer = (request, response) => {
      const isThere = request.url?.startsWith(NAMED) === true;
      (isThere ? sendFile : redirect(NAMED, status))(request, response);
    };
    expect((await bytesOf(await downloadFrom(wechat)())).equals(bytes)).toBe(true);
    expect(elsewhere.asked).toEqual(['/weixin.qq.com/a', NAMED]);
  });

  test.each([
    ['to a path without WeChat’s name', (url: string) => `${url}/secrets`],
    ['to the cloud’s own data', () => `http://169.254.169.254${NAMED}`],
    ['to a private network', () => `http://192.168.0.1${NAMED}`],
    ['to another name', () => `http://evil.example${NAMED}`],
    ['to nonsense', () => 'http://'],
  ])('is not followed through a redirect %s', async (_, to) => {
    const { wechat, elsewhere } = await withVideo(({ url }) => `${url}${NAMED}`);
    elsewhere.answer = redirect(to(elsewhere.url));
    expect(await downloadFrom(wechat)()).toEqual({ type: 'untrusted_address' });
    expect(elsewhere.asked).toEqual([NAMED]);
  });

  test('is given up in a redirect loop', async () => {
    const { wechat, elsewhere } = await withVideo(({ url }) => `${url}${NAMED}`);
    elsewhere.answer = redirect(NAMED);
    expect(await downloadFrom(wechat)()).toEqual({ type: 'unavailable' });
    expect(elsewhere.asked).toHaveLength(6);
  });

  test('refused by its host is tried again, because the key in its address expires', async () => {
    const { wechat, elsewhere } = await withVideo(({ url }) => `${url}${NAMED}`);
    elsewhere.answer = (_request, response) => void response.writeHead(403).end('no');
    expect(await downloadFrom(wechat)()).toEqual({ type: 'unavailable' });
  });

  test('and its address share one time limit', async () => {
    const [wechat, silent] = [await place(), await place()];
    silent.answer = () => undefined;
    const download = (from: Place) => downloadFrom(from, { totalMs: 2_000 })();
    const ended: string[] = [];
    let other: Promise<unknown> = Promise.resolve();
    // The address comes late, and the video never. A download that begins when the video is requested has more time
    // left.
    wechat.answer = ({ url = '' }, response) => {
      if (url.startsWith('/cgi-bin/')) {
        setTimeout(() => response.end(JSON.stringify({ video_url: `${wechat.url}/video` })), 1_000);
      } else {
        other = download(silent).then(() => ended.push('the one that began later'));
      }
    };
    expect(await download(wechat)).toEqual({ type: 'unavailable' });
    ended.push('the video');
    await other;
    expect(ended).toEqual(['the video', 'the one that began later']);
    expect(wechat.asked).toEqual(['/cgi-bin/media/get', '/video']);
  });
});
