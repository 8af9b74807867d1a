import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator, type Simulator } from '../../src/simulator/simulator';
import {
  APP_ID,
  call,
  type Json,
  sendText,
  startSimulator,
  startWebhook,
  tokenOf,
  type Webhook,
} from './support';

let webhook: Webhook;
let simulator: Simulator;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  webhook = await startWebhook();
  simulator = await startSimulator({}, webhook.url);
});
afterEach(async () => {
  await simulator.close();
  await webhook.close();
  rmSync(folder, { recursive: true });
});

async function control(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; type: string; body: Json }> {
  const response = await fetch(`${simulator.url}/simulator${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, body: text === '' ? {} : (JSON.parse(text) as Json) };
}

describe('control API', () => {
  test.each(['{"text":"hello"}', 'text=hello'])('one line of curl writes as a contact: %s', async (line) => {
    const { status, body } = await control('POST', '/messages', line);
    expect(status).toBe(200);
    expect(body).toMatchObject({ delivered: true, deliveries: [{ status: 200, body: 'success' }] });
    const again = await control('POST', '/messages', line);
    expect(again.body.openId).toBe(body.openId);
    expect(simulator.contacts()).toHaveLength(1);
  });

  test('covers the whole life of a contact', async () => {
    expect(
      (await control('POST', '/contacts', { appId: APP_ID, openId: 'ann', follows: false })).status,
    ).toBe(201);
    await control('POST', '/contacts/ann/events', { event: 'subscribe', eventKey: 'qrscene_42' });
    await control('POST', '/contacts/ann/messages', { type: 'location', latitude: 1, longitude: 2 });
    expect(webhook.requests).toHaveLength(2);
    await sendText(simulator, 'ann');
    const { body } = await control('GET', '/contacts/ann/received');
    expect(body.items).toMatchObject([
      { msgtype: 'text', body: { touser: 'ann', text: { content: 'hello' } } },
    ]);
    expect((await control('POST', '/contacts/ann/move-time', { ms: 5000 })).body).toMatchObject({
      offsetMs: 5000,
    });
    expect((await control('GET', '/contacts')).body.items).toMatchObject([
      { openId: 'ann', receivedCount: 1 },
    ]);
    expect((await control('GET', '/calls?operation=custom/send')).body.items).toHaveLength(1);
    expect(await call(simulator, '/cgi-bin/user/info?openid=ann')).toMatchObject({
      subscribe: 1,
      qr_scene: 42,
    });
  });

  test('adds and clears faults', async () => {
    const fault = { operation: 'custom/send', times: 2, effect: { type: 'errcode', errcode: 45009 } };
    const { status, body } = await control('POST', '/faults', fault);
    expect([status, body.times]).toEqual([201, 2]);
    expect((await control('GET', '/faults')).body.items).toHaveLength(1);
    expect((await control('DELETE', '/faults')).status).toBe(204);
    expect(simulator.faults()).toEqual([]);
  });

  test('adds and changes accounts, and shows no secret of an existing one', async () => {
    const { status, body } = await control('POST', '/accounts', { appId: 'wxsecond', encryption: 'safe' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      encryption: 'safe',
      encodingAesKey: expect.stringMatching(/^\w{43}$/) as string,
    });
    await control('PATCH', '/accounts/wxsecond', { webhookUrl: webhook.url });
    expect((await control('POST', '/accounts/wxsecond/verify-webhook')).body).toMatchObject({ ok: true });
    const shown =
      JSON.stringify((await control('GET', '/accounts')).body) +
      JSON.stringify((await control('GET', '')).body);
    expect(shown).not.toContain(body.appSecret);
    expect(shown).not.toContain(body.encodingAesKey);
  });

  test.each<[string, string, unknown, number, string]>([
    ['POST', '/messages', '{broken', 400, 'invalid_request'],
    ['POST', '/messages', { type: 'dance' }, 400, 'invalid_request'],
    ['POST', '/messages', { text: 'x', appId: 'wxnobody', openId: 'x' }, 404, 'unknown_account'],
    ['POST', '/faults', { operation: 'nothing' }, 400, 'invalid_request'],
    ['GET', '/contacts/nobody', undefined, 404, 'unknown_contact'],
    ['DELETE', '/faults/fault-9', undefined, 404, 'unknown_fault'],
    ['GET', '/nowhere', undefined, 404, 'not_found'],
  ])('%s %s %j is refused with a problem', async (method, path, body, status, code) => {
    const answer = await control(method, path, body);
    expect([answer.status, answer.body.code, answer.type]).toEqual([
      status,
      code,
      'application/problem+json; charset=utf-8',
    ]);
  });

  test('asks for the account if several have the contact', async () => {
    simulator.addAccount({ appId: 'wxsecond' });
    for (const appId of [APP_ID, 'wxsecond']) simulator.addContact({ appId, openId: 'ann' });
    expect((await control('GET', '/contacts/ann')).body.code).toBe('ambiguous_contact');
    expect((await control('GET', '/contacts/ann?appId=wxsecond')).body.appId).toBe('wxsecond');
    expect((await control('POST', '/messages', { text: 'x' })).body.code).toBe('ambiguous_account');
  });
});

describe('users and upkeep', () => {
  test('user/info, batchget and updateremark', async () => {
    simulator.addContact({ openId: 'ann', unionId: 'u1' });
    simulator.addContact({ openId: 'bob', follows: false });
    const remark = (openid: string, text: string): Promise<Json> =>
      call(simulator, '/cgi-bin/user/info/updateremark', { openid, remark: text });
    expect((await remark('ann', '汉'.repeat(30))).errcode).toBe(45021);
    expect((await remark('ann', '汉'.repeat(29))).errcode).toBe(0);
    const list = [{ openid: 'ann', lang: 'zh_CN' }, { openid: 'bob' }];
    expect(await call(simulator, '/cgi-bin/user/info/batchget', { user_list: list })).toMatchObject({
      user_info_list: [{ subscribe: 1, unionid: 'u1', remark: '汉'.repeat(29) }, { subscribe: 0 }],
    });
    expect((await call(simulator, '/cgi-bin/user/info?openid=nobody')).errcode).toBe(40003);
    expect((await call(simulator, '/cgi-bin/user/info')).errcode).toBe(41009);
  });

  test('a scan of a QR code sends its scene: first subscribe, then SCAN', async () => {
    simulator.addContact({ openId: 'ann', follows: false });
    const request = { action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: 'desk & co' } } };
    const { ticket } = await call(simulator, '/cgi-bin/qrcode/create', request);
    const picture = await fetch(
      `${simulator.url}/cgi-bin/showqrcode?ticket=${encodeURIComponent(String(ticket))}`,
    );
    expect(await picture.text()).toContain('<svg');
    await simulator.scan('ann', String(ticket));
    await simulator.scan('ann', String(ticket));
    expect(webhook.requests.map(({ body }) => /EventKey><!\[CDATA\[(.*?)]]/.exec(body)?.[1])).toEqual([
      'qrscene_desk & co',
      'desk & co',
    ]);
  });

  test('addresses, network check and quota', async () => {
    expect(await call(simulator, '/cgi-bin/get_api_domain_ip')).toEqual({ ip_list: ['127.0.0.1'] });
    expect(await call(simulator, '/cgi-bin/callback/check', { action: 'all' })).toHaveProperty('ping');
    expect((await call(simulator, '/cgi-bin/callback/check', { action: 'x' })).errcode).toBe(40035);
    const codes = [];
    for (let count = 0; count < 11; count += 1) {
      codes.push((await call(simulator, '/cgi-bin/clear_quota', { appid: APP_ID })).errcode);
    }
    expect(codes.slice(9)).toEqual([0, 48006]);
    expect((await call(simulator, '/cgi-bin/nothing')).errcode).toBe(40066);
    expect((await call(simulator, '/cgi-bin/message/custom/business/send', {})).errcode).toBe(40101);
  });
});

describe('state file', () => {
  test('a second start continues where the first one ended', async () => {
    const stateFile = join(folder, 'state.json');
    const first = await startSimulator({ stateFile }, webhook.url);
    const { msgId } = await first.write('ann', { type: 'text', text: 'hi' });
    await sendText(first, 'ann', 'before');
    first.moveTime('ann', 1000);
    const token = await tokenOf(first);
    await first.close();
    expect(readdirSync(folder)).toEqual(['state.json']);
    expect(statSync(stateFile).mode & 0o777).toBe(0o600);

    const second = createSimulator({ stateFile, clock: () => 0 });
    expect(second.accounts()).toEqual(first.accounts());
    expect(second.received('ann')).toMatchObject([{ body: { text: { content: 'before' } } }]);
    expect(second.contact('ann')).toMatchObject({
      offsetMs: 1000,
      windows: [{ trigger: 'message', left: 4 }],
    });
    await second.listen(0);
    expect(await call(second, '/cgi-bin/getcallbackip', undefined, token)).toHaveProperty('ip_list');
    const { msgId: next } = await second.write('ann', { type: 'text', text: 'again' });
    expect(BigInt(next ?? 0)).toBeGreaterThan(BigInt(msgId ?? 0));
    await second.close();
  });

  test('is written soon after a change, without a close', async () => {
    const stateFile = join(folder, 'state.json');
    const first = await startSimulator({ stateFile });
    first.addContact({ openId: 'ann' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(createSimulator({ stateFile }).contact('ann').openId).toBe('ann');
    await first.close();
  });

  test('a file of another kind is reported, not overwritten', () => {
    const stateFile = join(folder, 'state.json');
    writeFileSync(stateFile, '{"version":7}');
    expect(() => createSimulator({ stateFile })).toThrow(stateFile);
  });
});

test('waits until a contact receives a message', async () => {
  await simulator.write('ann', { type: 'text', text: 'hi' });
  const waiting = simulator.waitForReceived('ann', 1);
  await sendText(simulator, 'ann', 'here');
  expect(await waiting).toMatchObject([{ body: { text: { content: 'here' } } }]);
  await expect(simulator.waitForReceived('ann', 2, 20)).rejects.toThrow('1 of 2');
});
