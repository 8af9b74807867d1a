/** A list of many thousand conversations: all can be reached, and only a few are kept in memory. */
import type { Page } from 'playwright-core';
import { type BrowserDesk, describeInBrowser, ringForAnHour, startBrowserDesk } from './support';

jest.setTimeout(180_000);

const MANY = 3_000;

describeInBrowser('a long list', () => {
  let desk: BrowserDesk;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    await ringForAnHour(desk);
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  /** The API answers with the desk's only conversation, repeated under other ids and numbers. */
  async function pretendMany(page: Page): Promise<string[]> {
    await desk.writes('oOnly', 'Hello');
    const one = await desk.conversation('oOnly');
    const asked: string[] = [];
    await page.route('**/api/v1/conversations?*', (route) => {
      const query = new URL(route.request().url()).searchParams;
      const before = Number(query.get('cursor') ?? MANY + 1);
      if (query.get('state') !== null) return route.fulfill({ json: { items: [], nextCursor: null } });
      asked.push(query.get('cursor') ?? '');
      const limit = Number(query.get('limit'));
      const items = Array.from({ length: Math.min(limit, before - 1) }, (_, index) => {
        const number = before - 1 - index;
        return { ...one, id: `many-${number}`, contact: { ...one.contact, name: `Number ${number}.` } };
      });
      const last = before - items.length;
      return route.fulfill({ json: { items, nextCursor: last > 1 ? String(last) : null } });
    });
    return asked;
  }

  test('is read to its end and back, and drops what is far away', async () => {
    const page = await desk.openAs(desk.administrator);
    const asked = await pretendMany(page);
    await page.goto(`${desk.url}/inbox/all`);
    const row = (number: number) => page.locator(`[data-row="many-${number}"]`);
    await row(MANY).waitFor();
    const scroll = (by: number) =>
      page.evaluate((pixels) => {
        document.querySelector('[data-virtuoso-scroller]')?.scrollBy(0, pixels);
      }, by);
    const scrollUntil = async (number: number, by: number): Promise<void> => {
      for (const end = Date.now() + 60_000; (await row(number).count()) === 0; ) {
        if (Date.now() > end) throw new Error(`Row ${number} was not reached.`);
        await scroll(by);
        await page.waitForTimeout(30);
        expect(await page.locator('[data-row]').count()).toBeLessThan(60);
      }
    };
    await scrollUntil(1, 6_000);
    expect(new Set(asked).size).toBe(MANY / 100);

    asked.splice(0);
    await scrollUntil(MANY, -3_000);
    // Dropped parts are requested again, including the newest one.
    expect(asked).toContain('');
    expect(asked.length).toBeGreaterThan(MANY / 100 / 2);
    const names = await page.locator('[data-row]').allInnerTexts();
    const numbers = names.map((text) => Number(/Number (\d+)\./.exec(text)?.[1]));
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) - index));
  });
});
