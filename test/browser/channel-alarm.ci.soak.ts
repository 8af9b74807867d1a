/** WeChat refuses the channel: everyone who works with it sees a banner, and their messages wait. */
import { type BrowserDesk, describeInBrowser, findBarriers, type Person, startBrowserDesk } from './support';

jest.setTimeout(180_000);

describeInBrowser('a channel that WeChat refuses', () => {
  let desk: BrowserDesk;
  let mei: Person;
  let tries = 0;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    mei = await desk.addOperator('Mei');
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  test('is an alarm on every page; messages wait and leave once an administrator has fixed it', async () => {
    const openId = `oAlarm${(tries += 1)}`;
    const [account] = desk.simulator.accounts();
    const appId = account?.appId ?? '';
    desk.simulator.updateAccount(appId, { allowedIps: null });
    await desk.writes(openId, '你好');
    const { id } = await desk.conversation(openId);
    const page = await desk.openAs(mei, `/inbox/all/${id}`);
    const box = page.getByRole('textbox', { name: 'Reply' });
    await box.waitFor();
    expect(await page.getByText('WeChat has been refusing calls').count()).toBe(0);

    desk.simulator.updateAccount(appId, { allowedIps: ['203.0.113.7'] });
    await box.fill('您好');
    await box.press('Enter');
    const waiting = page.locator('[data-status="queued"]');
    await waiting.getByText('This server’s IP address is not on the account’s allowlist').waitFor();
    await waiting.getByText('It will be sent automatically once an administrator fixes this.').waitFor();
    const alarm = page.getByRole('status').filter({ hasText: 'WeChat has been refusing calls since' });
    await alarm.getByText('Messages you send are kept in order').waitFor();
    // Only administrators see our own address and the link to the channel.
    expect(await alarm.getByText('127.0.0.1').count()).toBe(0);
    expect(await alarm.getByRole('link').count()).toBe(0);
    expect(await findBarriers(page)).toEqual([]);

    const setup = await desk.openAs(desk.administrator, '/setup/brands');
    const same = setup.getByRole('status').filter({ hasText: 'WeChat saw this server as 127.0.0.1.' });
    await same.getByText('基础信息 → 开发密钥').waitFor();
    await same.getByRole('link', { name: 'Open the channel' }).click();
    await setup.getByText('Refused by WeChat').first().waitFor();
    await setup.getByText('1 conversation has waiting messages').waitFor();
    expect(await findBarriers(setup)).toEqual([]);
    desk.simulator.updateAccount(appId, { allowedIps: null });
    await setup.getByRole('button', { name: 'Check now' }).click();
    await same.waitFor({ state: 'hidden' });
    await page.locator('[data-status="sent"]').getByText('您好').waitFor();
    await alarm.waitFor({ state: 'hidden' });
    expect(desk.simulator.received({ openId }).map(({ msgtype }) => msgtype)).toEqual(['text']);
  });

  test('a code that no one knows is shown with WeChat’s words, and the way to look it up', async () => {
    const openId = `oUnknownCode${(tries += 1)}`;
    await desk.writes(openId, '你好');
    const { id } = await desk.conversation(openId);
    const effect = { type: 'errcode', errcode: 45_999, errmsg: 'something new' } as const;
    desk.simulator.addFault({ operation: 'custom/send', openId, effect });
    const page = await desk.openAs(mei, `/inbox/all/${id}`, { locale: 'zh-CN' });
    const box = page.getByRole('textbox', { name: '回复' });
    await box.fill('您好');
    await box.press('Enter');
    const failed = page.locator('[data-status="failed"]');
    await failed.getByText('微信以未知的错误码拒绝了此消息').waitFor();
    await failed.getByText('微信的说明：“something new”').waitFor();
    const link = failed.getByRole('link', { name: /^rid [0-9a-f-]{20,}/ });
    expect(await link.getAttribute('href')).toBe('https://developers.weixin.qq.com/platform');
    await failed.getByText('API 诊断').waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });
});
