/** `POST /channels/:id/check` against the simulator: every failure that it can meet, in plain words. */
import { sql } from 'drizzle-orm';
import { WECHAT_PLACES } from '../../src/domain/wechat-places';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { createSimulator } from '../../src/simulator/simulator';
import { createAccessTokens } from '../../src/store/channels/access-tokens';
import { createChannelPauses } from '../../src/store/channels/channel-pauses';
import { createAccountCheck } from '../../src/wechat/calls/check-account';
import { createWeChatDispatcher } from '../../src/wechat/calls/http';
import { startTestApp, type TestApp } from '../support/administration-app';

const simulator = createSimulator();
const dispatcher = createWeChatDispatcher({ connectTimeoutMs: 500 });
let app: TestApp;
let brandId: string;
beforeAll(async () => {
  const baseUrl = await simulator.listen(0);
  app = await startTestApp({ checkAccount: createAccountCheck({ baseUrl, dispatcher, now: Date.now }) });
  brandId = (await app.call('POST', '/api/v1/brands', { name: 'Tea' })).body.id;
}, 60_000);
afterEach(() => simulator.clearFaults());
afterAll(async () => {
  await app.close();
  await dispatcher.close();
  await simulator.close();
});

type Check = { readonly name: string; readonly ok: boolean; readonly detail: string };

/** A channel of a fresh account, changed as asked, and what the check says of it. */
async function check(change: object = {}, account: { allowedIps?: string[] } = {}) {
  const { originalId, appId, appSecret, token } = simulator.addAccount(account);
  const fields = { brandId, name: 'Tea', originalId, appId, appSecret, token, ...change };
  const { body } = await app.call('POST', '/api/v1/channels', fields);
  const answer = await app.call('POST', `/api/v1/channels/${body.id}/check`);
  expect(answer.status).toBe(200);
  expect(answer.text).not.toContain(appSecret);
  const { ok, checks } = answer.body as unknown as { ok: boolean; checks: readonly Check[] };
  const wrong = checks.filter((one) => !one.ok && one.name !== 'webhook');
  return { id: body.id, ok, checks, wrong };
}

it('finds everything right once the webhook is verified, and says before that what is missing', async () => {
  const { id, ok, checks } = await check();
  expect(ok).toBe(false);
  expect(checks.map(({ name, ok: isFine }) => [name, isFine])).toEqual([
    ['account_details', true],
    ['wechat', true],
    ['app_id', true],
    ['app_secret', true],
    ['ip_allowlist', true],
    ['permission', true],
    ['webhook', false],
  ]);
  expect(checks.at(-1)?.detail).toMatch(/has not verified the webhook yet.*URL.*token/);
  expect(checks.at(-1)?.detail).toContain(WECHAT_PLACES.server);
  await app.deps.channels.markVerified(id);
  const again = await app.call('POST', `/api/v1/channels/${id}/check`);
  expect(again.body).toMatchObject({ ok: true });
  expect(simulator.calls('custom/send')).toEqual([]);
});

it('judges a secret that has just been changed, even if an old access token is still valid', async () => {
  const { id, wrong } = await check();
  expect(wrong).toEqual([]);
  await app.call('PATCH', `/api/v1/channels/${id}`, { appSecret: 'f'.repeat(32) });
  const answer = await app.call('POST', `/api/v1/channels/${id}/check`);
  expect(answer.text).toContain('AppSecret is wrong');
});

it('says what a draft still lacks', async () => {
  const { body } = await app.call('POST', '/api/v1/channels', { brandId, name: 'Draft' });
  const answer = await app.call('POST', `/api/v1/channels/${body.id}/check`);
  expect(answer.body).toMatchObject({
    ok: false,
    checks: [
      {
        name: 'account_details',
        ok: false,
        detail: 'Still missing: original id, app id, app secret, token.',
      },
      { name: 'webhook', ok: false },
    ],
  });
});

it.each([
  ['a wrong app id', { appId: 'wx0000000000000000' }, 'app_id', /AppID is wrong.*40013/],
  ['a wrong secret', { appSecret: 'wrong' }, 'app_secret', /AppSecret is wrong.*40125/],
])('tells %s', async (_name, change, name, detail) => {
  expect((await check(change)).wrong).toEqual([{ name, ok: false, detail: expect.stringMatching(detail) }]);
});

it('names the address that WeChat saw if it is not on the allowlist', async () => {
  const { wrong } = await check({}, { allowedIps: ['203.0.113.7'] });
  expect(wrong).toEqual([
    {
      name: 'ip_allowlist',
      ok: false,
      detail: expect.stringMatching(/saw this server as 127\.0\.0\.1.*add 127/),
      address: '127.0.0.1',
    },
  ]);
});

it.each([
  ['stable_token', 40243, 'app_secret', /frozen/],
  ['stable_token', 40001, 'app_secret', /AppSecret is wrong/],
  ['stable_token', 40164, 'ip_allowlist', /allowlist/],
  ['stable_token', 89503, 'ip_allowlist', /must confirm/],
  ['stable_token', 40002, 'wechat', /40002/],
  ['stable_token', -1, 'wechat', /busy/],
  ['stable_token', 45009, 'wechat', /used up/],
  ['getcallbackip', 48001, 'permission', /isn’t allowed to use this API/],
  ['custom/typing', 48001, 'permission', /isn’t allowed to use this API/],
  ['custom/typing', 50002, 'permission', /frozen, closed or barred/],
  ['getcallbackip', 40164, 'ip_allowlist', /allowlist/],
] as const)('explains %s refused with %d', async (operation, errcode, name, detail) => {
  simulator.addFault({ operation, times: 3, effect: { type: 'errcode', errcode } });
  expect((await check()).wrong).toEqual([{ name, ok: false, detail: expect.stringMatching(detail) }]);
});

it.each(['stable_token', 'getcallbackip'] as const)(
  'says that WeChat cannot be reached at %s',
  async (operation) => {
    simulator.addFault({ operation, times: 3, effect: { type: 'http_status', status: 502 } });
    const { wrong } = await check();
    expect(wrong).toEqual([
      { name: 'wechat', ok: false, detail: expect.stringMatching(/could not be reached/) },
    ]);
  },
);

it('explains the last error of a call to WeChat in the health, and counts what failed', async () => {
  const { id } = await check();
  const path = `/api/v1/channels/${id}/health`;
  const nothing = { total: 0, failed: 0, unknown: 0, failedShare: null };
  expect((await app.call('GET', path)).body).toEqual({
    status: 'live',
    verifiedAt: null,
    lastInboundAt: null,
    lastSentAt: null,
    lastError: null,
    accessToken: null,
    pausedUntil: null,
    bot: null,
    trouble: null,
    sends: { lastHour: nothing, lastDay: nothing },
    formerSecrets: [],
    rejectedDeliveries: 0,
  });
  const { recordError } = createChannelPauses(app.database);
  await recordError(id, null);
  expect((await app.call('GET', path)).body['lastError']).toMatchObject({
    wechatCode: null,
    advice: expect.stringMatching(/could not be reached/),
  });
  await recordError(id, 40164);
  const tokens = createAccessTokens(app.database, { secretBox: createSecretBox([Buffer.alloc(32, 1)]) });
  const version = await tokens.claimRefresh(id, 1_000);
  await tokens.save(id, { token: 'x', expiresAt: Date.now() + 7_000_000 }, version ?? -1);
  await app.database.db.execute(sql`insert into contacts (id, channel_id, open_id) values ('k', ${id}, 'o')`);
  for (const [messageId, status, hours] of [
    ['1', 'sent', 0],
    ['2', 'failed', 0],
    ['3', 'unknown', 2],
    ['4', 'failed', 2],
    ['5', 'failed', 25],
    ['6', 'queued', 0],
  ] as const) {
    await app.database.db.execute(
      sql`insert into messages (id, contact_id, channel_id, direction, type, content, seq, sender_kind, status, created_at,
            sent_at)
          values (${messageId}, 'k', ${id}, 'outbound', 'text', '{}', ${Number(messageId)}, 'operator', ${status},
            now() - ${hours}::int * interval '1 hour', case when ${status} = 'sent' then now() end)`,
    );
  }
  const { body } = await app.call('GET', path);
  expect(body).toMatchObject({
    lastSentAt: expect.stringMatching(/Z$/),
    lastError: {
      wechatCode: 40164,
      advice: expect.stringContaining('allowlist'),
      at: expect.stringMatching(/Z$/),
    },
    sends: {
      lastHour: { total: 2, failed: 1, unknown: 0, failedShare: 0.5 },
      lastDay: { total: 4, failed: 2, unknown: 1, failedShare: 0.5 },
    },
  });
  const { ageSeconds } = body['accessToken'] as { ageSeconds: number };
  expect(ageSeconds).toBeGreaterThanOrEqual(199);
  expect(ageSeconds).toBeLessThan(230);
});

it('is for administrators of the channel’s brand, as health is', async () => {
  const { id } = await check();
  const member = await app.operator([brandId]);
  for (const [method, path] of [
    ['POST', 'check'],
    ['GET', 'health'],
  ] as const) {
    expect((await app.call(method, `/api/v1/channels/${id}/${path}`, undefined, member)).status).toBe(403);
    expect((await app.call(method, `/api/v1/channels/none/${path}`)).status).toBe(404);
  }
});
