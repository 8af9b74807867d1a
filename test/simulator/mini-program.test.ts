import type { Simulator } from '../../src/simulator/simulator';
import { APP_ID, call, type Json, sendText, startSimulator, startWebhook, type Webhook } from './support';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let simulator: Simulator;
let webhook: Webhook;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 22, 4);
  webhook = await startWebhook();
  simulator = await startSimulator({ clock: () => now }, webhook.url);
  simulator.updateAccount(APP_ID, { kind: 'mini_program', format: 'json' });
});
afterEach(async () => {
  await simulator.close();
  await webhook.close();
});

const send = async (body: Json): Promise<unknown> =>
  (await call(simulator, '/cgi-bin/message/custom/send', { touser: 'ann', ...body })).errcode;
const enter = (sessionFrom?: string) =>
  simulator.act('ann', {
    event: 'user_enter_tempsession',
    ...(sessionFrom === undefined ? {} : { sessionFrom }),
  });
const bodies = (): readonly string[] => webhook.requests.map(({ body }) => body);

describe('what is pushed', () => {
  test('is JSON in which an id above 2^53 has all its digits', async () => {
    await simulator.write('ann', { type: 'text', text: '"你好"\n', msgId: '18446744073709551615' });
    expect(bodies()).toEqual([
      `{"ToUserName":"${simulator.accounts()[0]?.originalId}","FromUserName":"ann","CreateTime":${now / 1000},"MsgType":"text","Content":"\\"你好\\"\\n","MsgId":18446744073709551615}`,
    ]);
  });

  test('is JSON with Encrypt beside it, or with the name only', async () => {
    simulator.updateAccount(APP_ID, { encryption: 'compatible' });
    await enter('商品 7');
    simulator.updateAccount(APP_ID, { encryption: 'safe' });
    await enter();
    const [compatible, safe] = bodies().map((body) => JSON.parse(body) as Json);
    expect(compatible).toMatchObject({ Event: 'user_enter_tempsession', SessionFrom: '商品 7' });
    expect(Object.keys(compatible ?? {}).at(-1)).toBe('Encrypt');
    expect(Object.keys(safe ?? {})).toEqual(['ToUserName', 'Encrypt']);
    expect(webhook.requests.every(({ query }) => query.has('msg_signature'))).toBe(true);
  });

  test('is XML if the administrator chose that', async () => {
    simulator.updateAccount(APP_ID, { format: 'xml' });
    await enter();
    expect(bodies()[0]).toContain('<SessionFrom><![CDATA[wxapp]]></SessionFrom>');
  });
});

describe('when it may write', () => {
  test('not before the contact did something, though nobody follows it', async () => {
    simulator.addContact({ openId: 'ann' });
    expect(await sendText(simulator, 'ann')).toBe(45015);
    expect(simulator.contact('ann').follows).toBe(false);
  });

  test('two messages within a minute after the session was entered', async () => {
    await enter();
    expect([await sendText(simulator, 'ann'), await sendText(simulator, 'ann')]).toEqual([0, 0]);
    expect(await sendText(simulator, 'ann')).toBe(45047);
    await enter();
    simulator.moveTime('ann', MINUTE);
    expect(await sendText(simulator, 'ann')).toBe(45015);
  });

  test('actions do not add up: the larger of what is left and what is given counts', async () => {
    await simulator.write('ann', { type: 'text', text: 'hi' });
    await enter();
    expect(simulator.contact('ann').windows).toMatchObject([{ left: 5, closesAt: now + 48 * HOUR }]);
    for (let count = 0; count < 4; count += 1) expect(await sendText(simulator, 'ann')).toBe(0);
    await enter();
    expect(simulator.contact('ann').windows).toMatchObject([{ left: 2, closesAt: now + 48 * HOUR }]);
  });
});

test('it sends texts, pictures, links and pages of its own, and nothing else', async () => {
  await simulator.write('ann', { type: 'text', text: 'hi' });
  const link = { title: 't', description: 'd', url: 'https://a.test', thumb_url: 'https://a.test/p.jpg' };
  expect(await send({ msgtype: 'link', link })).toBe(0);
  expect(await send({ msgtype: 'link', link: { ...link, thumb_url: undefined } })).toBe(40035);
  expect(await send({ msgtype: 'news', news: { articles: [{ title: 't', url: 'u' }] } })).toBe(40008);
  const page = { title: 't', pagepath: 'pages/a', thumb_media_id: 'unknown' };
  expect(await send({ msgtype: 'miniprogrampage', miniprogrampage: page })).toBe(40007);
  expect(await send({ msgtype: 'miniprogrampage', miniprogrampage: { ...page, appid: APP_ID } })).toBe(40166);
  simulator.updateAccount(APP_ID, { kind: 'official_account' });
  expect(await send({ msgtype: 'link', link })).toBe(40008);
});

test('it knows no followers, remarks and QR codes', async () => {
  simulator.addContact({ openId: 'ann' });
  const remark = { openid: 'ann', remark: 'Ann' };
  const code = { action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: 'a' } } };
  expect((await call(simulator, '/cgi-bin/user/info?openid=ann')).errcode).toBe(48001);
  expect((await call(simulator, '/cgi-bin/user/info/updateremark', remark)).errcode).toBe(48001);
  expect((await call(simulator, '/cgi-bin/qrcode/create', code)).errcode).toBe(48001);
});
