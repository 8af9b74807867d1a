/** Erasing a contact from the panel beside the conversation: the legal hold, the dialog, and what other pages show. */
import type { Page } from 'playwright-core';
import {
  type BrowserDesk,
  describeInBrowser,
  findBarriers,
  type Person,
  ringForAnHour,
  shoot,
  startBrowserDesk,
} from './support';

jest.setTimeout(180_000);

describeInBrowser('erasing a contact', () => {
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
  const rowOf = (page: Page, text: string) => page.locator('[data-row]').filter({ hasText: text });
  const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Contact' });

  test('is for administrators: a hold forbids it; a reason confirms it; every open page drops the contact', async () => {
    await desk.writes('oForgetMe', 'Please forget me');
    await desk.writes('oStays', 'I stay');
    const theirs = await desk.openAs(mei, '/inbox/all', WIDE);
    await rowOf(theirs, 'Please forget me').click();
    await panelOf(theirs).getByLabel('Remark').waitFor();
    expect(await panelOf(theirs).getByRole('button', { name: 'Erase…' }).count()).toBe(0);

    const page = await desk.openAs(desk.administrator, '/inbox/all', WIDE);
    await rowOf(page, 'Please forget me').click();
    const privacy = panelOf(page).getByRole('region', { name: 'Privacy' });
    await privacy.getByRole('switch', { name: 'Legal hold' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Reason/).fill('a complaint');
    await dialog.getByRole('button', { name: 'Put under legal hold' }).click();
    await privacy.getByRole('switch', { name: 'Legal hold', checked: true }).waitFor();
    expect(await privacy.getByRole('button', { name: 'Erase…' }).isDisabled()).toBe(true);
    await privacy.getByRole('switch', { name: 'Legal hold' }).click();
    await dialog.getByLabel(/^Reason/).fill('settled');
    await dialog.getByRole('button', { name: 'End it' }).click();
    await privacy.getByRole('switch', { name: 'Legal hold', checked: false }).waitFor();

    await privacy.getByRole('button', { name: 'Erase…' }).click();
    await dialog.getByText(/For ever gone/).waitFor();
    await dialog.getByText(/What stays/).waitFor();
    const confirm = dialog.getByRole('button', { name: 'Erase for ever' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel(/^Reason/).fill('asked by mail');
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'erase-dialog');
    await confirm.click();
    for (const one of [page, theirs]) {
      await rowOf(one, 'Please forget me').waitFor({ state: 'detached' });
      await one.getByText('Please forget me').first().waitFor({ state: 'detached' });
      await rowOf(one, 'I stay').waitFor();
    }
    await rowOf(page, 'I stay').click();
    await page.getByRole('article').getByText('I stay').waitFor();
  });
});
