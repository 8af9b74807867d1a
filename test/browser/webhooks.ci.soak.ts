/** Outgoing webhooks under Set-up: add, secret, test, log, rotation, disabling and replay, against a real receiver. */
import type { Page } from 'playwright-core';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { type Endpoint, type Received, startEndpoint } from '../support/endpoint';
import { eventually } from '../support/eventually';
import {
  type BrowserDesk,
  describeInBrowser,
  findBarriers,
  ringForAnHour,
  shoot,
  startBrowserDesk,
} from './support';

jest.setTimeout(120_000);

const EVENTS = ['conversation.started', 'message.received'] as const;

describeInBrowser('outgoing webhooks under Set-up', () => {
  let desk: BrowserDesk;
  let receiver: Endpoint;
  let status = 200;
  let secret = '';
  beforeAll(async () => {
    receiver = await startEndpoint((response) => response.writeHead(status).end('{"got":"it"}'));
    desk = await startBrowserDesk();
    await ringForAnHour(desk);
  });
  afterAll(async () => {
    await desk.close();
    await receiver.close();
  });
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  /** The event of a delivery; throws if it is not signed with `key`. */
  const verified = (key: string, { headers, body }: Received): { readonly type: string } => {
    const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
    const signed = Object.fromEntries(names.map((name) => [name, String(headers[name])]));
    return new StandardWebhook(key).verify(body, signed) as { readonly type: string };
  };
  /** The types of what has come, as soon as it is so much. */
  const receives = (count: number): Promise<readonly string[]> =>
    eventually(
      () => receiver.received.length >= count && receiver.received.map((one) => verified(secret, one).type),
      `${count} deliveries`,
      20_000,
    );
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const dialog = (page: Page) => page.getByRole('dialog');
  const log = (page: Page) => page.getByRole('region', { name: 'Deliveries' });
  const row = (page: Page, event: string) =>
    log(page).getByRole('listitem').filter({ hasText: event }).first();
  /** The secret that is shown; closes the dialog. */
  const takeSecret = async (page: Page): Promise<string> => {
    const value = (await dialog(page).locator('code').textContent()) ?? '';
    expect(value).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'webhook-secret');
    await button(page, 'I have saved it').click();
    await dialog(page).waitFor({ state: 'detached' });
    return value;
  };
  const openOne = async (page: Page): Promise<void> => {
    await page.goto(`${desk.url}/setup/webhooks`);
    await page.getByRole('link', { name: receiver.url }).click();
    await button(page, 'Test').waitFor();
  };
  const choose = (page: Page, name: string) =>
    page.locator('.ant-select-dropdown:visible').getByText(name, { exact: true }).click();
  const fitsPhone = async (page: Page): Promise<void> => {
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  };

  test('one is added for some events; its secret is shown once, and a test is checked with it', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/webhooks');
    await page.getByText('No webhooks yet').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'webhooks-empty');
    await button(page, 'Add webhook').click();
    await page.getByLabel('Address').fill('https://10.0.0.1/hook');
    for (const event of EVENTS) {
      await page.getByRole('combobox', { name: 'Events' }).fill(event);
      await choose(page, event);
    }
    await page.keyboard.press('Escape');
    await page.getByLabel('Description').fill('Orders');
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'webhook-new');
    await dialog(page).getByRole('button', { name: 'Add webhook' }).click();
    await dialog(page).getByRole('alert').first().waitFor();
    await shoot(page, 'webhook-refused');
    await page.getByLabel('Address').fill(`${receiver.url}/hook`);
    await dialog(page).getByRole('button', { name: 'Add webhook' }).click();
    await page.getByText('Copy it now').waitFor();
    secret = await takeSecret(page);
    await page.getByText(`Orders · ${EVENTS.join(', ')}`).waitFor();
    await shoot(page, 'webhooks-list');

    await openOne(page);
    expect(await page.content()).not.toContain(secret);
    await button(page, 'Test').click();
    await page.getByText(/The test arrived \(HTTP 200, \d+ ms\)/).waitFor();
    expect(await receives(1)).toEqual(['webhook.test']);
  });

  test('what happens is delivered and stands in the log, with request and answer', async () => {
    await desk.writes('openid-of-zhang', '你好');
    expect((await receives(3)).slice(1)).toEqual([...EVENTS]);
    const page = await desk.openAs(desk.administrator, '/setup/webhooks');
    await openOne(page);
    const received = row(page, 'message.received');
    await received.getByText('1 try').click();
    await received.getByText('HTTP 200').waitFor();
    await received.getByText(/webhook-signature: v1,/).waitFor();
    await received.getByText(/"text":"你好"/).waitFor();
    await received.getByText('{"got":"it"}').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'webhook-log');
    await fitsPhone(page);
    await shoot(page, 'webhook-phone');
    await received.scrollIntoViewIfNeeded();
    await shoot(page, 'webhook-phone-log');
    await page.setViewportSize({ width: 1280, height: 800 });
    await received.getByRole('button', { name: /^Send again/ }).click();
    await page.getByText('It is sent again.').waitFor();
    expect((await receives(4)).at(-1)).toBe('message.received');
    const [first, again] = [receiver.received[2], receiver.received[3]];
    expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id']);

    await log(page).getByRole('combobox', { name: 'Every event' }).fill('started');
    await choose(page, 'conversation.started');
    await row(page, 'message.received').waitFor({ state: 'detached' });
    expect(await log(page).getByRole('listitem').count()).toBe(1);
  });

  test('a failure says why, and when it is tried next', async () => {
    status = 500;
    await desk.writes('openid-of-zhang', '还在吗？');
    await receives(5);
    const page = await desk.openAs(desk.administrator, '/setup/webhooks');
    await openOne(page);
    await page.getByText(/Failing since/).waitFor();
    const failed = row(page, 'Failed, tried again');
    await failed.getByText(/^1 try · next at /).click();
    await failed.getByText('HTTP 500').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'webhook-failing');
    await button(page, 'Test').click();
    await page.getByText('The test failed: HTTP 500').waitFor();
    status = 200;
    await failed.getByRole('button', { name: /^Send again/ }).click();
    await page.getByText('It is sent again.').waitFor();
    await eventually(
      async () => (await page.getByText(/Failing since/).count()) === 0 && receiver.received.length >= 7,
      'it works again',
      20_000,
    );
  });

  test('its secret is changed: for a while both sign, or the old one is over at once', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/webhooks');
    await openOne(page);
    await button(page, 'Change secret').click();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'webhook-rotate');
    await button(page, 'Make a new secret').click();
    const second = await takeSecret(page);
    expect(second).not.toBe(secret);
    await button(page, 'Test').click();
    await page.getByText(/The test arrived/).waitFor();
    const both = receiver.received.at(-1);
    for (const key of [secret, second]) expect(both && verified(key, both).type).toBe('webhook.test');

    await button(page, 'Change secret').click();
    await page.getByRole('combobox', { name: 'The old secret still signs for' }).click();
    await choose(page, 'Not at all');
    await button(page, 'Make a new secret').click();
    const third = await takeSecret(page);
    const before = receiver.received.length;
    await button(page, 'Test').click();
    const last = await eventually(() => receiver.received[before], 'the test');
    expect(verified(third, last).type).toBe('webhook.test');
    for (const key of [secret, second]) expect(() => verified(key, last)).toThrow();
    secret = third;
  });

  test('disabled it is told of nothing; enabled again, what happened meanwhile is replayed', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/webhooks');
    await openOne(page);
    await button(page, 'Disable').click();
    await page.getByText('Disabled', { exact: true }).waitFor();
    await shoot(page, 'webhook-disabled');
    const before = receiver.received.length;
    await desk.writes('openid-of-li', '在吗？');
    await button(page, 'Enable').click();
    await page.getByText('Works', { exact: true }).waitFor();
    expect(receiver.received.length).toBe(before);
    await button(page, 'Replay').click();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'webhook-replay');
    await dialog(page).getByRole('button', { name: 'Send again' }).click();
    // Two conversations, and three messages.
    await page.getByText('5 events are sent again.').waitFor();
    const bodies = await eventually(() => {
      const sent = receiver.received.slice(before);
      return sent.length >= 5 && sent.map((one) => JSON.stringify(verified(secret, one)));
    }, 'all are sent again');
    expect(
      bodies.filter((body) => body.includes('在吗？') && body.includes('"message.received"')),
    ).toHaveLength(1);
  });

  test('in Chinese and dark; it is deleted after a question', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/webhooks', {
      locale: 'zh-CN',
      colorScheme: 'dark',
    });
    await shoot(page, 'webhooks-zh-dark');
    await page.getByRole('button', { name: '添加 Webhook' }).click();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'webhook-new-zh-dark');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: receiver.url }).click();
    await page.getByText('投递记录').waitFor();
    await page.getByText('尝试 1 次').first().click();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'webhook-zh-dark');
    await fitsPhone(page);
    await shoot(page, 'webhook-zh-phone');
    await page.getByRole('button', { name: /^删\s?除$/ }).click();
    await shoot(page, 'webhook-delete-zh');
    await dialog(page)
      .getByRole('button', { name: /^删\s?除$/ })
      .click();
    await page.getByText('还没有 Webhook').waitFor();
  });
});
