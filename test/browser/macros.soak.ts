/** Canned replies with folders and variables, and macros: made under Set-up, run in a conversation. */
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
    await dialog.getByRole('button', { name: 'Create a canned reply' }).click();
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
    await page.getByRole('button', { name: 'Create a macro' }).click();
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
    // Tag, priority and transfer stand between.
    for (let times = 0; times < 4; times += 1)
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
      .getByRole('article')
      .getByText(/^Completed /)
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

  test('a macro tags, sets the priority and snoozes, and its steps can be changed', async () => {
    const { page, id } = await converse();
    await page.getByRole('button', { name: 'Attend' }).click();
    await choose(page, 'Manage macros');
    await page.getByRole('button', { name: 'Create a macro' }).click();
    const dialog = page.getByRole('dialog');
    const option = (name: string) =>
      page.locator('.ant-select-dropdown:visible').getByText(name, { exact: true });
    const makeStep = async (number: number, kind: string) => {
      await dialog.getByRole('combobox', { name: `Step ${number}` }).click();
      await option(kind).click();
    };
    await dialog.getByLabel('Name').fill('Waiting for goods');
    await makeStep(1, 'Add tags');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Add at least one tag.').waitFor();
    await dialog.getByRole('combobox', { name: 'Tags' }).fill('goods');
    await dialog.getByRole('combobox', { name: 'Tags' }).press('Enter');
    await dialog.getByRole('button', { name: 'Add a step' }).click();
    await makeStep(2, 'Set the priority');
    await dialog.getByRole('combobox', { name: 'Priority' }).click();
    await option('Urgent').click();
    await dialog.getByRole('button', { name: 'Add a step' }).click();
    await makeStep(3, 'Snooze the conversation');
    await dialog.getByRole('spinbutton', { name: 'Snooze for' }).fill('2');
    await shoot(page, 'macro-steps');
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Add tags → Set the priority → Snooze the conversation').waitFor();

    await page.goto(`${desk.url}/inbox/all/${id}`);
    await choose(page, 'Waiting for goods');
    for (const detail of ['goods', 'Urgent', 'For 2 h'])
      await dialog.getByText(detail, { exact: true }).waitFor();
    await shoot(page, 'macro-run');
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Enter');
    const header = page.getByRole('article').locator('header');
    for (const shown of ['Snoozed until', 'Urgent', 'goods']) await header.getByText(shown).waitFor();

    await page.goto(`${desk.url}/setup/macros`);
    await page.getByRole('button', { name: 'Edit Waiting for goods' }).click();
    expect(await dialog.getByRole('spinbutton', { name: 'Snooze for' }).inputValue()).toBe('2');
    await dialog.getByRole('checkbox', { name: 'Until they reply' }).check();
    await dialog.getByRole('spinbutton', { name: 'Snooze for' }).waitFor({ state: 'hidden' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.goto(`${desk.url}/inbox/all/${id}`);
    await page.getByRole('button', { name: 'End snooze' }).click();
    await header.getByText('Snoozed until').waitFor({ state: 'hidden' });
    await choose(page, 'Waiting for goods');
    await dialog.getByText('Until they reply', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await header.getByText('Snoozed until they reply').waitFor();
  });

  test('with whom a shared macro is shared is for administrators; a colleague copies it', async () => {
    const { body } = await desk.call<{ items: readonly { readonly id: string }[] }>('GET', '/brands');
    const steps = [{ type: 'note', text: 'Done' }];
    const macro = { name: 'Of the brand', isShared: true, brandId: body.items[0]?.id, steps };
    expect((await desk.call('POST', '/macros', macro)).status).toBe(201);
    const page = await desk.openAs(mei, '/setup/macros');
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Edit Of the brand' }).click();
    await dialog.getByText('Only administrators can change who it is shared with.').waitFor();
    expect(await dialog.getByRole('combobox', { name: 'Who can use it' }).isDisabled()).toBe(true);
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'macro-shared');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Copy Of the brand' }).click();
    expect(await dialog.getByRole('combobox', { name: 'Who can use it' }).isDisabled()).toBe(false);
    await dialog.getByLabel('Name').fill('Mine');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Only you · Add a note', { exact: true }).waitFor();
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
