// npm run screenshots: plays a short scene on a separate desk with a simulated WeChat and saves pictures of the
// console's main pages to docs/images. Needs Chromium (/usr/bin/chromium, or CHROMIUM_PATH) and fonts with Chinese
// characters. To add a page, add a line to `pictures`. `npm run screenshots -- console-bot.png` takes only the named ones.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { install, root, runNode } from './install.mjs';
import { routingPictures, takeRouting } from './screenshots-routing.mjs';

const images = path.join(root, 'docs/images');
const EMAIL = 'admin@example.com';
const PASSWORD = 'a quiet cup of oolong';
const READY_WITHIN_MS = 120_000;
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** File, address, browser options, and the text of the row to open first, if any; `press`: keys to press then; `unfold`: what a row says
 * that is opened; `drawn`: waits for a chart. */
const pictures = [
  { file: 'demo.png', open: '/demo/inbox/all', first: '订单', viewport: { width: 1440, height: 860 } },
  { file: 'console-inbox.png', open: '/inbox/all', first: '订单' },
  { file: 'console-dark.png', open: '/inbox/all', first: '订单', colorScheme: 'dark' },
  { file: 'console-chinese.png', open: '/inbox/all', first: '订单', locale: 'zh-CN' },
  { file: 'console-phone.png', open: '/inbox/all', first: '订单', viewport: { width: 360, height: 740 } },
  { file: 'console-channel.png', open: '/setup/channels', first: 'Sandbox' },
  { file: 'console-queue.png', open: '/inbox/mine', first: '龙井路' },
  { file: 'console-palette.png', open: '/inbox/mine', first: '龙井路', press: 'Control+k' },
  { file: 'console-contacts.png', open: '/contacts' },
  { file: 'console-bot.png', open: '/inbox/bot', first: 'Demo bot' },
  { file: 'console-rules.png', open: '/setup/bots', first: 'Demo bot' },
  { file: 'console-webhook.png', open: '/setup/webhooks', first: 'localhost', unfold: 'message.received' },
  {
    file: 'console-reports.png',
    open: '/reports/summary?period=today',
    drawn: true,
    viewport: { width: 1280, height: 1500 },
  },
  {
    file: 'console-losses.png',
    open: '/reports/losses?period=today',
    drawn: true,
    viewport: { width: 1280, height: 1000 },
  },
];

async function main() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'duihua-screenshots-'));
  const [port, simulatorPort, temporalPort, uiPort] = await Promise.all([0, 0, 0, 0].map(freePort));
  const desk = spawn(process.execPath, [path.join(root, 'dist/start.js')], {
    cwd: root,
    env: {
      ...process.env,
      PORT: port,
      SIMULATOR_PORT: simulatorPort,
      TEMPORAL_PORT: temporalPort,
      TEMPORAL_UI_PORT: uiPort,
      DATA_DIR: dataDir,
      ADMIN_EMAIL: EMAIL,
      ADMIN_PASSWORD: PASSWORD,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => desk.once('exit', resolve));
  try {
    const output = await printed(desk, /Ctrl-C stops everything/);
    const url = `http://127.0.0.1:${port}`;
    const simulator = `http://127.0.0.1:${simulatorPort}/simulator`;
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: FLAGS,
    });
    await playScene(browser, url, simulator);
    const call = apiOf(url, output);
    await playBusyDesk(call, simulator);
    await playBot(call, simulator);
    await playWebhook(call, simulator);
    const named = process.argv.slice(2);
    const isWanted = (file) => named.length === 0 || named.includes(file);
    for (const picture of pictures) if (isWanted(picture.file)) await take(browser, url, picture);
    if (isWanted('api-docs.png')) await takeApiDocs(browser, url);
    if (routingPictures.some(isWanted)) {
      const open = (where, options, who) => signIn(browser, url, where, options, who);
      const begin = (openId, text) => beginConversation(call, simulator, openId, text);
      await takeRouting({ call, begin, open, save, isWanted });
    }
    await browser.close();
  } finally {
    desk.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function customerWrites(simulator, openId, text) {
  const response = await fetch(`${simulator}/messages`, {
    method: 'POST',
    body: JSON.stringify({ openId, type: 'text', text }),
  });
  if (!response.ok) throw new Error(`The simulator refused a message: ${await response.text()}`);
}

/** Three people write; one of them gets an answer. */
async function playScene(browser, url, simulator) {
  const write = (openId, text) => customerWrites(simulator, openId, text);
  const { items } = await (await fetch(`${simulator}/contacts`)).json();
  const [first, second, third] = items.map(({ openId }) => openId);
  await write(first, '你好，请问我的订单什么时候发货？');
  await write(second, 'Hello, do you ship to Kyoto?');
  await write(third, '这款茶还有货吗？');
  const page = await signIn(browser, url, '/inbox/waiting', {});
  await page.getByRole('link').filter({ hasText: '订单' }).click();
  await page.getByRole('button', { name: 'Attend' }).click();
  await page.getByText('Assigned to you').waitFor();
  for (const text of ['您好！我马上为您查询。', '订单今天下午发货，预计后天送达。']) {
    await page.getByRole('textbox', { name: 'Reply' }).fill(text);
    await page.keyboard.press('Enter');
    await page.locator('[data-status="sent"]').filter({ hasText: text }).waitFor();
  }
  await write(first, '订单收到后再联系，谢谢！');
  await page.getByText('订单收到后再联系').first().waitFor();
  await page.context().close();
}

/** Calls of the API by the token that the start has printed. */
function apiOf(url, output) {
  const [, token] = /API token\s+(\S+)/.exec(output) ?? [];
  return async (method, route, body) => {
    const response = await fetch(`${url}/api/v1${route}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${route} was refused: ${await response.text()}`);
    return response.status === 204 ? undefined : await response.json();
  };
}

/** The first conversation that is as it should be. */
async function conversationThat(call, isRight) {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    const { items } = await call('GET', '/conversations');
    const found = items.find(isRight);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('A conversation is not as it should be.');
}

/** A bot answers, hands over when it is asked for a person, and gets the conversation back. */
async function playBot(call, simulator) {
  const { items } = await call('GET', '/bots');
  const { id: botId } = items.find(({ kind }) => kind === 'rules');
  const choose = (bot) => call('PATCH', '/channels/sandbox', { settings: { bot } });
  await choose({ botId, handoverText: '正在为您转接人工客服，请稍候。' });
  const write = (text) => customerWrites(simulator, 'oShop8', text);
  await write('我的订单什么时候发货？');
  const isOfBot = ({ state, lastMessage }) => state === 'bot' && lastMessage?.sender.kind === 'bot';
  const { id } = await conversationThat(call, isOfBot);
  await write('人工');
  await conversationThat(call, (one) => one.id === id && one.state === 'waiting');
  await call('POST', `/conversations/${id}/messages`, {
    type: 'text',
    text: '您好，我已为您优先处理，今天发货。',
  });
  await call('POST', `/conversations/${id}/handback`, {});
  await write('谢谢，快递大概几天到？');
  await conversationThat(call, (one) => one.id === id && isOfBot(one));
  await choose({ botId: null, handoverText: null });
}

/** Somebody writes; resolves with their conversation. */
async function beginConversation(call, simulator, openId, text) {
  await customerWrites(simulator, openId, text);
  return conversationThat(call, ({ lastMessage }) => lastMessage?.text === text);
}

/** More people write, and the operator is in the middle of answering them: tags, a note, a held reply, one for later. */
async function playBusyDesk(call, simulator) {
  const begin = (openId, text) => beginConversation(call, simulator, openId, text);
  const attend = async (openId, text) => {
    const conversation = await begin(openId, text);
    await call('POST', `/conversations/${conversation.id}/attend`, {});
    return conversation;
  };
  const address = await attend('oShop4', '你好，我想换一个地址收货。');
  await call('PATCH', `/contacts/${address.contact.id}`, { tags: ['VIP', '杭州'] });
  await call('POST', `/conversations/${address.id}/messages`, {
    type: 'text',
    text: '好的，请把新地址发给我。',
  });
  await call('POST', `/conversations/${address.id}/notes`, { text: 'Parcel 20418 has not left yet.' });
  await customerWrites(simulator, 'oShop4', '杭州市西湖区龙井路 88 号，谢谢！');
  const limit = await attend('oShop5', 'Is the oolong from this spring?');
  for (const text of [
    'Yes.',
    'It was picked in April.',
    'Roasted in May.',
    'We have 200 g left.',
    'Shall I keep it?',
  ])
    await call('POST', `/conversations/${limit.id}/messages`, { type: 'text', text });
  await call('POST', `/conversations/${limit.id}/messages`, {
    type: 'text',
    text: 'I have put it aside for you until Friday.',
    whenBlocked: 'hold',
  });
  // One too many: the desk refuses it, and the loss report counts it.
  await call('POST', `/conversations/${limit.id}/messages`, { type: 'text', text: 'Good night!' }).catch(
    () => undefined,
  );
  await attend('oShop6', '茶杯到了，可是少了一个盖子。');
  await begin('oShop7', '今天还能发货吗？');
}

/** Another program is told of a message; before that it was down for a moment. */
async function playWebhook(call, simulator) {
  let tries = 0;
  const receiver = createHttpServer((request, response) => {
    request.resume();
    tries += 1;
    if (tries === 1) response.writeHead(503, { 'retry-after': '1' }).end('starting');
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{"stored": true}');
  });
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { id } = await call('POST', '/webhooks', {
    url: `http://localhost:${receiver.address().port}/duihua`,
    events: ['message.received', 'conversation.completed'],
    description: 'Orders and parcels',
  });
  for (const text of ['杯盖什么时候补发？', '收到，谢谢！']) await customerWrites(simulator, 'oShop6', text);
  for (let attempt = 0; ; attempt += 1) {
    const { items } = await call('GET', `/webhooks/${id}/deliveries`);
    if (items.length === 2 && items.every(({ status }) => status === 'succeeded')) break;
    if (attempt === 150) throw new Error('The deliveries did not arrive.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  receiver.closeAllConnections();
  receiver.close();
}

async function take(browser, url, { file, open, first, press, unfold, drawn, ...options }) {
  const page = await signIn(browser, url, open, options);
  if (first === undefined) await page.getByRole('table').or(page.getByRole('list')).first().waitFor();
  else await page.getByRole('link').filter({ hasText: first }).first().click();
  if (open.startsWith('/setup')) await page.waitForURL(/\/setup\/(?:channels|bots|webhooks)\/./);
  else if (first !== undefined) await page.locator('[data-direction="outbound"]').first().waitFor();
  if (open.startsWith('/demo')) await showPhone(page);
  if (drawn === true) await page.locator('.recharts-surface').first().waitFor();
  if (press !== undefined) await page.keyboard.press(press);
  if (unfold !== undefined)
    await page.getByRole('listitem').filter({ hasText: unfold }).last().locator('summary').click();
  await save(page, file);
  await page.context().close();
}

async function save(page, file) {
  // Moves the pointer away and waits for animations to end.
  await page.mouse.move(0, 0);
  await page.waitForTimeout(600);
  await page.screenshot({ path: path.join(images, file) });
  console.log(path.join('docs/images', file));
}

/** The beginning of /docs, which needs no sign-in. */
async function takeApiDocs(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${url}/docs`);
  await page.getByRole('heading', { name: 'Authentication' }).waitFor();
  await page.screenshot({ path: path.join(images, 'api-docs.png') });
  await context.close();
  console.log(path.join('docs/images', 'api-docs.png'));
}

/** Selects the contact whose conversation the console shows. */
async function showPhone(page) {
  await page.getByRole('combobox', { name: 'Whose phone' }).click();
  await page.locator('.ant-select-item-option').filter({ hasText: 'Customer 1' }).click();
  await page
    .getByRole('region', { name: /’s phone$/ })
    .getByText('订单')
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
}

async function signIn(
  browser,
  url,
  where,
  options,
  { email, password } = { email: EMAIL, password: PASSWORD },
) {
  const context = await browser.newContext({
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  const page = await context.newPage();
  await page.goto(`${url}${where}`);
  await page.locator('input[type=email]').fill(email);
  await page.locator('input[type=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.waitForURL((address) =>
    /^(?:\/demo)?\/(?:inbox|setup|contacts|queue|reports)/.test(address.pathname),
  );
  return page;
}

function printed(child, pattern) {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`The desk did not start:\n${output}`)), READY_WITHIN_MS);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (!pattern.test(output)) return;
      clearTimeout(timer);
      resolve(output);
    });
    child.once('exit', () => reject(new Error(`The desk ended:\n${output}`)));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(String(port)));
    });
  });
}

install();
runNode('scripts/build.mjs');
await main();
