/** The page of the queue: who waits in which order, who is asked and was, who is there, as it happens. */
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

describeInBrowser('the page of the queue', () => {
  let desk: BrowserDesk;
  let li: Person;
  let mei: Person;
  let salesId: string;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    await ringForAnHour(desk);
    li = await desk.addOperator('Li');
    mei = await desk.addOperator('Mei');
    salesId = await addGroup('Sales', [mei.id]);
    await route({ mode: 'offer', offerSeconds: 120, defaultCapacity: 3 });
  });
  afterAll(() => desk.close());
  afterEach(async () => {
    expect(await desk.endPages()).toEqual([]);
    const open = await desk.call<{ items: readonly { readonly id: string }[] }>(
      'GET',
      '/conversations?state=waiting&state=missed&state=active&limit=100',
    );
    for (const { id } of open.body.items) {
      await desk.call('POST', `/conversations/${id}/attend`);
      await desk.call('POST', `/conversations/${id}/complete`);
    }
  });

  const addGroup = async (name: string, operatorIds: readonly string[]): Promise<string> => {
    const { status, body } = await desk.call<{ id: string }>('POST', '/groups', {
      brandId: desk.brandId,
      name,
      operatorIds,
    });
    expect(status).toBe(201);
    return body.id;
  };
  const route = (routing: object) => desk.call('PATCH', `/brands/${desk.brandId}/routing`, routing);
  const places = (page: Page) => page.getByTestId('queue-place');
  const place = (page: Page, text: string) => places(page).filter({ hasText: text });
  const person = (page: Page, name: string) => page.getByTestId('queue-operator').filter({ hasText: name });
  const order = async (page: Page) => {
    const all = (await places(page).allTextContents()).map((text) => /I am ([a-z\d]+)/.exec(text)?.[1]);
    told = all.join();
    return all;
  };
  let told = '';
  const until = async (what: () => Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + 20_000; !(await what()); ) {
      if (Date.now() > end) throw new Error(`It did not happen: ${told}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  test('follows offers, declines and attends; operators with their status and load stand beside it', async () => {
    const page = await desk.openAs(desk.administrator);
    await page.getByRole('link', { name: 'Queue' }).click();
    await page.getByText('No one is waiting').waitFor();
    // The tooltip of the link goes away.
    await page.mouse.move(700, 600);
    expect(await findBarriers(page)).toEqual([]);
    await desk.writes('oOne', 'I am first');
    await desk.conversation('oOne');
    await desk.writes('oTwo', 'I am second');
    await until(async () => (await order(page)).join() === 'first,second');
    await place(page, 'I am first')
      .getByText(/for \d+ s/)
      .waitFor();
    await person(page, 'Mei').getByText('Not connected').waitFor();

    // One comes, and is asked.
    const other = await desk.openAs(mei);
    await person(page, 'Mei').getByText('Online').waitFor();
    await place(page, 'I am first')
      .getByText(/Offered to Mei, \d/)
      .waitFor();
    await place(page, 'I am second')
      .getByText(/Offered to Mei, \d/)
      .waitFor();
    // What is offered takes their places: nobody is left for a third.
    await person(page, 'Mei').getByText('2 offered').waitFor();
    const card = other.getByTestId('offer').filter({ hasText: 'I am first' });
    await card.getByRole('button', { name: /Decline/ }).click();
    await place(page, 'I am first').getByText('Asked so far: Mei').waitFor();
    await shoot(page, 'queue-page');
    expect(await findBarriers(page)).toEqual([]);
    await other
      .getByTestId('offer')
      .getByRole('button', { name: /Attend/ })
      .click();
    await place(page, 'I am second').waitFor({ state: 'hidden' });
    await person(page, 'Mei').getByText('1 of 3').waitFor();

    // Away is seen at once.
    await other.getByTestId('availability').click();
    await other.getByRole('menuitem', { name: 'Away' }).click();
    await person(page, 'Mei').getByText('Away').waitFor();
    await other.getByTestId('availability').click();
    await other.getByRole('menuitem', { name: 'Online' }).click();
    await person(page, 'Mei').getByText('Online').waitFor();

    // The supervisor takes one out of the list.
    await page.getByRole('button', { name: /^Attend/ }).click();
    await page.getByText('Assigned to you', { exact: true }).waitFor();
    await page.waitForURL('**/inbox/mine/*');
  });

  test('is narrowed to a group; a waiting conversation is transferred to it and opened', async () => {
    const page = await desk.openAs(desk.administrator, '/queue');
    await desk.writes('oGroup', 'I am looking');
    await desk.writes('oOther', 'I am waiting');
    await place(page, 'I am looking').waitFor();
    await place(page, 'I am waiting').waitFor();
    await place(page, 'I am looking')
      .getByRole('button', { name: /^Transfer/ })
      .click();
    const dialog = page.getByRole('dialog', { name: 'Transfer the conversation' });
    await dialog.getByRole('combobox', { name: 'Transfer to' }).click();
    // Nobody attends it, so it can only go to a group.
    expect(await page.getByTitle(/^Li/).count()).toBe(0);
    await page.getByTitle(/^Sales/).click();
    await dialog.getByRole('button', { name: 'Transfer', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await place(page, 'I am looking').getByText('Sales').waitFor();
    await page.getByRole('combobox', { name: 'Groups' }).click();
    await page.getByTitle('Sales').click();
    await page.waitForURL(`**/queue?group=${salesId}`);
    await until(async () => (await order(page)).join() === 'looking');
    await until(async () => (await page.getByTestId('queue-operator').count()) === 1);
    await page.reload();
    await place(page, 'I am looking').waitFor();
    await shoot(page, 'queue-page-group');

    // Operators have the page as well: their groups, and what is for no group.
    const own = await desk.openAs(li, '/queue');
    await place(own, 'I am waiting').waitFor();
    expect(await order(own)).toEqual(['waiting']);
    expect(await own.getByRole('link', { name: 'Queue' }).count()).toBe(0);
    await place(own, 'I am waiting').getByRole('link').click();
    await own.waitForURL('**/inbox/waiting/*');
    await own.getByRole('log').getByText('I am waiting').waitFor();
  });

  test('comes in pages, in Chinese and on a phone', async () => {
    for (let number = 1; number <= 51; number += 1) await desk.writes(`oMany${number}`, `I am n${number}`);
    await desk.conversation('oMany51');
    const page = await desk.openAs(desk.administrator, '/queue', {
      locale: 'zh-CN',
      viewport: { width: 360, height: 740 },
    });
    await places(page).nth(49).waitFor();
    expect(await places(page).count()).toBe(50);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'queue-page-phone-zh');
    await page.getByRole('button', { name: '下一页' }).click();
    await until(async () => (await order(page)).length === 1);
    await page.getByText('第 51 至 51 位').waitFor();
    await places(page).getByRole('button', { name: /^接待/ }).click();
    await page.waitForURL('**/inbox/mine/*');
    await page.goto(`${desk.url}/queue`);
    await places(page).nth(49).waitFor();
    expect(await page.getByRole('button', { name: '下一页' }).count()).toBe(0);
  });
});
