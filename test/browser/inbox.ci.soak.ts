/** The operators' console in Chromium: from signing in to the sixth message that is refused. */
import { brotliCompressSync, constants } from 'node:zlib';
import type { Page } from 'playwright-core';
import { type BrowserDesk, describeInBrowser, findBarriers, type Person, startBrowserDesk } from './support';

jest.setTimeout(180_000);

describeInBrowser('the inbox', () => {
  let desk: BrowserDesk;
  let mei: Person;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    mei = await desk.addOperator('Mei');
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  const row = (page: Page, text: string) => page.getByRole('link').filter({ hasText: text });
  const reply = async (page: Page, text: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'Reply' }).fill(text);
    await page.keyboard.press('Enter');
  };

  test('shows who writes, live; attended and answered it is mine; the sixth message is refused', async () => {
    const page = await desk.openAs(mei);
    await page.getByText('No one is waiting').waitFor();
    await desk.writes('oCustomer1', '你好，我的订单呢？');
    await row(page, '你好，我的订单呢？').click();

    await page.getByRole('button', { name: 'Attend' }).click();
    await page.getByText('Assigned to you', { exact: true }).waitFor();
    await page.getByText('No one is waiting').waitFor();
    await page.getByRole('link', { name: 'Mine' }).click();
    await row(page, '你好，我的订单呢？').click();

    for (let number = 1; number <= 5; number += 1) {
      await reply(page, `Answer ${number}`);
      await page.getByText(`${5 - number} of 5 messages left`).waitFor();
    }
    await page.locator('[data-status="sent"]').nth(4).waitFor();
    expect(desk.simulator.received({ openId: 'oCustomer1' })).toHaveLength(5);

    await page.getByText('You have reached the limit of 5 messages in a row').waitFor();
    const box = page.getByRole('textbox', { name: 'Reply' });
    await reply(page, 'Answer 6');
    expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
    expect(await box.inputValue()).toBe('Answer 6');
    expect(desk.simulator.received({ openId: 'oCustomer1' })).toHaveLength(5);

    await page.getByRole('button', { name: 'Send when they reply', exact: true }).click();
    await page.locator('[data-status="held"]').waitFor();
    await desk.writes('oCustomer1', 'Are you there?');
    await page.locator('[data-status="sent"]').nth(5).waitFor();
    expect(desk.simulator.received({ openId: 'oCustomer1' })).toHaveLength(6);
  });

  test('keeps a draft, shows a note, completes, and lets no one write then', async () => {
    await desk.writes('oCustomer2', 'One question');
    const page = await desk.openAs(mei);
    await row(page, 'One question').click();
    await page.getByRole('textbox', { name: 'Reply' }).fill('half a sen');
    await page.reload();
    await page.getByRole('textbox', { name: 'Reply' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Reply' }).inputValue()).toBe('half a sen');

    await page.getByText('Note', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Note' }).fill('<b>VIP</b>');
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.getByText('<b>VIP</b>').first().waitFor();

    await page.getByRole('button', { name: 'Attend' }).click();
    await page.getByRole('button', { name: 'Complete' }).click();
    await page.getByText(/Completed .* by an operator/).waitFor();
    expect(await page.getByRole('textbox', { name: 'Reply' }).count()).toBe(0);
  });

  test('says that the connection is lost, and continues on its own', async () => {
    const page = await desk.openAs(mei);
    await page.getByText('No one is waiting').waitFor();
    await page.context().setOffline(true);
    await page.getByText('Connection lost. Trying again…').waitFor({ timeout: 60_000 });
    await desk.writes('oCustomer3', 'While you were away');
    await page.context().setOffline(false);
    await row(page, 'While you were away').waitFor();
    await page.getByText('Connection lost. Trying again…').waitFor({ state: 'hidden' });
  });

  test('loads at most 360 KB of script, compressed by brotli, to show the inbox', async () => {
    const signedIn = await desk.openAs(mei, '/inbox/all');
    const page = await signedIn.context().newPage();
    await page.goto(`${desk.url}/inbox/all`);
    await row(page, 'Answer 6').waitFor();
    const names = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .filter((name) => name.endsWith('.js')),
    );
    const sizes = await Promise.all(
      names.map(async (name) => {
        const script = Buffer.from(await (await fetch(name)).arrayBuffer());
        return brotliCompressSync(script, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;
      }),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(100_000);
    expect(total).toBeLessThanOrEqual(360_000);
  });

  test.each(['light', 'dark'] as const)('has no barriers that axe finds, in %s', async (colorScheme) => {
    await desk.writes('oCustomer4', 'Hello');
    const start = await desk.open('/sign-in', { colorScheme });
    await start.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await findBarriers(start)).toEqual([]);
    const page = await desk.openAs(mei, '/inbox/all', { colorScheme });
    await row(page, 'Hello').first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await row(page, 'Answer 6').first().click();
    await page.locator('[data-direction="outbound"]').first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await findBarriers(page)).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
  });

  test.each([
    ['zh-CN', '登录', '等待中'],
    ['ja-JP', 'サインイン', '待機中'],
  ])('speaks the language of the browser: %s', async (locale, signIn, waiting) => {
    const start = await desk.open('/sign-in', { locale });
    await start.getByRole('heading', { name: signIn }).waitFor();
    const page = await desk.openAs(mei, '/inbox/waiting', { locale });
    await page.getByRole('link', { name: waiting }).first().waitFor();
  });
});
