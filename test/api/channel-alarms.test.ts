/** What everyone who works with a channel learns when WeChat refuses it, and what administrators learn. */
import { createChannelTroubles } from '../../src/store/channels/channel-troubles';
import { channelFields, startTestApp, type TestApp } from '../support/administration-app';

let app: TestApp;
let brandId: string;
let channelId: string;
const RID = '5f0c1d2e-1a2b3c4d-0f0e0d0c';
const REFUSAL = {
  wechatCode: 40164,
  errmsg: `invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: ${RID}`,
};

beforeAll(async () => {
  app = await startTestApp();
  brandId = (await app.call('POST', '/api/v1/brands', { name: 'Tea' })).body.id;
  channelId = (await app.call('POST', '/api/v1/channels', channelFields(brandId))).body.id;
}, 60_000);
afterAll(() => app.close());
const troubles = () => createChannelTroubles(app.database);
const alarms = async (operator?: { token: string }) =>
  (await app.call('GET', '/api/v1/channels/alarms', undefined, operator)).body.items;
const health = async () => (await app.call('GET', `/api/v1/channels/${channelId}/health`)).body;

it('a channel that WeChat refuses is unhealthy, and its health says what to do and where', async () => {
  expect((await health())['status']).toBe('live');
  await troubles().report(channelId, REFUSAL);
  expect(await health()).toMatchObject({
    status: 'unhealthy',
    trouble: {
      since: expect.stringMatching(/Z$/),
      wechatCode: 40164,
      meaning: 'ip_not_allowed',
      address: '203.0.113.7',
      rid: RID,
      advice: expect.stringMatching(
        /203\.0\.113\.7.*allowlist: add it at developers\.weixin\.qq\.com\/platform/,
      ),
      waitingConversations: 0,
    },
  });
});

it('members of its brand and administrators are told, others are not; only administrators see our address', async () => {
  const member = await app.operator([brandId]);
  const other = (await app.call('POST', '/api/v1/brands', { name: 'Coffee' })).body.id;
  const stranger = await app.operator([other]);
  const seen = {
    channelId,
    brandId,
    name: 'Tea house',
    wechatCode: 40164,
    meaning: 'ip_not_allowed',
    advice: expect.stringContaining('allowlist'),
  };
  expect(await alarms()).toEqual([expect.objectContaining({ ...seen, address: '203.0.113.7' })]);
  const [alarm] = await alarms(member);
  expect(alarm).toEqual({ ...seen, since: expect.stringMatching(/Z$/), rid: RID });
  expect(JSON.stringify(alarm)).not.toContain('203.0.113.7');
  expect(await alarms(stranger)).toEqual([]);
});

it('the start of the trouble stays when the code changes; it is over once WeChat accepts a call', async () => {
  const { since } = (await health())['trouble'] as { since: string };
  await troubles().report(channelId, { wechatCode: 50002, errmsg: 'user limited' });
  expect((await health())['trouble']).toMatchObject({
    since,
    wechatCode: 50002,
    meaning: 'account_restricted',
  });
  await troubles().recover(channelId);
  expect(await health()).toMatchObject({ status: 'live', trouble: null });
  expect(await alarms()).toEqual([]);
});

it('a channel that is off or still a draft has no alarm', async () => {
  const draft = (await app.call('POST', '/api/v1/channels', { brandId, name: 'Draft' })).body.id;
  await troubles().report(draft, REFUSAL);
  await troubles().report(channelId, REFUSAL);
  expect((await alarms()).map((one) => one['channelId'])).toEqual([channelId]);
  await app.call('PATCH', `/api/v1/channels/${channelId}`, { status: 'disabled' });
  expect(await alarms()).toEqual([]);
  expect((await health())['status']).toBe('disabled');
  await app.call('PATCH', `/api/v1/channels/${channelId}`, { status: 'live' });
  expect(await alarms()).toHaveLength(1);
});
