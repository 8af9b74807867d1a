/** The reports: every page with what happened on a desk, its lists, tables and downloads; the page of what happens now. */
import { readFileSync } from 'node:fs';
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

const PLACES = 5;

describeInBrowser('the reports', () => {
  let desk: BrowserDesk;
  let mei: Person;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    await ringForAnHour(desk);
    mei = await desk.addOperator('Mei');
    // One is answered until no place is left, and completed; another one waits.
    await desk.writes('oAnswered', 'Do you ship to Kyoto?');
    const { id } = await desk.conversation('oAnswered');
    await desk.call('POST', `/conversations/${id}/attend`);
    for (let place = 1; place <= PLACES; place += 1) {
      await desk.replies('oAnswered', `Answer ${place}`);
      await desk.settles('oAnswered', `Answer ${place}`, ['sent']);
    }
    expect((await desk.replies('oAnswered', 'One too many'))?.status).toBe(409);
    await desk.call('POST', `/conversations/${id}/complete`);
    await desk.conversation('oAnswered', ({ state }) => state === 'completed');
    await desk.writes('oWaiting', 'Is anybody there?');
    await desk.conversation('oWaiting', ({ state }) => state === 'waiting');
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  const figure = (page: Page, name: string) => page.getByTestId(`figure-${name}`);
  const tab = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Reports' }).getByRole('link', { name });
  const save = async (page: Page): Promise<{ readonly name: string; readonly lines: readonly string[] }> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as CSV' }).click(),
    ]);
    const text = readFileSync(await download.path(), 'utf8');
    return { name: download.suggestedFilename(), lines: text.trim().split('\r\n') };
  };
  const isTooWide = (page: Page) =>
    page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

  test('has a summary, whose figures say what they mean and open their conversations', async () => {
    const page = await desk.openAs(desk.administrator);
    await page.getByRole('link', { name: 'Reports' }).click();
    await page.waitForURL('**/reports/summary');
    // The tooltip of the link goes away.
    await page.mouse.move(700, 600);
    await figure(page, 'started').getByText('2', { exact: true }).waitFor();
    await figure(page, 'attended').getByText('1', { exact: true }).waitFor();
    await figure(page, 'messagesOut').getByText('5', { exact: true }).waitFor();
    await figure(page, 'openNow').getByText('Waiting 1').waitFor();
    await page.getByText(/^2 conversations started; missed: 0\. Peak: .* \(2\)\.$/).waitFor();
    await page.locator('.recharts-surface').first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'reports-summary');

    await figure(page, 'missed').getByRole('button', { name: 'What “Missed” means' }).focus();
    await page.getByRole('tooltip').getByText('within the ring time').waitFor();
    // A click shows it as well, although the pointer that comes with it has shown it already.
    const started = figure(page, 'started').getByRole('button', { name: 'What “Started” means' });
    await started.click();
    await page.getByRole('tooltip').getByText('Conversations that began in the period').waitFor();
    await page.waitForTimeout(400);
    expect(await page.getByRole('tooltip').filter({ hasText: 'Conversations that began' }).isVisible()).toBe(
      true,
    );
    await page.keyboard.press('Tab');
    await page.mouse.move(700, 600);
    await page
      .getByRole('tooltip')
      .filter({ hasText: 'Conversations that began' })
      .waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Show as table Conversations over time' }).click();
    const table = page.getByRole('table', { name: 'Conversations over time' });
    await table.getByRole('cell', { name: '2', exact: true }).waitFor();
    await shoot(page, 'reports-table');

    // The filters are in the address: the page as such can be shared.
    await page.getByRole('combobox', { name: 'Period' }).click();
    await page.getByTitle('Today', { exact: true }).click();
    await page.waitForURL(/period=today/);
    await page.getByRole('table').getByText('Hour', { exact: true }).first().waitFor();
    await page.getByRole('combobox', { name: 'Period' }).click();
    await page.getByTitle('Yesterday', { exact: true }).click();
    await figure(page, 'started').getByText('0', { exact: true }).waitFor();
    await page.goto(`${desk.url}/reports/summary?period=today`);
    await figure(page, 'started').getByRole('link').click();
    await page.getByRole('heading', { name: 'Conversations: started' }).waitFor();
    const list = page.getByRole('list', { name: 'Conversations: started' });
    await list.getByRole('listitem').nth(1).waitFor();
    expect(await list.getByRole('listitem').count()).toBe(2);
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'reports-list');
    await list.getByRole('link').last().click();
    await page.getByText('Answer 5').first().waitFor();
  });

  test('are saved as CSV, as they are shown', async () => {
    const page = await desk.openAs(desk.administrator, '/reports/summary?period=today&bucket=day');
    await figure(page, 'started').waitFor();
    const { name, lines } = await save(page);
    expect(name).toMatch(/^summary-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
    expect(lines).toHaveLength(2);
    const [head = [], row = []] = lines.map((line) => line.replace('\uFEFF', '').slice(1, -1).split('","'));
    const cell = (column: string) => row[head.indexOf(column)];
    expect([cell('started'), cell('attended'), cell('messagesOut')]).toEqual(['2', '1', '5']);
    for (const [report, column] of [
      ['operators', 'operator.name'],
      ['reach', 'followed'],
      ['heatmap', 'weekday'],
      ['losses', 'refused.consecutive_limit_reached'],
    ]) {
      await page.goto(`${desk.url}/reports/${report}`);
      expect((await save(page)).lines[0]).toContain(`"${column}"`);
    }
  });

  test('show busy hours, reach, operators and losses', async () => {
    const page = await desk.openAs(desk.administrator, '/reports/summary');
    await tab(page, 'Busy hours').click();
    await page.getByText(/^Most conversations started on \w+ between \d+:00 and \d+:00: [12]\.$/).waitFor();
    expect(await page.getByRole('cell').count()).toBe(7 * 24);
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'reports-heatmap');

    await tab(page, 'Reach').click();
    await page.getByText('Most began like this: a message (2).').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'reports-reach');

    await tab(page, 'Operators').click();
    const rows = page.getByRole('row');
    await rows.nth(1).getByRole('cell', { name: '5', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Messages sent', exact: true }).click();
    await page.locator('th[aria-sort="descending"]').filter({ hasText: 'Messages sent' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'reports-operators');

    await tab(page, 'Losses').click();
    await page
      .getByTestId('loss-sentences')
      .getByText('1 reply was refused because the contact had not answered the ones before.')
      .waitFor();
    await figure(page, 'refusedLimit').getByText('1', { exact: true }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'reports-losses');
    await figure(page, 'refusedLimit').getByRole('link').click();
    await page.getByRole('heading', { name: 'Conversations: with refused replies' }).waitFor();
    await page.locator('time').waitFor();
  });

  test('show what happens now', async () => {
    const page = await desk.openAs(mei, '/reports/live');
    await figure(page, 'waitingNow').getByText('1', { exact: true }).waitFor();
    await figure(page, 'longestWaiting')
      .getByText(/\d (?:s|min)/)
      .waitFor();
    await page.getByTestId('live-operator').filter({ hasText: 'Mei' }).getByText('Online').waitFor();
    await desk.writes('oLater', 'Me too');
    await figure(page, 'waitingNow').getByText('2', { exact: true }).waitFor();
    await page.getByRole('list', { name: 'Waiting longest' }).getByRole('listitem').nth(1).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'reports-live');
  });

  test('do not show operators what is for administrators', async () => {
    const page = await desk.openAs(mei, '/reports/summary');
    await figure(page, 'started').waitFor();
    await tab(page, 'Reach').waitFor();
    expect(await tab(page, 'Operators').count()).toBe(0);
    expect(await tab(page, 'Losses').count()).toBe(0);
    expect(await page.getByRole('combobox', { name: 'Operators' }).count()).toBe(0);
    await page.goto(`${desk.url}/reports/losses`);
    await page.getByRole('alert').waitFor();
    expect(await page.getByTestId('loss-sentences').count()).toBe(0);
  });

  test.each([
    ['zh-CN', '报表'],
    ['ja-JP', 'レポート'],
  ])('fit a phone, in the dark and in %s', async (locale, title) => {
    const page = await desk.openAs(desk.administrator, '/reports/summary', {
      locale,
      colorScheme: 'dark',
      viewport: { width: 360, height: 740 },
    });
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
    for (const part of ['summary', 'heatmap', 'reach', 'operators', 'losses', 'live']) {
      await page.goto(`${desk.url}/reports/${part}`);
      await page.locator('[data-testid^="figure-"], table').first().waitFor();
      expect([part, await isTooWide(page)]).toEqual([part, false]);
      expect([part, await findBarriers(page)]).toEqual([part, []]);
      await shoot(page, `reports-${part}-${locale}`);
    }
  });
});
