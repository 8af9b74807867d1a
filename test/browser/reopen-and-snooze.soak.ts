/** An operator puts a conversation aside, gets it back, completes it and reopens it. */
import type { Page } from 'playwright-core';
import {
  type BrowserDesk,
  describeInBrowser,
  findBarriers,
  type Person,
  shoot,
  startBrowserDesk,
} from './support';

jest.setTimeout(180_000);

describeInBrowser('reopening and snoozing', () => {
  let desk: BrowserDesk;
  let mei: Person;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    mei = await desk.addOperator('Mei');
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  const row = (page: Page, text: string) => page.getByRole('link').filter({ hasText: text });
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  test('a snoozed conversation leaves Mine, is found under Snoozed, and comes back when the contact writes', async () => {
    await desk.writes('oSnooze', 'Can you check my order?');
    const page = await desk.openAs(mei);
    await row(page, 'Can you check').click();
    await button(page, 'Attend').click();
    await page.getByRole('link', { name: 'Mine' }).click();
    await row(page, 'Can you check').click();
    await page.getByRole('button', { name: 'Snooze', exact: true }).click();
    await page.getByRole('menuitem', { name: 'In 1 hour' }).waitFor();
    await shoot(page, 'snooze-menu');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('menuitem', { name: 'Until they reply' }).click();
    await page.getByText('Snoozed until they reply').waitFor();
    await page.getByText('No conversations are assigned to you').waitFor();

    await button(page, 'Snoozed').click();
    await row(page, 'Can you check').waitFor();
    await shoot(page, 'snoozed-list');
    expect(await findBarriers(page)).toEqual([]);
    await desk.writes('oSnooze', 'Any news?');
    await page.getByText('No snoozed conversations').waitFor();
    await button(page, 'Snoozed').click();
    await row(page, 'Any news?').waitFor();
  });

  test('a snooze until a time is shown with that time, and can be ended', async () => {
    const page = await desk.openAs(mei, '/inbox/mine');
    await row(page, 'Any news?').click();
    await page.getByRole('button', { name: 'Snooze', exact: true }).click();
    await page.getByRole('menuitem', { name: /^Tomorrow .*09:00/ }).click();
    await page.getByText(/Snoozed until .*09:00/).waitFor();
    await button(page, 'End snooze').click();
    await page.getByText(/Snoozed until/).waitFor({ state: 'hidden' });
    await row(page, 'Any news?').waitFor();
  });

  test('a completed conversation is reopened by its button, and then says why it cannot be again', async () => {
    const page = await desk.openAs(mei, '/inbox/mine');
    await row(page, 'Any news?').click();
    const completedAddress = page.url();
    await button(page, 'Complete').click();
    // It could still be undone for ten seconds.
    await button(page, 'Reopen').waitFor();
    await shoot(page, 'reopen-button');
    await button(page, 'Reopen').click();
    await page.getByText('Assigned to you', { exact: true }).waitFor();
    expect(page.url()).not.toBe(completedAddress);
    await page.getByRole('textbox', { name: 'Reply' }).fill('One more thing');
    await page.keyboard.press('Enter');
    await page.locator('[data-status="sent"]').filter({ hasText: 'One more thing' }).waitFor();
    await shoot(page, 'reopened');
    expect(await findBarriers(page)).toEqual([]);

    await page.goto(completedAddress);
    const again = button(page, 'Reopen');
    await again.waitFor();
    expect(await again.isDisabled()).toBe(true);
    await again.hover({ force: true });
    await page.getByText('This contact has a newer conversation. Continue there.').waitFor();
  });

  test.each([
    ['zh-CN', '稍后处理', '直到客户回复'],
    ['ja-JP', 'スヌーズ', '返信が来るまで'],
  ])('speaks the language of the browser: %s', async (locale, snooze, untilReply) => {
    const page = await desk.openAs(mei, '/inbox/mine', {
      locale,
      colorScheme: 'dark',
      viewport: { width: 390, height: 800 },
    });
    await row(page, 'One more thing').click();
    await page.getByRole('button', { name: snooze, exact: true }).click();
    await page.getByRole('menuitem', { name: untilReply }).waitFor();
    await shoot(page, `phone-${locale}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
