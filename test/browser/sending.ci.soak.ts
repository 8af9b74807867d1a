/** What must not happen to a message while it is sent, and how a refused one is written again. */
import type { Locator, Page } from 'playwright-core';
import { png } from '../support/sample-files';
import { type BrowserDesk, describeInBrowser, findBarriers, type Person, startBrowserDesk } from './support';

jest.setTimeout(180_000);

describeInBrowser('a message that is sent', () => {
  let desk: BrowserDesk;
  let mei: Person;
  let contacts = 0;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    mei = await desk.addOperator('Mei');
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  async function converse(): Promise<{ readonly openId: string; readonly page: Page; readonly id: string }> {
    contacts += 1;
    const openId = `oSend${contacts}`;
    await desk.writes(openId, '你好');
    const { id } = await desk.conversation(openId);
    const page = await desk.openAs(mei, `/inbox/all/${id}`);
    await box(page).waitFor();
    return { openId, page, id };
  }
  const box = (page: Page): Locator => page.getByRole('textbox', { name: 'Reply' });
  const ofStatus = (page: Page, status: string): Locator => page.locator(`[data-status="${status}"]`);
  const received = (openId: string) => desk.simulator.received({ openId });
  const openCard = async (page: Page, name: string): Promise<Locator> => {
    await page.getByRole('button', { name: 'Menu message or article' }).click();
    await page.getByRole('menuitem', { name }).click();
    const dialog = page.getByRole('dialog', { name });
    await dialog.waitFor();
    return dialog;
  };
  const writeArticle = async (page: Page): Promise<Locator> => {
    const dialog = await openCard(page, 'Article');
    await dialog.getByRole('textbox', { name: 'Title' }).fill('春茶上市');
    await dialog.getByRole('textbox', { name: 'Link', exact: true }).fill('https://example.com/spring');
    return dialog;
  };
  /** WeChat refuses the next message because of its content. */
  const refuseNext = (openId: string): void => {
    const effect = { type: 'errcode', errcode: 40_008 } as const;
    desk.simulator.addFault({ operation: 'custom/send', openId, effect });
  };

  test('a form that is left without sending gives the focus back to the button that opened it', async () => {
    const { page } = await converse();
    const opener = page.getByRole('button', { name: 'Menu message or article' });
    const isFocused = () => opener.evaluate((button) => button === document.activeElement);
    const untouched = await openCard(page, 'Menu message');
    await untouched.getByRole('textbox', { name: 'Option 1' }).press('Escape');
    await untouched.waitFor({ state: 'hidden' });
    expect(await isFocused()).toBe(true);
    const changed = await writeArticle(page);
    await changed.getByRole('textbox', { name: 'Title' }).press('Escape');
    await page.getByRole('button', { name: 'Leave', exact: true }).click();
    await changed.waitFor({ state: 'hidden' });
    expect(await isFocused()).toBe(true);
  });

  test('from a form leaves once however often Enter is pressed, and its form stays until that is known', async () => {
    const { openId, page } = await converse();
    desk.simulator.addFault({ operation: 'custom/send', openId, effect: { type: 'delay', ms: 3_000 } });
    const dialog = await writeArticle(page);
    const title = dialog.getByRole('textbox', { name: 'Title' });
    // Two at once, so that nothing is rendered in between.
    await title.evaluate((field: HTMLInputElement) => {
      field.form?.requestSubmit();
      field.form?.requestSubmit();
    });
    await title.press('Enter');
    const cancel = dialog.getByRole('button', { name: 'Cancel' });
    await dialog.locator('button[disabled]', { hasText: 'Cancel' }).waitFor();
    await title.press('Enter');
    await title.press('Escape');
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(await page.getByText('Leave without saving?').count()).toBe(0);
    expect(await cancel.isDisabled()).toBe(true);
    await dialog.waitFor({ state: 'hidden' });
    await ofStatus(page, 'sent').getByText('春茶上市').waitFor();
    // They are sent one after the other, so a second article would be there first.
    await box(page).fill('Here it is');
    await box(page).press('Enter');
    await ofStatus(page, 'sent').getByText('Here it is').waitFor();
    expect(received(openId).map(({ msgtype }) => msgtype)).toEqual(['news', 'text']);
  });

  test('that may or may not have been accepted is repeated with the same key, and says what to do', async () => {
    const { openId, page } = await converse();
    const keys: (string | null)[] = [];
    await page.route('**/api/v1/conversations/*/messages', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      keys.push(await route.request().headerValue('idempotency-key'));
      if (keys.length > 1) return route.continue();
      const problem = {
        code: 'unavailable',
        reason: 'acceptance_unknown',
        status: 503,
        title: 'x',
        detail: 'x',
      };
      const contentType = 'application/problem+json';
      return route.fulfill({ status: 503, contentType, body: JSON.stringify(problem) });
    });
    await box(page).fill('Only once');
    await box(page).press('Enter');
    await page.getByText('the contact gets it only once').waitFor();
    expect(await box(page).inputValue()).toBe('Only once');
    await box(page).press('Enter');
    await ofStatus(page, 'sent').getByText('Only once').waitFor();
    expect(keys).toEqual([expect.any(String), keys[0]]);
    expect(received(openId)).toHaveLength(1);
  });

  test('from a form stays written when the conversation completes meanwhile, with the reason', async () => {
    const { page, id } = await converse();
    await page.getByRole('button', { name: 'Attend' }).click();
    const dialog = await writeArticle(page);
    expect((await desk.call('POST', `/conversations/${id}/complete`)).status).toBe(200);
    await dialog.getByText('completed').waitFor();
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.getByRole('alert').getByText('completed').waitFor();
    expect(await dialog.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('春茶上市');
  });

  test('and refused by WeChat is written again: menu and article in their forms, a file in the tray', async () => {
    const { openId, page } = await converse();
    refuseNext(openId);
    const menu = await openCard(page, 'Menu message');
    await menu.getByRole('textbox', { name: 'Text above the options' }).fill('您想咨询什么？');
    await menu.getByRole('textbox', { name: 'Option 1' }).fill('订单');
    await menu.getByRole('textbox', { name: 'Option 2' }).fill('退货');
    await menu.getByRole('button', { name: 'Send' }).click();
    await menu.waitFor({ state: 'hidden' });
    const again = page.getByRole('button', { name: 'Edit and send again' });
    await again.click();
    await menu.waitFor();
    expect(await menu.getByRole('textbox', { name: 'Option 2' }).inputValue()).toBe('退货');
    await menu.getByRole('textbox', { name: 'Option 2' }).fill('退货与换货');
    await menu.getByRole('button', { name: 'Send' }).click();
    await menu.waitFor({ state: 'hidden' });
    await ofStatus(page, 'sent').getByText('退货与换货').waitFor();

    refuseNext(openId);
    const article = await writeArticle(page);
    await article.getByRole('button', { name: 'Send' }).click();
    await article.waitFor({ state: 'hidden' });
    await again.nth(1).click();
    await article.waitFor();
    await article.getByRole('button', { name: 'Send' }).click();
    await article.waitFor({ state: 'hidden' });
    await ofStatus(page, 'sent').getByText('春茶上市').waitFor();

    refuseNext(openId);
    const opened = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach files' }).click();
    await (await opened).setFiles([{ name: 'tea.png', mimeType: 'image/png', buffer: png(200, 100) }]);
    await page.locator('[data-upload="ready"]').getByText('tea.png').waitFor();
    await box(page).press('Enter');
    await again.nth(2).click();
    await page.locator('[data-upload="ready"]').getByText('tea.png').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await box(page).press('Enter');
    await ofStatus(page, 'sent')
      .getByRole('button', { name: /^Enlarge/ })
      .waitFor();
    expect(received(openId).map(({ msgtype }) => msgtype)).toEqual(['msgmenu', 'news', 'image']);
    expect(received(openId)[0]?.body).toMatchObject({
      msgmenu: { head_content: '您想咨询什么？', list: [{ content: '订单' }, { content: '退货与换货' }] },
    });
  });
});
