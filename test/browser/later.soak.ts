/** A reply that is sent at a later time: how it is chosen, shown and cancelled. */
import type { Locator, Page } from 'playwright-core';
import { png } from '../support/sample-files';
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

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The reader is somewhere else than the server. */
const ZONE = { timezoneId: 'Asia/Shanghai' };
const ZONE_MS = 8 * HOUR_MS;

describeInBrowser('a reply for later', () => {
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

  type Options = Parameters<BrowserDesk['openAs']>[2];
  async function converse(options: Options = {}) {
    contacts += 1;
    const openId = `oLater${contacts}`;
    await desk.writes(openId, '你好');
    const { id } = await desk.conversation(openId);
    const page = await desk.openAs(mei, `/inbox/all/${id}`, { ...ZONE, ...options });
    await page.locator('textarea').first().waitFor();
    return { openId, id, page };
  }
  const box = (page: Page): Locator => page.getByRole('textbox', { name: 'Reply' });
  const ofStatus = (page: Page, status: string): Locator => page.locator(`[data-status="${status}"]`);
  const dialogOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Send later' });
  const openLater = async (page: Page, text: string): Promise<Locator> => {
    await box(page).fill(text);
    await page.getByRole('button', { name: 'Send later' }).click();
    await dialogOf(page).waitFor();
    return dialogOf(page);
  };
  const schedule = (dialog: Locator) => dialog.getByRole('button', { name: 'Schedule' }).click();
  /** As the field for date and time has it in the reader's zone. */
  const inZone = (at: number): string =>
    new Date(at + ZONE_MS).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length);
  const messagesOf = async (id: string) => {
    type Message = { readonly text?: string; readonly status: string; readonly sendAt?: string };
    const { body } = await desk.call<{ items: readonly Message[] }>('GET', `/conversations/${id}/messages`);
    return body.items;
  };

  test('is chosen by keyboard, stands in the transcript with its time, and can be cancelled', async () => {
    const { id, page } = await converse();
    await box(page).fill('您收到货了吗？');
    await box(page).press('Control+Shift+Enter');
    const dialog = dialogOf(page);
    await dialog.getByRole('radio', { name: 'In 1 hour' }).waitFor();
    expect(await dialog.getByRole('radio', { name: 'In 1 hour' }).isChecked()).toBe(true);
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'later-dialog');
    const before = Date.now();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    const row = ofStatus(page, 'held');
    await row.getByText(/Will be sent /).waitFor();
    expect(await box(page).inputValue()).toBe('');
    expect(await box(page).evaluate((field) => field === document.activeElement)).toBe(true);
    await page.getByText(/Sends a scheduled message in/).waitFor();
    const inList = page.getByRole('link').filter({ hasText: '您收到货了吗？' });
    await inList.getByText(/Will be sent /).waitFor({ state: 'attached' });
    const message = (await messagesOf(id)).at(-1);
    expect(message).toMatchObject({ text: '您收到货了吗？', status: 'held' });
    expect(Math.abs(Date.parse(message?.sendAt ?? '') - before - HOUR_MS)).toBeLessThan(MINUTE_MS);
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'later-held');
    await row.getByRole('button', { name: 'Cancel this message' }).click();
    await ofStatus(page, 'cancelled').getByText('您收到货了吗？').waitFor();
  });

  test('leaves at its time, which is chosen in the reader’s own time zone', async () => {
    const { openId, id, page } = await converse();
    const dialog = await openLater(page, '到点发出');
    await dialog.getByRole('radio', { name: 'At another time' }).check();
    const field = dialog.getByLabel('Date and time');
    await field.fill('');
    await schedule(dialog);
    await dialog.getByText('Enter a date and a time.').waitFor();
    await field.fill(inZone(Date.now() - HOUR_MS));
    await schedule(dialog);
    await dialog.getByText('That time has passed. Choose a later one.').waitFor();
    await field.fill(inZone(Date.now() + 49 * HOUR_MS));
    await schedule(dialog);
    await dialog.getByText(/^The messaging window closes .* Choose a time before that\.$/).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'later-fault');
    // The next whole minute that is not upon us.
    const at = Math.ceil((Date.now() + 10_000) / MINUTE_MS) * MINUTE_MS;
    await field.fill(inZone(at));
    await schedule(dialog);
    await ofStatus(page, 'held').getByText('到点发出').waitFor();
    expect((await messagesOf(id)).at(-1)?.sendAt).toBe(new Date(at).toISOString());
    expect(desk.simulator.received({ openId })).toHaveLength(0);
    await ofStatus(page, 'sent')
      .getByText('到点发出')
      .waitFor({ timeout: 2 * MINUTE_MS });
    expect(Date.now()).toBeGreaterThanOrEqual(at);
    expect(desk.simulator.received({ openId })).toHaveLength(1);
  });

  test('is cancelled by what the contact writes, if that was asked for; files wait as well', async () => {
    const { openId, page } = await converse();
    const opened = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach files' }).click();
    await (await opened).setFiles([{ name: 'tea.png', mimeType: 'image/png', buffer: png(200, 100) }]);
    await page.locator('[data-upload="ready"]').getByText('tea.png').waitFor();
    const dialog = await openLater(page, '还需要帮忙吗？');
    await dialog.getByRole('checkbox', { name: 'Don’t send it if they write first' }).check();
    await dialog.getByText(/If none is left then, it is not sent/).waitFor();
    await schedule(dialog);
    await ofStatus(page, 'held').getByText('还需要帮忙吗？').waitFor();
    expect(await ofStatus(page, 'held').count()).toBe(2);
    await desk.writes(openId, '不用了，谢谢');
    const cancelled = ofStatus(page, 'cancelled');
    await cancelled.getByText('The contact wrote before this scheduled message was due.').nth(1).waitFor();
    await shoot(page, 'later-cancelled');
    expect(desk.simulator.received({ openId })).toHaveLength(0);
  });

  test('that would come after the conversation completes is warned of; completing says what is lost', async () => {
    const { page } = await converse();
    await page.getByRole('button', { name: 'Attend' }).click();
    await page.getByText('Assigned to you', { exact: true }).waitFor();
    const dialog = await openLater(page, 'Far away');
    await dialog.getByRole('radio', { name: 'At another time' }).check();
    await dialog.getByLabel('Date and time').fill(inZone(Date.now() + 30 * HOUR_MS));
    await dialog.getByText(/If nobody writes before that, the conversation completes/).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'later-warned');
    await dialog.getByRole('radio', { name: 'In 1 hour' }).check();
    await schedule(dialog);
    await ofStatus(page, 'held').getByText('Far away').waitFor();
    await page.getByRole('button', { name: 'Complete' }).click();
    await page
      .getByTestId('completing')
      .getByText('What is scheduled for later will be cancelled.')
      .last()
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Undo completing' }).click();
  });

  test('that the API refuses stays written, and what is wrong with its time is said', async () => {
    const { page } = await converse();
    const problems = [
      {
        status: 400,
        code: 'invalid_request',
        errors: [{ path: 'sendAt', message: 'has to be in the future' }],
      },
      { status: 409, code: 'window_closed', since: new Date(Date.now() + MINUTE_MS).toISOString() },
      { status: 409, code: 'too_many_held', limit: 50 },
    ];
    let refused = 0;
    await page.route('**/api/v1/conversations/*/messages', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      const { status, ...problem } = problems[refused] ?? { status: 500 };
      refused += 1;
      const body = JSON.stringify({ type: 'about:blank', title: 'x', detail: 'x', status, ...problem });
      return route.fulfill({ status, contentType: 'application/problem+json', body });
    });
    for (const words of [
      'Not sent: That time has passed. Choose a later one.',
      /^Not sent: The messaging window closes .* Choose a time before that\.$/,
      'Not sent: This conversation already has 50 scheduled messages. Cancel some first.',
    ]) {
      await schedule(await openLater(page, 'Not lost'));
      await page.getByRole('alert').getByText(words).waitFor();
      expect(await box(page).inputValue()).toBe('Not lost');
      // Nothing keeps it from being sent now, so there is nothing to be held.
      expect(await page.getByRole('button', { name: 'Send when they reply' }).count()).toBe(0);
    }
    await shoot(page, 'later-refused');
  });

  test.each([
    ['zh-CN', '回复', '定时发送', '其他时间', '将于'],
    ['ja-JP', '返信', '送信予約', '別の日時', '送信されます'],
  ])('speaks the language of the browser on a phone: %s', async (locale, reply, later, other, held) => {
    const { page } = await converse({
      locale,
      colorScheme: 'dark',
      viewport: { width: 360, height: 740 },
    });
    await page.getByRole('textbox', { name: reply }).fill('明天见');
    await page.getByRole('button', { name: later }).click();
    const dialog = page.getByRole('dialog', { name: later });
    await dialog.getByRole('radio', { name: other }).check();
    await shoot(page, `later-phone-${locale}`);
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.keyboard.press('Enter');
    await ofStatus(page, 'held').getByText(held).waitFor();
    await shoot(page, `later-held-phone-${locale}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});
