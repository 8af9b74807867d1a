/** Bots over HTTP: what is stored of them, what is never shown, and what a trial shows. */
import { createVerify } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { toAskableBot, toTranscription } from '../../src/bots/to-askable-bot';
import { botSchema } from '../../src/contracts/bots/bot';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { createBots } from '../../src/store/bots/bots';
import { SECRET_KEY, startTestApp, type TestApp, type TestOperator } from '../support/administration-app';
import { type Endpoint, json, startEndpoint } from '../support/endpoint';

const KEY = 'sk-canary-of-a-test';
let app: TestApp;
let endpoint: Endpoint;
let brandId: string;
beforeAll(async () => {
  app = await startTestApp();
  endpoint = await startEndpoint(
    json({ choices: [{ message: { content: '**红茶** 30 元' }, finish_reason: 'stop' }] }),
  );
}, 60_000);
beforeEach(async () => {
  await app.reset();
  ({
    body: { id: brandId },
  } = await app.call('POST', '/api/v1/brands', { name: 'Tea' }));
});
afterAll(async () => {
  await app.close();
  await endpoint.close();
});

const call = (method: string, path: string, body?: unknown, as?: TestOperator) =>
  app.call(method, `/api/v1/bots${path}`, body, as === undefined ? {} : { token: as.token });
const model = () => ({
  brandId,
  name: 'Tea bot',
  kind: 'openai',
  baseUrl: `${endpoint.url}/v1`,
  apiKey: KEY,
  model: 'tea-1',
});
const reply = [{ type: 'text', text: '好' }];
const make = async (fields: object) => botSchema.parse((await call('POST', '', fields)).body);
const errorsOf = (body: { readonly [field: string]: unknown }) => body['errors'];

describe('a bot', () => {
  it('is made, read, changed and deleted, without a secret in any answer', async () => {
    const made = await make(model());
    expect(made).toMatchObject({
      brandId,
      kind: 'openai',
      aiLabel: true,
      baseUrl: `${endpoint.url}/v1`,
      systemPrompt: '',
      temperature: null,
      historyMessages: 12,
      vision: false,
      transcription: null,
      storedSecrets: ['apiKey'],
      warnings: [],
    });
    const transcription = { baseUrl: `${endpoint.url}/v1`, apiKey: KEY, model: 'whisper-1' };
    const { body: changed } = await call('PATCH', `/${made.id}`, {
      name: 'Helper',
      transcription,
      aiLabel: false,
    });
    expect(changed).toMatchObject({
      name: 'Helper',
      aiLabel: false,
      model: 'tea-1',
      storedSecrets: ['apiKey', 'transcriptionApiKey'],
    });
    const { body: list, text } = await call('GET', '');
    expect(list.items).toEqual([changed]);
    expect((await call('GET', `/${made.id}`)).body).toEqual(changed);
    expect(text).not.toContain(KEY);
    expect((await call('DELETE', `/${made.id}`)).status).toBe(204);
    expect((await call('GET', `/${made.id}`)).status).toBe(404);
    const { body: audit } = await app.call('GET', '/api/v1/audit');
    const of = audit.items.filter(({ target }) => (target as { id?: string } | null)?.id === made.id);
    expect(of.map(({ action }) => action)).toEqual(['bot.deleted', 'bot.changed', 'bot.created']);
    const fields = ['name', 'transcription', 'aiLabel', 'transcriptionApiKey'];
    expect(of[1]).toMatchObject({ details: { fields } });
    expect(JSON.stringify(audit)).not.toContain(KEY);
  });

  it('has its secrets sealed in the database, and is asked with them', async () => {
    const { id } = await make(model());
    const { rows } = await app.database.db.execute(sql`select * from bots`);
    expect(JSON.stringify(rows)).not.toContain(KEY);
    const bots = createBots(app.database, { secretBox: createSecretBox([SECRET_KEY]) });
    const stored = await bots.findWithSecrets(id);
    const askable = stored && toAskableBot({ ...stored.bot, secrets: stored.secrets });
    expect(askable?.kind === 'openai' ? askable.apiKey?.reveal() : null).toBe(KEY);
    expect(stored && toTranscription({ ...stored.bot, secrets: stored.secrets })).toBeNull();
    const transcription = { baseUrl: endpoint.url, apiKey: 'sk-ears', model: 'w' };
    await call('PATCH', `/${id}`, { transcription });
    const hearing = await bots.findWithSecrets(id);
    const ears = hearing && toTranscription({ ...hearing.bot, secrets: hearing.secrets });
    expect([ears?.model, ears?.apiKey?.reveal()]).toEqual(['w', 'sk-ears']);
  });

  it('of a kind that can do without a key loses it with null; the audit log says which were replaced and removed', async () => {
    const transcription = { baseUrl: `${endpoint.url}/v1`, model: 'ears-1' };
    const { id } = await make({ ...model(), transcription: { ...transcription, apiKey: KEY } });
    const secretsAfter = async (change: object) =>
      (await call('PATCH', `/${id}`, change)).body['storedSecrets'];
    expect(await secretsAfter({ name: 'Ollama' })).toEqual(['apiKey', 'transcriptionApiKey']);
    expect(await secretsAfter({ apiKey: null })).toEqual(['transcriptionApiKey']);
    await call('POST', `/${id}/try`, { text: '你好' });
    expect(endpoint.received.at(-1)?.headers.authorization).toBeUndefined();
    expect(await secretsAfter({ transcription: { ...transcription, apiKey: null } })).toEqual([]);
    expect(await secretsAfter({ transcription: { ...transcription, apiKey: KEY } })).toEqual([
      'transcriptionApiKey',
    ]);
    expect(await secretsAfter({ transcription: null })).toEqual([]);
    expect((await call('GET', `/${id}`)).body['transcription']).toBeNull();
    expect(await secretsAfter({ apiKey: null })).toEqual([]);
    expect(await secretsAfter({ apiKey: KEY })).toEqual(['apiKey']);
    const { body: audit } = await app.call('GET', '/api/v1/audit');
    const changes = audit.items.filter(
      ({ action, target }) => action === 'bot.changed' && (target as { id: string }).id === id,
    );
    expect(changes.map(({ details }) => details)).toEqual([
      { fields: ['apiKey'] },
      { fields: ['apiKey'] },
      { fields: ['transcription', 'transcriptionApiKey'], removed: ['transcriptionApiKey'] },
      { fields: ['transcription', 'transcriptionApiKey'] },
      { fields: ['transcription', 'transcriptionApiKey'], removed: ['transcriptionApiKey'] },
      { fields: ['apiKey'], removed: ['apiKey'] },
      { fields: ['name'] },
    ]);
  });

  it('of every kind has the fields of its kind', async () => {
    const secret = `whsec_${Buffer.alloc(32).toString('base64')}`;
    const { url } = endpoint;
    const all = [
      await make({ brandId, name: 'a', kind: 'dify', baseUrl: url, apiKey: KEY, inputs: { shop: '一店' } }),
      await make({ brandId, name: 'b', kind: 'webhook', url, secret }),
      await make({ brandId, name: 'c', kind: 'salesiq', url }),
      await make({
        brandId,
        name: 'd',
        kind: 'rules',
        rules: [{ id: 'r', when: { any: true }, reply, then: 'stay' }],
      }),
    ];
    expect(all.map(({ kind, aiLabel, storedSecrets }) => [kind, aiLabel, storedSecrets])).toEqual([
      ['dify', true, ['apiKey']],
      ['webhook', false, ['secret']],
      ['salesiq', false, []],
      ['rules', false, []],
    ]);
    expect(all[2]).toMatchObject({ publicKey: null });
  });
});

describe('what is refused', () => {
  it.each([
    ['an unknown kind', { kind: 'magic' }, 'kind'],
    ['a field of another kind', { secret: 'x' }, 'secret'],
    ['an unknown brand', { brandId: 'none' }, 'brandId'],
    ['a prompt that is too long', { systemPrompt: 'x'.repeat(8_001) }, 'systemPrompt'],
    ['too much history', { historyMessages: 41 }, 'historyMessages'],
    ['a private address', { baseUrl: 'https://10.0.0.1/v1' }, 'baseUrl'],
    ['an address in another form', { baseUrl: 'http://2130706433/v1' }, 'baseUrl'],
    ['an address of a cloud', { baseUrl: 'http://169.254.169.254/' }, 'baseUrl'],
    ['a private name', { baseUrl: 'https://models.internal' }, 'baseUrl'],
    [
      'a private address of its ears',
      { transcription: { baseUrl: 'https://10.0.0.1', model: 'w' } },
      'transcription.baseUrl',
    ],
  ])('%s', async (_what, fields, path) => {
    const { status, body } = await call('POST', '', { ...model(), ...fields });
    expect([status, body['code']]).toEqual([400, 'invalid_request']);
    expect(errorsOf(body)).toMatchObject([{ path }]);
  });

  it('rules with mistakes, each with its place and its name', async () => {
    const rules = [
      {
        id: 'a',
        when: { any: true },
        reply: [{ type: 'msgmenu', items: [{ id: 'x', text: '去' }] }],
        then: 'stay',
      },
      { id: 'a', when: {}, reply: [], then: 'end' },
    ];
    const { status, body } = await call('POST', '', { brandId, name: 'R', kind: 'rules', rules });
    expect(status).toBe(400);
    expect(errorsOf(body)).toEqual([
      { path: 'rules.0.reply.0.items.0.id', message: 'no rule has the menuId x, which the rule a offers' },
      { path: 'rules.1.id', message: 'the rule a is there twice' },
      { path: 'rules.1.when', message: 'the rule a has no condition' },
      { path: 'rules.1.reply', message: 'the rule a has no answer' },
    ]);
  });

  it('rules that ask a group of another brand, also in a change', async () => {
    const groupOf = async (ofBrand: unknown) =>
      (await app.call('POST', '/api/v1/groups', { brandId: ofBrand, name: 'Sales' })).body.id;
    const { body: coffee } = await app.call('POST', '/api/v1/brands', { name: 'Coffee' });
    const [own, foreign] = [await groupOf(brandId), await groupOf(coffee.id)];
    const rulesFor = (groupId: string, then = 'handover') => [
      { id: 'shop', when: { menuId: 's' }, reply, then: 'handover', groupId: own },
      { id: 'rest', when: { any: true }, reply, then, groupId },
    ];
    const bot = { brandId, name: 'R', kind: 'rules', rules: rulesFor(foreign) };
    const refused = [400, [{ path: 'rules.1.groupId', message: 'is not a group of the brand' }]];
    const made = await call('POST', '', bot);
    expect([made.status, errorsOf(made.body)]).toEqual(refused);
    const { id, rules } = await make({ ...bot, rules: rulesFor(own) });
    expect(rules).toEqual(rulesFor(own));
    const changed = await call('PATCH', `/${id}`, { rules: rulesFor(foreign) });
    expect([changed.status, errorsOf(changed.body)]).toEqual(refused);
    const idle = await call('PATCH', `/${id}`, { rules: rulesFor(own, 'stay') });
    expect([idle.status, errorsOf(idle.body)]).toEqual([
      400,
      [{ path: 'rules.1.groupId', message: 'the rule rest names a group and does not hand over' }],
    ]);
  });

  it('another kind or brand, and fields that the kind has not', async () => {
    const { id } = await make(model());
    for (const change of [{ kind: 'dify' }, { brandId }, { rules: [] }, { url: endpoint.url }])
      expect((await call('PATCH', `/${id}`, change)).status).toBe(400);
    expect((await call('PATCH', `/${id}`, {})).status).toBe(200);
  });

  it('sending a stored key to another server', async () => {
    const { id } = await make({
      ...model(),
      transcription: { baseUrl: endpoint.url, apiKey: KEY, model: 'w' },
    });
    const other = 'http://localhost:9/v1';
    const { body } = await call('PATCH', `/${id}`, { baseUrl: other });
    expect(errorsOf(body)).toMatchObject([{ path: 'apiKey' }]);
    const heard = await call('PATCH', `/${id}`, { transcription: { baseUrl: other, model: 'w' } });
    expect(errorsOf(heard.body)).toMatchObject([{ path: 'transcription.apiKey' }]);
    expect((await call('PATCH', `/${id}`, { baseUrl: `${endpoint.url}/v2` })).status).toBe(200);
    expect((await call('PATCH', `/${id}`, { baseUrl: other, apiKey: null })).body['storedSecrets']).toEqual([
      'transcriptionApiKey',
    ]);
  });

  it('taking a key away from a bot whose kind needs one', async () => {
    const secret = `whsec_${Buffer.alloc(32).toString('base64')}`;
    const { url } = endpoint;
    const dify = await make({ brandId, name: 'a', kind: 'dify', baseUrl: url, apiKey: KEY });
    const webhook = await make({ brandId, name: 'b', kind: 'webhook', url, secret });
    for (const [id, change] of [
      [dify.id, { apiKey: null }],
      [webhook.id, { secret: null }],
    ] as const) {
      const { status, body } = await call('PATCH', `/${id}`, change);
      expect([status, errorsOf(body)]).toMatchObject([400, [{ path: Object.keys(change)[0] }]]);
    }
    expect((await call('GET', `/${dify.id}`)).body['storedSecrets']).toEqual(['apiKey']);
  });

  it('an address whose name nobody knows is saved with a warning', async () => {
    const { warnings, id } = await make({ ...model(), baseUrl: 'https://no-such-host.invalid/v1' });
    expect(warnings).toEqual([{ path: 'baseUrl', message: 'has a name that cannot be resolved now' }]);
    expect((await call('GET', `/${id}`)).body['warnings']).toEqual([]);
    const tried = await call('POST', `/${id}/try`, { text: '你好' });
    expect(tried.body).toMatchObject({
      parts: [],
      handover: { reason: 'bot_failed', detail: 'unreachable' },
    });
  });
});

describe('a trial', () => {
  it('asks the real bot, and shows what would leave', async () => {
    const { id } = await make(model());
    const history = [
      { from: 'contact', text: '在吗' },
      { from: 'desk', text: '在的' },
    ];
    const { status, body } = await call('POST', `/${id}/try`, { text: '红茶多少钱？', history });
    expect(status).toBe(200);
    expect(body).toEqual({
      parts: [{ type: 'text', text: '红茶 30 元' }],
      handover: null,
      ms: expect.any(Number),
    });
    expect(JSON.parse(endpoint.received.at(-1)?.body ?? '')).toMatchObject({
      messages: [
        { role: 'user', content: '在吗' },
        { role: 'assistant', content: '在的' },
        { role: 'user', content: '红茶多少钱？' },
      ],
    });
  });

  it('follows the choices of a menu, and shows a hand-over', async () => {
    const rules = [
      { id: 'person', when: { menuId: 'p' }, reply, then: 'handover' },
      {
        id: 'rest',
        when: { any: true },
        reply: [{ type: 'msgmenu', items: [{ id: 'p', text: '人工' }] }],
        then: 'stay',
      },
    ];
    const { id } = await make({ brandId, name: 'R', kind: 'rules', rules });
    const tried = async (question: object) => (await call('POST', `/${id}/try`, question)).body;
    expect(await tried({ text: '你好' })).toMatchObject({ parts: [{ type: 'msgmenu' }], handover: null });
    expect(await tried({ text: '人工', menuId: 'p' })).toMatchObject({
      parts: reply,
      handover: { reason: 'asked_by_bot' },
    });
  });

  it('is outside the opening hours where the brand is closed now', async () => {
    const closed = [{ type: 'text', text: '明天见' }];
    const rules = [
      { id: 'closed', when: { outOfHours: true }, reply: closed, then: 'stay' },
      { id: 'rest', when: { any: true }, reply, then: 'stay' },
    ];
    const { id } = await make({ brandId, name: 'R', kind: 'rules', rules });
    const tried = async () => (await call('POST', `/${id}/try`, { text: '你好' })).body;
    expect(await tried()).toMatchObject({ parts: reply });
    const hours = { timeZone: 'Asia/Shanghai', weekly: {}, exceptions: [] };
    expect((await app.call('PUT', `/api/v1/brands/${brandId}/hours`, hours)).status).toBe(200);
    expect(await tried()).toMatchObject({ parts: closed });
  });
});

it('a bot of SalesIQ gets a pair of keys, and its requests are signed with the newest', async () => {
  const { id } = await make({ brandId, name: 'c', kind: 'salesiq', url: endpoint.url });
  await call('POST', `/${id}/keys`);
  const {
    body: { publicKey },
    text,
  } = await call('POST', `/${id}/keys`);
  expect(text).not.toContain('PRIVATE');
  expect((await call('GET', `/${id}`)).body).toMatchObject({ publicKey, storedSecrets: ['privateKey'] });
  await call('POST', `/${id}/try`, { text: '你好' });
  const received = endpoint.received.at(-1);
  const signature = String(received?.headers['x-siqsignature']);
  expect(
    createVerify('sha256')
      .update(received?.body ?? '')
      .verify(String(publicKey), signature, 'base64'),
  ).toBe(true);
  const { id: other } = await make(model());
  expect((await call('POST', `/${other}/keys`)).body).toMatchObject({
    code: 'conflict',
    reason: 'wrong_kind',
  });
});
