/** Routing in the console: the own status, groups, who is rung, transfers to a group. */
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

describeInBrowser('routing', () => {
  let desk: BrowserDesk;
  let li: Person;
  let mei: Person;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    await ringForAnHour(desk);
    li = await desk.addOperator('Li');
    mei = await desk.addOperator('Mei');
  });
  afterAll(() => desk.close());
  afterEach(async () => {
    expect(await desk.endPages()).toEqual([]);
    // No conversation of one test waits in the next.
    const open = await desk.call<{ items: readonly { readonly id: string }[] }>(
      'GET',
      '/conversations?state=waiting&state=missed&state=active&limit=100',
    );
    for (const { id } of open.body.items) {
      await desk.call('POST', `/conversations/${id}/attend`);
      await desk.call('POST', `/conversations/${id}/complete`);
    }
  });

  const status = (page: Page) => page.getByTestId('availability');
  const row = (page: Page, text: string) => page.locator('[data-row]').filter({ hasText: text });
  const choose = async (page: Page, name: string): Promise<void> => {
    await status(page).click();
    await page.getByRole('menuitem', { name }).click();
  };
  const attended = async (openId: string, text: string, who: Person): Promise<string> => {
    await desk.writes(openId, text);
    const { id } = await desk.conversation(openId);
    const page = await desk.openAs(who, `/inbox/waiting/${id}`);
    await page.getByRole('button', { name: 'Attend' }).click();
    await page.getByText('Assigned to you', { exact: true }).waitFor();
    await page.context().close();
    return id;
  };

  test('the own status shows how many conversations one has, is chosen in a menu, and says when the connection is lost', async () => {
    const page = await desk.openAs(li);
    await page.getByRole('button', { name: 'Your status: Online, conversations: 0' }).waitFor();
    await desk.writes('oLoad', 'How many?');
    await row(page, 'How many?').click();
    await page.getByRole('button', { name: 'Attend' }).click();
    await page.getByRole('button', { name: 'Your status: Online, conversations: 1' }).waitFor();
    await desk.call('PATCH', `/operators/${li.id}`, { capacity: 5 });
    await page.getByRole('button', { name: 'Your status: Online, conversations: 1 of 5' }).waitFor();
    await status(page).click();
    await page.getByText('Your conversations: 1 of 5').waitFor();
    await shoot(page, 'availability');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('menuitem', { name: 'Away' }).click();
    await page.getByRole('button', { name: 'Your status: Away, conversations: 1 of 5' }).waitFor();
    const other = await page.context().newPage();
    await other.goto(`${desk.url}/inbox/mine`);
    await other.getByRole('button', { name: /Your status: Away/ }).waitFor();
    await choose(other, 'Online');
    await page.getByRole('button', { name: /Your status: Online/ }).waitFor();
    await page.context().setOffline(true);
    await page
      .getByRole('button', { name: 'Connection lost: no conversations are offered to you' })
      .waitFor({ timeout: 60_000 });
    await shoot(page, 'availability-lost');
    await page.context().setOffline(false);
    await page.getByRole('button', { name: /Your status: Online/ }).waitFor({ timeout: 60_000 });
    await desk.call('POST', `/conversations/${(await desk.conversation('oLoad')).id}/complete`);
    await page.getByRole('button', { name: 'Your status: Online, conversations: 0 of 5' }).waitFor();
  });

  test('handing over says what happens, and gives back at once where the contact waits', async () => {
    const waits = await attended('oWaits', 'I wait for an answer', li);
    const answered = await attended('oAnswered', 'I have my answer', li);
    const page = await desk.openAs(li, `/inbox/mine/${answered}`);
    await page.getByRole('textbox', { name: 'Reply' }).fill('Here it is');
    await page.keyboard.press('Enter');
    await page.locator('[data-status="sent"]').getByText('Here it is').waitFor();
    await page.keyboard.press('Escape');
    await choose(page, 'Handing over');
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText(
        '1 conversation goes back to the queue now. 1 conversation goes back when its contact writes.',
      )
      .waitFor();
    await shoot(page, 'handing-over');
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Hand over' }).click();
    await page.getByRole('button', { name: /Your status: Handing over/ }).waitFor();
    await desk.conversation('oWaits', ({ state }) => state === 'waiting');
    await page.goto(`${desk.url}/inbox/waiting/${waits}`);
    await page.getByRole('log').getByText('Back to waiting: Li is handing over').waitFor();
    await shoot(page, 'returned-row');
    await desk.writes('oAnswered', 'One more question');
    await desk.conversation('oAnswered', ({ state }) => state === 'waiting');
    await choose(page, 'Online');
    await page.getByRole('button', { name: /Your status: Online/ }).waitFor();
  });

  test('groups are made, changed and deleted, with their operators and what happens to their conversations', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/groups');
    await page.getByText('There are no groups yet').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Create a group' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Sales');
    await dialog.getByRole('combobox', { name: 'Operators' }).fill('mei');
    await page.getByRole('option', { name: /^Mei/ }).waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await shoot(page, 'group-dialog');
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const item = page.getByRole('listitem').filter({ hasText: 'Sales' });
    await item.getByText('Mei').waitFor();

    // The name is taken, and what was typed stays.
    await page.getByRole('button', { name: 'Create a group' }).click();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('sales');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Another group of this brand already has this name.').waitFor();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Support');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Support' }).waitFor();

    await page.getByRole('button', { name: 'Edit Sales' }).click();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Tea sales');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Tea sales' }).waitFor();

    // A channel is for a group.
    const channels = await desk.call<{ items: readonly { readonly id: string }[] }>('GET', '/channels');
    const channelId = channels.body.items[0]?.id ?? '';
    await page.goto(`${desk.url}/setup/channels/${channelId}/settings`);
    await page.getByRole('combobox', { name: 'Group' }).click();
    await page.getByTitle('Support').click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The settings are saved').or(page.getByText(/saved/i)).first().waitFor();
    const { body } = await desk.call<{ groupId: string | null }>('GET', `/channels/${channelId}`);
    expect(body.groupId).not.toBeNull();
    await page.goto(`${desk.url}/setup/groups`);
    await page.getByRole('listitem').filter({ hasText: 'Channels: Tea plain' }).waitFor();
    await shoot(page, 'groups');
    await page.getByRole('button', { name: 'Delete Support' }).click();
    await dialog
      .getByText(/are for all operators of Tea from then on.*So are these channels: Tea plain/)
      .waitFor();
    await shoot(page, 'group-delete');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('listitem').filter({ hasText: 'Support' }).waitFor({ state: 'hidden' });
    expect(
      (await desk.call<{ groupId: string | null }>('GET', `/channels/${channelId}`)).body.groupId,
    ).toBeNull();
  });

  test('a conversation is transferred to a group, with the load of colleagues in view; lists show and filter it', async () => {
    const id = await attended('oTransfer', 'I want to buy tea', li);
    const page = await desk.openAs(li, `/inbox/mine/${id}`);
    const other = await desk.openAs(mei);
    await page.getByRole('button', { name: 'Transfer', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Transfer the conversation' });
    await dialog.getByRole('combobox', { name: 'Transfer to' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('combobox', { name: 'Transfer to' }).click();
    await page.getByText('Online · 0').first().waitFor();

    await shoot(page, 'transfer');
    await page.getByTitle(/^Tea sales/).click();
    await dialog.getByRole('button', { name: 'Transfer', exact: true }).click();
    await page.getByText('The conversation waits in the queue of Tea sales.').waitFor();
    await page.getByRole('article').locator('header').getByText('Tea sales').waitFor();

    // It rings for the group only: Li is not in it.
    await other.getByRole('button', { name: 'Ringing: 1 waiting' }).waitFor();
    expect(await page.getByRole('button', { name: /Ringing/ }).count()).toBe(0);
    await row(other, 'I want to buy tea').getByText('Tea sales').waitFor();
    await other.getByRole('button', { name: /^Show:/ }).click();
    await other.getByRole('menuitem', { name: /Tea sales/ }).click();
    await other.waitForURL(/group=/);
    await other.getByRole('link', { name: 'Waiting 1', exact: true }).waitFor();
    await row(other, 'I want to buy tea').waitFor();
    expect(await other.locator('[data-row]').count()).toBe(1);
    await shoot(other, 'inbox-group');
    await row(other, 'I want to buy tea').click();
    await other.getByRole('button', { name: 'Attend' }).click();
    await other.getByText('Assigned to you', { exact: true }).waitFor();
  });

  test('Ctrl+Enter transfers from the note, from the closed list, and takes what is marked in the open one', async () => {
    const page = await desk.openAs(li);
    const dialog = page.getByRole('dialog', { name: 'Transfer the conversation' });
    const field = dialog.getByRole('combobox', { name: 'Transfer to' });
    const options = page.locator('.ant-select-dropdown:visible');
    const isMeis = ({ operator }: { readonly operator: { readonly id: string } | null }) =>
      operator?.id === mei.id;
    const begin = async (openId: string): Promise<void> => {
      await desk.writes(openId, 'Take me on');
      const { id } = await desk.conversation(openId);
      await desk.call('POST', `/conversations/${id}/attend`);
      await desk.call('POST', `/conversations/${id}/transfer`, { operatorId: li.id });
      await page.goto(`${desk.url}/inbox/mine/${id}`);
      await page.getByRole('button', { name: 'Transfer', exact: true }).waitFor();
      await page.keyboard.press('t');
      await field.waitFor();
      await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
    };

    const chooseMei = async (): Promise<void> => {
      await page.keyboard.type('mei');
      await options.getByText('Mei').waitFor();
      await page.keyboard.press('Enter');
      await options.waitFor({ state: 'hidden' });
    };

    // Nothing is chosen, or nothing like it is found: the dialog stays.
    await begin('oKeys1');
    await page.keyboard.press('Control+Enter');
    expect(await options.count()).toBe(0);
    await page.keyboard.type('nobody of this name');
    await page.keyboard.press('Control+Enter');
    expect(await dialog.isVisible()).toBe(true);
    await field.fill('mei');
    await options.getByText('Mei').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('The conversation was transferred to Mei.').waitFor();
    await desk.conversation('oKeys1', isMeis);

    // Chosen before, with the list opened again.
    await begin('oKeys2');
    await chooseMei();
    await page.keyboard.press('ArrowDown');
    await options.waitFor();
    await shoot(page, 'transfer-list-open');
    await page.keyboard.press('Control+Enter');
    await desk.conversation('oKeys2', isMeis);

    // Chosen before, with the list closed: it does not open.
    await begin('oKeys3');
    await chooseMei();
    await page.keyboard.press('Control+Enter');
    await desk.conversation('oKeys3', isMeis);

    await begin('oKeys4');
    await chooseMei();
    await page.keyboard.press('Tab');
    await page.keyboard.type('She knows them');
    await page.keyboard.press('Control+Enter');
    await desk.conversation('oKeys4', isMeis);
    await dialog.waitFor({ state: 'hidden' });
  });

  test('who is rung is explained and chosen; mistakes stand at their fields, and nothing is lost by leaving', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/brands');
    await page.getByRole('link', { name: 'Tea', exact: true }).click();
    await page.getByRole('radio', { name: /Ring everyone/ }).waitFor();
    expect(await page.getByText('Time to answer an offer').isVisible()).toBe(false);
    await shoot(page, 'routing-ring-all');
    await page.getByRole('radio', { name: /Offer to one operator at a time/ }).check();
    await page.getByRole('radio', { name: /Each operator in turn/ }).check();
    await page.getByRole('checkbox', { name: 'Never' }).uncheck();
    await page.getByRole('spinbutton', { name: 'Time to answer an offer' }).fill('5');
    await page.getByRole('checkbox', { name: 'No limit' }).uncheck();
    await page.getByRole('spinbutton', { name: 'Conversations at the same time' }).fill('200');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('From 10 s to 10 min.', { exact: true }).waitFor();
    await page.getByText('From 1 to 100.', { exact: true }).waitFor();
    await shoot(page, 'routing-mistakes');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'Channels' }).click();
    await page
      .getByRole('dialog', { name: 'Leave without saving?' })
      .getByRole('button', { name: 'Stay here' })
      .click();
    await page.getByRole('spinbutton', { name: 'Time to answer an offer' }).fill('45');
    await page.getByRole('spinbutton', { name: 'Conversations at the same time' }).fill('4');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. Open conversations follow at once.').waitFor();
    const { body } = await desk.call('GET', `/brands/${desk.brandId}/routing`);
    expect(body).toMatchObject({
      mode: 'offer',
      order: 'round_robin',
      offerSeconds: 45,
      defaultCapacity: 4,
      returnAfterSeconds: 300,
    });
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await shoot(page, 'routing-phone');
    await page.setViewportSize({ width: 1280, height: 800 });

    await page.goto(`${desk.url}/setup/operators`);
    await page.getByRole('button', { name: 'Edit Mei' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'As the brand' }).uncheck();
    await dialog.getByRole('spinbutton', { name: 'Conversations at the same time' }).fill('7');
    await shoot(page, 'operator-capacity');
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('up to 7 conversations at a time').waitFor();
  });
});
