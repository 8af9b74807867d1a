/** Drafts that all devices of an operator share, suggestions to whoever attends, and tokens that may suggest. */
import type { Locator, Page } from 'playwright-core';
import {
  type BrowserDesk,
  describeInBrowser,
  findBarriers,
  type Person,
  ringForAnHour,
  shoot,
  startBrowserDesk,
} from './support';

jest.setTimeout(240_000);

describeInBrowser('drafts', () => {
  let desk: BrowserDesk;
  let mei: Person;
  let contacts = 0;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    await ringForAnHour(desk);
    mei = await desk.addOperator('Mei');
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  const converse = async (): Promise<string> => {
    contacts += 1;
    const openId = `oDraft${contacts}`;
    await desk.writes(openId, '请问什么时候发货？');
    return (await desk.conversation(openId)).id;
  };
  const openAs = async (id: string, who: Person = mei): Promise<Page> => {
    const page = await desk.openAs(who, `/inbox/all/${id}`);
    await box(page).waitFor();
    return page;
  };
  const box = (page: Page): Locator => page.getByRole('textbox', { name: 'Reply' });
  const suggestion = (page: Page): Locator => page.getByRole('region', { name: 'Suggested reply' });
  const hasText = async (page: Page, text: string): Promise<void> => {
    await page.waitForFunction(
      (wanted) => [...document.querySelectorAll('textarea')].some(({ value }) => value === wanted),
      text,
    );
  };
  /** A program with a token of the desk's administrator that may only write. */
  const helper = async (name: string) => {
    const { body } = await desk.call<{ secret: string }>('POST', '/tokens', { name, scopes: ['write'] });
    return async (id: string, method: string, what: string, sent: object): Promise<number> => {
      const answer = await fetch(`${desk.url}/api/v1/conversations/${id}/${what}`, {
        method,
        headers: { authorization: `Bearer ${body.secret}`, 'content-type': 'application/json' },
        body: JSON.stringify(sent),
      });
      return answer.status;
    };
  };

  test('are the same on two devices, live and after a reload, and end when the reply is sent', async () => {
    const id = await converse();
    const [desktop, laptop] = [await openAs(id), await openAs(id)];
    await box(desktop).pressSequentially('您好，今天');
    await hasText(laptop, '您好，今天');
    await box(laptop).press('End');
    await box(laptop).pressSequentially('下午发货。');
    await hasText(desktop, '您好，今天下午发货。');
    const tablet = await openAs(id);
    await hasText(tablet, '您好，今天下午发货。');
    await box(desktop).press('Enter');
    await desktop.getByText('您好，今天下午发货。').first().waitFor();
    await Promise.all([hasText(laptop, ''), hasText(tablet, '')]);
    expect(await box(desktop).inputValue()).toBe('');
  });

  test('are kept when the conversation is left at once, and not replaced while somebody types', async () => {
    const [id, other] = [await converse(), await converse()];
    const page = await openAs(id);
    await box(page).pressSequentially('马上回复您');
    await page.evaluate((path) => history.pushState(null, '', path), `/inbox/all/${other}`);
    await page.goto(`${desk.url}/inbox/all/${other}`);
    await hasText(await openAs(id), '马上回复您');
    const [one, two] = [await openAs(other), await openAs(other)];
    await box(one).fill('第一');
    // Faster than a pause, while what the first device has saved arrives.
    await box(two).pressSequentially('第二台设备正在输入这句话', { delay: 150 });
    expect(await box(two).inputValue()).toBe('第二台设备正在输入这句话');
  });

  test('are joined by suggestions, which only who attends sees, takes over or dismisses', async () => {
    const id = await converse();
    const page = await openAs(id);
    await page.getByRole('button', { name: 'Attend' }).first().click();
    await box(page).fill('您好！');
    const suggest = await helper('Order helper');
    expect(
      await suggest(id, 'PUT', 'draft?for=attending', { text: '订单已于今天上午发出，\n预计明天送达。' }),
    ).toBe(200);
    // It may suggest, but not send.
    expect(await suggest(id, 'POST', 'messages', { type: 'text', text: '已发货' })).toBe(403);
    await suggestion(page).getByText('Suggested by “Order helper”').waitFor();
    expect(await box(page).inputValue()).toBe('您好！');
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'draft-suggestion');
    const colleague = await openAs(id, await desk.addOperator('Li'));
    expect(await suggestion(colleague).count()).toBe(0);

    await suggestion(page).getByRole('button', { name: 'Use it' }).click();
    await suggestion(page).waitFor({ state: 'detached' });
    expect(await box(page).inputValue()).toBe('您好！\n订单已于今天上午发出，\n预计明天送达。');
    expect(await box(page).evaluate((field) => field === document.activeElement)).toBe(true);

    await suggest(id, 'PUT', 'draft?for=attending', { text: '还有什么可以帮您？' });
    await suggestion(page).getByText('还有什么可以帮您？').waitFor();
    await suggestion(page).getByRole('button', { name: 'Dismiss' }).click();
    await suggestion(page).waitFor({ state: 'detached' });
    await page.reload();
    await hasText(page, '您好！\n订单已于今天上午发出，\n预计明天送达。');
    expect(await suggestion(page).count()).toBe(0);
  });

  test('need a token, whose permissions are chosen one by one', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/tokens');
    await page.getByRole('button', { name: 'Create a token' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create a token' });
    await dialog.getByLabel('Name').fill('Reply helper');
    const choice = (name: string): Locator => dialog.getByRole('checkbox', { name });
    expect(await choice('Read').isChecked()).toBe(true);
    await choice('Write').check();
    await choice('Administer').check();
    // What is only for administrators is not for operators, nor for some brands.
    const brands = dialog.getByRole('combobox', { name: 'Limited to brands' });
    await brands.fill('');
    await brands.press('ArrowDown');
    await brands.press('Enter');
    await brands.press('Escape');
    expect(await choice('Administer').isDisabled()).toBe(true);
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'token-scopes');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByText('It is shown only once.').waitFor();
    await page.keyboard.press('Escape');
    const row = page.getByRole('listitem').filter({ hasText: 'Reply helper' });
    await row.getByText('Write', { exact: true }).waitFor();
    expect(await row.getByText('Administer', { exact: true }).count()).toBe(0);
    await shoot(page, 'token-list');
    const { body } = await desk.call<{
      items: readonly { name: string; scopes: string[]; brandIds: string[] }[];
    }>('GET', '/tokens');
    expect(body.items.find(({ name }) => name === 'Reply helper')).toMatchObject({
      scopes: ['read', 'write'],
      brandIds: [desk.brandId],
    });
  });
});
