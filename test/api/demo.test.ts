/** The demo's routes: the link that signs in, the phones, and a WeChat that breaks. Who may call: authorization.test.ts. */
import { createDemoLink } from '../../src/api/demo/sign-in';
import { DEFAULT_SETTINGS } from '../../src/domain/settings';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';

const HOUR = 3_600_000;
const PHONE = '/api/v1/demo/phone';

let app: ConversationApp;
beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
afterAll(() => app.close());

describe('the link of npm start', () => {
  const signIn = (code: string) => app.call('POST', '/api/v1/demo/sign-in', { code }, { token: null });

  it('begins a session, once', async () => {
    const code = await app.demoCode();
    const first = await signIn(code);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ role: 'administrator', demo: true });
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
    const me = await app.call('GET', '/api/v1/me', undefined, { token: null, headers: { Cookie: cookie } });
    expect(me.body).toMatchObject({ demo: true, csrfToken: first.body.csrfToken });
    const second = await signIn(code);
    expect([second.status, second.body['code']]).toEqual([401, 'unauthenticated']);
  });

  it('rejects another code, and slows guessing down', async () => {
    const code = await app.demoCode();
    const statuses: number[] = [];
    for (let tries = 0; tries < 8; tries += 1) statuses.push((await signIn(`${code}x`)).status);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
  });

  it('is invalid after an hour', () => {
    let now = 0;
    const young = createDemoLink('operator', () => now);
    const old = createDemoLink('operator', () => now);
    now = HOUR - 1;
    expect(young.take(young.code)).toBe('operator');
    now = HOUR;
    expect(old.take(old.code)).toBeUndefined();
  });
});

describe('a phone', () => {
  const entriesOf = async (openId: string) => {
    const { body } = await app.call('GET', `${PHONE}/entries?openId=${openId}`);
    return body['entries'] as readonly Record<string, unknown>[];
  };

  it('shows what was written and done, in this order', async () => {
    const { body: contact } = await app.call('POST', `${PHONE}/contacts`);
    const openId = String(contact['openId']);
    const message = { type: 'text', text: '你好' };
    expect((await app.call('POST', `${PHONE}/messages`, { openId, message })).status).toBe(201);
    const action = { type: 'click', key: 'ORDERS' };
    expect((await app.call('POST', `${PHONE}/actions`, { openId, action })).status).toBe(201);
    expect(await entriesOf(openId)).toMatchObject([
      { kind: 'wrote', type: 'text', content: { text: '你好' }, errcode: null },
      { kind: 'did', type: 'CLICK', content: { eventKey: 'ORDERS' } },
    ]);
  });

  it('serves the files that are on it', async () => {
    const bytes = Buffer.from('R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=', 'base64');
    const message = { type: 'image', base64: bytes.toString('base64') };
    await app.call('POST', `${PHONE}/messages`, { openId: 'oDemo', message });
    const content = (await entriesOf('oDemo')).at(-1)?.['content'] as { mediaId: string };
    expect(content).not.toHaveProperty('base64');
    const answer = await app.call('GET', `${PHONE}/media?mediaId=${content.mediaId}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/gif']);
  });

  it.each([
    ['GET', '/entries?openId=nobody', undefined],
    ['POST', '/messages', { openId: 'nobody', message: { type: 'text', text: 'x' } }],
    ['POST', '/actions', { openId: 'nobody', action: { type: 'follow' } }],
    ['POST', '/actions', { openId: 'oDemo', action: { type: 'scan', qrCodeId: 'none' } }],
  ])('%s %s is not found for an unknown contact or file', async (method, path, body) => {
    expect((await app.call(method, PHONE + path, body)).status).toBe(404);
  });
});

describe('WeChat', () => {
  it('has one fault of a kind at a time, which can be removed', async () => {
    const troublesAfter = async (trouble: object) =>
      (await app.call('POST', '/api/v1/demo/troubles', trouble)).body['troubles'];
    await troublesAfter({ kind: 'errcode', errcode: 45015 });
    await troublesAfter({ kind: 'errcode', errcode: 45047 });
    expect(await troublesAfter({ kind: 'repeats' })).toEqual([
      { kind: 'errcode', errcode: 45047 },
      { kind: 'repeats' },
    ]);
    expect(app.simulator.faults()).toHaveLength(2);
    const mended = await app.call('DELETE', '/api/v1/demo/troubles');
    expect(mended.body['troubles']).toEqual([]);
    expect(app.simulator.faults()).toEqual([]);
  });
});

describe('a simulated account', () => {
  const connect = (id: string) => app.call('POST', `/api/v1/demo/channels/${id}/account`);

  it('fills in the details of a draft, whose webhook it has; the real account of a channel is kept', async () => {
    const { brandId, channelId } = await app.channel();
    const draft = await app.call('POST', '/api/v1/channels', { brandId, name: 'New shop' });
    expect(draft.body['status']).toBe('draft');
    const { id } = draft.body;
    expect((await connect(id)).status).toBe(201);
    const { body } = await app.call('GET', `/api/v1/channels/${id}`);
    const made = app.simulator.accounts().find(({ name }) => name === 'New shop');
    expect(body).toMatchObject({
      status: 'live',
      originalId: made?.originalId,
      appId: made?.appId,
      encryption: 'safe',
      ipAllowlistConfirmed: true,
      storedSecrets: { appSecret: true, token: true, encodingAesKey: true },
    });
    for (const taken of [id, channelId]) {
      const again = await connect(taken);
      expect([again.status, again.body['reason']]).toEqual([409, 'has_account']);
    }
    expect((await connect('nothing')).status).toBe(404);
  });
});

it('a message that is played is answered with the conversation as it is then, with the reply as its last message', async () => {
  await app.channel();
  const played = { openId: 'oPlayed', text: '你好', reply: '您好' };
  const { status, body } = await app.call('POST', '/api/v1/demo/messages', played);
  expect(status).toBe(201);
  const { message, conversation } = body as Record<string, { id: string; lastMessage?: { id: string } }>;
  expect(conversation?.lastMessage?.id).toBe(message?.id);
  expect(conversation).toMatchObject({ lastMessage: { direction: 'outbound', text: '您好' } });
});

it('a message that is played says so if a bot has the conversation, in place of an answer', async () => {
  const { brandId } = await app.channel();
  const rule = { id: 'all', when: { any: true }, reply: [{ type: 'text', text: '您好' }], then: 'stay' };
  const made = await app.call('POST', '/api/v1/bots', {
    brandId,
    name: 'Rules',
    kind: 'rules',
    rules: [rule],
  });
  const bot = { ...DEFAULT_SETTINGS.bot, botId: made.body.id };
  const beganAt = Date.now();
  Object.assign(app.host.behaviour, {
    settings: { ...DEFAULT_SETTINGS, bot, version: 1 },
    clock: () => beganAt,
  });
  const played = { openId: 'oWithBot', text: '你好', reply: '您好' };
  const { status, body } = await app.call('POST', '/api/v1/demo/messages', played);
  expect([status, body['reason']]).toEqual([409, 'bot_has_it']);
});
