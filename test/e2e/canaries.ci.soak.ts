/**
 * Puts canaries in every secret, text, name and openid: after a day's work none of the secrets is
 * found anywhere, and nothing personal is in logs, metrics or Temporal.
 */
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { nameOfParam } from '../support/fuzz/world';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';
import { isEndless, isOfDemo, ROUTES } from '../support/route-contracts';

jest.setTimeout(120_000);

const mark = randomBytes(6).toString('hex');
const PASSWORD = `CanaryPassword-${mark}-with-words`;
const OIDC_SECRET = `CanaryOidc-${mark}`;
const BOT_KEY = `sk-CanaryBot${mark}`;
const PERSONAL = {
  text: `CanaryText${mark}`,
  reply: `CanaryReply${mark}`,
  note: `CanaryNote${mark}`,
  held: `CanaryHeld${mark}`,
  failed: `CanaryFailed${mark}`,
  openId: `oCanary${mark}`,
  malformed: `CanaryMalformed${mark}`,
  searched: `CanarySearch${mark}`,
  operator: `Canary Operator ${mark}`,
  email: `canary-${mark}@example.com`,
};
/** The form of the simulator's access tokens. */
const ACCESS_TOKEN = /99_[A-Za-z0-9_-]{100,}/;

let desk: ProcessDesk;
let secrets: Record<string, string>;
const answers: string[] = [];
/** Of every route that only reads. */
const statuses: number[] = [];
let logs: string;
let metrics: string;

beforeAll(async () => {
  desk = await createProcessDesk({
    // The embedded database: its files are searched, too.
    isFresh: true,
    env: {
      LOG_LEVEL: 'trace',
      ADMIN_EMAIL: PERSONAL.email,
      ADMIN_PASSWORD: PASSWORD,
      // Nobody answers there.
      OIDC_ISSUER: 'http://127.0.0.1:9',
      OIDC_CLIENT_ID: 'duihua',
      OIDC_CLIENT_SECRET: OIDC_SECRET,
    },
  });
  const running = await desk.start();
  const { account, channelId, brandId } = await desk.connect({ encryption: 'compatible' });
  secrets = {
    appSecret: account.appSecret,
    token: account.token,
    encodingAesKey: account.encodingAesKey,
    secretKey: desk.env['SECRET_KEY'] ?? '',
    adminToken: desk.env['ADMIN_TOKEN'] ?? '',
    password: PASSWORD,
  };
  const ask = async (method: string, where: string, body?: unknown) => {
    const answer = await desk.call(method, where, body);
    answers.push(JSON.stringify([answer.body, [...answer.headers]]));
    return answer;
  };
  const { openId } = PERSONAL;
  // These answers have the secret that was made, once, for whoever made it: they are not searched.
  const made = async (where: string, body: object) =>
    (await desk.call<Readonly<Record<string, string>>>('POST', where, body)).body;
  const dead = 'http://127.0.0.1:9';
  const model = { kind: 'openai', baseUrl: dead, apiKey: BOT_KEY, model: 'tea-1' };
  const bot = await made('/bots', { brandId, name: 'Tea', ...model });
  await ask('POST', `/bots/${bot['id']}/try`, { text: 'x' });
  const webhook = await made('/webhooks', { url: `${dead}/hook`, events: ['*'] });
  const siqWebhook = await made('/webhooks', { url: `${dead}/siq`, events: ['*'], format: 'salesiq' });
  const apiToken = await made('/tokens', { name: 'CRM', scopes: ['read'] });
  const invited = await made('/operators', { name: 'Li', email: `3-${PERSONAL.email}`, brandIds: [brandId] });
  const signedIn = await fetch(`${desk.url}/api/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: PERSONAL.email, password: PASSWORD }),
  });
  const cookie = /=([^;]{20,})/.exec(signedIn.headers.get('set-cookie') ?? '')?.[1] ?? '';
  Object.assign(secrets, {
    oidcSecret: OIDC_SECRET,
    botKey: BOT_KEY,
    webhookSecret: webhook['secret'] ?? '',
    apiToken: apiToken['secret'] ?? '',
    session: cookie,
    invitation: invited['invitationUrl']?.split('#')[1] ?? '',
  });
  await desk.writes(openId, PERSONAL.text);
  const { id } = await desk.conversation(openId);
  await ask('POST', `/conversations/${id}/messages`, { type: 'text', text: PERSONAL.reply });
  await ask('POST', `/conversations/${id}/notes`, { text: PERSONAL.note });
  desk.simulator.addFault({ operation: 'custom/send', effect: { type: 'errcode', errcode: 45002 } });
  await ask('POST', `/conversations/${id}/messages`, { type: 'text', text: PERSONAL.failed });
  desk.simulator.addFault({
    operation: 'custom/send',
    effect: { type: 'errcode', errcode: 45015, errmsg: `${openId} is away` },
  });
  await ask('POST', `/conversations/${id}/messages`, {
    type: 'text',
    text: PERSONAL.held,
    whenBlocked: 'hold',
  });
  desk.simulator.invalidateTokens(account.appId);
  await ask('POST', `/conversations/${id}/typing`);
  await ask('POST', `/channels/${channelId}/check`);
  desk.simulator.addFault({
    operation: 'stable_token',
    effect: { type: 'errcode', errcode: 40125, errmsg: `invalid appsecret ${account.appSecret}` },
  });
  await ask('POST', `/channels/${channelId}/check`);
  for (const where of ['', '/setup', '/health']) await ask('GET', `/channels/${channelId}${where}`);
  await ask('PATCH', `/channels/${channelId}`, { appSecret: account.appSecret, name: 'x' });
  await ask('PATCH', `/channels/${channelId}`, { encodingAesKey: `${account.encodingAesKey}!` });
  await ask('PATCH', `/channels/${channelId}`, { unknown: account.appSecret, token: [account.token] });
  await ask('GET', `/conversations?q=${PERSONAL.searched}`);
  await ask('POST', '/operators', {
    name: PERSONAL.operator,
    email: `2-${PERSONAL.email}`,
    role: 'operator',
    brandIds: [brandId],
  });
  for (const where of [
    '/channels',
    '/operators',
    '/tokens',
    '/me',
    '/brands',
    '/audit',
    `/conversations/${id}`,
  ]) {
    await ask('GET', where);
  }
  const existing: Readonly<Record<string, string | undefined>> = {
    brandId,
    channelId,
    conversationId: id,
    contactId: (await desk.conversation(openId)).contact.id,
    botId: bot['id'],
    webhookId: siqWebhook['id'],
    operatorId: invited['id'],
  };
  for (const route of ROUTES.filter((one) => one.method === 'get' && !isEndless(one) && !isOfDemo(one))) {
    const where = route.path.replace(
      /\{(\w+)\}/g,
      (_, name: string) => existing[nameOfParam(route.path, name)] ?? 'none',
    );
    const answer = await fetch(desk.url + where, {
      headers: { authorization: `Bearer ${secrets['adminToken']}` },
    });
    statuses.push(answer.status);
    answers.push(JSON.stringify([where, await answer.text(), [...answer.headers]]));
  }
  const login = await fetch(`${desk.url}/api/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: PERSONAL.email, password: PASSWORD }),
  });
  // The cookie and the CSRF token are meant for the person who signs in.
  answers.push(await login.text());
  for (const [body, type] of [
    [`{"text":"${PERSONAL.malformed}"`, 'application/json'],
    [PERSONAL.malformed, 'text/plain'],
  ] as const) {
    const broken = await fetch(`${desk.url}/api/v1/conversations/${id}/notes`, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${secrets['adminToken']}` },
      body,
    });
    answers.push(await broken.text());
  }
  const forged = await fetch(
    `${desk.url}/webhooks/wechat/${channelId}?signature=${'a'.repeat(40)}&timestamp=1&nonce=${PERSONAL.malformed}&openid=${openId}`,
    { method: 'POST', body: `<xml><Content>${PERSONAL.malformed}</Content></xml>` },
  );
  answers.push(await forged.text());
  metrics = await (await fetch(`${desk.url}/metrics`)).text();
  answers.push(
    metrics,
    await (await fetch(`${desk.url}/openapi.json`)).text(),
    await (await fetch(`${desk.url}/readyz`)).text(),
  );
  await running.end('SIGTERM');
  // The terminal names the people who may sign in; it is not a log.
  const terminal = running.output().replace(/^ {2}Sign in as .*$/m, '');
  const read = (name: string) => readFile(path.join(desk.dataDir, name), 'utf8');
  logs = terminal + (await read('duihua.log')) + (await read('postgres/postgres.log'));
});
afterAll(() => desk.close());

const seen = (hay: string, canaries: Readonly<Record<string, string>>): string[] =>
  Object.entries(canaries).flatMap(([name, value]) => {
    const forms = [value, Buffer.from(value).toString('base64').slice(0, -4), encodeURIComponent(value)];
    return forms.some((form) => hay.includes(form)) ? [name] : [];
  });

test('the work was done: the canaries are where they belong', async () => {
  expect(logs).toContain('request completed');
  expect(logs.length).toBeGreaterThan(5_000);
  const received = desk.simulator.received({ openId: PERSONAL.openId });
  expect(JSON.stringify(received)).toContain(PERSONAL.reply);
  expect(answers.join('\n')).toContain(PERSONAL.note);
});

test('there are canaries in every secret, and every route that reads was called', () => {
  for (const [name, value] of Object.entries(secrets))
    expect([name, value.length >= 8]).toEqual([name, true]);
  expect(statuses.length).toBeGreaterThan(50);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(30);
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
});

test('no answer holds a secret', () => {
  for (const answer of answers)
    expect([seen(answer, secrets), ACCESS_TOKEN.test(answer)]).toEqual([[], false]);
});

test('no log line holds a secret, a text, a name or an openid', () => {
  const bad = logs.split('\n').filter((line) => [...seen(line, secrets), ...seen(line, PERSONAL)].length > 0);
  expect(bad).toEqual([]);
  expect(logs).not.toMatch(ACCESS_TOKEN);
});

test('the metrics hold neither', () => {
  expect([seen(metrics, secrets), seen(metrics, PERSONAL)]).toEqual([[], []]);
});

test('no file of the data folder holds a secret in plain text', async () => {
  const names = await readdir(desk.dataDir, { recursive: true, withFileTypes: true });
  let texts = 0;
  for (const entry of names.filter((one) => one.isFile())) {
    const content = (await readFile(path.join(entry.parentPath, entry.name))).toString('latin1');
    expect([entry.name, seen(content, secrets), ACCESS_TOKEN.test(content)]).toEqual([entry.name, [], false]);
    if (content.includes(PERSONAL.text)) texts += 1;
  }
  // Proof that the search works: it finds the transcript in plain text.
  expect(texts).toBeGreaterThan(0);
});

test('Temporal holds nothing personal and no secret', async () => {
  let events = 0;
  for await (const workflow of desk.temporal.workflow.list()) {
    const history = await desk.temporal.workflow
      .getHandle(workflow.workflowId, workflow.runId)
      .fetchHistory();
    events += history.events?.length ?? 0;
    const text = textOf(history) + textOf(workflow.raw);
    expect([seen(text, secrets), seen(text, PERSONAL), ACCESS_TOKEN.test(text)]).toEqual([[], [], false]);
  }
  expect(events).toBeGreaterThan(20);
});

/** All strings and bytes in a value, including those inside payloads. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return `${value}\n`;
  if (value instanceof Uint8Array || Buffer.isBuffer(value))
    return `${Buffer.from(value).toString('utf8')}\n`;
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, inner]) => key + textOf(inner))
    .join('\n');
}
