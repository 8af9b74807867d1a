/** An Official Account is connected with the wizard alone; the simulator is WeChat. */
import type { Page } from 'playwright-core';
import type { Account, AccountInput } from '../../src/simulator/accounts';
import { type BrowserDesk, describeInBrowser, findBarriers, startBrowserDesk } from './support';

jest.setTimeout(180_000);
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };

describeInBrowser('the channel wizard', () => {
  let desk: BrowserDesk;
  beforeAll(async () => {
    desk = await startBrowserDesk();
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  /** What someone does in WeChat's own console. */
  const atWechat = async (method: string, where: string, body?: AccountInput): Promise<Account> => {
    const response = await fetch(`${desk.env['WECHAT_API_URL']}/simulator/accounts${where}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Account;
  };
  const copied = async (page: Page, what: string): Promise<string> => {
    await page.getByRole('button', { name: `Copy ${what}` }).click();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const begin = async (page: Page, name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Connect an account' }).click();
    // The only brand is already selected.
    await page.getByRole('dialog').getByText('Tea', { exact: true }).waitFor();
    await page.getByRole('dialog').getByLabel('Name').fill(name);
    // WeChat's own way to count is preselected.
    const lastMessage = page.getByRole('radio', { name: /with the contact’s last message/ });
    expect(await lastMessage.isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: `Connect ${name}` }).waitFor();
  };

  test('connects an account, can be left and continued, and says in words what is wrong', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/channels', CLIPBOARD);
    await begin(page, 'Tea <b>house</b>');

    const next = page.getByRole('button', { name: 'Next' });
    expect(await next.isDisabled()).toBe(true);
    expect(await copied(page, 'IP addresses')).toMatch(/^[0-9a-f.:\n]+$/);
    await page.getByRole('checkbox', { name: /pasted them/ }).check();
    expect(await findBarriers(page)).toEqual([]);
    await next.click();
    await page.getByLabel('Original ID').waitFor();
    // The way there is the new one.
    await page.getByText('基础信息 → 开发密钥').waitFor();
    const platform = page.getByRole('link', { name: 'Open the WeChat Developer Platform' });
    expect(await platform.first().getAttribute('href')).toBe('https://developers.weixin.qq.com/platform');

    // The draft is left, and opens again at the first unfinished step.
    await page.getByRole('link', { name: 'Channels' }).first().click();
    await page.getByRole('link', { name: /Continue setup/ }).click();
    await page.getByLabel('Original ID').fill('gh_teahouse1');
    await page.getByLabel('AppID', { exact: true }).fill('not an AppID');
    await page.getByLabel('AppSecret', { exact: true }).fill('f'.repeat(32));
    await page.getByRole('button', { name: 'Generate Token' }).click();
    await page.getByRole('button', { name: 'Generate EncodingAESKey' }).click();
    await page.getByRole('button', { name: 'Copy EncodingAESKey' }).waitFor();
    const token = await copied(page, 'Token');
    const encodingAesKey = await copied(page, 'EncodingAESKey');
    expect([token, encodingAesKey]).toEqual([
      expect.stringMatching(/^[A-Za-z0-9]{32}$/),
      expect.stringMatching(/^[A-Za-z0-9]{43}$/),
    ]);
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await page.getByText('Starts with wx, followed by 16 letters or digits.').waitFor();
    expect(await page.getByLabel('AppSecret', { exact: true }).inputValue()).toBe('f'.repeat(32));
    expect(await findBarriers(page)).toEqual([]);

    const account = await atWechat('POST', '', {
      originalId: 'gh_teahouse1',
      encryption: 'safe',
      token,
      encodingAesKey,
      allowedIps: ['203.0.113.7'],
    });
    await page.getByLabel('AppID', { exact: true }).fill(account.appId);
    await page.getByRole('button', { name: 'Save and continue' }).click();

    await page.getByText('Waiting for WeChat’s verification.').waitFor();
    const { pathname } = new URL(await copied(page, 'Webhook URL'));
    await atWechat('PATCH', `/${account.appId}`, { webhookUrl: `${desk.url}${pathname}` });
    await atWechat('POST', `/${account.appId}/verify-webhook`);
    await page.getByText('WeChat has verified the webhook:').waitFor();
    await page.getByText('The AppSecret is wrong.').waitFor();
    expect(await findBarriers(page)).toEqual([]);

    await page.getByRole('button', { name: /Account details/ }).click();
    const secret = page.getByLabel('AppSecret', { exact: true });
    expect([await secret.inputValue(), await secret.getAttribute('placeholder')]).toEqual([
      '',
      'Already set. Enter a new one to replace it.',
    ]);
    await secret.fill(account.appSecret);
    await page.getByRole('button', { name: 'Save and continue' }).click();
    // The check says it, and so does the alarm banner, which is on every page.
    await page.getByText(/^WeChat saw this server as 127\.0\.0\.1/).waitFor();

    await atWechat('PATCH', `/${account.appId}`, { allowedIps: null });
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByText('All checks passed.').waitFor();
    await page.getByText('By searching for its name in WeChat').waitFor();

    // WeChat's check cannot tell that the original ID is wrong: the first message does.
    await page.getByText('Only a real message shows whether the original ID').waitFor();
    await atWechat('PATCH', `/${account.appId}`, { originalId: 'gh_teahouse2' });
    const written = await fetch(`${desk.env['WECHAT_API_URL']}/simulator/messages`, {
      method: 'POST',
      body: JSON.stringify({ appId: account.appId, openId: 'oFirst', type: 'text', text: 'Hello' }),
    });
    expect(written.status).toBe(200);
    await page.getByText('1 delivery could not be accepted').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'Open the channel’s page' }).click();
    await page.getByRole('heading', { name: 'Tea <b>house</b>' }).waitFor();
    await page.getByText('Deliveries rejected', { exact: true }).waitFor();
  });

  test('asks before it throws away what was typed', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/channels');
    await begin(page, 'Other house');
    await page.getByRole('button', { name: 'Do this later' }).click();
    await page.getByLabel('Original ID').fill('gh_other');
    await page.getByRole('link', { name: 'Inbox' }).click();
    await page.getByRole('dialog').getByText('Leave without saving?').waitFor();
    await page.getByRole('button', { name: 'Stay here' }).click();
    expect(await page.getByLabel('Original ID').inputValue()).toBe('gh_other');
    await page.getByRole('link', { name: 'Inbox' }).click();
    await page.getByRole('button', { name: 'Leave', exact: true }).click();
    await page.waitForURL('**/inbox/**');
  });

  test.each([
    ['中文', 'zh-CN', '账号信息', 'dark'],
    ['日本語', 'ja-JP', 'アカウント情報', 'light'],
  ] as const)('is there in %s, and fits a phone', async (_name, locale, words, colorScheme) => {
    const viewport = { width: 360, height: 740 };
    const page = await desk.openAs(desk.administrator, '/setup/channels', { locale, colorScheme, viewport });
    const channels = await desk.call<{ items: readonly { id: string }[] }>('GET', '/channels');
    for (const step of [1, 2, 3]) {
      await page.goto(`${desk.url}/setup/channels/${channels.body.items[0]?.id}/connect?step=${step}`);
      await page.getByText(words).first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
      const isTooWide = await page.evaluate(() =>
        [...document.querySelectorAll('main')].some((main) => main.scrollWidth > main.clientWidth),
      );
      expect(isTooWide).toBe(false);
    }
  });
});
