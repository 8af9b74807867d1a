/**
 * The contact panel beside the conversation: profile, what operators write about them, blocking, earlier conversations.
 */
import type { Page } from 'playwright-core';
import {
  type BrowserDesk,
  describeInBrowser,
  findBarriers,
  type Person,
  ringForAnHour,
  startBrowserDesk,
} from './support';

jest.setTimeout(180_000);

describeInBrowser('the contact', () => {
  let desk: BrowserDesk;
  let mei: Person;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    await ringForAnHour(desk);
    mei = await desk.addOperator('Mei');
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  const WIDE = { viewport: { width: 1400, height: 900 } };
  const openConversation = async (text: string, options: object = WIDE): Promise<Page> => {
    const page = await desk.openAs(mei, '/inbox/all', options);
    await page.locator('[data-row]').filter({ hasText: text }).first().click();
    return page;
  };
  const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Contact' });

  test('gets a name, a remark that WeChat is told too, and tags; all as text', async () => {
    await desk.writes('oNamed', 'Hello from somebody');
    const page = await openConversation('Hello from somebody');
    const panel = panelOf(page);
    await panel.getByLabel('Name').fill('<img src=x onerror=alert(1)>');
    await page.keyboard.press('Enter');
    await page.locator('[data-row]').filter({ hasText: '<img src=x' }).waitFor();
    await panel.getByLabel('Name').fill('王小明');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '王小明' }).waitFor();

    await panel.getByLabel('Remark').fill('orders tea');
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.getByText('Saved in WeChat', { exact: true }).waitFor({ timeout: 30_000 });

    await panel.getByLabel('Tags').fill('VIP');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await panel.getByTitle('VIP').waitFor();
    await page.reload();
    await panel.getByTitle('VIP').waitFor();
    expect(await panel.getByLabel('Name').inputValue()).toBe('王小明');
    expect(await panel.getByLabel('Remark').inputValue()).toBe('orders tea');

    // Another contact of the brand is offered the tag.
    await desk.writes('oOther', 'Somebody else');
    await page.locator('[data-row]').filter({ hasText: 'Somebody else' }).click();
    await panel.getByText('oOther').waitFor();
    await panel.getByLabel('Tags').click();
    await page.locator('.ant-select-item-option').filter({ hasText: 'VIP' }).click();
    await panel.getByTitle('VIP').waitFor();
  });

  test('is blocked with a reason, which completes the conversation, and unblocked', async () => {
    await desk.writes('oRude', 'Rude words');
    const page = await openConversation('Rude words');
    await panelOf(page).getByRole('button', { name: 'Block…' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Block' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Reason').fill('insults');
    await dialog.getByRole('button', { name: 'Block' }).click();
    await page.getByText(/Completed .* the contact was blocked/).waitFor();
    await panelOf(page).getByText('insults').waitFor();
    await desk.writes('oRude', 'More of them');
    expect(await desk.conversations('oRude')).toHaveLength(1);
    await panelOf(page).getByRole('button', { name: 'Unblock' }).click();
    await panelOf(page).getByRole('button', { name: 'Block…' }).waitFor();
  });

  test('has earlier conversations, to be read, and one timeline of all', async () => {
    await desk.writes('oTwice', 'The first question');
    const page = await openConversation('The first question');
    await panelOf(page).getByText('This is the first conversation.').waitFor();
    await page.getByRole('button', { name: 'Attend' }).click();
    await page.getByRole('button', { name: 'Complete' }).click();
    await page.getByText(/Completed .* by an operator/).waitFor();
    await desk.writes('oTwice', 'The second question');
    await page.locator('[data-row]').filter({ hasText: 'The second question' }).click();
    await panelOf(page)
      .getByRole('link', { name: /The first question/ })
      .click();
    await page.getByRole('article').getByText('The first question').waitFor();
    await page.getByRole('textbox', { name: 'Reply' }).waitFor({ state: 'detached' });
    await panelOf(page).getByRole('button', { name: 'Full timeline' }).click();
    const timeline = page.getByRole('dialog');
    await timeline.getByText('The second question').waitFor();
    await timeline.getByText('The first question').waitFor();
  });

  test.each(['light', 'dark'] as const)(
    'has no barriers, beside and as a drawer, in %s',
    async (colorScheme) => {
      await desk.writes('oLook', 'Look at me');
      const page = await openConversation('Look at me', { ...WIDE, colorScheme });
      await panelOf(page).getByLabel('Remark').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByRole('button', { name: 'Hide the contact' }).first().click();
      await panelOf(page).waitFor({ state: 'hidden' });
      await page.setViewportSize({ width: 360, height: 740 });
      await page.getByRole('button', { name: 'Show the contact' }).click();
      await page.getByRole('dialog').getByLabel('Remark').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    },
  );
});
