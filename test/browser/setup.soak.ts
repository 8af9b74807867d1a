/** The set-up beyond the wizard: settings, QR codes, tokens, brands, the end of a channel, the audit log. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { type BrowserDesk, describeInBrowser, findBarriers, startBrowserDesk } from './support';

jest.setTimeout(180_000);
const ATTACK = '<img src=x onerror=alert(1)>';

describeInBrowser('the setup', () => {
  let desk: BrowserDesk;
  let channelId: string;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    const { body } = await desk.call<{ items: readonly { id: string }[] }>('GET', '/channels');
    channelId = body.items[0]?.id ?? '';
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));
  const confirm = (page: Page, name: string) =>
    page.getByRole('dialog').getByRole('button', { name }).click();

  test('settings keep to the ranges of the rules, and what was typed stays', async () => {
    const page = await desk.openAs(desk.administrator, `/setup/channels/${channelId}/settings`);
    const ring = page.getByRole('spinbutton', { name: 'Ring time' });
    await ring.fill('5');
    await page.getByLabel('For new followers').fill('Welcome! 欢迎');
    await page.getByText('15 of 2048 bytes').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('From 10 s to 1 h.', { exact: true }).waitFor();
    expect(await ring.inputValue()).toBe('5');
    expect(await findBarriers(page)).toEqual([]);
    await ring.fill('90');
    await page.getByRole('checkbox', { name: 'Never complete them' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Settings saved.').waitFor();
    const { body } = await desk.call<{ settings: object }>('GET', `/channels/${channelId}`);
    expect(body.settings).toMatchObject({
      ringTimeSeconds: 90,
      closeMissedAfterSeconds: null,
      greeting: { follow: 'Welcome! 欢迎', scan: null },
    });
  });

  test('a QR code is made and shown, renewed and deleted', async () => {
    const page = await desk.openAs(desk.administrator, `/setup/channels/${channelId}/qr-codes`);
    await page.getByRole('button', { name: 'Create a QR code' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill(ATTACK);
    await dialog.getByLabel('Scene', { exact: true }).fill('fair');
    await dialog.getByRole('radio', { name: /Temporary/ }).check();
    await dialog.getByLabel('Own greeting').fill('Welcome to booth 7!');
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Create' }).click();
    const picture = page.getByRole('img', { name: `QR code ${ATTACK}` });
    await picture.waitFor();
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    await page.getByRole('button', { name: /Renew/ }).click();
    await page.getByText('The code has been renewed').waitFor();

    await page.getByRole('button', { name: 'Create a QR code' }).click();
    await dialog.getByLabel('Name').fill('Twice');
    await dialog.getByLabel('Scene', { exact: true }).fill('fair');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('already has a QR code with this scene').waitFor();
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Twice');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
    await page.getByRole('button', { name: /Delete/ }).click();
    await confirm(page, 'Delete');
    await page.getByText('No QR codes yet').waitFor();
  });

  test('a token is shown once, works, and is refused after it was revoked', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/tokens');
    await page.getByRole('button', { name: 'Create a token' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Reports');
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    await page.getByText('It is shown only once').waitFor();
    const secret = await page.getByRole('dialog').locator('code').textContent();
    expect(await findBarriers(page)).toEqual([]);
    await confirm(page, 'I have saved it');
    const use = async (): Promise<number> =>
      (await fetch(`${desk.url}/api/v1/me`, { headers: { authorization: `Bearer ${secret}` } })).status;
    expect(await use()).toBe(200);
    await page.getByRole('button', { name: 'Revoke Reports' }).click();
    await confirm(page, 'Revoke');
    await page.getByText('The token has been revoked.').waitFor();
    expect(await use()).toBe(401);
  });

  test('a brand is added, renamed, and gets a member by a tick', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/brands');
    await page.getByRole('button', { name: 'Create a brand' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Coffee');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Rename Coffee' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill(`Coffee ${ATTACK}`);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: `0 members Coffee ${ATTACK}` }).click();
    await page.getByRole('checkbox', { name: 'Administrator' }).click();
    await page.getByRole('button', { name: `1 member Coffee ${ATTACK}` }).waitFor();
  });

  test('a channel is disabled, and deleted after its name was typed', async () => {
    const { channelId: other } = await desk.connect({ encryption: 'safe' });
    const page = await desk.openAs(desk.administrator, `/setup/channels/${other}/details`);
    await page.getByRole('button', { name: 'Disable' }).click();
    await confirm(page, 'Disable');
    await page.getByRole('button', { name: 'Enable' }).waitFor();
    expect((await desk.call<{ status: string }>('GET', `/channels/${other}`)).body.status).toBe('disabled');
    await page.getByRole('button', { name: 'Delete' }).click();
    const remove = page.getByRole('dialog').getByRole('button', { name: 'Delete' });
    expect(await remove.isDisabled()).toBe(true);
    await page.getByLabel('Type Tea safe to confirm').fill('Tea safe');
    expect(await findBarriers(page)).toEqual([]);
    await remove.click();
    await page.waitForURL('**/setup/channels');
    expect((await desk.call('GET', `/channels/${other}`)).status).toBe(404);
  });

  test('the audit log tells of all of it, filtered by action', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/audit');
    const log = page.getByRole('list', { name: 'Audit log' });
    const acts = ['API token revoked', 'QR code created', 'Channel deleted', 'Brand changed'];
    for (const act of acts) await log.getByText(act, { exact: true }).first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'All actions' }).fill('Channel deleted');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/setup/audit?action=channel.deleted');
    await log.getByText('API token revoked').waitFor({ state: 'detached' });
    await log.getByText('Channel deleted', { exact: true }).waitFor();
    expect(await log.getByRole('listitem').count()).toBe(1);
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    const csv = readFileSync(await (await saved).path(), 'utf8');
    expect(csv.split('\r\n')[0]).toBe(
      '\uFEFF"Time","Action","Who","How","Address","Target","Details","Hash"',
    );
    expect(csv.split('\r\n')[1]).toMatch(/^"\d{4}-\d\d-\d\dT[\d:]{8}[+-]\d\d:\d\d","Channel deleted",/);
    await page.goto(`${desk.url}/setup/audit?action=channel.changed`);
    await log.getByText('→').first().waitFor();
    await page.getByLabel('To this day, inclusive').fill('2020-01-01');
    await page.getByText('No records match these filters.').waitFor();
  });

  test.each([
    ['light', 'en-US', { width: 1280, height: 800 }],
    ['dark', 'zh-CN', { width: 1280, height: 800 }],
    ['dark', 'ja-JP', { width: 360, height: 740 }],
  ] as const)('every page has no barriers in %s, %s', async (colorScheme, locale, viewport) => {
    const page = await desk.openAs(desk.administrator, '/setup', { colorScheme, locale, viewport });
    const channel = `/setup/channels/${channelId}`;
    const places = ['channels', 'brands', 'operators', 'tokens', 'rejected', 'audit'].map(
      (place) => `/setup/${place}`,
    );
    for (const place of [...places, channel, `${channel}/settings`, `${channel}/details`, '/account']) {
      await page.goto(desk.url + place);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('.ant-spin').first().waitFor({ state: 'detached' });
      expect([place, ...(await findBarriers(page))]).toEqual([place]);
      const isTooWide = await page.evaluate(() =>
        [...document.querySelectorAll('main')].some((main) => main.scrollWidth > main.clientWidth),
      );
      expect([place, isTooWide]).toEqual([place, false]);
    }
  });
});
