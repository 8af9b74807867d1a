/** Canned replies with folders and variables, and macros: made under Set-up, run in a conversation. */
import type { Page } from 'playwright-core';
import { type BrowserDesk, describeInBrowser, findBarriers, type Person, startBrowserDesk } from './support';

jest.setTimeout(180_000);

describeInBrowser('macros and canned replies', () => {
  let desk: BrowserDesk;
  let mei: Person;
  let contacts = 0;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    mei = await desk.addOperator('Mei');
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  const converse = async (name?: string) => {
    contacts += 1;
    const openId = `oMacro${contacts}`;
    await desk.writes(openId, '你好');
    const { id, contact } = await desk.conversation(openId);
    if (name !== undefined) await desk.call('PATCH', `/contacts/${contact.id}`, { name });
    return { openId, id, page: await desk.openAs(mei, `/inbox/all/${id}`) };
  };
  const box = (page: Page) => page.getByRole('textbox', { name: 'Reply' });
  const choose = async (page: Page, name: string) => {
    await page.getByRole('button', { name: 'Macros' }).click();
    await page.getByRole('menuitem', { name }).click();
  };

  test('a canned reply is kept in a folder, found, looked at with its variables filled, and put into the message', async () => {
    const { page } = await converse('李雷');
    await page.getByRole('button', { name: 'Canned replies' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add a canned reply' }).click();
    await dialog.getByRole('textbox', { name: 'Shortcut' }).fill('hi');
    await dialog.getByRole('textbox', { name: 'Text' }).fill('{{contact.age}}');
    await dialog.getByRole('combobox', { name: 'Folder' }).fill('问候');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('There is no variable {{contact.age}}.').waitFor();
    await dialog.getByRole('textbox', { name: 'Text' }).fill('{{contact.name}}您好，我是{{operator.name}}。');
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('heading', { name: '问候' }).waitFor();
    await dialog.getByRole('searchbox', { name: /Search/ }).fill('nothing');
    await dialog.getByText('No canned reply contains these words.').waitFor();
    await dialog.getByRole('searchbox', { name: /Search/ }).fill('问');
    await dialog.getByText('used 0×').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Use /hi' }).click();
    await dialog.getByText('李雷您好，我是Mei。').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Insert into message' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await box(page).inputValue()).toBe('李雷您好，我是Mei。');
    await box(page).fill('');
    await page.getByRole('button', { name: 'Canned replies' }).click();
    await dialog.getByText('used 1×').waitFor();
  });

  test('a slash fills the variables too, and says which have no value', async () => {
    const { page } = await converse();
    await box(page).pressSequentially('/hi');
    await page.getByRole('option', { name: /hi/ }).waitFor();
    await box(page).press('Enter');
    await page.getByText('Not known for this contact').waitFor();
    expect(await box(page).inputValue()).toBe('顾客您好，我是Mei。');
  });

  test('a macro is made by keyboard, runs in a conversation, and says where it was stopped', async () => {
    const { page, openId, id } = await converse('李雷');
    await choose(page, 'Manage macros');
    await page.getByText('No macros yet').waitFor();
    await page.getByRole('button', { name: 'Add a macro' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Goodbye');
    await dialog.getByRole('textbox', { name: 'Send a reply' }).fill('{{contact.name}}再见');
    await dialog.getByRole('button', { name: 'Add a step' }).click();
    await dialog.getByRole('textbox', { name: 'Add a note' }).fill('Done');
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Add a note' }).press('Alt+ArrowUp');
    await dialog.getByRole('button', { name: 'Add a step' }).click();
    await dialog.getByRole('combobox', { name: 'Step 3' }).press('Enter');
    // The kit names only the options around the chosen one.
    await page.locator('.ant-select-dropdown').getByText('Complete the conversation').waitFor();
    await dialog.getByRole('combobox', { name: 'Step 3' }).press('ArrowDown');
    await dialog.getByRole('combobox', { name: 'Step 3' }).press('ArrowDown');
    await dialog.getByRole('combobox', { name: 'Step 3' }).press('Enter');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Only you · Add a note → Send a reply → Complete the conversation').waitFor();
    expect(await findBarriers(page)).toEqual([]);

    await page.goto(`${desk.url}/inbox/all/${id}`);
    await choose(page, 'Goodbye');
    await dialog.getByText('李雷再见').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page
      .getByText(/Completed/)
      .first()
      .waitFor();
    expect(JSON.stringify(desk.simulator.received({ openId })[0]?.body)).toContain('李雷再见');

    // In the completed conversation the note is added and the reply refused.
    await choose(page, 'Goodbye');
    await page.keyboard.press('Enter');
    await dialog.getByText('“Goodbye” stopped').waitFor();
    expect(await dialog.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringContaining('done'),
      expect.stringContaining('refused'),
      expect.stringContaining('not run'),
    ]);
    expect(await findBarriers(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    expect(desk.simulator.received({ openId })).toHaveLength(1);
  });

  test('other pages of the set-up stay closed to operators', async () => {
    const page = await desk.openAs(mei, '/setup/macros');
    await page.getByRole('heading', { name: 'Macros' }).waitFor();
    expect(await page.getByRole('navigation', { name: 'Setup' }).getByRole('link').allInnerTexts()).toEqual([
      'Macros',
    ]);
    await page.goto(`${desk.url}/setup/channels`);
    await page.getByText('You do not have access to this').waitFor();
  });
});
