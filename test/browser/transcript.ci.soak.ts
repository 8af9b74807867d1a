/** Saving a conversation as a file, and printing it. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { png } from '../support/sample-files';
import {
  type BrowserDesk,
  describeInBrowser,
  findBarriers,
  type Person,
  shoot,
  startBrowserDesk,
} from './support';

jest.setTimeout(180_000);

describeInBrowser('a saved transcript', () => {
  let desk: BrowserDesk;
  let mei: Person;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    mei = await desk.addOperator('Mei');
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  /** A conversation with a picture of the contact, a reply and a note, open in the console. */
  const converse = async (openId: string): Promise<Page> => {
    await desk.writes(openId, '新茶到了吗？ <script>alert(1)</script>');
    const { id, contact } = await desk.conversation(openId);
    await desk.call('PATCH', `/contacts/${contact.id}`, { name: '李雷' });
    await desk.simulator.write(openId, { type: 'image', base64: png(320, 200).toString('base64') });
    const page = await desk.openAs(mei, `/inbox/all/${id}`);
    await page.getByRole('log', { name: 'Transcript' }).locator('img').first().waitFor();
    await page.getByRole('button', { name: 'Attend' }).click();
    const box = page.getByRole('textbox', { name: 'Reply' });
    await box.fill('您好，昨天刚到。');
    await box.press('Enter');
    await desk.settles(openId, '您好，昨天刚到。', ['sent']);
    await desk.call('POST', `/conversations/${id}/notes`, { text: '老客户，喜欢乌龙茶' });
    await page.getByRole('log', { name: 'Transcript' }).getByText('喜欢乌龙茶').waitFor();
    return page;
  };
  const openMenu = (page: Page) => page.getByRole('button', { name: 'Save transcript' }).click();

  test('is a file in each format, which shows words and picture without the desk', async () => {
    const page = await converse('oSaved');
    await openMenu(page);
    await page.getByRole('menuitem', { name: 'As a page (HTML)' }).waitFor();
    // The tooltip of the button goes away.
    await page.mouse.move(700, 500);
    await page.getByRole('tooltip').waitFor({ state: 'hidden' });
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'transcript-menu');
    const save = async (name: string): Promise<{ name: string; text: string }> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name }).click(),
      ]);
      return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
    };
    const html = await save('As a page (HTML)');
    expect(html.name).toMatch(/^李雷 \d{4}-\d\d-\d\d\.html$/);
    await openMenu(page);
    expect((await save('As text (TXT)')).text).toContain('Mei: 您好，昨天刚到。');
    await openMenu(page);
    expect(JSON.parse((await save('As data (JSON)')).text)).toMatchObject({ count: expect.any(Number) });

    // The file as such, in a browser that is not signed in.
    const reader = await desk.open('/sign-in');
    await reader.goto('about:blank');
    const asked: string[] = [];
    await reader.route('**/*', (route) => {
      asked.push(route.request().url());
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html.text });
    });
    await reader.goto('http://transcript.invalid/saved.html');
    await reader.getByRole('heading', { name: 'Conversation with 李雷' }).waitFor();
    await reader.getByText('<script>alert(1)</script>').waitFor();
    await reader.getByText('您好，昨天刚到。').waitFor();
    await reader.getByText('老客户，喜欢乌龙茶').waitFor();
    expect(await reader.locator('img').evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBe(320);
    expect(asked.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([
      'http://transcript.invalid/saved.html',
    ]);
    expect(await findBarriers(reader)).toEqual([]);
    await shoot(reader, 'transcript-page');
    await reader.emulateMedia({ media: 'print' });
    await shoot(reader, 'transcript-print');
  });

  test('is printed from the console', async () => {
    const page = await converse('oPrinted');
    await page.evaluate(() => {
      const printed: string[] = [];
      Object.assign(window, { printed });
      new MutationObserver((changes) => {
        for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
          if (!(node instanceof HTMLIFrameElement)) continue;
          // Before the console's own listener, which opens the dialog.
          node.addEventListener(
            'load',
            () => {
              const inner = node.contentWindow;
              if (inner !== null) inner.print = () => void printed.push(inner.document.body.innerText);
            },
            { capture: true },
          );
        }
      }).observe(document.body, { childList: true });
    });
    await openMenu(page);
    await page.getByRole('menuitem', { name: 'Print' }).click();
    await page.waitForFunction(() => (Reflect.get(window, 'printed') as string[]).length > 0);
    const [text] = await page.evaluate(() => Reflect.get(window, 'printed') as string[]);
    expect(text).toContain('老客户，喜欢乌龙茶');
  });
});
