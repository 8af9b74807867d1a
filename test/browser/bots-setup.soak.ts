/** Bots under Set-up: a form for each kind, mistakes at their place, Try it; and the settings of a channel. */
import type { Page } from 'playwright-core';
import { type Endpoint, startEndpoint } from '../support/endpoint';
import { type BrowserDesk, describeInBrowser, findBarriers, startBrowserDesk } from './support';

jest.setTimeout(180_000);

/** For a look by eye: pictures are taken only into a folder that is named. */
const SHOTS = process.env['DUIHUA_SHOTS'];
const shoot = async (page: Page, name: string): Promise<void> => {
  if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};

type BotBody = { readonly id: string; readonly name: string; readonly kind: string } & Readonly<
  Record<string, unknown>
>;

describeInBrowser('bots under Set-up', () => {
  let desk: BrowserDesk;
  let server: Endpoint;
  beforeAll(async () => {
    server = await startEndpoint((response, { headers }) => {
      if (headers.authorization !== 'Bearer sk-right') return response.writeHead(401).end('no');
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const chunk = {
        choices: [{ delta: { content: '**您好**，有什么可以帮您？' }, finish_reason: 'stop' }],
      };
      response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
    });
    desk = await startBrowserDesk();
  });
  afterAll(async () => {
    await desk.close();
    await server.close();
  });
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  const openNew = async (page: Page, kind: string): Promise<void> => {
    await page.goto(`${desk.url}/setup/bots`);
    await page.getByRole('button', { name: 'Add a bot' }).click();
    await page.getByRole('radio', { name: new RegExp(`^${kind}`) }).check();
  };
  const save = (page: Page) => page.getByRole('button', { name: 'Save' }).click();
  const botNamed = async (name: string): Promise<BotBody | undefined> =>
    (await desk.call<{ items: readonly BotBody[] }>('GET', '/bots')).body.items.find(
      (one) => one.name === name,
    );
  const ask = async (page: Page, text: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'What a contact writes' }).fill(text);
    await page.getByRole('button', { name: 'Ask' }).click();
  };

  test('a language model: its address is judged, its key is never shown, and it is tried', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/bots');
    await page.getByText('No bots yet').waitFor();
    await openNew(page, 'Language model');
    await page.getByLabel('Name').fill('Model');
    await page.getByLabel('Base address').fill('https://10.0.0.1/v1');
    await page.getByLabel('API key').fill('sk-wrong');
    await page.getByLabel('Model', { exact: true }).fill('small');
    await page.getByLabel('Instructions').fill('You sell tea.');
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'bot-openai');
    await save(page);
    await page.getByText('This address is not public, or not encrypted.').waitFor();
    await page.getByLabel('Base address').fill(server.url);
    await save(page);
    await page.getByText('The bot was added. Try it below.').waitFor();
    await ask(page, '你好');
    await page.getByText('Handed over: the bot’s server answered with HTTP 401').waitFor();
    await page.getByLabel('API key').fill('sk-right');
    await save(page);
    await page.getByText('Saved.').waitFor();
    expect(await page.content()).not.toContain('sk-wrong');
    await page.getByRole('button', { name: 'Start over' }).click();
    await ask(page, '你好');
    await page.getByText('您好，有什么可以帮您？').waitFor();
    await page.getByText('Takes place 1 of 5').waitFor();
    await page.getByText('33 of 2048 bytes').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'bot-tried');
    // What was said is the history of the next question.
    await ask(page, '谢谢');
    await page.getByText('谢谢', { exact: true }).first().waitFor();
    await page.getByText('Takes place 1 of 5').nth(1).waitFor();
    expect(server.received.at(-1)?.body).toContain('您好');
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await shoot(page, 'bot-phone');
  });

  test('a stored key is removed, also that of the transcription, unless it is kept after all', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/bots');
    await page.getByRole('link', { name: 'Model', exact: true }).click();
    await page.getByRole('switch', { name: 'Transcribe voice messages' }).click();
    await page.getByLabel('Base address for transcription').fill(server.url);
    await page.getByLabel('API key for transcription').fill('sk-voices');
    await page.getByLabel('Model for transcription').fill('whisper-1');
    await save(page);
    await page.getByText('Saved.').waitFor();
    expect(await botNamed('Model')).toMatchObject({ storedSecrets: ['apiKey', 'transcriptionApiKey'] });

    const remove = (key: string) => page.getByRole('button', { name: `Remove ${key}`, exact: true });
    const keep = (key: string) => page.getByRole('button', { name: `Keep ${key}`, exact: true });
    await remove('API key').click();
    await keep('API key').click();
    await remove('API key for transcription').click();
    expect(await page.getByPlaceholder('Will be removed when you save.').count()).toBe(1);
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'bot-key-removed');
    await save(page);
    await remove('API key for transcription').waitFor({ state: 'detached' });
    await expect(botNamed('Model')).resolves.toMatchObject({ storedSecrets: ['apiKey'] });

    await remove('API key').click();
    await page.getByRole('switch', { name: 'Transcribe voice messages' }).click();
    await save(page);
    await remove('API key').waitFor({ state: 'detached' });
    await keep('API key').waitFor({ state: 'detached' });
    expect(await botNamed('Model')).toMatchObject({ storedSecrets: [], transcription: null });
    await ask(page, '你好');
    await page.getByText('Handed over: the bot’s server answered with HTTP 401').waitFor();
  });

  test('rules: a menu and what answers it, mistakes at their rule, tried by a tap', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/bots');
    await openNew(page, 'Rules');
    await page.getByLabel('Name', { exact: true }).first().fill('Shop rules');
    const rule = (number: number) => page.getByRole('listitem', { name: `Rule ${number}` });
    await rule(1).getByLabel('Text').fill('Please choose.');
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await rule(2).getByRole('textbox', { name: 'Keyword 1' }).fill('order');
    await rule(2).getByLabel('Text').fill('It is on its way.');
    await save(page);
    await rule(2).getByText('This rule never answers, because “rule-1” always answers before it.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'rules-mistake');
    await page.getByRole('button', { name: 'Move rule 2 up' }).click();
    await rule(1).getByLabel('Menu id').fill('shipping');
    // The last rule offers a menu that leads to the first.
    await rule(2).getByRole('combobox', { name: 'Message 1' }).click();
    await page.locator('.ant-select-dropdown:visible').getByText('Menu message', { exact: true }).click();
    await rule(2).getByLabel('Text above the options').fill('Please choose:');
    await rule(2).getByRole('button', { name: 'Add an option' }).click();
    await rule(2).getByRole('textbox', { name: 'Option 1' }).fill('Where is my order?');
    await rule(2).getByRole('combobox', { name: 'Menu id of option 1' }).fill('ship');
    await page.keyboard.press('Escape');
    await save(page);
    await rule(2).getByText('No rule has this menu id.').waitFor();
    await rule(2).getByRole('combobox', { name: 'Menu id of option 1' }).fill('shipping');
    await page.keyboard.press('Escape');
    await save(page);
    await page.getByText('The bot was added. Try it below.').waitFor();
    await ask(page, 'hello');
    await page.getByRole('button', { name: 'Where is my order?' }).click();
    await page.getByRole('log').getByText('It is on its way.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'rules-tried');
    expect(await botNamed('Shop rules')).toMatchObject({
      kind: 'rules',
      aiLabel: false,
      rules: [
        { id: 'rule-2', when: { keywords: [{ text: 'order', match: 'contains' }], menuId: 'shipping' } },
        { id: 'rule-1', when: { any: true }, reply: [{ type: 'msgmenu' }] },
      ],
    });
  });

  test('the other kinds: Dify, your own server, and SalesIQ with its public key', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/bots', {
      locale: 'zh-CN',
      colorScheme: 'dark',
    });
    await page.getByRole('button', { name: '添加机器人' }).click();
    await page.getByRole('radio', { name: 'Dify 应用' }).check();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByLabel('名称', { exact: true }).fill('知识库');
    await page.getByLabel('接口地址').fill('https://api.dify.ai/v1');
    await page.getByLabel('API 密钥').fill('app-1234');
    await page.getByRole('button', { name: '添加变量' }).click();
    await page.getByRole('textbox', { name: '名称 1' }).fill('shop');
    await page.getByRole('textbox', { name: '值 1' }).fill('tea');
    await shoot(page, 'bot-dify-zh-dark');
    await page.getByRole('button', { name: /^保\s?存$/ }).click();
    await page.getByText('机器人已添加').waitFor();
    expect(await botNamed('知识库')).toMatchObject({ inputs: { shop: 'tea' }, storedSecrets: ['apiKey'] });

    const english = await desk.openAs(desk.administrator, '/setup/bots');
    await openNew(english, 'Your own server');
    await english.getByLabel('Name', { exact: true }).fill('Own');
    await english.getByLabel('Address', { exact: true }).fill(server.url);
    await english.getByRole('button', { name: 'Generate Signing secret' }).click();
    expect(await english.getByRole('textbox', { name: 'Signing secret' }).inputValue()).toMatch(/^whsec_/);
    await save(english);
    await english.getByText('The bot was added. Try it below.').waitFor();
    expect(await english.getByRole('textbox', { name: 'Signing secret' }).inputValue()).toBe('');

    await openNew(english, 'SalesIQ bot');
    await english.getByLabel('Name', { exact: true }).fill('Zobot');
    await english.getByLabel('Address', { exact: true }).fill(server.url);
    await save(english);
    await english.getByRole('button', { name: 'Make a key pair' }).click();
    await english.getByText('BEGIN PUBLIC KEY').waitFor();
    expect(await findBarriers(english)).toEqual([]);
    await shoot(english, 'bot-salesiq');
  });

  test('a channel chooses its bot and what it says by itself; its health shows the bot', async () => {
    const { body } = await desk.call<{ items: readonly { readonly id: string }[] }>('GET', '/channels');
    const channelId = body.items[0]?.id ?? '';
    const page = await desk.openAs(desk.administrator, `/setup/channels/${channelId}/settings`);
    await page.getByRole('combobox', { name: 'Bot of new conversations' }).click();
    await page.locator('.ant-select-dropdown:visible').getByText('Shop rules', { exact: true }).click();
    await page.getByLabel('Messages kept for people').fill('2');
    await page.getByLabel('When it hands over').fill('One moment, please.');
    await page.getByLabel('When a conversation is completed').fill('Goodbye.');
    await page.getByLabel('Before the window closes').fill('Still there?');
    await page.getByLabel('Minutes before it closes').fill('30');
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'channel-settings');
    await page.getByLabel('Messages in a row without a reply').fill('2');
    await save(page);
    await page.getByText('Keep fewer messages than may be sent in a row.').waitFor();
    await page.getByLabel('Messages in a row without a reply').fill('5');
    await save(page);
    await page.getByText('Settings saved.').waitFor();
    const channel = await desk.call<{ settings: object }>('GET', `/channels/${channelId}`);
    expect(channel.body.settings).toMatchObject({
      bot: { botId: (await botNamed('Shop rules'))?.id, keepPlaces: 2, handoverText: 'One moment, please.' },
      automatic: {
        welcome: null,
        closed: 'Goodbye.',
        nudge: { text: 'Still there?', beforeCloseMinutes: 30 },
      },
    });
    await page.goto(`${desk.url}/setup/channels/${channelId}`);
    await page.getByRole('link', { name: 'Shop rules' }).click();
    await page.getByRole('heading', { name: 'Shop rules' }).waitFor();
    await page.goto(`${desk.url}/setup/bots`);
    await page.getByText(/Rules · .* · used by /).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'bots-list');
    await page.getByRole('button', { name: 'Delete Zobot' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('link', { name: 'Zobot' }).waitFor({ state: 'detached' });
  });
});
