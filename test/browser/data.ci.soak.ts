/** Retention of a channel, an import, and the export of a contact. */
import { readFileSync } from 'node:fs';
import {
  type BrowserDesk,
  describeInBrowser,
  findBarriers,
  ringForAnHour,
  shoot,
  startBrowserDesk,
} from './support';

jest.setTimeout(180_000);

describeInBrowser('data that is kept, brought and taken', () => {
  let desk: BrowserDesk;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    await ringForAnHour(desk);
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  test('an administrator says how long a channel keeps words and files', async () => {
    const { body } = await desk.call<{ items: readonly { readonly id: string }[] }>('GET', '/channels');
    const id = body.items[0]?.id ?? '';
    const page = await desk.openAs(desk.administrator, `/setup/channels/${id}/settings`);
    const words = page.locator('#settings_retention_messagesDays');
    await words.waitFor();
    // For ever: the field is the checkbox.
    await words.uncheck();
    await page.locator('#settings_retention_messagesDays').fill('30');
    await page.getByRole('switch', { name: 'Erase contacts who unfollow' }).click();
    await shoot(page, 'retention');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('saved', { exact: false }).first().waitFor();
    const saved = await desk.call<{ settings: { retention: object } }>('GET', `/channels/${id}`);
    expect(saved.body.settings.retention).toEqual({
      messagesDays: 30,
      filesDays: null,
      eraseOnUnfollow: true,
    });
  });

  test('operators are imported: first what each line would do, then all of them', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/operators');
    await page.getByRole('button', { name: 'Import…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import operators' });
    const choose = (text: string) =>
      dialog
        .getByLabel('File', { exact: true })
        .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await choose('name,email\nLin,lin@example.com\nWrong,nobody');
    await dialog.getByText('New: 1 · changed: 0 · as before: 0 · wrong: 1').waitFor();
    await dialog.getByText('Not valid').waitFor();
    expect(await dialog.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);
    await shoot(page, 'import');
    await choose('name,email\nLin,lin@example.com');
    await dialog.getByText('New: 1 · changed: 0 · as before: 0 · wrong: 0').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('lin@example.com').waitFor();
  });

  test('an administrator saves what a contact has a right to', async () => {
    await desk.writes('oExported', 'Words to keep');
    const page = await desk.openAs(desk.administrator, '/inbox/all', {
      viewport: { width: 1400, height: 900 },
    });
    await page.locator('[data-row]').filter({ hasText: 'Words to keep' }).first().click();
    const panel = page.getByRole('complementary', { name: 'Contact' });
    const button = panel.getByRole('link', { name: 'Export data' });
    await button.scrollIntoViewIfNeeded();
    await shoot(page, 'export');
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    expect(download.suggestedFilename()).toMatch(/\.zip$/);
    const bytes = readFileSync(await download.path());
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    expect(bytes.includes('contact.json')).toBe(true);
  });
});
