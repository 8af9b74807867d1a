/** Alerts in the console: new messages, transfers with a note, mentions; in one tab, and without an open page. */
import type { Page } from 'playwright-core';
import {
  type BrowserDesk,
  describeInBrowser,
  findBarriers,
  type Person,
  ringForAnHour,
  startBrowserDesk,
} from './support';

jest.setTimeout(240_000);

/** Records how often a page plays a sound and which notifications it shows. */
function listenIn(): void {
  const heard = { sounds: 0, notifications: [] as string[] };
  Object.assign(window, { heard });
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...given) {
    if (!this.loop) heard.sounds += 1;
    return start.apply(this, given);
  };
  class Shown extends EventTarget {
    static permission = 'granted';
    static requestPermission = () => Promise.resolve('granted');
    constructor(title: string, { body }: { body?: string }) {
      super();
      // One without is of a conversation that rings.
      if (body !== undefined) heard.notifications.push(`${title}: ${body}`);
    }
    close(): void {}
  }
  Object.assign(window, { Notification: Shown });
}

type Heard = { readonly sounds: number; readonly notifications: readonly string[] };

describeInBrowser('alerts', () => {
  let desk: BrowserDesk;
  let mei: Person;
  let ben: Person;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    await ringForAnHour(desk);
    mei = await desk.addOperator('Mei');
    ben = await desk.addOperator('Ben');
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  const heardOn = (page: Page) => page.evaluate(() => (window as unknown as { heard: Heard }).heard);
  const until = async (what: () => Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + 20_000; !(await what()); ) {
      if (Date.now() > end) throw new Error('It did not happen.');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const openWithEars = async (who: Person, storage: Readonly<Record<string, string>> = {}): Promise<Page> => {
    const page = await desk.openAs(who);
    await page.context().addInitScript(listenIn);
    await page.context().addInitScript((stored) => {
      for (const [name, value] of Object.entries(stored)) localStorage.setItem(name, value);
    }, storage);
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
  const bell = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  test('of new messages: one until it is seen, heard in one tab, and not for what is being read', async () => {
    const page = await openWithEars(mei, { 'duihua.ring.notifications': 'on' });
    await desk.writes('oOne', 'Anybody there?');
    await attend(page, 'Anybody there?');
    await desk.writes('oOne', 'Hello?');
    await page.getByText('Hello?').last().waitFor();
    await page.waitForTimeout(1_500);
    expect(await heardOn(page)).toEqual({ sounds: 0, notifications: [] });

    const other = await page.context().newPage();
    await other.goto(`${desk.url}/inbox/waiting`);
    await other.getByText('No one is waiting').waitFor();
    await other.mouse.click(640, 700);
    await page.goto(`${desk.url}/inbox/missed`);
    await page.getByRole('link', { name: /^Waiting \d/ }).waitFor();
    await page.mouse.click(640, 700);
    await desk.writes('oOne', 'One more');
    await bell(page, 'Alerts: 1 new').waitFor();
    await bell(other, 'Alerts: 1 new').waitFor();
    await until(async () => (await heardOn(page)).sounds + (await heardOn(other)).sounds > 0);
    await desk.writes('oOne', 'And another');
    await page.waitForTimeout(1_500);
    const both = [await heardOn(page), await heardOn(other)];
    expect(both.reduce((sum, { sounds }) => sum + sounds, 0)).toBe(1);
    expect(both.flatMap(({ notifications }) => notifications)).toEqual([
      expect.stringMatching(/^New message in your conversation: 微信用户 .{4}$/),
    ]);
    await until(async () => (await page.title()).startsWith('(1) '));
    expect(await page.locator('link[rel=icon]').getAttribute('href')).toContain('icon-marked');

    await page.keyboard.press('b');
    await page.getByRole('button', { name: /2 new messages/ }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: /2 new messages/ }).click();
    await page.getByText('And another').last().waitFor();
    await bell(page, 'Alerts').waitFor();
    await bell(other, 'Alerts').waitFor();
    await until(async () => !(await page.title()).startsWith('('));
  });

  test('of a transfer with its note, and of a mention chosen with @', async () => {
    const page = await openWithEars(mei);
    const theirs = await openWithEars(ben);
    await desk.writes('oTwo', 'My order is late');
    await attend(page, 'My order is late');

    // The cursor is in the field for the reply.
    await page.keyboard.press('Escape');
    await page.keyboard.press('p');
    const note = page.getByRole('textbox', { name: 'Note' });
    await note.fill('Please look at this, @b');
    await page.getByRole('listbox', { name: 'Mention a colleague' }).getByText('@Ben').waitFor();
    await note.press('Enter');
    expect(await note.inputValue()).toBe('Please look at this, @Ben ');
    await note.press('Enter');
    await page.getByText('Note by Mei').waitFor();
    await bell(theirs, 'Alerts: 1 new').waitFor();

    await page.getByRole('button', { name: 'Transfer' }).click();
    // The empty field has no width.
    await page.locator('input[role=combobox]:focus').waitFor({ state: 'attached' });
    await page.keyboard.type('Be');
    await page.getByTitle('Ben').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Note for your colleague (optional)' }).fill('Wants a refund');
    await page.keyboard.press('Control+Enter');
    await bell(theirs, 'Alerts: 2 new').waitFor();
    await page.getByRole('log').getByText('Wants a refund').waitFor();

    await bell(theirs, 'Alerts: 2 new').click();
    const list = theirs.getByRole('listitem');
    await list.first().getByText('Mei transferred this to you').waitFor();
    await list.first().getByText('Wants a refund').waitFor();
    await list.nth(1).getByText('Mei mentioned you').waitFor();
    await list.first().getByRole('button').focus();
    await theirs.keyboard.press('ArrowDown');
    await theirs.keyboard.press('ArrowUp');
    await theirs.keyboard.press('Enter');
    await theirs.getByText('Assigned to you', { exact: true }).waitFor();
    await bell(theirs, 'Alerts').waitFor();
  });

  test('can be switched off by kind; the list has them all the same', async () => {
    const page = await openWithEars(mei);
    await bell(page, 'Alerts').click();
    await page.getByRole('button', { name: 'Sound and notifications' }).click();
    await page.getByRole('switch', { name: 'New messages in my conversations' }).click();
    await page.keyboard.press('Escape');
    await desk.writes('oThree', 'Quiet please');
    await attend(page, 'Quiet please');
    await page.goto(`${desk.url}/inbox/missed`);
    await desk.writes('oThree', 'Still here');
    await page.waitForTimeout(2_000);
    await bell(page, 'Alerts').click();
    await page
      .getByRole('button', { name: /1 new message/ })
      .first()
      .waitFor();
    expect(await page.title()).not.toMatch(/^\(/);
    expect((await heardOn(page)).sounds).toBe(0);
  });

  test('reach a browser without an open page, in its language; the console can be installed', async () => {
    const page = await desk.openAs(mei, '/inbox/waiting', { permissions: ['notifications'] });
    const manifest = await page.evaluate(async () => {
      const address = document.querySelector<HTMLLinkElement>('link[rel=manifest]')?.href ?? '';
      const content = (await (await fetch(address)).json()) as { icons: { src: string }[] };
      const icons = await Promise.all(content.icons.map(async ({ src }) => (await fetch(src)).status));
      return icons;
    });
    expect(manifest).toEqual([200, 200, 200]);
    // The worker itself, as the browser runs it; no push service is there to reach it through.
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/sw.js?language=ja', { scope: '/' });
      await navigator.serviceWorker.ready;
    });
    const session = await page.context().newCDPSession(page);
    const versions = new Promise<string>((resolve) => {
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [found] = registrations;
        if (found !== undefined) resolve(found.registrationId);
      });
    });
    await session.send('ServiceWorker.enable');
    const registrationId = await versions;
    await page.goto('about:blank');
    await session.send('ServiceWorker.deliverPushMessage', {
      origin: desk.url,
      registrationId,
      data: JSON.stringify({ kind: 'transfer', brand: 'Tea house', conversationId: 'c1' }),
    });
    await page.goto(`${desk.url}/inbox/waiting`);
    const shown = () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
      });
    await until(async () => (await shown()).length === 1);
    expect(await shown()).toEqual([
      { title: '会話が転送されました', body: 'Tea house', tag: 'duihua-alert-c1' },
    ]);

    // Beside a page that is being looked at, none stays, and it takes the one of the same conversation with it.
    await page.bringToFront();
    expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    await session.send('ServiceWorker.deliverPushMessage', {
      origin: desk.url,
      registrationId,
      data: JSON.stringify({ kind: 'transfer', brand: 'Tea house', conversationId: 'c1' }),
    });
    await until(async () => (await shown()).length === 0);
  });

  test('to a browser end, at the desk as well, before its operator signs out', async () => {
    const page = await desk.openAs(mei, '/inbox/waiting', { permissions: ['notifications'] });
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/sw.js?language=en', { scope: '/' });
      await navigator.serviceWorker.ready;
    });
    // No push service is there to subscribe at.
    await page.evaluate(() => {
      let isSubscribed = true;
      PushManager.prototype.getSubscription = () =>
        Promise.resolve(
          isSubscribed
            ? ({
                endpoint: 'https://push.example.com/mei',
                unsubscribe() {
                  isSubscribed = false;
                  return Promise.reject(new Error('not now'));
                },
              } as unknown as PushSubscription)
            : null,
        );
    });
    const answers: string[] = [];
    page.on('response', (answer) => {
      const { pathname } = new URL(answer.url());
      const isMeant = pathname.endsWith('/logout') || pathname.endsWith('/push-subscriptions');
      if (isMeant) answers.push(`${answer.request().method()} ${pathname} ${answer.status()}`);
    });
    await page.getByRole('button', { name: /Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(answers).toEqual(['DELETE /api/v1/me/push-subscriptions 204', 'POST /api/v1/logout 204']);
  });

  test('of the open conversation are marked as seen once, also where the API cannot do it', async () => {
    const page = await openWithEars(mei);
    await desk.writes('oFour', 'First');
    await attend(page, 'First');
    let asked = 0;
    await page.route('**/api/v1/alerts/seen', (route) => {
      asked += 1;
      return route.fulfill({ status: 404, json: {} });
    });
    await desk.writes('oFour', 'Second');
    await page.getByText('Second').last().waitFor();
    await until(async () => asked > 0);
    await page.waitForTimeout(2_000);
    expect(asked).toBe(1);
    expect(await page.locator('.ant-notification-notice').count()).toBe(0);
  });

  test('leave alone what is being typed while a note is stored', async () => {
    const page = await openWithEars(mei);
    await desk.writes('oFive', 'Where is it?');
    await attend(page, 'Where is it?');
    await page.keyboard.press('Escape');
    await page.keyboard.press('p');
    let store = (): void => {};
    const mayStore = new Promise<void>((resolve) => {
      store = resolve;
    });
    await page.route('**/notes', async (route) => {
      await mayStore;
      await route.continue();
    });
    const note = page.getByRole('textbox', { name: 'Note' });
    await note.fill('In the shop');
    await note.press('Enter');
    await note.fill('In the shop, on the left');
    store();
    await page.getByText('Note by Mei').waitFor();
    expect(await note.inputValue()).toBe('In the shop, on the left');
    await note.press('Enter');
    await until(async () => (await note.inputValue()) === '');
  });
});
