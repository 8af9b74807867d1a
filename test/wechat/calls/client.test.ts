import { type AddressInfo, createServer } from 'node:net';
import type { Agent } from 'undici';
import { createAccessTokens } from '../../../src/wechat/calls/access-token';
import { createWeChatClient } from '../../../src/wechat/calls/client';
import { createWeChatDispatcher } from '../../../src/wechat/calls/http';
import { type FakeWeChat, serveTokens, startFakeWeChat } from '../support/fake-wechat';
import { createMemoryTokenStore } from '../support/memory-token-store';

const SEND = '/cgi-bin/message/custom/send';
const credentials = { channelId: 'channel-1', appId: 'wx1', appSecret: 's3cr3t' };
const text = { touser: 'oContact', msgtype: 'text', text: { content: '你好 <a href="x">&</a> 😀' } };
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('client', () => {
  let fake: FakeWeChat;
  let dispatcher: Agent;
  let tokens: ReturnType<typeof serveTokens>;
  /** For many calls at once: on a busy machine they take longer than the time-outs of the tests of time-outs. */
  const PATIENT = { sendMs: 8_000, tokenWaitMs: 4_000, readMs: 8_000 };
  const create = (baseUrl = fake.baseUrl, timeouts = { sendMs: 800, tokenWaitMs: 400, readMs: 800 }) =>
    createWeChatClient({
      baseUrl,
      dispatcher,
      timeouts,
      accessTokens: createAccessTokens({
        baseUrl: fake.baseUrl,
        store: createMemoryTokenStore(Date.now),
        now: Date.now,
        dispatcher,
        timeouts: { fetchMs: 2_000 },
      }),
    });

  beforeEach(async () => {
    fake = await startFakeWeChat();
    dispatcher = createWeChatDispatcher({ connectTimeoutMs: 500 });
    tokens = serveTokens(fake);
    fake.json(SEND, { errcode: 0, errmsg: 'ok' });
  });
  afterEach(async () => {
    await dispatcher.destroy();
    await fake.close();
  });

  describe('a message', () => {
    it('is sent as raw UTF-8 JSON with the token in the query', async () => {
      expect(await create().sendMessage(credentials, text)).toEqual({ type: 'sent' });
      const [request] = fake.seenAt(SEND);
      expect(request).toMatchObject({
        method: 'POST',
        body: '{"touser":"oContact","msgtype":"text","text":{"content":"你好 <a href=\\"x\\">&</a> 😀"}}',
      });
      expect(request?.query.get('access_token')).toBe('TOKEN-1');
      expect(request?.headers['content-type']).toBe('application/json; charset=utf-8');
    });

    it('keeps a path in the base address', async () => {
      fake.json(`/relay${SEND}`, { errcode: 0 });
      expect(await create(`${fake.baseUrl}/relay/`).sendMessage(credentials, text)).toEqual({ type: 'sent' });
    });

    it.each([
      [45015, 'window'],
      [45047, 'limit'],
      [45009, 'quota'],
      [-1, 'transient'],
      [48001, 'config'],
      [40999, 'permanent'],
    ])('is refused with %d, class %s, and not repeated', async (errcode, wechatClass) => {
      fake.json(SEND, { errcode, errmsg: 'no oContact TOKEN-1 s3cr3t rid: 1-2' });
      expect(await create().sendMessage(credentials, text)).toEqual({
        type: 'refused',
        wechatCode: errcode,
        wechatClass,
        errmsg: 'no [redacted] [redacted] [redacted] rid: 1-2',
      });
      expect(fake.seenAt(SEND)).toHaveLength(1);
    });
  });

  describe('a refused token', () => {
    const delivered = () =>
      fake.seenAt(SEND).filter(({ query }) => query.get('access_token') === tokens.current());

    it.each([40001, 40014, 42001, 41001])(
      'is renewed after %d and the call repeated once',
      async (errcode) => {
        const client = create();
        await client.prepare(credentials);
        tokens.invalidate();
        fake.on(SEND, (request, response) => {
          const isNew = request.query.get('access_token') === 'TOKEN-2';
          response.end(JSON.stringify({ errcode: isNew ? 0 : errcode }));
        });
        expect(await client.sendMessage(credentials, text)).toEqual({ type: 'sent' });
        expect(fake.seenAt(SEND)).toHaveLength(2);
      },
    );

    it('costs 50 parallel sends one fetch, and each is delivered once', async () => {
      const client = create(undefined, PATIENT);
      await client.prepare(credentials);
      tokens.invalidate();
      fake.on(SEND, (request, response) => {
        const isNew = request.query.get('access_token') === 'TOKEN-2';
        response.end(JSON.stringify({ errcode: isNew ? 0 : 40001 }));
      });
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => client.sendMessage(credentials, text)),
      );
      expect(answers.every(({ type }) => type === 'sent')).toBe(true);
      expect([tokens.fetches(), tokens.forced()]).toEqual([2, 0]); // the first one was prepare's
      expect(delivered()).toHaveLength(50);
    });

    it('costs 50 parallel sends one forced fetch if WeChat returns the same one again', async () => {
      const client = create(undefined, PATIENT);
      await client.prepare(credentials);
      fake.on(SEND, (request, response) => {
        const isNew = request.query.get('access_token') === 'TOKEN-2';
        response.end(JSON.stringify({ errcode: isNew ? 0 : 40001 }));
      });
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => client.sendMessage(credentials, text)),
      );
      expect(answers.every(({ type }) => type === 'sent')).toBe(true);
      expect([tokens.fetches(), tokens.forced()]).toEqual([3, 1]);
    });

    it('is never looped over', async () => {
      fake.json(SEND, { errcode: 40001, errmsg: 'invalid credential' });
      expect(await create().sendMessage(credentials, text)).toMatchObject({
        type: 'refused',
        wechatCode: 40001,
      });
      expect(fake.seenAt(SEND)).toHaveLength(2);
    });

    it('leaves the message not sent if there is no other one', async () => {
      const client = create();
      await client.prepare(credentials);
      fake.json(SEND, { errcode: 42001 });
      fake.on('/cgi-bin/stable_token', (_request, response) => void response.writeHead(502).end());
      expect(await client.sendMessage(credentials, text)).toEqual({
        type: 'not_sent',
        reason: 'token_unavailable',
      });
      expect(fake.seenAt(SEND)).toHaveLength(1);
    });
  });

  describe('without a token', () => {
    it('reports a refusal that a person must fix', async () => {
      fake.json('/cgi-bin/stable_token', { errcode: 40001, errmsg: 'invalid secret' });
      const refused = {
        type: 'refused',
        wechatCode: 40001,
        wechatClass: 'config',
        errmsg: 'invalid secret',
        isTokenCall: true,
      };
      expect(await create().sendMessage(credentials, text)).toEqual(refused);
      expect(await create().prepare(credentials)).toEqual(refused);
      expect(fake.seenAt(SEND)).toHaveLength(0);
    });

    it('waits no longer than a send may, and the fetch continues for the next one', async () => {
      fake.on('/cgi-bin/stable_token', (_request, response) => {
        setTimeout(() => response.end('{"access_token":"LATE","expires_in":7200}'), 600);
      });
      const client = create();
      expect(await client.sendMessage(credentials, text)).toEqual({
        type: 'not_sent',
        reason: 'token_unavailable',
      });
      expect(await client.prepare(credentials)).toEqual({ type: 'ready' });
      expect(await client.sendMessage(credentials, text)).toEqual({ type: 'sent' });
      expect(tokens.fetches()).toBe(1);
    });
  });

  describe('before the first byte', () => {
    it('runs the callback once, after the token and before the send, even with a repeat', async () => {
      fake.on(SEND, (request, response) => {
        const isNew = request.query.get('access_token') === 'TOKEN-2';
        response.end(JSON.stringify({ errcode: isNew ? 0 : 40001 }));
      });
      const seenThen: string[][] = [];
      const beforeFirstByte = async () => {
        await wait(30);
        seenThen.push(fake.seen.map(({ path }) => path));
      };
      expect(await create().sendMessage(credentials, text, { beforeFirstByte })).toEqual({ type: 'sent' });
      expect(seenThen).toEqual([['/cgi-bin/stable_token']]);
    });

    it('sends nothing if the callback fails, and passes its error on', async () => {
      const beforeFirstByte = () => Promise.reject(new Error('ledger'));
      await expect(create().sendMessage(credentials, text, { beforeFirstByte })).rejects.toThrow('ledger');
      expect(fake.seenAt(SEND)).toHaveLength(0);
    });

    it('does not run the callback if there is no token', async () => {
      fake.on('/cgi-bin/stable_token', (_request, response) => void response.writeHead(502).end());
      const beforeFirstByte = jest.fn(async () => {});
      await create().sendMessage(credentials, text, { beforeFirstByte });
      expect(beforeFirstByte).not.toHaveBeenCalled();
    });

    it.each([
      ['a refused connection', 'http://127.0.0.1:1'],
      ['an unknown name', 'http://wechat.invalid'],
      ['TLS to a server without', 'https://127.0.0.1:PORT'],
      ['a connection that never comes about', 'http://192.0.2.1'],
    ])('is surely not sent for %s', async (_name, baseUrl) => {
      const port = new URL(fake.baseUrl).port;
      const client = create(baseUrl.replace('PORT', port));
      expect(await client.sendMessage(credentials, text)).toEqual({ type: 'not_sent', reason: 'connect' });
    });

    it('writes nothing if the connection is established after the time limit', async () => {
      // A TLS handshake that never ends: connected, but nothing of the request may be written yet.
      let received = 0;
      const silent = createServer((socket) => {
        socket.on('error', () => {});
        socket.on('data', (chunk) => {
          received += chunk.toString('latin1').includes('POST') ? 1 : 0;
        });
      });
      await new Promise<void>((resolve) => {
        silent.listen(0, '127.0.0.1', resolve);
      });
      const { port } = silent.address() as AddressInfo;
      const answer = await create(`https://127.0.0.1:${port}`).sendMessage(credentials, text);
      expect(answer).toEqual({ type: 'not_sent', reason: 'connect' });
      await wait(300);
      expect(received).toBe(0);
      silent.close();
    });
  });

  describe('after the first byte', () => {
    it.each([
      ['HTTP 500', 500, '', { reason: 'http_status', httpStatus: 500 }],
      ['HTTP 502 with an errcode', 502, '{"errcode":45015}', { reason: 'http_status', httpStatus: 502 }],
      ['HTTP 404', 404, '', { reason: 'http_status', httpStatus: 404 }],
      ['HTML', 200, '<html></html>', { reason: 'not_json', httpStatus: 200 }],
      ['nothing', 200, '', { reason: 'not_json', httpStatus: 200 }],
      ['a list', 200, '[]', { reason: 'not_json', httpStatus: 200 }],
      ['an object without errcode', 200, '{}', { reason: 'not_json', httpStatus: 200 }],
      [
        'what could only be guessed',
        200,
        '{"errcode":0,"errmsg":"o"k"}',
        { reason: 'not_json', httpStatus: 200 },
      ],
      ['an errcode that is no number', 200, '{"errcode":"x"}', { reason: 'not_json', httpStatus: 200 }],
    ])('is unknown on %s, and never repeated', async (_name, status, body, facts) => {
      fake.on(SEND, (_request, response) => void response.writeHead(status).end(body));
      expect(await create().sendMessage(credentials, text)).toEqual({ type: 'unknown', ...facts });
      expect(fake.seenAt(SEND)).toHaveLength(1);
    });

    it('follows no redirect', async () => {
      fake.json('/elsewhere', { errcode: 0 });
      fake.on(SEND, (_request, response) => void response.writeHead(307, { location: '/elsewhere' }).end());
      expect(await create().sendMessage(credentials, text)).toMatchObject({
        reason: 'http_status',
        httpStatus: 307,
      });
      expect(fake.seenAt('/elsewhere')).toHaveLength(0);
    });

    it('is unknown if no answer comes in time', async () => {
      fake.on(SEND, () => {});
      const start = performance.now();
      expect(await create().sendMessage(credentials, text)).toEqual({ type: 'unknown', reason: 'timeout' });
      expect(performance.now() - start).toBeLessThan(1_500);
    });

    it('is unknown if the answer comes one byte at a time', async () => {
      fake.on(SEND, (_request, response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(timer));
      });
      expect(await create().sendMessage(credentials, text)).toEqual({ type: 'unknown', reason: 'timeout' });
    });

    it('is unknown if the connection is cut, before or within the answer', async () => {
      fake.on(SEND, (_request, _response, incoming) => void incoming.socket.destroy());
      const client = create();
      expect(await client.sendMessage(credentials, text)).toEqual({
        type: 'unknown',
        reason: 'connection_lost',
      });
      fake.on(SEND, (_request, response, incoming) => {
        response.writeHead(200, { 'content-length': 100 });
        response.write('{"errcode":0}');
        setTimeout(() => incoming.socket.resetAndDestroy(), 20);
      });
      expect(await client.sendMessage(credentials, text)).toEqual({
        type: 'unknown',
        reason: 'connection_lost',
      });
      expect(fake.seenAt(SEND)).toHaveLength(2);
    });

    it('is unknown if the answer never ends, and stops reading at 64 kB', async () => {
      let written = 0;
      let isClosed = false;
      fake.on(SEND, (_request, response) => {
        response.on('close', () => {
          isClosed = true;
        });
        const more = () => {
          if (isClosed) return;
          written += 16_384;
          response.write('a'.repeat(16_384), () => setImmediate(more));
        };
        more();
      });
      expect(await create().sendMessage(credentials, text)).toEqual({ type: 'unknown', reason: 'not_json' });
      await wait(100);
      expect(isClosed).toBe(true);
      expect(written).toBeLessThan(10_000_000);
    });

    it('reuses a connection only briefly, long before the server would close it', async () => {
      let connections = 0;
      fake.server.on('connection', () => {
        connections += 1;
      });
      const client = create();
      await client.prepare(credentials);
      for (const idleMs of [0, 500, 2_500]) {
        await wait(idleMs);
        expect(await client.sendMessage(credentials, text)).toEqual({ type: 'sent' });
      }
      expect(connections).toBe(2);
    });
  });

  describe('the typing indicator', () => {
    it('is a call of its own', async () => {
      fake.json('/cgi-bin/message/custom/typing', { errcode: 0 });
      const typing = { openId: 'oContact', command: 'Typing' } as const;
      expect(await create().sendTyping(credentials, typing)).toEqual({ type: 'sent' });
      expect(fake.seenAt('/cgi-bin/message/custom/typing')[0]?.body).toBe(
        '{"touser":"oContact","command":"Typing"}',
      );
    });
  });

  describe('reads', () => {
    it('describe a follower', async () => {
      fake.on('/cgi-bin/user/info', (_request, response) => {
        response.end(
          '{"subscribe":1,"openid":"oContact","subscribe_time":1700000000,"unionid":"u","remark":"r\u0001","groupid":0,"tagid_list":[2,3],"language":"zh_CN","subscribe_scene":"ADD_SCENE_QR_CODE","qr_scene":98765,"qr_scene_str":"","nickname":""}',
        );
      });
      expect(await create().userInfo(credentials, 'oContact')).toEqual({
        type: 'read',
        isPartial: false,
        value: {
          isSubscribed: true,
          subscribedAt: 1_700_000_000_000,
          remark: 'r ',
          tagIds: [2, 3],
          subscribeScene: 'ADD_SCENE_QR_CODE',
          qrScene: '98765',
          language: 'zh_CN',
        },
      });
      expect(fake.seenAt('/cgi-bin/user/info')[0]?.query.get('openid')).toBe('oContact');
    });

    it('return what can be read of a malformed answer about a follower, and say so', async () => {
      const broken =
        '\ufeff{"subscribe":1,"nickname":"\u0016"a"\\","tagid_list":"none","subscribe_time":1e30,' +
        '"qr_scene_str":7,"remark":"老"王","language":"\\u0000"}';
      fake.on('/cgi-bin/user/info', (_request, response) => void response.end(broken));
      expect(await create().userInfo(credentials, 'oContact')).toEqual({
        type: 'read',
        isPartial: true,
        value: {
          isSubscribed: true,
          subscribedAt: null,
          remark: '老"王',
          tagIds: [],
          subscribeScene: null,
          qrScene: null,
          language: null,
        },
      });
    });

    it('make a QR code: temporary with a text as its scene, or permanent', async () => {
      fake.json('/cgi-bin/qrcode/create', {
        ticket: 'gQ+/=',
        expire_seconds: 60,
        url: 'http://weixin.qq.com/q/x',
      });
      const temporary = { scene: '123', expiresInSeconds: 3600 };
      expect(await create().createQrCode(credentials, temporary)).toEqual({
        type: 'read',
        isPartial: false,
        // WeChat's value takes precedence over ours.
        value: { ticket: 'gQ+/=', url: 'http://weixin.qq.com/q/x', expiresInSeconds: 60 },
      });
      const permanent = { scene: '门口', expiresInSeconds: null };
      expect(await create().createQrCode(credentials, permanent)).toMatchObject({
        value: { expiresInSeconds: null },
      });
      expect(fake.seenAt('/cgi-bin/qrcode/create').map(({ body }) => body)).toEqual([
        '{"expire_seconds":3600,"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"123"}}}',
        '{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"门口"}}}',
      ]);
    });

    it.each([{ errcode: 0 }, { ticket: 't' }, { ticket: '', url: 'u' }, { ticket: 't', url: 1 }])(
      'take %j for no QR code',
      async (answer) => {
        fake.json('/cgi-bin/qrcode/create', answer);
        expect(await create().createQrCode(credentials, { scene: 'x', expiresInSeconds: null })).toEqual({
          type: 'unavailable',
          reason: 'not_json',
        });
      },
    );

    it('write a remark', async () => {
      fake.json('/cgi-bin/user/info/updateremark', { errcode: 0, errmsg: 'ok' });
      expect(await create().updateRemark(credentials, 'oContact', '老王')).toEqual({ type: 'sent' });
      expect(fake.seenAt('/cgi-bin/user/info/updateremark')[0]?.body).toBe(
        '{"openid":"oContact","remark":"老王"}',
      );
      fake.json('/cgi-bin/user/info/updateremark', { errcode: 45021, errmsg: 'too long for oContact' });
      const refused = await create().updateRemark(credentials, 'oContact', '老王');
      expect(refused).toMatchObject({ type: 'refused', wechatCode: 45021 });
      expect(JSON.stringify(refused)).not.toContain('oContact');
    });

    it('describe someone who has unfollowed', async () => {
      fake.json('/cgi-bin/user/info', { subscribe: 0, openid: 'oContact' });
      expect(await create().userInfo(credentials, 'oContact')).toMatchObject({
        type: 'read',
        value: { isSubscribed: false, subscribedAt: null, tagIds: [], qrScene: null },
      });
    });

    it('never conclude from a malformed answer that someone has unfollowed', async () => {
      const broken = '{"subscribe":0,"openid":"oContact","nickname":"a"b"}';
      fake.on('/cgi-bin/user/info', (_request, response) => void response.end(broken));
      expect(await create().userInfo(credentials, 'oContact')).toEqual({
        type: 'unavailable',
        reason: 'not_json',
      });
    });

    it('report a refusal without the openid', async () => {
      fake.json('/cgi-bin/user/info', { errcode: 40003, errmsg: 'invalid openid oContact rid: 1' });
      expect(await create().userInfo(credentials, 'oContact')).toEqual({
        type: 'refused',
        wechatCode: 40003,
        wechatClass: 'permanent',
        errmsg: 'invalid openid [redacted] rid: 1',
      });
    });

    it('list the addresses that webhooks come from', async () => {
      fake.json('/cgi-bin/getcallbackip', { ip_list: ['127.0.0.1', '127.0.0.0/24'] });
      expect(await create().callbackIps(credentials)).toEqual({
        type: 'read',
        isPartial: false,
        value: ['127.0.0.1', '127.0.0.0/24'],
      });
    });

    it.each([
      ['http_status', 502, ''],
      ['not_json', 200, '<html>'],
      ['not_json', 200, '{"ip_list":"x"}'],
    ])('are unavailable (%s) on HTTP %d %j', async (reason, status, body) => {
      fake.on('/cgi-bin/getcallbackip', (_request, response) => void response.writeHead(status).end(body));
      expect(await create().callbackIps(credentials)).toEqual({ type: 'unavailable', reason });
    });
  });
});
