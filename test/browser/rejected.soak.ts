/** Refused deliveries: the page under Setup, and the warnings on a channel's health page. */
import type { Page } from 'playwright-core';
import { postWebhook, textXml } from '../support/process-webhook';
import { type BrowserDesk, describeInBrowser, findBarriers, startBrowserDesk } from './support';

jest.setTimeout(180_000);

describeInBrowser('refused deliveries', () => {
  let desk: BrowserDesk;
  let channelId: string;
  let originalId: string;
  let token: string;
  let webhookUrl: string;
  let number = 0;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    const connected = await desk.connect();
    ({ channelId } = connected);
    ({ originalId, token } = connected.account);
    webhookUrl = connected.account.webhookUrl ?? '';
  });
  afterAll(() => desk.close());
  afterEach(async () => {
    await desk.call('PATCH', `/channels/${channelId}`, { originalId });
    expect(await desk.endPages()).toEqual([]);
  });
  /** The channel has a wrong original id, so that deliveries are for another account. */
  const refuse = async (text: string): Promise<void> => {
    number += 1;
    await desk.call('PATCH', `/channels/${channelId}`, { originalId: 'gh_000000000000' });
    const post = () => postWebhook(webhookUrl, token, textXml(originalId, 'oRefused', text, String(number)));
    while ((await post()).status !== 400) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const rows = (page: Page) => page.getByRole('list', { name: 'Rejected deliveries' }).getByRole('listitem');

  test('one is found from the channel’s health, tried again after the fix, and stands in the inbox', async () => {
    await refuse('Is the tea house open?');
    const page = await desk.openAs(desk.administrator, `/setup/channels/${channelId}`);
    await page.getByText('1 delivery could not be accepted').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'View them' }).click();
    await page.waitForURL(`**/setup/rejected?channel=${channelId}`);
    await page.getByText('It is for another account.').waitFor();
    expect(await page.content()).not.toContain('Is the tea house open?');
    expect(await findBarriers(page)).toEqual([]);
    // Nothing has been changed yet, so it stays, and the notice says so.
    await page.getByRole('button', { name: /^Try again/ }).click();
    await page.getByText('It still cannot be accepted.').waitFor();
    expect(await rows(page).count()).toBe(1);
    await desk.call('PATCH', `/channels/${channelId}`, { originalId });
    await page.getByRole('button', { name: /^Try again/ }).click();
    await page.getByText('See the contact’s conversation.').waitFor();
    await page.getByText('No rejected deliveries').waitFor();
    await page.goto(`${desk.url}/inbox/waiting`);
    await page.getByText('Is the tea house open?').first().waitFor();
    await page.goto(`${desk.url}/setup/audit?action=rejected_delivery.taken`);
    await page.getByText('Rejected delivery accepted', { exact: true }).first().waitFor();
    await page.getByText('It is for another account.').waitFor();
  });

  test('one is deleted by keyboard after a question, and another stays', async () => {
    await refuse('first');
    await refuse('second');
    const page = await desk.openAs(desk.administrator, '/setup/rejected');
    await rows(page).nth(1).waitFor();
    await page
      .getByRole('button', { name: /^Delete/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('You cannot undo this').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('The delivery has been deleted.').waitFor();
    await rows(page).nth(1).waitFor({ state: 'detached' });
    expect(await rows(page).count()).toBe(1);
  });

  test('the health says that WeChat still uses the previous token', async () => {
    await desk.call('PATCH', `/channels/${channelId}`, { token: 'anothertoken' });
    const page = await desk.openAs(desk.administrator, `/setup/channels/${channelId}`);
    await page.getByText('Deliveries signed with the old token are accepted until').waitFor();
    await page.getByText('WeChat has not used the old one since.').waitFor();
    number += 1;
    const { status } = await postWebhook(
      webhookUrl,
      token,
      textXml(originalId, 'oFormer', 'hi', String(number)),
    );
    expect(status).toBe(200);
    await page.reload();
    await page.getByText('Change it in WeChat too').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Stop accepting them now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop accepting them now' }).click();
    await page.getByText('Only the current token').waitFor();
    await page.getByText('Deliveries signed with the old token').waitFor({ state: 'detached' });
    await desk.call('PATCH', `/channels/${channelId}`, { token });
  });

  test('is for administrators only', async () => {
    const page = await desk.openAs(await desk.addOperator('Li'), '/setup/rejected');
    await page.getByText('Your role does not allow this.').waitFor();
  });

  test.each([
    ['light', 'en-US', { width: 1280, height: 800 }, 'Rejected deliveries'],
    ['dark', 'zh-CN', { width: 1280, height: 800 }, '被拒的推送'],
    ['dark', 'ja-JP', { width: 360, height: 740 }, '拒否された配信'],
  ] as const)('has no barriers in %s, %s', async (colorScheme, locale, viewport, title) => {
    await refuse(`in ${locale}`);
    const page = await desk.openAs(desk.administrator, '/setup/rejected', { colorScheme, locale, viewport });
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'to_user_name' }).first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
    const isTooWide = await page.evaluate(() =>
      [...document.querySelectorAll('main')].some((main) => main.scrollWidth > main.clientWidth),
    );
    expect(isTooWide).toBe(false);
  });
});
