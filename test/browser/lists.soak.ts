/** The lists: counts, filters, search, keyboard; and that no one sees those of another brand. */
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

describeInBrowser('the lists', () => {
  let desk: BrowserDesk;
  let mei: Person;
  let stranger: Person;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    await ringForAnHour(desk);
    mei = await desk.addOperator('Mei');
    const { body } = await desk.call<{ id: string }>('POST', '/brands', { name: 'Another brand' });
    stranger = await desk.addOperator('Kenji', [body.id]);
    await desk.call('POST', '/channels', { brandId: body.id, name: 'Another account' });
    for (const [openId, text] of [
      ['oTea', '请问这款茶还有货吗？'],
      ['oOrder', '我的订单什么时候发货？'],
      ['oParcel', 'Where is my Parcel?'],
    ] as const) {
      await desk.writes(openId, text);
      await desk.conversation(openId);
    }
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  const rows = (page: Page) => page.locator('[data-row]');
  const tab = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

  test('count what they hold, live', async () => {
    const page = await desk.openAs(mei);
    await tab(page, 'Waiting 3').waitFor();
    await desk.writes('oFourth', 'Hello');
    await tab(page, 'Waiting 4').waitFor();
    await rows(page).filter({ hasText: 'Hello' }).click();
    await page.getByRole('button', { name: 'Attend' }).click();
    await tab(page, 'Mine 1').waitFor();
    await tab(page, 'Waiting 3').waitFor();
    await page.getByRole('button', { name: 'Complete' }).click();
    await tab(page, 'Mine 0').waitFor();
    await tab(page, 'Completed 1').waitFor();
    await tab(page, 'All 4').waitFor();
  });

  test('are searched, in Chinese too; the words are marked, counted and kept in the address', async () => {
    const page = await desk.openAs(mei);
    await rows(page).nth(2).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.insertText('订单');
    await page.getByText('1 result').waitFor();
    expect(await rows(page).count()).toBe(1);
    expect(await rows(page).locator('mark').allTextContents()).toEqual(['订单']);
    expect(new URL(page.url()).searchParams.get('q')).toBe('订单');

    await rows(page).first().click();
    await page.getByRole('textbox', { name: 'Reply' }).waitFor();
    await page.reload();
    await page.getByText('1 result').waitFor();
    const box = page.getByRole('textbox', { name: 'Search conversations' });
    expect(await box.inputValue()).toBe('订单');

    await box.fill('<b>nowhere</b>');
    await page.getByText('No results for “<b>nowhere</b>”').waitFor();
    await page.getByRole('button', { name: 'Clear the search' }).last().click();
    await rows(page).nth(2).waitFor();
    expect(await box.inputValue()).toBe('');
  });

  test('that contain no result lead to all conversations', async () => {
    const page = await desk.openAs(mei, `/inbox/missed?q=${encodeURIComponent('订单')}`);
    await page.getByRole('button', { name: 'Search all conversations' }).click();
    await rows(page).filter({ hasText: '订单' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/inbox/all');
  });

  test('can be filtered by brand and by channel', async () => {
    const page = await desk.openAs(desk.administrator);
    await rows(page).nth(2).waitFor();
    await page.getByRole('button', { name: 'Show: All brands and channels' }).click();
    await page.getByRole('menuitem', { name: 'Another brand' }).click();
    await page.getByText('No one is waiting').waitFor();
    await tab(page, 'Waiting 0').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Show: Another brand' }).click();
    await page.getByRole('menuitem', { name: 'Another account' }).click();
    await page.getByRole('button', { name: 'Show: Another account' }).waitFor();
    await tab(page, 'Waiting 0').waitFor();
    await page.getByRole('button', { name: 'Show all brands and channels' }).click();
    await rows(page).nth(2).waitFor();
    await tab(page, 'Waiting 3').waitFor();
  });

  test('are worked by keys', async () => {
    const page = await desk.openAs(mei);
    await rows(page).nth(2).waitFor();
    await page.keyboard.press('5');
    await page.waitForURL('**/inbox/all');
    await page.keyboard.press('2');
    await page.waitForURL('**/inbox/waiting');
    await rows(page).nth(2).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.press('ArrowDown');
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    await page.locator('[data-row]:focus').waitFor();
    expect(await focused()).toContain('这款茶');
    await page.keyboard.press('ArrowDown');
    await page.locator('[data-row]:focus').filter({ hasText: '订单' }).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.locator('[data-row]:focus').filter({ hasText: '这款茶' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('article').getByText('请问这款茶还有货吗？').waitFor();
    await page.getByRole('heading', { level: 2 }).first().click();
    await page.keyboard.press('j');
    await page.getByRole('article').getByText('订单').waitFor();
  });

  test('hold nothing for an operator of another brand, whatever they ask for', async () => {
    const [{ id } = { id: '' }] = await desk.conversations('oOrder');
    const page = await desk.openAs(stranger, '/inbox/all');
    await page.getByText('No conversations yet').waitFor();
    await tab(page, 'All 0').waitFor();
    await page.goto(`${desk.url}/inbox/all?q=${encodeURIComponent('订单')}&brand=${desk.brandId}`);
    await page.getByText('No results for “订单”').waitFor();
    await page.goto(`${desk.url}/inbox/all/${id}`);
    await page.getByText('You do not have access to this').waitFor();
    expect(await page.content()).not.toContain('发货');
    await desk.writes('oOrder', '还在吗？');
    await desk.conversation('oOrder', ({ unread }) => unread === 2);
    await tab(page, 'All 0').waitFor();
  });

  test.each(['light', 'dark'] as const)('have no barriers while searching, in %s', async (colorScheme) => {
    const page = await desk.openAs(mei, `/inbox/all?q=${encodeURIComponent('订单')}`, { colorScheme });
    await page.getByText('1 result').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });

  test('lead to the message that a search has found, each time; it stays where it is read as the search changes', async () => {
    for (let number = 0; number < 40; number += 1) {
      await desk.writes('oLong', number === 3 ? 'A blue teapot' : `Line ${number}`);
    }
    await desk.conversation('oLong', ({ lastMessage }) => lastMessage?.text === 'Line 39');
    const page = await desk.openAs(mei, '/inbox/all?q=teapot');
    const row = rows(page).filter({ hasText: 'teapot' });
    const found = page.getByRole('log').getByText('A blue teapot');
    const newest = page.getByRole('log').getByText('Line 39');
    const toNewest = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Newest' }).click();
      await newest.waitFor();
      await found.waitFor({ state: 'detached' });
    };
    await row.click();
    await found.waitFor();
    await toNewest();
    await row.click();
    await found.waitFor();

    const box = page.getByRole('textbox', { name: 'Search conversations' });
    await toNewest();
    await box.fill('blue');
    await page.waitForURL(/q=blue/);
    await box.fill('');
    await page.waitForURL((url) => !url.searchParams.has('q'));
    await rows(page).nth(2).waitFor();
    expect(new URL(page.url()).searchParams.has('at')).toBe(true);
    await newest.waitFor();
    expect(await found.count()).toBe(0);
  });

  test('a row tells its channel where there are several, and that the last message has not left', async () => {
    const page = await desk.openAs(desk.administrator, '/inbox/all');
    const row = (text: string) => rows(page).filter({ hasText: text });
    await row('Parcel').getByText('Tea plain').waitFor();
    const [{ id } = { id: '' }] = await desk.conversations('oParcel');
    for (let number = 1; number <= 6; number += 1) {
      const message = { type: 'text', text: `Answer ${number}`, whenBlocked: 'hold' };
      expect((await desk.call('POST', `/conversations/${id}/messages`, message)).status).toBe(201);
    }
    await row('Answer 6').getByText('Will be sent when they reply').waitFor();
  });

  test('a row neither breaks nor cuts off the words of its state, where they are longest', async () => {
    const page = await desk.openAs(desk.administrator, '/inbox/all', { locale: 'ja-JP' });
    await rows(page).getByText('対応中').waitFor();
    const spoiled = await rows(page).evaluateAll((all) =>
      all.flatMap((row) => {
        const label = row.querySelector<HTMLElement>('[data-state]');
        const turn = row.querySelector<HTMLElement>('[data-whose]');
        if (label === null) return ['no state'];
        const isBroken = label.getClientRects().length > 1 || label.offsetHeight > 24;
        const isCutOff = turn !== null && turn.scrollWidth > turn.clientWidth;
        return [isBroken, isCutOff].includes(true) ? [row.textContent] : [];
      }),
    );
    expect(spoiled).toEqual([]);
  });
});
