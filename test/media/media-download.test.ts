import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Agent } from 'undici';
import { createMediaDownload } from '../../src/wechat/media-download';

test('a video’s address and the video itself share one time', async () => {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url.split('?')[0] ?? '');
    // The address comes late, and the video never.
    if (!url.startsWith('/cgi-bin/')) return;
    setTimeout(() => response.end(JSON.stringify({ video_url: `${baseUrl}/video` })), 1_000);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const dispatcher = new Agent();
  const token = async () => ({ token: 'token', version: 1 });
  const download = createMediaDownload({
    baseUrl,
    dispatcher,
    accessTokens: { get: token, renew: token },
    timeouts: { totalMs: 1_500 },
  });
  try {
    const startedAt = performance.now();
    const credentials = { channelId: 'one', appId: 'wx', appSecret: 'secret' };
    expect(await download(credentials, 'media-id')).toEqual({ type: 'unavailable' });
    expect(asked).toEqual(['/cgi-bin/media/get', '/video']);
    expect(performance.now() - startedAt).toBeLessThan(2_200);
  } finally {
    await dispatcher.destroy();
    server.closeAllConnections();
    server.close();
  }
});
