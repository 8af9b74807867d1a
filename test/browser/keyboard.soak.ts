/** The operator's day with the hands on the keyboard. */
import type { Locator, Page } from 'playwright-core';
import {
  type BrowserDesk,
  describeInBrowser,
  findBarriers,
  type Person,
  ringForAnHour,
  startBrowserDesk,
} from './support';

jest.setTimeout(180_000);

describeInBrowser('with the keyboard alone', () => {
  let desk: BrowserDesk;
  let people = 0;
  let mei: Person;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    await ringForAnHour(desk);
  });
  beforeEach(async () => {
    people += 1;
    mei = await desk.addOperator(`Mei ${people}`);
  });
  afterAll(() => desk.close());
  afterEach(async () => {
    expect(await desk.endPages()).toEqual([]);
    // No conversation of one test waits in the next.
    const open = await desk.call<{ items: readonly { readonly id: string }[] }>(
      'GET',
      '/conversations?state=waiting&state=active&limit=100',
    );
    for (const { id } of open.body.items) {
      await desk.call('POST', `/conversations/${id}/attend`);
      await desk.call('POST', `/conversations/${id}/complete`);
    }
  });

  const box = (page: Page): Locator => page.getByRole('textbox', { name: 'Reply' });
  const strip = (page: Page): Locator => page.getByTestId('completing');
  const stateOf = async (id: string): Promise<string> =>
    (await desk.call<{ state: string }>('GET', `/conversations/${id}`)).body.state;
  const focused = (page: Page): Promise<string> =>
    page.evaluate(() => {
      const { activeElement: element } = document;
      return element?.getAttribute('aria-label') ?? element?.tagName ?? '';
    });
  const open = async (
    openId: string,
    text: string,
  ): Promise<{ readonly page: Page; readonly id: string }> => {
    await desk.writes(openId, text);
    const { id } = await desk.conversation(openId);
    const page = await desk.openAs(mei, `/inbox/all/${id}`);
    await box(page).waitFor();
    return { page, id };
  };

  test('each of ten waiting customers is answered with one key besides the text, and nothing is clicked', async () => {
    const names = Array.from({ length: 10 }, (_, number) => `oLoop${number}`);
    for (const openId of names) {
      await desk.writes(openId, `Question of ${openId}`);
      await desk.conversation(openId);
    }
    const page = await desk.openAs(mei);
    await page.locator('[data-row]').nth(9).waitFor();
    let keys = 0;
    const press = async (key: string): Promise<void> => {
      keys += 1;
      await page.keyboard.press(key);
    };
    await press('n');
    for (const openId of names) {
      await page.getByRole('article').getByText(`Question of ${openId}`).waitFor();
      await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Reply');
      await page.keyboard.insertText(`Answer to ${openId}`);
      await press('Control+Enter');
    }
    await page.getByText('No one else is waiting for an answer.').waitFor();
    for (const openId of names) {
      await desk.settles(openId, `Answer to ${openId}`, ['sent']);
      const [sent] = desk.simulator.received({ openId });
      expect(sent?.body).toMatchObject({ text: { content: `Answer to ${openId}` } });
    }
    const perConversation = keys / names.length;
    process.stdout.write(`Keys per answered conversation besides the text: ${perConversation}; clicks: 0\n`);
    expect(perConversation).toBeLessThanOrEqual(2);
    expect(await focused(page)).toBe('Reply');
  });

  test('the cursor is in the field after Attend and Send, and Escape leaves it, so that keys are shortcuts again', async () => {
    const { page } = await open('oFocus', 'Where is my order?');
    await page.getByRole('button', { name: 'Attend' }).click();
    expect(await focused(page)).toBe('Reply');
    await page.keyboard.insertText('One moment');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    expect(await focused(page)).toBe('Reply');
    await page.locator('[data-status="sent"]').getByText('One moment').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('p');
    await page.getByRole('textbox', { name: 'Note' }).waitFor();
    expect(await focused(page)).toBe('Note');
    expect(await page.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('');
  });

  test('Enter that cannot send says why and offers to hold; Alt+Enter holds', async () => {
    const { page } = await open('oHold', 'Hello');
    for (let number = 1; number <= 5; number += 1) {
      await box(page).fill(`Answer ${number}`);
      await page.keyboard.press('Enter');
      await page.getByText(`${5 - number} of 5 messages left`).waitFor();
    }
    await box(page).fill('The sixth');
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert').filter({ hasText: 'Alt+Enter' });
    await alert.getByText('You have reached the limit of 5 messages in a row').waitFor();
    await alert.getByRole('button').waitFor();
    // The notice is above the field now, and the newest message above the notice.
    await page.waitForTimeout(500);
    const newest = await page.getByRole('log').getByText('Sent').last().boundingBox();
    const notice = await alert.boundingBox();
    expect((newest?.y ?? 0) + (newest?.height ?? 0)).toBeLessThanOrEqual(notice?.y ?? 0);
    expect(await box(page).inputValue()).toBe('The sixth');
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Alt+Enter');
    await page.locator('[data-status="held"]').getByText('The sixth').waitFor();
    expect(await focused(page)).toBe('Reply');
  });

  test('a notice above the field does not cover the newest message, and an error covers no button and goes away', async () => {
    const { page, id } = await open('oNotice', 'Line\n'.repeat(20));
    await desk.writes('oNotice', 'The newest message');
    const newest = page.getByRole('log').getByText('The newest message');
    await newest.waitFor();
    const bottomOf = async (locator: Locator): Promise<number> => {
      const place = await locator.boundingBox();
      return (place?.y ?? 0) + (place?.height ?? 0);
    };
    await box(page).fill('line\n'.repeat(8));
    await page.waitForTimeout(500);
    const field = await page.getByRole('region', { name: 'Reply' }).boundingBox();
    expect(await bottomOf(newest)).toBeLessThanOrEqual(field?.y ?? 0);

    // Whatever is refused for another reason: the conversation is attended by someone else meanwhile.
    await page.route('**/attend', (route) => route.fulfill({ status: 503, body: '' }));
    await page.getByRole('button', { name: 'Attend' }).click();
    const notice = page.locator('.ant-notification-notice').first();
    await notice.waitFor();
    const shown = await notice.boundingBox();
    const send = await page.getByRole('button', { name: 'Send', exact: true }).boundingBox();
    expect((shown?.x ?? 0) + (shown?.width ?? 0)).toBeLessThan(send?.x ?? 0);
    await page.mouse.move(900, 300);
    await notice.waitFor({ state: 'hidden', timeout: 20_000 });
    expect(await stateOf(id)).toBe('waiting');
  });

  test('a word after a slash that is no canned reply is not sent before Enter is pressed twice', async () => {
    const { page } = await open('oSlash', 'Hello');
    await box(page).fill('/thnks');
    // The replies are loading when the first Enter comes.
    await page.waitForTimeout(500);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('No canned reply matches “/thnks”').waitFor();
    expect(desk.simulator.received({ openId: 'oSlash' })).toHaveLength(0);
    const brandId = desk.brandId;
    await desk.call('POST', '/canned-replies', { shortcut: 'thanks', text: 'Thank you!', brandId });
    await box(page).fill('');
    await box(page).fill('/tha');
    // A colleague has just made it.
    await page.getByRole('option', { name: /thanks/ }).waitFor();
    await page.keyboard.press('Enter');
    expect(await box(page).inputValue()).toBe('Thank you!');
    await box(page).fill('/unknown');
    await page.waitForTimeout(500);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('/unknown').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('[data-status="sent"]').getByText('/unknown').waitFor();
  });

  test('completing can be undone for ten seconds, and is done when they are over', async () => {
    const { page, id } = await open('oUndo', 'Thanks, bye');
    await page.getByRole('button', { name: 'Attend' }).click();
    await page.getByText('Assigned to you', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await strip(page)
      .getByText(/Completing the conversation with .+ in \d+ s/)
      .waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('z');
    await strip(page).waitFor({ state: 'hidden' });
    await page.keyboard.press('e');
    await strip(page).waitFor();
    // On another page it continues.
    await page.keyboard.press('2');
    await page.waitForURL('**/inbox/waiting');
    await strip(page).waitFor();
    expect(await stateOf(id)).toBe('active');
    await strip(page).waitFor({ state: 'hidden', timeout: 20_000 });
    expect(await stateOf(id)).toBe('completed');
  });

  test('a reload during the ten seconds completes the conversation, and does not offer to undo it', async () => {
    const { page, id } = await open('oReload', 'Thanks, bye');
    await page.getByRole('button', { name: 'Attend' }).click();
    await page.getByText('Assigned to you', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Complete' }).click();
    await page.getByRole('button', { name: 'Undo completing', exact: true }).waitFor();
    await page.reload();
    await page.getByText(/Completed .* by an operator/).waitFor();
    expect(await stateOf(id)).toBe('completed');
    expect(await page.getByRole('button', { name: /Undo/ }).count()).toBe(0);
    await strip(page).waitFor({ state: 'hidden' });
  });

  test('signing out completes at once what could still be undone', async () => {
    const { page, id } = await open('oSignOut', 'Thanks, bye');
    await page.getByRole('button', { name: 'Attend' }).click();
    await page.getByText('Assigned to you', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Complete' }).click();
    await strip(page).waitFor();
    await page.getByRole('button', { name: /Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await stateOf(id)).toBe('completed');
  });

  test('a message from the contact calls the completing off, and says so', async () => {
    const { page, id } = await open('oAgain', 'Thanks, bye');
    await page.getByRole('button', { name: 'Attend' }).click();
    await page.getByText('Assigned to you', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Complete' }).click();
    await strip(page).waitFor();
    await desk.writes('oAgain', 'One more thing');
    await page.getByText('The contact has written again.').waitFor();
    await strip(page).waitFor({ state: 'hidden' });
    expect(await stateOf(id)).toBe('active');
  });

  test('the palette finds actions, pages, canned replies and settings, from the field as well', async () => {
    await desk.call('POST', '/canned-replies', {
      shortcut: 'hours',
      text: 'We open at nine.',
      brandId: desk.brandId,
    });
    const { page } = await open('oPalette', 'When do you open?');
    await box(page).focus();
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('combobox', { name: 'Command palette' });
    await palette.waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await palette.fill('hours');
    await page.getByRole('option', { name: /We open at nine/ }).waitFor();
    await page.keyboard.press('Enter');
    await palette.waitFor({ state: 'hidden' });
    expect(await box(page).inputValue()).toBe('We open at nine.');
    expect(await focused(page)).toBe('Reply');

    await page.keyboard.press('Control+k');
    await palette.fill('attend');
    await page.keyboard.press('Enter');
    await page.getByText('Assigned to you', { exact: true }).waitFor();

    await page.keyboard.press('Control+k');
    await palette.fill('日本語');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: '待機中' }).waitFor();

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'コマンドパレット' }).fill('アカウント');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/account');
  });

  test('the list of keys is complete: what it says of a conversation works there', async () => {
    const { page } = await open('oHelp', 'Hello');
    await page.getByRole('button', { name: 'Attend' }).click();
    await page.getByText('Assigned to you', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Send, and open the next unanswered conversation').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.keyboard.press('t');
    await page.getByRole('dialog', { name: 'Transfer the conversation' }).waitFor();
  });
});
