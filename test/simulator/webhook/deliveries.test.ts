import { createDecipheriv, createHash } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import type { Account } from '../../../src/simulator/accounts';
import type { Simulator } from '../../../src/simulator/simulator';
import { eventually } from '../../support/eventually';
import { APP_ID, startSimulator, startWebhook, type Webhook } from '../support';

const parser = new XMLParser({ parseTagValue: false, trimValues: true, processEntities: false });
let webhook: Webhook;
let simulator: Simulator;

beforeEach(async () => {
  webhook = await startWebhook();
  simulator = await startSimulator({ deliveryTimeoutMs: 300 }, webhook.url);
});
afterEach(async () => {
  await simulator.close();
  await webhook.close();
});

const account = (): Account => {
  const [first] = simulator.accounts();
  if (first === undefined) throw new Error('no account');
  return first;
};
const sha1 = (...parts: string[]): string => createHash('sha1').update(parts.sort().join('')).digest('hex');
const fieldsOf = (xml: string): Record<string, unknown> =>
  (parser.parse(xml) as { xml: Record<string, unknown> }).xml;

/** Decryption, written from the documentation alone. */
function decrypt(encrypted: string): string {
  const key = Buffer.from(account().encodingAesKey, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16));
  decipher.setAutoPadding(false);
  const clear = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  const padding = clear.at(-1) ?? 0;
  expect(padding).toBeGreaterThanOrEqual(1);
  expect(padding).toBeLessThanOrEqual(32);
  const end = 20 + clear.readUInt32BE(16);
  expect(clear.subarray(end, clear.length - padding).toString()).toBe(APP_ID);
  return clear.subarray(20, end).toString('utf8');
}

describe('modes', () => {
  test('plain mode sends the plain fields, signed', async () => {
    const result = await simulator.write('ann', { type: 'text', text: '你好 <b> ]]> 007' });
    const [{ query, body }] = webhook.requests as [Webhook['requests'][0]];
    const [timestamp, nonce] = [query.get('timestamp') ?? '', query.get('nonce') ?? ''];
    expect(query.get('signature')).toBe(sha1(account().token, timestamp, nonce));
    expect([query.get('openid'), query.get('own'), query.has('encrypt_type')]).toEqual(['ann', '1', false]);
    expect(fieldsOf(body)).toEqual({
      ToUserName: account().originalId,
      FromUserName: 'ann',
      CreateTime: String(result.createTime),
      MsgType: 'text',
      Content: '你好 <b> ]]> 007',
      MsgId: result.msgId,
    });
    expect(result).toMatchObject({
      delivered: true,
      deliveries: [{ attempt: 1, status: 200, body: 'success' }],
    });
  });

  test.each(['compatible', 'safe'] as const)(
    '%s mode encrypts, and signs the encrypted text',
    async (encryption) => {
      simulator.updateAccount(APP_ID, { encryption });
      for (let length = 0; length < 40; length += 1)
        await simulator.write('ann', { type: 'text', text: '汉'.repeat(length) });
      for (const [length, { query, body }] of webhook.requests.entries()) {
        const outer = fieldsOf(body);
        const encrypted = String(outer.Encrypt);
        const [timestamp, nonce] = [query.get('timestamp') ?? '', query.get('nonce') ?? ''];
        expect(query.get('encrypt_type')).toBe('aes');
        expect(query.get('msg_signature')).toBe(sha1(account().token, timestamp, nonce, encrypted));
        expect(query.get('signature')).toBe(sha1(account().token, timestamp, nonce));
        const inner = fieldsOf(decrypt(encrypted));
        expect(inner).toMatchObject({ FromUserName: 'ann', Content: '汉'.repeat(length) });
        const { Encrypt: _encrypted, ...clear } = outer;
        expect(clear).toEqual(encryption === 'safe' ? { ToUserName: account().originalId } : inner);
      }
    },
  );

  test('the check of the address sends a signed echostr', async () => {
    expect(await simulator.verifyWebhook()).toMatchObject({ ok: true, status: 200 });
    const [{ method, query }] = webhook.requests as [Webhook['requests'][0]];
    expect(method).toBe('GET');
    const parts = [account().token, query.get('timestamp') ?? '', query.get('nonce') ?? ''];
    expect(query.get('signature')).toBe(sha1(...parts));
  });
});

describe('three deliveries', () => {
  test.each([
    ['an empty body', { status: 200, body: '' }, 1],
    ['success', { status: 200, body: 'success' }, 1],
    ['another body', { status: 200, body: '{"ok":true}' }, 3],
    ['503', { status: 503, body: 'success' }, 3],
  ])('%s', async (_what, answer, count) => {
    webhook.answer = () => answer;
    const { deliveries, delivered } = await simulator.write('ann', { type: 'text', text: 'hi' });
    expect(deliveries).toHaveLength(count);
    expect(delivered).toBe(count === 1);
    expect(new Set(webhook.requests.map(({ body }) => body)).size).toBe(1);
  });

  test('stops repeating as soon as one is answered', async () => {
    webhook.answer = () => ({ status: webhook.requests.length < 2 ? 500 : 200, body: 'success' });
    const { deliveries } = await simulator.write('ann', { type: 'text', text: 'hi' });
    expect(deliveries.map(({ attempt, ok }) => [attempt, ok])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(simulator.deliveries()).toHaveLength(2);
  });

  test('hangs up on a webhook that is too slow', async () => {
    webhook.answer = () =>
      new Promise((resolve) => setTimeout(resolve, 600, { status: 200, body: 'success' }));
    const { deliveries } = await simulator.write('ann', { type: 'text', text: 'hi' });
    expect(deliveries.map(({ status, error }) => `${status} ${error}`)).toEqual(
      Array(3).fill('null no answer in time'),
    );
  });

  test('reports an unreachable webhook', async () => {
    await webhook.close();
    const { delivered, deliveries } = await simulator.write('ann', { type: 'text', text: 'hi' });
    expect([delivered, deliveries.length, deliveries[0]?.status]).toEqual([false, 3, null]);
  });

  test('gives up waiting when it is closed', async () => {
    const patient = await startSimulator({ redeliveryDelayMs: 60_000 }, webhook.url);
    webhook.answer = () => ({ status: 500, body: '' });
    const written = patient.write('ann', { type: 'text', text: 'hi' });
    while (webhook.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await patient.close();
    expect((await written).deliveries).toHaveLength(1);
  });
});

test('gives unique MsgIds above 2^53', async () => {
  const results = await Promise.all(
    Array.from({ length: 50 }, () => simulator.write('ann', { type: 'text', text: 'x' })),
  );
  const ids = results.map(({ msgId }) => BigInt(msgId ?? 0));
  expect(new Set(ids).size).toBe(50);
  expect(ids.every((id) => id > 2n ** 53n)).toBe(true);
});

test('delivers to one contact in order, or in parallel if asked to', async () => {
  webhook.answer = (body) =>
    new Promise((resolve) =>
      setTimeout(resolve, body.includes('[slow]') ? 100 : 0, { status: 200, body: 'success' }),
    );
  const order = (): unknown[] => webhook.requests.map(({ body }) => fieldsOf(body).Content);
  await Promise.all(['[slow]', '2', '3'].map((text) => simulator.write('ann', { type: 'text', text })));
  expect(order()).toEqual(['[slow]', '2', '3']);

  const arrived = webhook.requests.length;
  // None is answered before all have arrived.
  webhook.answer = () =>
    eventually(() => webhook.requests.length >= arrived + 10 && { status: 200, body: 'success' }, 'all ten');
  const together = Array.from({ length: 10 }, (_, index) =>
    simulator.write('ann', { type: 'text', text: String(index), parallel: true }),
  );
  expect((await Promise.all(together)).every(({ delivered }) => delivered)).toBe(true);
});

test('makes a thousand deliveries at the same time', async () => {
  const fast = await startSimulator({ deliveryTimeoutMs: 20_000 }, webhook.url);
  const results = await Promise.all(
    Array.from({ length: 1000 }, (_, index) => fast.write(`contact-${index}`, { type: 'text', text: 'x' })),
  );
  expect(results.every(({ delivered, deliveries }) => delivered && deliveries.length === 1)).toBe(true);
  await fast.close();
});

describe('contents', () => {
  const fields = async (): Promise<Record<string, unknown>> => fieldsOf(webhook.requests.at(-1)?.body ?? '');

  test('writes each kind of message as documented', async () => {
    await simulator.write('ann', { type: 'image' });
    const image = await fields();
    expect(Object.keys(image)).toEqual([
      'ToUserName',
      'FromUserName',
      'CreateTime',
      'MsgType',
      'PicUrl',
      'MediaId',
      'MsgId',
    ]);
    expect((await fetch(String(image.PicUrl))).headers.get('content-type')).toBe('image/png');
    await simulator.write('ann', { type: 'voice', recognition: '你好' });
    expect(await fields()).toMatchObject({ MsgType: 'voice', Format: 'amr', Recognition: '你好' });
    await simulator.write('ann', { type: 'shortvideo' });
    expect(await fields()).toMatchObject({
      MsgType: 'shortvideo',
      ThumbMediaId: expect.any(String) as string,
    });
    await simulator.write('ann', { type: 'location', latitude: 23.1, longitude: 113.3, label: '' });
    expect(await fields()).toMatchObject({ Location_X: '23.1', Location_Y: '113.3', Scale: '15', Label: '' });
    await simulator.write('ann', { type: 'link', title: 't', description: 'd', url: 'https://u' });
    expect(await fields()).toMatchObject({ Title: 't', Description: 'd', Url: 'https://u' });
    await simulator.write('ann', {
      type: 'text',
      text: 'Yes',
      bizmsgmenuid: '101',
      msgId: '7',
      createTime: 5,
    });
    expect(await fields()).toMatchObject({
      Content: 'Yes',
      bizmsgmenuid: '101',
      MsgId: '7',
      CreateTime: '5',
    });
    await simulator.write('ann', {
      type: 'other',
      msgType: 'brandnew',
      fields: { Deep: { Item: ['1', '2'] } },
    });
    expect(await fields()).toMatchObject({ MsgType: 'brandnew', Deep: { Item: ['1', '2'] } });
    await simulator.write('ann', { type: 'raw', xml: '<xml>\u0002' });
    expect(webhook.requests.at(-1)?.body).toBe('<xml>\u0002');
  });

  test('writes events as documented', async () => {
    await simulator.act('ann', { event: 'CLICK', eventKey: 'MENU_1' });
    expect(await fields()).toMatchObject({ MsgType: 'event', Event: 'CLICK', EventKey: 'MENU_1' });
    expect(await fields()).not.toHaveProperty('MsgId');
    await simulator.act('ann', { event: 'scancode_waitmsg', eventKey: 'k', scanResult: 'https://x' });
    expect(await fields()).toMatchObject({ ScanCodeInfo: { ScanType: 'qrcode', ScanResult: 'https://x' } });
    await simulator.act('ann', { event: 'pic_weixin', pictureMd5s: ['a', 'b'] });
    expect(await fields()).toMatchObject({
      SendPicsInfo: { Count: '2', PicList: { item: [{ PicMd5Sum: 'a' }, { PicMd5Sum: 'b' }] } },
    });
    await simulator.act('ann', { event: 'TEMPLATESENDJOBFINISH', status: 'failed:user block' });
    expect(await fields()).toMatchObject({ MsgID: '200163836', Status: 'failed:user block' });
    await simulator.act('ann', { event: 'kf_create_session', fields: { KfAccount: 'a@b' } });
    expect(await fields()).toMatchObject({ Event: 'kf_create_session', KfAccount: 'a@b' });
  });

  test('stamps a message with the time of the contact', async () => {
    simulator.addContact({ openId: 'ann' });
    simulator.moveTime('ann', 86_400_000);
    const { createTime } = await simulator.write('ann', { type: 'text', text: 'tomorrow' });
    expect(createTime).toBeGreaterThan(Date.now() / 1000 + 86_000);
    expect(Number(webhook.requests[0]?.query.get('timestamp'))).toBeLessThan(Date.now() / 1000 + 10);
  });
});
