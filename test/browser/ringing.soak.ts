/** The bell: it rings in one tab while a contact waits, until someone attends or silences it. */
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

/** Replaces the page's loudspeaker and desktop notifications, and records what is played and shown. */
function listenIn(): void {
  const heard = { playing: 0, notifications: [] as string[] };
  Object.assign(window, { heard });
  const { start, stop } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...given) {
    heard.playing += 1;
    return start.apply(this, given);
  };
  AudioBufferSourceNode.prototype.stop = function (...given) {
    heard.playing -= 1;
    return stop.apply(this, given);
  };
  class Shown extends EventTarget {
    static permission = 'granted';
    static requestPermission = () => Promise.resolve('granted');
    constructor(readonly title: string) {
      super();
      heard.notifications.push(title);
    }
    close(): void {
      heard.notifications.splice(heard.notifications.indexOf(this.title), 1);
    }
  }
  Object.assign(window, { Notification: Shown });
}

describeInBrowser('the bell', () => {
  let desk: BrowserDesk;
  let mei: Person;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    await ringForAnHour(desk);
    mei = await desk.addOperator('Mei');
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  type Heard = { readonly playing: number; readonly notifications: readonly string[] };
  const heardOn = (page: Page) => page.evaluate(() => (window as unknown as { heard: Heard }).heard);
  const playing = async (...pages: readonly Page[]) =>
    (await Promise.all(pages.map(heardOn))).reduce((sum, { playing: one }) => sum + one, 0);
  const until = async (what: () => Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + 20_000; !(await what()); ) {
      if (Date.now() > end) throw new Error('It did not happen.');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const openWithEars = async (): Promise<Page> => {
    const page = await desk.openAs(mei);
    await page.context().addInitScript(listenIn);
    await page.reload();
    await page.getByRole('link', { name: /^Waiting \d/ }).waitFor();
    // Browsers let a page play sounds only after a click.
    await page.mouse.click(640, 700);
    return page;
  };
  const attend = async (page: Page, text: string): Promise<void> => {
    await page.locator('[data-row]').filter({ hasText: text }).click();
    await page.getByRole('button', { name: 'Attend' }).click();
    await page.getByText('Assigned to you', { exact: true }).waitFor();
  };

  test('rings in one tab of several until someone attends; the title says how many wait', async () => {
    const page = await openWithEars();
    const other = await page.context().newPage();
    await other.goto(`${desk.url}/inbox/waiting`);
    await other.getByText('No one is waiting').waitFor();
    await other.mouse.click(640, 700);
    expect(await playing(page, other)).toBe(0);

    await desk.writes('oOne', 'Anybody there?');
    await page.getByRole('button', { name: 'Ringing: 1 waiting' }).waitFor();
    await other.getByRole('button', { name: 'Ringing: 1 waiting' }).waitFor();
    await until(async () => (await playing(page, other)) === 1);
    await until(async () => (await page.title()).startsWith('(1) '));

    await attend(page, 'Anybody there?');
    await until(async () => (await playing(page, other)) === 0);
    await until(async () => !(await page.title()).startsWith('('));
  });

  test('the tab that is left rings when the one that rang is closed', async () => {
    const page = await openWithEars();
    const other = await page.context().newPage();
    await other.goto(`${desk.url}/inbox/waiting`);
    await other.getByText('No one is waiting').waitFor();
    await other.mouse.click(640, 700);
    await desk.writes('oTwo', 'Still there?');
    await until(async () => (await playing(page, other)) === 1);
    const [rings, waits] = (await playing(page)) === 1 ? [page, other] : [other, page];
    await rings.close();
    await until(async () => (await playing(waits)) === 1);
    await attend(waits, 'Still there?');
    await until(async () => (await playing(waits)) === 0);
  });

  test('is silenced for who waits now, and rings for the next', async () => {
    const page = await openWithEars();
    await desk.writes('oThree', 'First');
    await until(async () => (await playing(page)) === 1);
    await page.getByRole('button', { name: 'Stop ringing' }).click();
    await until(async () => (await playing(page)) === 0);
    await page.reload();
    await page.locator('[data-row]').filter({ hasText: 'First' }).waitFor();
    expect(await page.getByRole('button', { name: 'Stop ringing' }).count()).toBe(0);
    await desk.writes('oFour', 'Second');
    await page.getByRole('button', { name: 'Ringing: 1 waiting' }).waitFor();
    await attend(page, 'First');
    await attend(page, 'Second');
  });

  test('notifies if that is switched on, is silent if sound is switched off, and keeps both settings', async () => {
    const page = await openWithEars();
    await page.getByRole('button', { name: 'Alerts', exact: true }).click();
    await page.getByRole('button', { name: 'Sound and notifications' }).click();
    await page.getByRole('switch', { name: 'Sound', exact: true }).click();
    await page.getByRole('switch', { name: 'Browser notifications' }).click();
    await page.locator('[role=switch][aria-checked=true][aria-label="Browser notifications"]').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.reload();
    await page.getByText('No one is waiting').waitFor();
    await desk.writes('oFive', 'By notification');
    await until(async () => (await heardOn(page)).notifications.length === 1);
    const [title = ''] = (await heardOn(page)).notifications;
    expect(title).toMatch(/^WeChat user .{4} is waiting$/);
    expect(await playing(page)).toBe(0);
    await attend(page, 'By notification');
    await until(async () => (await heardOn(page)).notifications.length === 0);
  });
});
