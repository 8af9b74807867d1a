/** A mini program in the demo: added with the wizard, its customer on the phone, and one inbox for all accounts. */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { Connection } from '@temporalio/client';
import type { Page } from 'playwright-core';
import { findLastingPort } from '../support/lasting-port';
import { type DuihuaProcess, startProcess } from '../support/process';
import { makeProcessData } from '../support/process-data';
import { testTemporalAddress } from '../support/process-desk';
import { describeInBrowser, findBarriers, shoot, signIn, startBrowser } from './support';

jest.setTimeout(240_000);

const EMAIL = 'admin@example.com';
const PASSWORD = 'a quiet cup of oolong';

describeInBrowser('a mini program', () => {
  let desk: DuihuaProcess;
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let dataDir: string;
  let origin: string;
  beforeAll(async () => {
    const address = testTemporalAddress();
    const namespace = `mini-${randomBytes(6).toString('hex')}`;
    const connection = Connection.lazy({ address });
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
    await connection.close();
    const data = await makeProcessData();
    dataDir = data.dataDir;
    const [port, simulatorPort] = await Promise.all([findLastingPort(), findLastingPort()]);
    desk = startProcess('start', {
      PORT: String(port),
      SIMULATOR_PORT: String(simulatorPort),
      DATA_DIR: dataDir,
      DATABASE_URL: data.databaseUrl ?? '',
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      ADMIN_EMAIL: EMAIL,
      ADMIN_PASSWORD: PASSWORD,
    });
    const [found] = await desk.prints(/http:\/\/localhost:\d+\/demo\/enter#\S+/);
    await desk.prints(/Ctrl-C stops everything/);
    ({ origin } = new URL(found));
    browser = await startBrowser(origin);
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.end('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  });
  afterEach(async () => expect(await browser.endPages()).toEqual([]));

  const open = async (path: string): Promise<Page> =>
    browser.openWith(await signIn(origin, { email: EMAIL, password: PASSWORD }), path, {});
  const phone = (page: Page) => page.getByRole('region', { name: /’s phone$/ });

  test('is added with its own places, and has no more than it has', async () => {
    const page = await open('/setup/channels');
    await page.getByRole('button', { name: 'Connect an account' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /mini program/ }).check();
    await dialog.getByLabel('Name').fill('Tea shop');
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'mini-new-channel');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: 'Connect Tea shop' }).waitFor();
    await page.getByText('mp.weixin.qq.com → 开发管理 → 开发设置 → 开发者 ID').waitFor();
    expect(await page.getByText('Until December 2025').count()).toBe(0);
    await page.getByRole('button', { name: 'Do this later' }).click();
    const links = page.getByRole('link', { name: 'Open mp.weixin.qq.com' });
    expect(await links.first().getAttribute('href')).toBe('https://mp.weixin.qq.com');
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'mini-wizard-details');
    await page.getByRole('button', { name: 'Use a simulated account' }).click();
    await page.getByText('Either data format will do').waitFor();
    await page.getByText('WeChat has verified the webhook').waitFor();
    await page.getByText('button with open-type="contact"').waitFor();
    await shoot(page, 'mini-wizard-webhook');

    await page.getByRole('link', { name: 'Open the channel’s page' }).click();
    await page.getByRole('link', { name: 'Settings', exact: true }).last().click();
    const greeting = page.getByLabel('For customers who open the customer service');
    await greeting.fill('欢迎光临');
    expect(await page.getByLabel('For new followers').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'QR codes' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Settings saved.').waitFor();
    await greeting.scrollIntoViewIfNeeded();
    await shoot(page, 'mini-settings');
  });

  test('its customer is greeted on the phone, writes, and is answered in the one inbox', async () => {
    const page = await open('/demo');
    await page.waitForURL(/\/demo\/inbox/);
    await page.getByRole('combobox', { name: 'Whose phone' }).click();
    await page.getByTitle(/Tea shop/).click();
    expect(await phone(page).getByRole('button', { name: 'Menus of the account' }).count()).toBe(0);
    await phone(page).getByRole('button', { name: 'Open the customer service' }).click();
    await page.getByRole('menuitem', { name: 'From an order' }).click();
    await phone(page).getByText('You opened the customer service · order').waitFor();
    await phone(page).getByText('欢迎光临').waitFor();
    await phone(page).getByRole('textbox', { name: 'Write a message' }).fill('我的订单呢？');
    await phone(page).getByRole('button', { name: 'Send' }).click();

    await page.getByRole('link').filter({ hasText: '我的订单呢？' }).first().click();
    await page.getByRole('button', { name: 'Attend' }).click();
    await page.getByText('Assigned to you', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Link with a picture' }).click();
    const items = page.getByRole('menuitem');
    expect(await items.allTextContents()).toEqual(['Link with a picture']);
    await items.click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Title').fill('Your parcel');
    await form.getByRole('button', { name: 'Send' }).click();
    await form.getByText('Describe what opens.').waitFor();
    await form.getByLabel('Description').fill('It is on its way.');
    await form.getByLabel('Link', { exact: true }).fill('https://example.com/parcel');
    await form.getByLabel('Picture link').fill('https://example.com/parcel.jpg');
    expect(await findBarriers(page)).toEqual([]);
    await form.getByRole('button', { name: 'Send' }).click();
    await phone(page).getByText('It is on its way.').waitFor();
    await shoot(page, 'mini-demo');
  });

  test('where the customer came from is shown, and nothing that WeChat does not say of them', async () => {
    const page = await open('/inbox/all');
    await page.getByRole('link').filter({ hasText: 'Your parcel' }).first().click();
    const contact = page.getByRole('complementary', { name: 'Contact' });
    await contact.getByText('OpenID').waitFor();
    expect(await contact.getByText('Remark').count()).toBe(0);
    expect(await contact.getByText('Follows', { exact: false }).count()).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'mini-inbox');
  });
});
