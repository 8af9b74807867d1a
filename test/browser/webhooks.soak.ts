/** Set-up → Webhooks: made, tested, watched, and what failed is sent anew, against a receiver on this machine. */
import type { Page } from 'playwright-core';
import { type Endpoint, startEndpoint } from '../support/endpoint';
import { eventually } from '../support/eventually';
import { ok, verified } from '../support/outgoing-webhooks';
import { type BrowserDesk, describeInBrowser, findBarriers, shoot, startBrowserDesk } from './support';

jest.setTimeout(180_000);

describeInBrowser('webhooks', () => {
  let desk: BrowserDesk;
  let endpoint: Endpoint;
  let url: string;
  let secret = '';
  let path = '';
  beforeAll(async () => {
    desk = await startBrowserDesk();
    endpoint = await startEndpoint(ok);
    url = `${endpoint.url}/hooks/duihua`;
  });
  afterAll(async () => {
    await desk.close();
    await endpoint.close();
  });
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  const open = async (to: string, options = {}) => {
    const page = await desk.openAs(desk.administrator, to, options);
    page.setDefaultTimeout(15_000);
    return page;
  };
  const openWebhook = (options = {}) => {
    if (path === '') throw new Error('The first test has made none.');
    return open(path, options);
  };
  /** The ids of what was told of an event. */
  const idsOf = (event: string) =>
    endpoint.received
      .filter(({ body }) => JSON.parse(body).type === event)
      .map(({ headers }) => headers['webhook-id']);
  const deliveries = (page: Page) => page.getByRole('list', { name: 'Deliveries' }).getByRole('listitem');
  /** The rows of one event. */
  const rowsOf = (page: Page, event: string) => deliveries(page).filter({ hasText: event });

  test('one is added with the keyboard, and its secret is shown once', async () => {
    const page = await open('/setup/webhooks');
    await page.getByText('No webhooks yet').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add webhook' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await dialog.getByRole('button', { name: 'Close' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.insertText('not an address');
    await page.keyboard.press('Enter');
    await dialog.getByText('Enter a link that starts with http:').first().waitFor();
    await dialog.getByLabel('Address').fill('');
    await page.keyboard.insertText(url);
    await page.keyboard.press('Tab');
    for (const event of ['message.received', 'contact.created']) {
      await page.keyboard.insertText(event);
      await page.keyboard.press('Enter');
    }
    await page.keyboard.press('Escape');
    await dialog.getByLabel('Description').fill('The warehouse');
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'webhook-new');
    await page.keyboard.press('Enter');
    const shown = page.getByRole('dialog', { name: 'Secret of the webhook' });
    secret = (await shown.locator('code').textContent()) ?? '';
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'webhook-secret');
    // It stays until it is closed on purpose.
    await page.keyboard.press('Escape');
    await shown.getByRole('button', { name: 'I have saved it' }).click();
    await shown.waitFor({ state: 'hidden' });
    await page.getByText('The warehouse · message.received, contact.created').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: url }).click();
    await page.getByRole('heading', { name: url }).waitFor();
    path = new URL(page.url()).pathname;
    expect(await page.content()).not.toContain(secret);
  });

  test('the test button says what came of it, and the log has the request and the answer', async () => {
    const page = await openWebhook();
    endpoint.answer = (response) => response.writeHead(200).end('thank you');
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText(/The test arrived \(HTTP 200, \d+ ms\)/).waitFor();
    expect(endpoint.received.map((one) => verified(secret, one))).toMatchObject([{ type: 'webhook.test' }]);
    const row = rowsOf(page, 'webhook.test');
    await row.getByText('Arrived').waitFor();
    await row.getByText('1 try').focus();
    await page.keyboard.press('Enter');
    await row.getByText('webhook-signature: v1,').waitFor();
    await row.getByText('thank you').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'webhook-log');
  });

  test('what fails is shown with its tries, and can be sent again', async () => {
    const page = await openWebhook();
    endpoint.answer = (response) => response.writeHead(503).end('out of paper');
    await desk.writes('oHook1', '你好');
    const row = rowsOf(page, 'message.received');
    await page.getByRole('button', { name: 'Reload' }).click();
    await eventually(
      async () => {
        await page.getByRole('button', { name: 'Reload' }).click();
        return row.getByText('Failed, tried again').isVisible();
      },
      'the first try failed',
      20_000,
    );
    await page.getByText(/^Failing since /).waitFor();
    await page.getByText('2 waiting').waitFor();
    await row
      .getByText(/try|tries/)
      .first()
      .click();
    await row
      .getByText(/HTTP 503 · \d+ ms/)
      .first()
      .waitFor();
    await row.getByText('out of paper').waitFor();
    await row.getByText('你好').first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'webhook-failing');
    await page.getByRole('combobox', { name: 'Every status' }).press('Enter');
    await page.locator('.ant-select-dropdown').getByText('Given up').click();
    await page.getByText('Nothing was delivered.').waitFor();
    await page.goto(`${desk.url}${path}`);
    endpoint.answer = ok;
    const again = rowsOf(page, 'contact.created');
    await again.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('It is sent again.').waitFor();
    await again.getByText('Arrived').waitFor();
    await page.getByText('Works', { exact: true }).waitFor();
    await rowsOf(page, 'message.received').getByRole('button', { name: 'Send again' }).click();
    await rowsOf(page, 'message.received').getByText('Arrived').waitFor();
  });

  test('a changed secret signs beside the old one', async () => {
    const page = await openWebhook();
    await page.getByRole('button', { name: 'Change secret' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change secret' });
    await dialog.getByText('The old secret still signs for').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Make a new secret' }).click();
    const shown = page.getByRole('dialog', { name: 'Secret of the webhook' });
    const made = (await shown.locator('code').textContent()) ?? '';
    expect(made).not.toBe(secret);
    await shown.getByRole('button', { name: 'I have saved it' }).click();
    const before = endpoint.received.length;
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText(/The test arrived/).waitFor();
    const [last] = endpoint.received.slice(before);
    if (last === undefined) throw new Error('Nothing came.');
    expect(verified(secret, last).id).toBe(verified(made, last).id);
    secret = made;
  });

  test('a replay sends the same events anew', async () => {
    const page = await openWebhook();
    const told = idsOf('message.received').length;
    await page.getByRole('button', { name: 'Replay' }).click();
    const dialog = page.getByRole('dialog', { name: 'Replay' });
    await dialog.getByText('Events of the last').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'webhook-replay');
    await dialog.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('The events are sent again.').waitFor();
    await eventually(() => idsOf('message.received').length > told, 'it arrives again', 20_000);
    expect(new Set(idsOf('message.received')).size).toBe(1);
  });

  test('one that is gone is disabled, says why on every page, and is enabled again', async () => {
    const page = await openWebhook();
    endpoint.answer = (response) => response.writeHead(410).end();
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText('The test failed: HTTP 410').waitFor();
    await page.getByText('Disabled: answered 410').waitFor();
    await shoot(page, 'webhook-gone');
    await page.goto(`${desk.url}/inbox/all`);
    await page.getByText(/answered that it is gone, and was disabled/).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'webhook-alarm');
    await page.getByRole('link', { name: 'Open webhook' }).click();
    endpoint.answer = ok;
    await page.getByRole('button', { name: 'Enable' }).click();
    await page.getByRole('button', { name: 'Disable' }).waitFor();
    await page.getByText('Disabled: answered 410').waitFor({ state: 'hidden' });
  });

  test.each([
    ['zh-CN', '投递记录', '已送达', 'webhook-zh'],
    ['ja-JP', '配信の記録', '配信済み', 'webhook-ja'],
  ])('in %s, also on a phone', async (locale, log, arrived, shot) => {
    const page = await openWebhook({ locale });
    await page.getByRole('heading', { name: log }).waitFor();
    await page.getByText(arrived).first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, shot);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await shoot(page, `${shot}-phone`);
  });

  test('one is deleted after a question', async () => {
    const page = await openWebhook();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No webhooks yet').waitFor();
  });
});
