/** Unusual input from people, phones and browsers: the console handles it. */
import type { Locator, Page } from 'playwright-core';
import { type BrowserDesk, describeInBrowser, type Person, ringForAnHour, startBrowserDesk } from './support';

jest.setTimeout(180_000);

/** Two ways in which a browser stores nothing for a page. */
const STORAGES = {
  forbidden: () => {
    const deny = (): never => {
      throw new DOMException('The request was denied.', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
      Object.defineProperty(window, name, { get: deny });
    }
    Object.defineProperty(navigator.locks, 'request', { value: async () => deny() });
  },
  full: () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
  },
} as const;

describeInBrowser('hard inputs', () => {
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

  const row = (page: Page, text: string): Locator => page.getByRole('link').filter({ hasText: text });
  const box = (page: Page): Locator => page.getByRole('textbox', { name: 'Reply' });
  const search = (page: Page): Locator => page.getByRole('textbox', { name: 'Search' });
  const newContact = (): string => {
    contacts += 1;
    return `oHard${contacts}`;
  };
  /** Enter as browsers send it when a choice of the input method is confirmed. */
  const confirmChoice = (field: Locator): Promise<void> =>
    field.evaluate((element) => {
      const press = (fields: object): void => {
        const options = {
          key: 'Enter',
          code: 'Enter',
          keyCode: 229,
          which: 229,
          bubbles: true,
          cancelable: true,
        };
        element.dispatchEvent(new KeyboardEvent('keydown', { ...options, ...fields }));
      };
      element.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
      press({ isComposing: true });
      element.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '茶' }));
      // Safari sends it after the end.
      press({ isComposing: false });
    });

  test('a text with other separators of lines is shown at once, and a new customer by it', async () => {
    const page = await desk.openAs(mei);
    const openId = newContact();
    await desk.writes(openId, 'first\u2028second\u2029third\u0085fourth');
    await row(page, 'fourth').click();
    await page.locator('[data-direction="inbound"]').filter({ hasText: 'second' }).waitFor();
    await desk.writes(openId, 'fifth\u2028sixth');
    await page.locator('[data-direction="inbound"]').filter({ hasText: 'sixth' }).waitFor();
  });

  test('a link ends with its address', async () => {
    const openId = newContact();
    await desk.writes(openId, 'https://example.com/a?id=1“包邮吗”');
    const page = await desk.openAs(mei, `/inbox/all/${(await desk.conversation(openId)).id}`);
    const link = page.getByRole('link', { name: 'https://example.com/a?id=1', exact: true });
    expect(await link.getAttribute('href')).toBe('https://example.com/a?id=1');
    expect(await page.locator('[data-direction="inbound"]').first().innerText()).toContain('“包邮吗”');
  });

  test('a search finds and marks what was written in full width', async () => {
    await desk.writes(newContact(), '订单ＡＢＣ１２３４　ｶﾞﾗｽ');
    const page = await desk.openAs(mei, '/inbox/all');
    for (const [words, marked] of [
      ['abc1234', 'ＡＢＣ１２３４'],
      ['ガラス', 'ｶﾞﾗｽ'],
      ['1234 ガラス', '１２３４　ｶﾞﾗｽ'],
    ] as const) {
      await search(page).fill(words);
      await page.locator('mark', { hasText: marked }).first().waitFor();
    }
  });

  describe.each(['forbidden', 'full'] as const)('with a storage that is %s', (kind) => {
    test('one signs in, writes, keeps drafts, and changes settings', async () => {
      const [one, other] = [newContact(), newContact()];
      for (const openId of [one, other]) await desk.writes(openId, `hello from ${openId} ${kind}`);
      const page = await desk.open('/sign-in');
      await page.context().addInitScript(STORAGES[kind]);
      await page.goto(`${desk.url}/sign-in`);
      await page.getByLabel('Email address').fill(mei.email);
      await page.getByLabel('Password', { exact: true }).fill(mei.password);
      await page.keyboard.press('Enter');

      await row(page, `hello from ${one} ${kind}`).click();
      await box(page).pressSequentially('half a sentence');
      expect(await box(page).inputValue()).toBe('half a sentence');
      await row(page, `hello from ${other} ${kind}`).click();
      await page.locator('[data-direction="inbound"]').filter({ hasText: other }).waitFor();
      expect(await box(page).inputValue()).toBe('');
      await row(page, `hello from ${one} ${kind}`).click();
      await page.locator('[data-direction="inbound"]').filter({ hasText: one }).waitFor();
      expect(await box(page).inputValue()).toBe('half a sentence');
      await box(page).press('Enter');
      await page.locator('[data-status="sent"]').waitFor();
      expect(await box(page).inputValue()).toBe('');

      await page.getByRole('button', { name: /^(Ringing|Alerts)/ }).click();
      await page.getByRole('button', { name: 'Sound and notifications' }).click();
      const sound = page.getByRole('switch', { name: 'Sound' });
      await sound.click();
      expect(await sound.getAttribute('aria-checked')).toBe('false');
      await page.keyboard.press('Escape');

      await page.getByRole('button', { name: 'Account of Mei' }).click();
      await page.getByRole('menuitem', { name: 'Dark' }).click();
      await page.waitForFunction(() => document.documentElement.style.colorScheme === 'dark');
      await page.getByRole('button', { name: 'Account of Mei' }).click();
      await page.getByRole('menuitem', { name: '中文' }).click();
      await page.waitForFunction(() => document.documentElement.lang === 'zh');
      await page.getByRole('textbox', { name: '回复' }).waitFor();
    });
  });

  test('、 and ／ open the canned replies, as / does, and full-width letters find them', async () => {
    const openId = newContact();
    await desk.writes(openId, '你好');
    const page = await desk.openAs(mei, `/inbox/all/${(await desk.conversation(openId)).id}`);
    await page.getByRole('button', { name: 'Canned replies' }).click();
    await page.getByRole('button', { name: 'Create a canned reply' }).click();
    await page.getByRole('textbox', { name: 'Shortcut' }).fill('price');
    await page.getByRole('textbox', { name: 'Text' }).fill('一斤八十元');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').getByText('/price').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    for (const typed of ['/pr', '、pr', '／pr', '／ｐｒ', '・pr']) {
      await box(page).fill(typed);
      await page.getByRole('option', { name: /price/ }).waitFor();
      await box(page).press('Enter');
      expect(await box(page).inputValue()).toBe('一斤八十元');
    }
    expect(desk.simulator.received({ openId })).toHaveLength(0);
  });

  test('Enter that confirms a choice of an input method does nothing else, in any field', async () => {
    const openId = newContact();
    await desk.writes(openId, '你好');
    const page = await desk.openAs(mei, `/inbox/all/${(await desk.conversation(openId)).id}`);
    // The composer.
    await box(page).fill('一斤');
    await confirmChoice(box(page));
    expect(await box(page).inputValue()).toBe('一斤');
    // The search keeps the focus.
    await search(page).focus();
    await confirmChoice(search(page));
    expect(await search(page).evaluate((field) => field === document.activeElement)).toBe(true);
    // A field of the contact, and their tags.
    const tags = page.getByRole('combobox', { name: 'Tags' });
    await tags.fill('会员');
    await confirmChoice(tags);
    expect(await tags.inputValue()).toBe('会员');
    // A dialog.
    await page.getByRole('button', { name: 'Canned replies' }).click();
    await page.getByRole('button', { name: 'Create a canned reply' }).click();
    const shortcut = page.getByRole('textbox', { name: 'Shortcut' });
    await shortcut.fill('茶');
    await confirmChoice(shortcut);
    expect(await shortcut.inputValue()).toBe('茶');
    expect(desk.simulator.received({ openId })).toHaveLength(0);
    // The sign-in.
    const start = await desk.open('/sign-in');
    await start.getByLabel('Email address').fill(mei.email);
    await confirmChoice(start.getByLabel('Email address'));
    expect(new URL(start.url()).pathname).toBe('/sign-in');
    expect(await start.getByRole('alert').count()).toBe(0);
  });
});
