/** Which endpoints of a push service may be called, and what is made of its answers. */
import type { Agent } from 'undici';
import { createPublicDispatcher } from '../../src/platform/network/public-dispatcher';
import { makeVapidKeys } from '../../src/push/vapid';
import { createSendPush, isPushEndpoint } from '../../src/push/web-push';
import { type PushService, startPushService } from '../support/push-service';

describe('an endpoint', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://wns2-by3p.notify.windows.com/w/?token=abc',
    'https://203.0.114.7/push',
  ])('of a push service is accepted: %s', (endpoint) => {
    expect(isPushEndpoint(endpoint)).toBe(true);
  });

  it.each([
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://127.0.0.1/push',
    'https://2130706433/push',
    'https://0x7f.1/push',
    'https://10.0.0.1/push',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/push',
    'https://[::ffff:10.0.0.1]/push',
    'https://[fd00::1]/push',
    'https://localhost/push',
    'https://postgres:5432/push',
    'https://user:password@push.example.com/1',
    'ftp://push.example.com/1',
    'push.example.com',
  ])('that leads elsewhere is refused: %s', (endpoint) => {
    expect(isPushEndpoint(endpoint)).toBe(false);
  });
});

describe('a push', () => {
  const keys = makeVapidKeys();
  const payload = { kind: 'transfer', brand: '茶馆', conversationId: 'c1' } as const;
  let service: PushService;
  let dispatcher: Agent;
  beforeEach(async () => {
    service = await startPushService(keys.publicKey);
    dispatcher = createPublicDispatcher(() => true);
  });
  afterEach(async () => {
    await dispatcher.destroy();
    await service.close();
  });
  const send = () => createSendPush({ keys, contact: 'https://desk.example.com', dispatcher });

  it('is encrypted for the browser and signed by the desk', async () => {
    expect(await send()(service.subscribe('/phone'), payload)).toBe('sent');
    expect(service.pushed).toMatchObject([
      {
        path: '/phone',
        payload,
        headers: { 'content-encoding': 'aes128gcm', ttl: '3600', urgency: 'high' },
        claims: { aud: service.url, sub: 'https://desk.example.com' },
      },
    ]);
  });

  it.each([
    [201, 'sent'],
    [404, 'gone'],
    [410, 'gone'],
    [400, 'refused'],
    [403, 'refused'],
    [302, 'refused'],
    [429, 'failed'],
    [503, 'failed'],
  ] as const)('that is answered with %s is %s', async (status, outcome) => {
    service.answer = status;
    expect(await send()(service.subscribe('/phone'), payload)).toBe(outcome);
  });

  it('is refused at the start with keys that are not a pair', () => {
    const mixed = { ...keys, privateKey: makeVapidKeys().privateKey };
    expect(() => createSendPush({ keys: mixed, contact: 'mailto:a@example.com', dispatcher })).toThrow(
      'do not belong together',
    );
  });

  it('to a browser whose key is none fails, and nothing is sent', async () => {
    const { endpoint, keys: own } = service.subscribe('/phone');
    const broken = { endpoint, keys: { ...own, p256dh: Buffer.alloc(65, 4).toString('base64url') } };
    expect(await send()(broken, payload)).toBe('failed');
    expect(service.pushed).toEqual([]);
  });

  it('never reaches a private address, whatever the endpoint says', async () => {
    await dispatcher.destroy();
    dispatcher = createPublicDispatcher((address) => address !== '127.0.0.1');
    expect(await send()(service.subscribe('/phone'), payload)).toBe('failed');
    expect(service.pushed).toEqual([]);
  });
});
