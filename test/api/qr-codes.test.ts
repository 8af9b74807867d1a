/** QR codes over HTTP, with the simulator as WeChat. */
import pino from 'pino';
import { qrCodeSchema } from '../../src/contracts/channels/qr-code';
import { createServices, type Services } from '../../src/runtime/services';
import { createMakeQrCode } from '../../src/runtime/wechat/make-qr-code';
import { createSimulator, type Simulator } from '../../src/simulator/simulator';
import { createContactVisits } from '../../src/store/contacts/contact-visits';
import { SECRET_KEY, type TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { eventually } from '../support/eventually';

let app: ConversationApp;
let simulator: Simulator;
let services: Services;
let channelId: string;
let anna: TestOperator;

beforeAll(async () => {
  app = await startConversationApp();
  simulator = createSimulator();
  services = await createServices({
    database: app.database,
    mediaStore: app.mediaStore,
    secretKeys: [SECRET_KEY],
    wechatApiUrl: await simulator.listen(0),
    logger: pino({ level: 'silent' }),
  });
}, 60_000);
beforeEach(async () => {
  await app.reset();
  simulator.clearFaults();
  app.qrCodes.make = createMakeQrCode(services);
  const { brandId } = await app.channel();
  const { originalId, appId, appSecret, token } = simulator.addAccount({});
  const account = { originalId, appId, appSecret, token };
  const made = await services.channels.create({ brandId, name: 'Tea', ...account });
  if (!('channel' in made)) throw new Error(made.refusal);
  channelId = made.channel.id;
  anna = await app.operator([brandId]);
});
afterAll(async () => {
  await services.close();
  await simulator.close();
  await app.close();
});

const PERMANENT = { kind: 'permanent', name: '门口', scene: 'door' };
const TEMPORARY = { kind: 'temporary', name: '展会', scene: 'fair', expiresInSeconds: 3600 };
const create = (body: object) => app.call('POST', `/api/v1/channels/${channelId}/qr-codes`, body);
const list = async (as?: TestOperator) =>
  (await app.call('GET', `/api/v1/channels/${channelId}/qr-codes`, undefined, as)).body.items;
const bodiesAtWeChat = () => simulator.calls('qrcode/create').map((call) => call.request);

describe('making a QR code', () => {
  it('makes a permanent one, which never expires', async () => {
    const { status, body } = await create(PERMANENT);
    expect(status).toBe(201);
    expect(qrCodeSchema.parse(body)).toMatchObject({
      ...PERMANENT,
      channelId,
      expiresInSeconds: null,
      expiresAt: null,
      isExpired: false,
      greeting: null,
      contactCount: 0,
    });
    expect(await list(anna)).toEqual([body]);
  });

  it('makes a temporary one, which says when it expires', async () => {
    const { body } = await create(TEMPORARY);
    const left = Date.parse(String(body['expiresAt'])) - Date.now();
    expect(left).toBeGreaterThan(3_590_000);
    expect(left).toBeLessThanOrEqual(3_600_000);
  });

  it('renews one that has expired, with its scene and name', async () => {
    const { body } = await create({ ...TEMPORARY, expiresInSeconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const path = `/api/v1/qr-codes/${body.id}`;
    expect((await app.call('GET', path)).body['isExpired']).toBe(true);
    const renewed = await app.call('POST', `${path}/renew`);
    expect(renewed.body).toMatchObject({ id: body.id, scene: 'fair', name: '展会', isExpired: false });
    expect(renewed.body['url']).not.toBe(body['url']);
  });

  it('does not renew a permanent one', async () => {
    const { body } = await create(PERMANENT);
    expect((await app.call('POST', `/api/v1/qr-codes/${body.id}/renew`)).status).toBe(409);
  });

  it('makes one code for a scene of a channel', async () => {
    await create(PERMANENT);
    const callsBefore = simulator.calls('qrcode/create').length;
    expect((await create({ ...TEMPORARY, scene: 'door' })).body['code']).toBe('conflict');
    expect(simulator.calls('qrcode/create')).toHaveLength(callsBefore);
  });

  it.each([
    ['a scene of 64 characters', { ...PERMANENT, scene: '中'.repeat(64) }, 201],
    ['a scene of 65 characters', { ...PERMANENT, scene: 'x'.repeat(65) }, 400],
    ['no scene', { ...PERMANENT, scene: ' ' }, 400],
    ['30 days', { ...TEMPORARY, expiresInSeconds: 2_592_000 }, 201],
    ['30 days and a second', { ...TEMPORARY, expiresInSeconds: 2_592_001 }, 400],
    ['no time', { kind: 'temporary', name: 'x', scene: 'x' }, 400],
    ['a permanent one with a time', { ...PERMANENT, expiresInSeconds: 60 }, 400],
    ['a greeting of 2,048 bytes', { ...PERMANENT, greeting: `${'中'.repeat(682)}ab` }, 201],
    ['a greeting of 2,049 bytes', { ...PERMANENT, greeting: '中'.repeat(683) }, 400],
    ['a greeting with NUL', { ...PERMANENT, greeting: 'a\0' }, 400],
  ])('%s: %#', async (_, body, status) => {
    expect((await create(body)).status).toBe(status);
  });

  it('reports WeChat’s refusal with its code and what to do, and stores nothing', async () => {
    simulator.addFault({ operation: 'qrcode/create', effect: { type: 'errcode', errcode: 48001 }, times: 1 });
    const { status, body } = await create(PERMANENT);
    expect([status, body['code'], body['wechatCode']]).toEqual([409, 'wechat_refused', 48001]);
    expect(await list()).toEqual([]);
  });

  it('stores nothing if WeChat cannot be reached', async () => {
    simulator.addFault({
      operation: 'qrcode/create',
      effect: { type: 'http_status', status: 502 },
      times: 1,
    });
    const { status, headers, body } = await create(PERMANENT);
    expect([status, body['code'], headers.get('retry-after')]).toEqual([503, 'unavailable', '5']);
    expect(await list()).toEqual([]);
  });

  it('makes none for a channel that is off', async () => {
    await app.call('PATCH', `/api/v1/channels/${channelId}`, { status: 'disabled' });
    await eventually(async () => (await services.credentialsOf(channelId)) === null, 'it is known');
    expect((await create(PERMANENT)).body['code']).toBe('conflict');
  });
});

describe('a QR code', () => {
  it('has a picture of WeChat’s URL, as PNG and SVG, that browsers cache while it is valid', async () => {
    const { body } = await create(TEMPORARY);
    const path = `/api/v1/qr-codes/${body.id}`;
    const call = (kind: string, headers = {}) =>
      fetch(`${app.url}${path}/picture.${kind}`, {
        headers: { Authorization: `Bearer ${anna.token}`, ...headers },
      });
    const png = await call('png');
    expect(png.headers.get('content-type')).toBe('image/png');
    const bytes = Buffer.from(await png.arrayBuffer());
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(bytes.readUInt32BE(16)).toBeGreaterThanOrEqual(400);
    const svg = await call('svg');
    expect(svg.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
    expect(await svg.text()).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
    // Node's fetch would add `no-cache` on its own.
    const asBrowsersDo = { 'Cache-Control': 'max-age=0' };
    const etag = svg.headers.get('etag') ?? '';
    expect(svg.headers.get('cache-control')).toBe('private, no-cache');
    expect((await call('svg', { 'If-None-Match': etag, ...asBrowsersDo })).status).toBe(304);
    await app.call('POST', `${path}/renew`);
    expect((await call('svg', { 'If-None-Match': etag, ...asBrowsersDo })).status).toBe(200);
    // Never fetched from WeChat.
    expect(simulator.calls('showqrcode')).toEqual([]);
  });

  it('can be renamed, get another greeting, and be removed from the list', async () => {
    const { body } = await create(PERMANENT);
    const path = `/api/v1/qr-codes/${body.id}`;
    expect((await app.call('PATCH', path, { name: '窗口', greeting: '你好' })).body).toMatchObject({
      name: '窗口',
      greeting: '你好',
      scene: 'door',
    });
    expect((await app.call('PATCH', path, { greeting: null })).body['greeting']).toBeNull();
    expect((await app.call('PATCH', path, { scene: 'x' })).status).toBe(400);
    expect((await app.call('DELETE', path)).status).toBe(204);
    expect((await app.call('GET', path)).status).toBe(404);
    const log = await app.call('GET', '/api/v1/audit?limit=3');
    expect(log.body.items.map((one) => one['action'])).toEqual([
      'qr_code.deleted',
      'qr_code.changed',
      'qr_code.changed',
    ]);
  });

  it('counts the contacts who first came by it', async () => {
    const { body } = await create(PERMANENT);
    const visits = createContactVisits(app.database);
    const come = async (openId: string, scene: string) => {
      const follow = { type: 'subscribe', scene, source: null, ticket: null } as const;
      const { messageId, contactId } = await app.receive(channelId, follow, openId, 'follow');
      await visits.record(messageId);
      return contactId;
    };
    const first = await come('o-1', 'door');
    await come('o-2', 'door');
    await come('o-3', 'fair');
    await come('o-1', 'fair');
    expect((await list())[0]).toMatchObject({ id: body.id, contactCount: 2 });
    const contact = await app.call('GET', `/api/v1/contacts/${first}`);
    expect(contact.body).toMatchObject({ firstVisit: { scene: 'door' }, lastVisit: { scene: 'fair' } });
  });

  it('has a text as its scene if it is permanent', async () => {
    await create({ ...PERMANENT, scene: '123' });
    expect(JSON.stringify(bodiesAtWeChat().at(-1))).toContain('QR_LIMIT_STR_SCENE');
  });
});
