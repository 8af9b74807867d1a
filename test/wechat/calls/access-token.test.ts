import type { Agent } from 'undici';
import { createAccessTokens } from '../../../src/wechat/calls/access-token';
import { createWeChatDispatcher } from '../../../src/wechat/calls/http';
import { AccessTokenError } from '../../../src/wechat/calls/stable-token';
import { type FakeWeChat, serveTokens, startFakeWeChat } from '../support/fake-wechat';
import { createMemoryTokenStore, type MemoryTokenStore } from '../support/memory-token-store';

const credentials = { channelId: 'channel-1', appId: 'wx1', appSecret: 's3cr3t' };
const HOUR = 3_600_000;

describe('access tokens', () => {
  let fake: FakeWeChat;
  let dispatcher: Agent;
  let store: MemoryTokenStore;
  let clock: number;
  const now = () => clock;
  const create = (changes: Partial<Parameters<typeof createAccessTokens>[0]> = {}) =>
    createAccessTokens({
      baseUrl: fake.baseUrl,
      store,
      now,
      dispatcher,
      timeouts: { fetchMs: 1_500, waitMs: 3_000, pollMs: 10 },
      ...changes,
    });
  const store1 = (token: string, expiresAt: number) =>
    store.rows.set(credentials.channelId, { token, expiresAt, version: 1 });
  const eventually = async (check: () => boolean) => {
    for (let tries = 0; tries < 100 && !check(); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(check()).toBe(true);
  };

  beforeEach(async () => {
    fake = await startFakeWeChat();
    dispatcher = createWeChatDispatcher();
    clock = 1_700_000_000_000;
    store = createMemoryTokenStore(now);
  });
  afterEach(async () => {
    await dispatcher.destroy();
    await fake.close();
  });

  it('asks stable_token without force and stores the result', async () => {
    serveTokens(fake);
    expect(await create().get(credentials)).toMatchObject({ token: 'TOKEN-1', version: 1 });
    expect(JSON.parse(fake.seen[0]?.body ?? '')).toEqual({
      grant_type: 'client_credential',
      appid: 'wx1',
      secret: 's3cr3t',
      force_refresh: false,
    });
    expect(store.rows.get('channel-1')?.expiresAt).toBe(clock + 2 * HOUR);
    expect(store.leases.size).toBe(0);
  });

  it('uses the stored token without a call', async () => {
    store1('STORED', clock + HOUR);
    expect(await create().get(credentials)).toMatchObject({ token: 'STORED' });
    expect(fake.seen).toHaveLength(0);
  });

  it('fetches one token for 50 callers in each of 2 processes', async () => {
    const tokens = serveTokens(fake);
    const [one, other] = [create(), create()];
    const all = await Promise.all(
      Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? one : other).get(credentials)),
    );
    expect(new Set(all.map((token) => token.token))).toEqual(new Set(['TOKEN-1']));
    expect(tokens.fetches()).toBe(1);
  });

  it('renews in the background four minutes before the end, without delaying calls', async () => {
    serveTokens(fake);
    store1('OLD', clock + 239_000);
    const tokens = create();
    expect(await tokens.get(credentials)).toMatchObject({ token: 'OLD' });
    await eventually(() => store.rows.get('channel-1')?.token === 'TOKEN-1');
    expect(await tokens.get(credentials)).toMatchObject({ token: 'TOKEN-1', version: 2 });
  });

  it('keeps using the old token while the endpoint is down, and retries only occasionally', async () => {
    fake.on('/cgi-bin/stable_token', (_request, response) => void response.writeHead(502).end());
    store1('OLD', clock + 200_000);
    const failures: string[] = [];
    const tokens = create({ onBackgroundFailure: (channelId) => failures.push(channelId) });
    for (let round = 0; round < 5; round += 1) {
      expect(await tokens.get(credentials)).toMatchObject({ token: 'OLD' });
    }
    await eventually(() => failures.length === 1);
    expect(fake.seen).toHaveLength(1);
    clock += 10_000;
    await tokens.get(credentials);
    await eventually(() => failures.length === 2);
  });

  it.each([
    ['HTTP 502', 502, ''],
    ['not JSON', 200, '<html>'],
    ['busy', 200, '{"errcode":-1,"errmsg":"system error"}'],
    ['the call limit', 200, '{"errcode":45009,"errmsg":"reach max api daily quota limit"}'],
    ['an empty token', 200, '{"access_token":"","expires_in":7200}'],
    ['a token with a line end', 200, '{"access_token":"a\\nb","expires_in":7200}'],
  ])('is unreachable for a while on %s, and gives the lease back', async (_name, status, body) => {
    fake.on('/cgi-bin/stable_token', (_request, response) => void response.writeHead(status).end(body));
    await expect(create().get(credentials)).rejects.toMatchObject({
      name: 'AccessTokenError',
      kind: 'unreachable',
    });
    expect(store.leases.size).toBe(0);
  });

  it('is unreachable when no one listens, or nothing comes back', async () => {
    fake.on('/cgi-bin/stable_token', () => {});
    await expect(create().get(credentials)).rejects.toMatchObject({ kind: 'unreachable' });
    await expect(create({ baseUrl: 'http://127.0.0.1:1' }).get(credentials)).rejects.toMatchObject({
      kind: 'unreachable',
    });
  });

  it.each([40001, 40013, 40125, 40164, 40243, 41002, 89503])('is refused on %d', async (errcode) => {
    fake.json('/cgi-bin/stable_token', {
      errcode,
      errmsg: 'invalid ip 10.1.2.3, not in whitelist s3cr3t rid: 1',
    });
    const error: unknown = await create()
      .get(credentials)
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AccessTokenError);
    expect(error).toMatchObject({
      kind: 'refused',
      wechatCode: errcode,
      errmsg: 'invalid ip 10.1.2.3, not in whitelist [redacted] rid: 1',
      message: `WeChat gave no access token (refused, ${errcode}).`,
    });
  });

  it('is unreachable when the database is unavailable', async () => {
    const broken = { ...store, read: () => Promise.reject(new Error('database away')) };
    await expect(create({ store: broken }).get(credentials)).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('waits for another holder of the lease, and takes its token', async () => {
    await store.claimRefresh('channel-1', 15_000);
    const waiting = create().get(credentials);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await store.save('channel-1', { token: 'THEIRS', expiresAt: clock + HOUR }, 0);
    expect(await waiting).toMatchObject({ token: 'THEIRS' });
    expect(fake.seen).toHaveLength(0);
  });

  it('gives up after a while if the holder never finishes, and takes over when its lease expires', async () => {
    serveTokens(fake);
    await store.claimRefresh('channel-1', 15_000);
    await expect(create().get(credentials)).rejects.toMatchObject({ kind: 'unreachable' });
    clock += 15_001;
    expect(await create().get(credentials)).toMatchObject({ token: 'TOKEN-1' });
  });

  it('does not overwrite a token that another process saved in between', async () => {
    fake.on('/cgi-bin/stable_token', (_request, response) => {
      store1('THEIRS', clock + HOUR);
      response.end('{"access_token":"OURS","expires_in":7200}');
    });
    expect(await create().get(credentials)).toMatchObject({ token: 'THEIRS', version: 1 });
  });

  describe('after a refused token', () => {
    it('uses the one that another process has already fetched', async () => {
      store1('NEW', clock + HOUR);
      expect(await create().renew(credentials, 'OLD')).toMatchObject({ token: 'NEW' });
      expect(fake.seen).toHaveLength(0);
    });

    it('asks without force if WeChat has another one', async () => {
      const tokens = serveTokens(fake);
      store1('OLD', clock + HOUR);
      expect(await create().renew(credentials, 'OLD')).toMatchObject({ token: 'TOKEN-1', version: 2 });
      expect([tokens.fetches(), tokens.forced()]).toEqual([1, 0]);
    });

    it('forces once if WeChat returns the refused one again, for 100 callers in 2 processes', async () => {
      const tokens = serveTokens(fake);
      store1('TOKEN-1', clock + HOUR);
      const [one, other] = [create(), create()];
      const all = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          (index % 2 === 0 ? one : other).renew(credentials, 'TOKEN-1'),
        ),
      );
      expect(new Set(all.map((token) => token.token))).toEqual(new Set(['TOKEN-2']));
      expect([tokens.fetches(), tokens.forced()]).toEqual([2, 1]);
    });

    it('forces at most every ten minutes', async () => {
      const tokens = serveTokens(fake);
      store1('TOKEN-1', clock + HOUR);
      const ours = create();
      await ours.renew(credentials, 'TOKEN-1');
      clock += 599_000;
      await expect(ours.renew(credentials, 'TOKEN-2')).rejects.toMatchObject({ kind: 'unreachable' });
      expect(tokens.forced()).toBe(1);
      expect(store.leases.size).toBe(0);
      clock += 1_000;
      expect(await ours.renew(credentials, 'TOKEN-2')).toMatchObject({ token: 'TOKEN-3' });
      expect(tokens.forced()).toBe(2);
    });
  });
});
