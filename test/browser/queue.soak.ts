/** The queue: who comes first, what needs a look, what is unread, and one action for many conversations. */
import type { Page } from 'playwright-core';
import {
  type BrowserDesk,
  describeInBrowser,
  findBarriers,
  type Person,
  ringFor,
  ringForAnHour,
  shoot,
  startBrowserDesk,
} from './support';

jest.setTimeout(180_000);

describeInBrowser('the queue', () => {
  let desk: BrowserDesk;
  let mei: Person;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    await ringForAnHour(desk);
    mei = await desk.addOperator('Mei');
    for (const [openId, text] of [
      ['oFirst', 'I came first'],
      ['oSecond', 'I came second'],
      ['oThird', 'I came third'],
    ] as const) {
      await desk.writes(openId, text);
      await desk.conversation(openId);
    }
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  const rows = (page: Page) => page.locator('[data-row]');
  const tab = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
  const texts = async (page: Page) =>
    (await rows(page).allTextContents()).map((text) => /I came (first|second|third)/.exec(text)?.[1]);

  test('has the longest ringing first and counts down, also when someone writes again', async () => {
    const page = await desk.openAs(mei);
    await rows(page).nth(2).waitFor();
    expect(await texts(page)).toEqual(['first', 'second', 'third']);
    expect(await rows(page).first().textContent()).toMatch(/\d.* until missed/);
    await desk.writes('oThird', 'I came third, and still wait');
    await page.getByText('still wait').waitFor();
    expect(await texts(page)).toEqual(['first', 'second', 'third']);
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'queue-waiting');
  });

  test('marks as read what is opened, and keeps it unanswered until someone replies', async () => {
    const page = await desk.openAs(mei);
    const row = rows(page).filter({ hasText: 'I came first' });
    await row.filter({ hasText: '(unread)' }).waitFor();
    await row.click();
    await row.filter({ hasNotText: '(unread)' }).waitFor();
    let told = 0;
    page.on('request', (request) => {
      if (request.method() === 'PUT' && request.url().endsWith('/seen')) told += 1;
    });
    const again = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `I came first, and write again (${number})`);
    const startedAt = Date.now();
    await Promise.all(again.map((text) => desk.writes('oFirst', text)));
    for (const text of again) await page.getByRole('log').getByText(text).waitFor();

    // At once, and then once a second at most.
    expect(told).toBeLessThanOrEqual(1 + Math.ceil((Date.now() - startedAt) / 1_000));
    await row.filter({ hasNotText: '(unread)' }).waitFor();
    await page.getByRole('button', { name: 'Attend' }).click();
    await tab(page, 'Mine 1').click();
    await row.filter({ hasText: 'Unanswered' }).waitFor();
    await row.click();
    await page.getByRole('textbox', { name: 'Reply' }).fill('Welcome');
    await rows(page).filter({ hasText: 'Draft' }).waitFor();
    await page.keyboard.press('Enter');
    await rows(page).filter({ hasText: 'Answered' }).waitFor();
    await shoot(page, 'queue-mine');
  });

  test('attends and tags what is selected, by the keyboard, and says what was refused', async () => {
    const page = await desk.openAs(mei, '/inbox/all');
    await rows(page).nth(2).waitFor();
    await rows(page).first().focus();
    await page.keyboard.press('x');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('x');
    const bar = page.getByRole('region', { name: '2 selected' });
    await bar.getByRole('button', { name: 'Tag' }).click();
    await page.keyboard.insertText('tea');
    await page.keyboard.press('Enter');
    await bar.getByRole('button', { name: 'Add tags' }).click();
    await page.getByText('2 conversations tagged.').waitFor();
    await rows(page).filter({ hasText: 'tea' }).nth(1).waitFor();
    await bar.waitFor({ state: 'hidden' });

    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await shoot(page, 'queue-bulk');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Attend' }).click();
    await tab(page, 'Mine 3').waitFor();
    await tab(page, 'Waiting 0').waitFor();
  });

  test('shows priority and tags of the open conversation, and changes them by a key, the palette or a click', async () => {
    const { id } = await desk.conversation('oSecond');
    await desk.call('PATCH', `/conversations/${id}`, { tags: ['green'] });
    const page = await desk.openAs(mei, '/inbox/mine');
    await rows(page).filter({ hasText: 'I came second' }).click();
    const header = page.getByRole('article').locator('header');
    await header.getByText('green', { exact: true }).waitFor();
    await page.keyboard.press('f');
    const dialog = page.getByRole('dialog', { name: 'Priority and tags' });
    await dialog.getByText('Urgent').click();
    await dialog.getByRole('combobox', { name: 'Tags' }).fill('oolong');
    await dialog.getByRole('combobox', { name: 'Tags' }).press('Enter');
    await shoot(page, 'labels');
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    for (const where of [header, rows(page).filter({ hasText: 'I came second' })]) {
      for (const label of ['Urgent', 'green', 'oolong'])
        await where.getByText(label, { exact: true }).waitFor();
    }
    await shoot(page, 'labels-shown');
    expect(await findBarriers(page)).toEqual([]);

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command palette' }).fill('priority');
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    expect(await dialog.getByRole('radio', { name: 'Urgent' }).isChecked()).toBe(true);
    // A colleague adds a tag meanwhile: only the priority is saved.
    await desk.call('PATCH', `/conversations/${id}`, { tags: ['green', 'oolong', 'gift'] });
    await header.getByText('gift').waitFor();
    await dialog.getByText('Normal').click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await header.getByText('Urgent').waitFor({ state: 'hidden' });
    await header.getByText('gift').waitFor();

    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('button', { name: 'Priority and tags' }).click();
    await dialog.waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await shoot(page, 'labels-phone');
    await desk.call('PATCH', `/conversations/${id}`, { tags: [] });
  });

  test('lists what failed under “Needs a look” until someone has noted it', async () => {
    const effect = { type: 'errcode', errcode: 45_999, errmsg: 'something new' } as const;
    desk.simulator.addFault({ operation: 'custom/send', openId: 'oSecond', effect });
    const page = await desk.openAs(mei, '/inbox/mine');
    await rows(page).filter({ hasText: 'I came second' }).click();
    await page.getByRole('textbox', { name: 'Reply' }).fill('On its way');
    await page.keyboard.press('Enter');
    await tab(page, 'Needs a look 1').click();
    await rows(page).filter({ hasText: '1 failed' }).click();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'queue-needs-look');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await tab(page, 'Needs a look 0').waitFor();
    await page.getByText('Nothing needs a look').waitFor();
  });

  test('leads from a contact to their conversation, and from a tag to its contacts', async () => {
    const {
      contact: { id: contactId },
    } = await desk.conversation('oFirst');
    await desk.call('PATCH', `/contacts/${contactId}`, { name: 'Lin', tags: ['VIP'] });
    const page = await desk.openAs(desk.administrator, '/contacts');
    await page.getByRole('listitem').nth(2).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    const nameless = await desk.conversation('oThird');
    const shown = `WeChat user ${nameless.contact.id.slice(-4)}`;
    await page.getByRole('searchbox', { name: 'Search names, remarks and tags' }).fill(shown);
    await page.keyboard.press('Enter');
    await page.getByRole('listitem').nth(1).waitFor({ state: 'detached' });
    await page.getByRole('listitem').filter({ hasText: shown }).waitFor();
    await page.getByRole('searchbox', { name: 'Search names, remarks and tags' }).fill('vip');
    await page.keyboard.press('Enter');
    await page.getByRole('listitem').filter({ hasText: 'Lin' }).waitFor();
    expect(await page.getByRole('listitem').filter({ hasText: 'Open conversation' }).count()).toBe(1);
    await shoot(page, 'contacts');
    await page.getByRole('button', { name: 'Open conversation Lin' }).click();
    await page.getByRole('heading', { name: 'Lin' }).waitFor();

    await page.getByRole('link', { name: 'Setup' }).click();
    await page.getByRole('link', { name: 'Tags' }).click();
    await page.getByRole('button', { name: 'Rename VIP' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('tea');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Contacts: 1 · Conversations: 2').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'tags');
    await page.getByRole('link', { name: 'tea' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Lin' }).waitFor();
    await page.goto(`${desk.url}/setup/tags`);
    await page.getByRole('button', { name: 'Delete tea' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('There are no tags yet').waitFor();
  });

  test('says why it is empty to an operator without a brand', async () => {
    const page = await desk.openAs(await desk.addOperator('Nobody', []));
    await page.getByText('You are not a member of any brand').waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  test('completes missed ones with a reason, which stands in each transcript as a note', async () => {
    await ringFor(desk, 15);
    for (const openId of ['oMissed1', 'oMissed2']) await desk.writes(openId, 'Nobody answers');
    const page = await desk.openAs(mei, '/inbox/missed');
    await rows(page).nth(1).waitFor({ timeout: 90_000 });
    await page.keyboard.press('n');
    await page.getByText(/No one else is waiting for an answer, but \d+ conversations? w.+ missed/).waitFor();
    await page.getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Select all' }).click();
    const bar = page.getByRole('region', { name: '2 selected' });
    expect(await bar.getByRole('button', { name: 'Select all' }).count()).toBe(0);
    await bar.getByRole('button', { name: 'Complete' }).click();
    const dialog = page.getByRole('dialog', { name: 'Complete the 2 selected conversations?' });
    await dialog.getByText('Those that no one attends are assigned to you first.').waitFor();
    await dialog.getByRole('textbox', { name: 'Reason (optional)' }).fill('Answered by phone');
    await shoot(page, 'bulk-complete');
    expect(await findBarriers(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1280, height: 800 });
    await dialog.getByRole('textbox', { name: 'Reason (optional)' }).press('Enter');
    await page.getByText('2 conversations completed.').waitFor();
    await page.getByText('No missed conversations').waitFor();
    const { id } = await desk.conversation('oMissed1');
    await page.goto(`${desk.url}/inbox/completed/${id}`);
    await page.getByRole('article').getByText('Answered by phone').waitFor();
    await shoot(page, 'bulk-completed');
  });

  test('transfers what is selected to a group or a colleague, and says why some cannot take all of it', async () => {
    await ringForAnHour(desk);
    const wu = await desk.addOperator('Wu');
    const group = { brandId: desk.brandId, name: 'Sales', operatorIds: [wu.id] };
    expect((await desk.call('POST', '/groups', group)).status).toBe(201);
    for (const openId of ['oMove1', 'oMove2']) await desk.writes(openId, 'I am in the wrong place');
    await desk.conversation('oMove2');
    const page = await desk.openAs(mei, '/inbox/all');
    const moved = rows(page).filter({ hasText: 'I am in the wrong place' });
    const choose = async (): Promise<void> => {
      for (const index of [0, 1]) {
        const name = (await moved.nth(index).getAttribute('data-row')) ?? '';
        await page.locator(`[data-row="${name}"]`).focus();
        await page.keyboard.press('x');
      }
      const button = page
        .getByRole('region', { name: '2 selected' })
        .getByRole('button', { name: 'Transfer' });
      await button.press('Enter');
    };
    const dialog = page.getByRole('dialog', { name: 'Transfer the 2 selected conversations' });
    const field = dialog.getByRole('combobox', { name: 'Transfer to' });
    await moved.nth(1).waitFor();

    // By the keyboard alone, to a group, because nobody attends them.
    await choose();
    await dialog.getByText('Unassigned conversations can only go to a group.').waitFor();
    await field.press('ArrowDown');
    await page.getByTitle(/^Sales/).waitFor();
    expect(await page.getByTitle(/^Wu/).count()).toBe(0);
    await shoot(page, 'bulk-transfer-group');
    await page.keyboard.press('Control+Enter');
    await page.getByText('2 conversations transferred.').waitFor();
    await dialog.waitFor({ state: 'hidden' });
    await moved.filter({ hasText: 'Sales' }).nth(1).waitFor();

    // Attended ones go to a colleague as well.
    for (const openId of ['oMove1', 'oMove2']) {
      const { id } = await desk.conversation(openId);
      await desk.call('POST', `/conversations/${id}/attend`);
      await desk.call('POST', `/conversations/${id}/transfer`, { operatorId: mei.id });
    }
    await moved.filter({ hasText: 'Active' }).nth(1).waitFor();
    await choose();
    await field.pressSequentially('wu');
    await page.getByTitle(/^Wu/).waitFor();
    expect(await dialog.getByText('Unassigned').count()).toBe(0);
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Transfer' }).press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    for (const openId of ['oMove1', 'oMove2'])
      await desk.conversation(openId, ({ operator }) => operator?.id === wu.id);
  });

  test('transfers conversations of several brands to somebody who is in all of them, and to no group', async () => {
    const { body: coffee } = await desk.call<{ id: string }>('POST', '/brands', { name: 'Coffee' });
    const {
      account: { appId },
    } = await desk.connect({ brandId: coffee.id });
    await ringForAnHour(desk);
    const both = await desk.addOperator('Both', [desk.brandId, coffee.id]);
    const one = await desk.addOperator('Only coffee', [coffee.id]);
    await desk.call('POST', '/groups', { brandId: coffee.id, name: 'Beans', operatorIds: [one.id] });
    desk.simulator.addContact({ appId, openId: 'oCoffee' });
    await desk.simulator.write({ appId, openId: 'oCoffee' }, { type: 'text', text: 'Tea or coffee?' });
    await desk.writes('oTea', 'Coffee or tea?');
    for (const openId of ['oTea', 'oCoffee']) {
      const { id } = await desk.conversation(openId);
      await desk.call('POST', `/conversations/${id}/attend`);
    }
    const page = await desk.openAs(desk.administrator, '/inbox/all');
    const select = async (): Promise<void> => {
      for (const text of ['Tea or coffee?', 'Coffee or tea?'])
        await rows(page).filter({ hasText: text }).locator('..').getByRole('checkbox').check();
      await page
        .getByRole('region', { name: '2 selected' })
        .getByRole('button', { name: 'Transfer' })
        .click();
    };
    await select();
    const dialog = page.getByRole('dialog', { name: 'Transfer the 2 selected conversations' });
    await dialog.getByText('They belong to several brands, so no group can take all of them.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('combobox', { name: 'Transfer to' }).click();
    await page.getByTitle(/^Both/).waitFor();
    const names = await page.locator('.ant-select-item-option').allTextContents();
    expect(names.filter((name) => /Mei|Wu|coffee|Sales|Beans/.test(name))).toEqual([]);
    await shoot(page, 'bulk-transfer-brands');
    await page.getByTitle(/^Both/).click();
    await page.locator('.ant-select-dropdown:visible').waitFor({ state: 'hidden' });
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await shoot(page, 'bulk-transfer-phone');
    await dialog.getByRole('button', { name: 'Transfer' }).click();
    await page.getByText('2 conversations transferred.').waitFor();
    for (const openId of ['oTea', 'oCoffee'])
      await desk.conversation(openId, ({ operator }) => operator?.id === both.id);
  });
});
