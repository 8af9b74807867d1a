/** Bots in the console: who speaks, the hand-over with its reason, taking over and giving back. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { type Endpoint, startEndpoint } from '../support/endpoint';
import {
  type BrowserDesk,
  describeInBrowser,
  findBarriers,
  type Person,
  shoot,
  startBrowserDesk,
} from './support';

jest.setTimeout(180_000);

describeInBrowser('bots', () => {
  let desk: BrowserDesk;
  let mei: Person;
  let model: Endpoint;
  /** How long the model takes, in ms, and what it says. */
  let said = { afterMs: 0, text: 'Your order leaves **today**.' };
  let botId = '';
  let channelId = '';

  beforeAll(async () => {
    model = await startEndpoint((response) => {
      const { afterMs, text } = said;
      void sleep(afterMs).then(() => {
        if (text === '') return response.writeHead(500).end('down');
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const chunk = { choices: [{ delta: { content: text }, finish_reason: null }] };
        response.write(`data: ${JSON.stringify(chunk)}\n\n`);
        response.end('data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
      });
    });
    desk = await startBrowserDesk();
    mei = await desk.addOperator('Mei');
    const { body } = await desk.call<{ id: string }>('POST', '/bots', {
      kind: 'openai',
      brandId: desk.brandId,
      name: 'Acme bot',
      baseUrl: model.url,
      model: 'small',
    });
    botId = body.id;
    const channels = await desk.call<{ items: readonly { readonly id: string }[] }>('GET', '/channels');
    channelId = channels.body.items[0]?.id ?? '';
    const { status } = await desk.call('PATCH', `/channels/${channelId}`, {
      settings: { ringTimeSeconds: 3600, bot: { botId, handoverText: '正在为您转接人工客服。' } },
    });
    expect(status).toBe(200);
  });
  afterAll(async () => {
    await desk.close();
    await model.close();
  });
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  const article = (page: Page) => page.getByRole('article');

  test('a bot thinks and answers; the contact asks for a person, is answered, and is given back', async () => {
    said = { afterMs: 4_000, text: 'Your order leaves **today**.' };
    const page = await desk.openAs(mei, '/inbox/bot');
    await page.getByText('No bot is in a conversation').waitFor();
    await desk.writes('oBot1', '订单什么时候发货？');
    const row = page.locator('[data-row]');
    await row.getByText('Acme bot is thinking…').waitFor();
    await row.click();
    await article(page).getByText('Acme bot is thinking…').waitFor();
    await shoot(page, 'thinking');
    await article(page).getByText('Your order leaves today.').waitFor();
    const answer = page.locator('[data-sender="bot"]');
    await answer.getByText('Acme bot').waitFor();
    await answer.getByText('AI', { exact: true }).waitFor();
    await article(page).getByText('Acme bot is answering').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'answered');

    said = { afterMs: 0, text: 'You are welcome.' };
    await desk.writes('oBot1', '人工');
    await article(page).getByText('The bot handed over: the contact asked for a person').waitFor();
    await article(page).getByText('Handed over: the contact asked for a person').first().waitFor();
    await page.locator('[data-sender="system"]').getByText('Automatic message').waitFor();
    await page.keyboard.press('2');
    await row.getByText('Handed over: the contact asked for a person').waitFor();
    await shoot(page, 'handed-over');
    await row.click();
    await page.getByRole('button', { name: 'Attend' }).waitFor();
    await page.keyboard.press('a');
    await article(page).getByText('Assigned to you').waitFor();
    await page.getByRole('textbox', { name: 'Reply' }).fill('我来帮您看看。');
    await page.keyboard.press('Enter');
    await article(page).getByText('我来帮您看看。').waitFor();
    expect(await findBarriers(page)).toEqual([]);

    await page.keyboard.press('Escape');
    await page.keyboard.press('d');
    await page.getByText('The bot answers the contact’s next message.').waitFor();
    await article(page).getByText('Given back to the bot').waitFor();
    await desk.writes('oBot1', '谢谢');
    await article(page).getByText('You are welcome.').waitFor();
    await shoot(page, 'given-back');
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'given-back-phone');
  });

  test('an operator takes over while the bot thinks; its late answer becomes a note', async () => {
    // Later than a busy machine opens the page.
    said = { afterMs: 15_000, text: 'Too late.' };
    await desk.writes('oBot2', '在吗？');
    const { id } = await desk.conversation('oBot2');
    const page = await desk.openAs(mei, `/inbox/all/${id}`);
    await article(page).getByText('Acme bot is thinking…').waitFor();
    await page.getByRole('button', { name: 'Take over' }).click();
    await article(page).getByText('Taken over from the bot').waitFor();
    await article(page).getByText('Assigned to you').waitFor();
    await page.getByRole('button', { name: 'Give back to bot' }).waitFor();
    expect(desk.simulator.received({ openId: 'oBot2' })).toHaveLength(0);
    await shoot(page, 'taken-over');
  });

  test('a long answer waits in part until the contact asks for more, and says so', async () => {
    said = {
      afterMs: 0,
      text: Array.from({ length: 60 }, (_, at) => `第${at}段：${'字'.repeat(120)}`).join('\n\n'),
    };
    await desk.writes('oBot3', '全部说明');
    const { id } = await desk.conversation('oBot3');
    const page = await desk.openAs(mei, `/inbox/all/${id}`, { locale: 'en-US' });
    await article(page).getByText('Will be sent when they ask for more').first().waitFor({ timeout: 60_000 });
    await shoot(page, 'held-rest');
    expect(await findBarriers(page)).toEqual([]);
  });

  test('a bot that fails says how, in each language', async () => {
    said = { afterMs: 0, text: '' };
    await desk.writes('oBot4', '你好');
    const { id } = await desk.conversation('oBot4');
    const page = await desk.openAs(mei, `/inbox/all/${id}`, { locale: 'ja-JP', colorScheme: 'dark' });
    await article(page)
      .getByText('ボットから担当者へ引き継ぎ：ボットのサーバーが HTTP 500 を返しました')
      .waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'failed-ja-dark');
    const chinese = await desk.openAs(mei, `/inbox/waiting/${id}`, { locale: 'zh-CN' });
    await article(chinese).getByText('机器人已转人工：机器人服务器返回 HTTP 500').waitFor();
    await shoot(chinese, 'failed-zh');
  });
});
