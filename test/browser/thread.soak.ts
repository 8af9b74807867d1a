/** One thread for each contact: earlier conversations above the open one, hits of a search, mentions, small windows. */
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import {
  type BrowserDesk,
  describeInBrowser,
  findBarriers,
  type Person,
  shoot,
  startBrowserDesk,
} from './support';

jest.setTimeout(180_000);

describeInBrowser('the thread of a contact', () => {
  let desk: BrowserDesk;
  let mei: Person;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    mei = await desk.addOperator('Mei');
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  const log = (page: Page): Locator => page.getByRole('log', { name: 'Transcript' });
  const ends = (page: Page): Locator => log(page).getByText(/Completed .* by /);
  const newest = async (openId: string, text: string) =>
    (await desk.conversation(openId, ({ lastMessage }) => lastMessage?.text === text)).id;
  /** A conversation of the contact that the administrator has completed. */
  const over = async (openId: string, text: string): Promise<string> => {
    await desk.writes(openId, text);
    const id = await newest(openId, text);
    await desk.call('POST', `/conversations/${id}/attend`);
    await desk.call('POST', `/conversations/${id}/complete`);
    return id;
  };

  test('begins with the earlier conversations, each with a border that says when and by whom it ended', async () => {
    const first = await over('oThread', 'The first question');
    await over('oThread', 'The second question');
    await desk.writes('oThread', 'The third question');
    const id = await newest('oThread', 'The third question');
    const page = await desk.openAs(mei, `/inbox/all/${id}`);
    await log(page).getByText('The first question').waitFor();
    await eventually(async () => (await ends(page).count()) === 2, 'both borders');
    await shoot(page, 'thread');
    expect(await findBarriers(page)).toEqual([]);
    // The newest message is in sight, and new ones follow it.
    await desk.writes('oThread', 'And a fourth');
    await log(page).getByText('And a fourth').waitFor();
    await log(page).getByRole('link', { name: 'Open it' }).first().click();
    await page.waitForURL(new RegExp(first));
    await log(page).getByText('The first question').waitFor();
    // Until then it was the thread of the newer conversation, which holds the first question, too.
    await log(page).getByText('The second question').waitFor({ state: 'detached' });
  });

  test('is loaded back to its beginning as one scrolls up', async () => {
    for (let number = 1; number <= 3; number += 1) {
      const id = await over('oLong', `Question ${number}`);
      for (let note = 1; note <= 60; note += 1) {
        await desk.call('POST', `/conversations/${id}/notes`, { text: `Note ${number}.${note}` });
      }
    }
    await desk.writes('oLong', 'Hello again');
    const page = await desk.openAs(mei, `/inbox/all/${await newest('oLong', 'Hello again')}`);
    await log(page).getByText('Hello again').waitFor();
    expect(await log(page).getByText('Question 1', { exact: true }).count()).toBe(0);
    await eventually(async () => {
      await log(page)
        .locator('[data-virtuoso-scroller]')
        .evaluate((one) => one.scrollTo(0, 0));
      return (await log(page).getByText('Question 1', { exact: true }).count()) > 0;
    }, 'the first question');
  });

  test('goes from hit to hit of a search, by buttons and by keys', async () => {
    await desk.writes('oHits', 'tea one');
    const id = await newest('oHits', 'tea one');
    for (let note = 1; note <= 40; note += 1) {
      await desk.call('POST', `/conversations/${id}/notes`, { text: `Note ${note}` });
    }
    await desk.call('POST', `/conversations/${id}/notes`, { text: 'TEA two' });
    await desk.writes('oHits', 'ｔｅａ three');
    await newest('oHits', 'ｔｅａ three');
    const page = await desk.openAs(mei, '/inbox/all?q=tea');
    await page.locator('[data-row]').filter({ hasText: 'ｔｅａ' }).click();
    await page.getByText('3 of 3', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Previous result' }).click();
    await page.getByText('2 of 3', { exact: true }).waitFor();
    await log(page).locator('mark').getByText('TEA').waitFor();
    await page.keyboard.press('g');
    await page.getByText('1 of 3', { exact: true }).waitFor();
    await log(page).getByText('one', { exact: false }).waitFor();
    // A screen reader hears where it is, and what it found.
    await page.getByRole('status').filter({ hasText: '1 of 3: tea one' }).waitFor();
    await shoot(page, 'hits');
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('g');
    await page.getByText('3 of 3', { exact: true }).waitFor();
    await page.keyboard.press('h');
    await page.getByText('1 of 3', { exact: true }).waitFor();
  });

  test('marks the colleagues whom a note mentions', async () => {
    await desk.writes('oMention', 'Who knows?');
    const id = await newest('oMention', 'Who knows?');
    await desk.call('POST', `/conversations/${id}/notes`, { text: 'Ask @Mei, please', mentions: [mei.id] });
    const page = await desk.openAs(mei, `/inbox/all/${id}`);
    const mark = log(page).locator('[data-mention]');
    await mark.waitFor();
    expect(await mark.allTextContents()).toEqual(['@Mei']);
    await shoot(page, 'mention-marked');
    expect(await findBarriers(page)).toEqual([]);
  });

  test('shows that it was snoozed and reopened, in each language', async () => {
    await desk.writes('oRows', 'Later, please');
    const id = await newest('oRows', 'Later, please');
    await desk.call('POST', `/conversations/${id}/attend`);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await desk.call('POST', `/conversations/${id}/snooze`, { until });
    await desk.writes('oRows', 'Now, please');
    await newest('oRows', 'Now, please').catch(() => undefined);
    await desk.call('POST', `/conversations/${id}/complete`);
    const { body } = await desk.call<{ id: string }>('POST', `/conversations/${id}/reopen`);
    for (const [locale, log_, snoozed, ended, reopened] of [
      ['en', 'Transcript', /^Snoozed: until .*\d\d:\d\d/, 'No longer snoozed: the contact wrote', 'Reopened'],
      [
        'zh-CN',
        '聊天记录',
        /^已设为稍后处理：至 .*\d\d:\d\d/,
        '稍后处理已结束：客户发来了消息',
        '重新打开了会话',
      ],
      [
        'ja-JP',
        '会話の記録',
        /^スヌーズしました：.*\d\d:\d\d まで/,
        'スヌーズが終わりました：お客様からメッセージがありました',
        '会話を再開しました',
      ],
    ] as const) {
      const page = await desk.openAs(mei, `/inbox/all/${body.id}`, {
        locale,
        colorScheme: locale === 'en' ? 'light' : 'dark',
        viewport: locale === 'ja-JP' ? { width: 390, height: 800 } : { width: 1280, height: 800 },
      });
      const rows = page.getByRole('log', { name: log_ });
      for (const words of [snoozed, ended, reopened]) await rows.getByText(words).waitFor();
      // Older rows have been put above it, and the newest one is still in sight.
      const inSight = async () => {
        const last = await rows.getByText(reopened).boundingBox();
        const all = await rows.boundingBox();
        return last !== null && all !== null && last.y + last.height <= all.y + all.height;
      };
      await eventually(inSight, 'the newest row is in sight');
      await shoot(page, `rows-${locale}`);
      expect(await findBarriers(page)).toEqual([]);
    }
  });

  test.each([
    [390, 560],
    [1024, 480],
    [844, 390],
  ])(
    'keeps the newest message in sight above the notice that nothing can be sent, at %d × %d',
    async (width, height) => {
      const openId = `oSmall${width}`;
      for (let number = 1; number <= 12; number += 1) await desk.writes(openId, `Line ${number}.`);
      await desk.writes(openId, 'The newest line');
      const id = await newest(openId, 'The newest line');
      await desk.call('POST', `/conversations/${id}/attend`);
      for (let number = 1; number <= 5; number += 1) {
        await desk.call('POST', `/conversations/${id}/messages`, { type: 'text', text: `Answer ${number}` });
      }
      const page = await desk.openAs(desk.administrator, `/inbox/all/${id}`, { viewport: { width, height } });
      await page
        .getByText(/reply|limit/i)
        .first()
        .waitFor();
      await log(page).getByText('Answer 5').waitFor();
      await shoot(page, `small-${width}`);
      const message = await log(page).getByText('Answer 5').boundingBox();
      const region = await log(page).boundingBox();
      const composer = await page.getByRole('region', { name: 'Reply', exact: true }).boundingBox();
      expect(message).not.toBeNull();
      // All of its line is inside the log, which ends above the composer and its notice.
      expect((message?.y ?? 0) + (message?.height ?? 0)).toBeLessThanOrEqual(
        (region?.y ?? 0) + (region?.height ?? 0),
      );
      expect((region?.y ?? 0) + (region?.height ?? 0)).toBeLessThanOrEqual((composer?.y ?? 0) + 1);
      expect((composer?.y ?? 0) + (composer?.height ?? 0)).toBeLessThanOrEqual(height);
    },
  );
});
