import { sql } from 'drizzle-orm';
import { DEFAULT_RATING } from '../../src/domain/rating/rating';
import { channelFields, startTestApp, type TestApp } from '../support/administration-app';

const WITHOUT_KEY: object = { encodingAesKey: undefined };
let app: TestApp;
let brandId: string;
beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  brandId = (await app.call('POST', '/api/v1/brands', { name: 'Tea' })).body.id;
});
afterAll(() => app.close());

const create = (fields: object = {}) =>
  app.call('POST', '/api/v1/channels', { ...channelFields(brandId), ...fields });
const createBot = async (): Promise<string> => {
  const rules = [{ id: 'any', when: { any: true }, reply: [{ type: 'text', text: 'Hello' }], then: 'stay' }];
  const bot = { brandId, name: 'Greeter', kind: 'rules', rules };
  return (await app.call('POST', '/api/v1/bots', bot)).body.id;
};
const change = (id: string, fields: object) => app.call('PATCH', `/api/v1/channels/${id}`, fields);
const read = (id: string) => app.call('GET', `/api/v1/channels/${id}`);

describe('a channel', () => {
  it('is complete with all fields at once, has the default settings, and never gives its secrets back', async () => {
    const { status, body, text } = await create();
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      brandId,
      groupId: null,
      kind: 'official_account',
      features: expect.any(Object),
      name: 'Tea house',
      status: 'live',
      originalId: 'gh_123456789abc',
      appId: 'wx0123456789abcdef',
      encryption: 'plain',
      storedSecrets: { appSecret: true, token: true, encodingAesKey: true },
      settings: {
        ringTimeSeconds: 60,
        closeMissedAfterSeconds: 86_400,
        closeIdleAfterSeconds: 86_400,
        windowAnchor: 'conversation-start',
        consecutiveLimit: 5,
        bot: {
          botId: null,
          idleAfterSeconds: 3600,
          handoverKeywords: ['人工', '转人工', '客服', 'human', 'agent', 'オペレーター'],
          handoverAfterTurns: null,
          keepPlaces: 1,
          continueText: '回复任意内容查看余下内容',
          handoverText: null,
          failureGroupId: null,
        },
        greeting: { follow: null, scan: null, enter: null },
        automatic: { welcome: null, outOfHours: null, closed: null, nudge: null, rating: DEFAULT_RATING },
        retention: { messagesDays: null, filesDays: null, eraseOnUnfollow: false },
      },
      ipAllowlistConfirmed: false,
      verifiedAt: null,
      createdAt: expect.stringMatching(/Z$/),
    });
    expect((await read(body.id)).body).toEqual(body);
    const { appSecret, token, encodingAesKey } = channelFields(brandId);
    const stored = JSON.stringify((await app.database.db.execute(sql`select * from channels`)).rows);
    for (const secret of [appSecret, token, encodingAesKey]) {
      expect(text).not.toContain(secret);
      expect(stored).not.toContain(secret);
    }
    expect((await app.deps.channels.findWithSecrets(body.id))?.secrets).toEqual({
      appSecret,
      token,
      encodingAesKey,
    });
  });

  it('may begin as a draft, and goes live with its last detail', async () => {
    const { body } = await app.call('POST', '/api/v1/channels', { brandId, name: 'Draft' });
    expect(body).toMatchObject({ status: 'draft', originalId: null, appId: null });
    const { originalId, appId, appSecret, token } = channelFields(brandId);
    expect((await change(body.id, { ipAllowlistConfirmed: true })).body.status).toBe('draft');
    expect((await change(body.id, { originalId, appId, appSecret })).body.status).toBe('draft');
    expect((await change(body.id, { status: 'live' })).status).toBe(409);
    expect((await change(body.id, { token })).body).toMatchObject({
      status: 'live',
      ipAllowlistConfirmed: true,
    });
  });

  it('has single settings changed; their version rises only if something differs', async () => {
    const { body } = await create({ settings: { ringTimeSeconds: 30 } });
    const version = async () => (await app.deps.channels.findWithSecrets(body.id))?.channel.settingsVersion;
    const first = Number(await version());
    const changed = await change(body.id, {
      settings: {
        closeMissedAfterSeconds: null,
        greeting: { follow: '欢迎' },
        bot: { idleAfterSeconds: 60 },
      },
    });
    expect(changed.body.settings).toMatchObject({
      ringTimeSeconds: 30,
      closeMissedAfterSeconds: null,
      greeting: { follow: '欢迎', scan: null, enter: null },
      bot: { botId: null, idleAfterSeconds: 60 },
    });
    expect(await version()).toBe(first + 1);
    await change(body.id, { name: 'Other', settings: { ringTimeSeconds: 30 } });
    expect(await version()).toBe(first + 1);
  });

  it('can be disabled, enabled and deleted; a deleted one is gone with its secrets', async () => {
    const { body } = await create();
    await change(body.id, { token: 'changedtoken' });
    expect((await change(body.id, { status: 'disabled' })).body.status).toBe('disabled');
    expect((await change(body.id, { status: 'live' })).body.status).toBe('live');
    expect((await app.call('DELETE', `/api/v1/channels/${body.id}`)).status).toBe(204);
    expect((await read(body.id)).status).toBe(404);
    expect((await change(body.id, { name: 'x' })).status).toBe(404);
    expect((await app.call('GET', '/api/v1/channels')).body.items).toEqual([]);
    const kept = await app.deps.channels.findWithSecrets(body.id);
    expect(kept?.channel.status).toBe('deleted');
    expect([...Object.values(kept?.secrets ?? {}), kept?.former]).toEqual([null, null, null, []]);
  });

  it.each([
    ['originalId', 'gh-1'],
    ['originalId', 'wx0123456789abcdef'],
    ['appId', 'wx123'],
    ['appId', 'gh_0123456789abcdef'],
    ['token', 'ab'],
    ['token', 'a'.repeat(33)],
    ['token', 'with-dash'],
    ['encodingAesKey', 'a'.repeat(42)],
    ['encodingAesKey', 'a'.repeat(44)],
    ['encodingAesKey', `${'a'.repeat(42)}=`],
    ['encodingAesKey', `${'a'.repeat(42)}+`],
    ['encodingAesKey', `${'a'.repeat(42)}/`],
    ['encodingAesKey', `${'a'.repeat(43)}\n`],
    ['encodingAesKey', 'a'.repeat(100_000)],
    ['appSecret', ''],
    ['encryption', 'none'],
    ['encryption', 'safe', WITHOUT_KEY],
    ['brandId', 'none'],
    ['name', ''],
    ['status', 'live'],
    ['id', 'mine'],
    ['verifiedAt', '2026-11-22T08:00:00.000Z'],
  ])('is refused with %s %j', async (field, value, others = {}) => {
    const answer = await create({ [field]: value, ...others });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
    const expected = field === 'encryption' && value === 'safe' ? 'encodingAesKey' : field;
    expect(answer.body.errors).toMatchObject([{ path: expected }]);
  });

  it('takes an EncodingAESKey whose last letter has stray bits', async () => {
    expect((await create({ encodingAesKey: `${'a'.repeat(42)}B`, encryption: 'safe' })).status).toBe(201);
  });

  it.each([
    ['ringTimeSeconds', [10, 3600], [9, 3601, 10.5, '60', null]],
    ['closeMissedAfterSeconds', [900, 2_678_400, null], [899, 2_678_401]],
    ['closeIdleAfterSeconds', [60, 86_400], [59, 86_401, null]],
    ['consecutiveLimit', [1, 5], [0, 6]],
    ['windowAnchor', ['conversation-start', 'last-inbound'], ['never']],
    [
      'bot',
      [
        { handoverKeywords: [], handoverAfterTurns: 3, keepPlaces: 2, handoverText: 'One moment' },
        { continueText: '中'.repeat(66) },
        // Of the release before bots.
        { mode: 'off' },
        { failureGroupId: null },
      ],
      [
        { mode: 'webhook' },
        { idleAfterSeconds: 59 },
        { unknown: 1 },
        { botId: 'bot-of-another-brand' },
        { keepPlaces: 3 },
        { handoverAfterTurns: 0 },
        { continueText: '中'.repeat(67) },
        { handoverKeywords: [''] },
        { failureGroupId: 'group-of-another-brand' },
      ],
    ],
    ['greeting', [{ scan: '中'.repeat(682) }], [{ scan: '中'.repeat(683) }, { scan: '' }]],
    [
      'automatic',
      [
        { welcome: 'Hello' },
        { nudge: { text: 'Still there?', beforeCloseMinutes: 60 } },
        { nudge: null },
        { rating: { isEnabled: true } },
        {
          rating: {
            isEnabled: true,
            text: 'How was it?',
            options: [
              { id: '1', label: 'Bad' },
              { id: '5', label: 'Good' },
            ],
            thanks: 'Thank you',
            onAutomaticClose: true,
            askReasonBelow: 3,
            reasonText: null,
          },
        },
      ],
      [
        { closed: '' },
        { nudge: { text: 'Soon', beforeCloseMinutes: 4 } },
        { nudge: 'Soon' },
        { rating: null },
        { rating: { text: '' } },
        { rating: { options: [{ id: '1', label: 'Bad' }] } },
        {
          rating: {
            options: [
              { id: '1', label: 'Bad' },
              { id: '1', label: 'Worse' },
            ],
          },
        },
        {
          rating: {
            options: [
              { id: '1', label: 'Bad' },
              { id: '6', label: 'Too good' },
            ],
          },
        },
        { rating: { askReasonBelow: 1 } },
      ],
    ],
    ['windowSeconds', [], [60]],
  ])('has the setting %s in its range', async (name, right: unknown[], wrong: unknown[]) => {
    const { body } = await create();
    for (const value of right)
      expect((await change(body.id, { settings: { [name]: value } })).status).toBe(200);
    for (const value of wrong)
      expect((await change(body.id, { settings: { [name]: value } })).status).toBe(400);
  });

  it('keeps fewer places for people than there are, where a bot is named', async () => {
    const { body } = await create({ settings: { consecutiveLimit: 1 } });
    const botId = await createBot();
    expect((await change(body.id, { settings: { bot: { keepPlaces: 1 } } })).status).toBe(200);
    const refused = await change(body.id, { settings: { bot: { botId } } });
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toMatchObject([{ path: 'settings.bot.keepPlaces' }]);
    const taken = await change(body.id, { settings: { bot: { botId, keepPlaces: 0 } } });
    expect(taken.body['settings']).toMatchObject({ bot: { botId, keepPlaces: 0 } });
    const off = await change(body.id, { settings: { bot: { mode: 'off' } } });
    expect(off.body['settings']).toMatchObject({ bot: { botId: null, keepPlaces: 0 } });
  });

  it('shows how to set it up', async () => {
    const { body } = await create();
    const path = `/api/v1/channels/${body.id}/setup`;
    const setup = await app.call('GET', path);
    expect(setup.body).toMatchObject({
      webhookUrl: `http://desk.example.com/webhooks/wechat/${body.id}`,
      verifiedAt: null,
      howContactsFindIt: expect.stringMatching(/QR code.*name card.*search.*Moments/),
      ipAddressesNote: expect.stringContaining('proxy'),
    });
    const done = async () => {
      const { steps } = (await app.call('GET', path)).body;
      return steps.map((step) => [step.name, step.done]);
    };
    expect(await done()).toEqual([
      ['ip_allowlist', false],
      ['account_details', true],
      ['webhook', false],
    ]);
    await change(body.id, { ipAllowlistConfirmed: true });
    await app.deps.channels.markVerified(body.id);
    expect((await done()).every(([, isDone]) => isDone)).toBe(true);
  });

  it('shows the addresses in EGRESS_IPS if they are set', async () => {
    const other = await startTestApp({ egressIps: ['203.0.113.7'] });
    const { body: brand } = await other.call('POST', '/api/v1/brands', { name: 'Tea' });
    const { body } = await other.call('POST', '/api/v1/channels', { brandId: brand.id, name: 'x' });
    const setup = await other.call('GET', `/api/v1/channels/${body.id}/setup`);
    expect(setup.body.ipAddresses).toEqual(['203.0.113.7']);
    await other.close();
  });

  it('gets new random values that it would accept', async () => {
    const [first, second] = [
      await app.call('POST', '/api/v1/channels/generate'),
      await app.call('POST', '/api/v1/channels/generate'),
    ];
    expect(first.status).toBe(200);
    expect(first.body).not.toEqual(second.body);
    expect((await create({ ...first.body })).status).toBe(201);
  });

  it('is seen by members of its brand and changed by administrators only', async () => {
    const { body } = await create();
    const member = await app.operator([brandId]);
    const outsider = await app.operator([]);
    const path = `/api/v1/channels/${body.id}`;
    expect((await app.call('GET', path, undefined, member)).status).toBe(200);
    expect((await app.call('GET', '/api/v1/channels', undefined, member)).body.items).toHaveLength(1);
    expect((await app.call('GET', path, undefined, outsider)).status).toBe(404);
    expect((await app.call('GET', '/api/v1/channels', undefined, outsider)).body.items).toEqual([]);
    for (const [method, route] of [
      ['PATCH', path],
      ['DELETE', path],
      ['GET', `${path}/setup`],
      ['POST', '/api/v1/channels'],
      ['POST', '/api/v1/channels/generate'],
    ] as const) {
      const answer = await app.call(method, route, method === 'GET' ? undefined : {}, member);
      expect([route, answer.status]).toEqual([route, 403]);
    }
  });
});
