/** One conversation in Chromium: every kind of message, files both ways, canned replies, and who else is here. */
import type { Locator, Page } from 'playwright-core';
import type { EventInput, MessageInput } from '../../src/simulator/webhook/inbound';
import { eventually } from '../support/eventually';
import { HOUR } from '../support/process-desk';
import { amrTone, gif, mp3, mp4, padded, png } from '../support/sample-files';
import { type BrowserDesk, describeInBrowser, findBarriers, type Person, startBrowserDesk } from './support';

jest.setTimeout(180_000);

/** A script that would run if any field were taken for HTML; a dialog or a policy report fails the test. */
const ATTACK = `"><img src=x onerror=alert(1)><script>alert(2)</script><a href="javascript:alert(3)">x</a>`;

describeInBrowser('a conversation', () => {
  let desk: BrowserDesk;
  let mei: Person;
  let ben: Person;
  let contacts = 0;
  const dialogs: string[] = [];
  beforeAll(async () => {
    desk = await startBrowserDesk();
    mei = await desk.addOperator('Mei');
    ben = await desk.addOperator('Ben');
  });
  afterAll(() => desk.close());
  afterEach(async () => {
    expect(await desk.endPages()).toEqual([]);
    expect(dialogs.splice(0)).toEqual([]);
  });

  /** A contact who has written, and the page of their conversation. */
  async function converse(
    text = '你好',
    who: Person = mei,
    options?: Parameters<BrowserDesk['openAs']>[2],
  ): Promise<{ readonly openId: string; readonly page: Page; readonly id: string }> {
    contacts += 1;
    const openId = `oTalk${contacts}`;
    await desk.writes(openId, text);
    const { id } = await desk.conversation(openId);
    const page = await look(id, who, options);
    return { openId, page, id };
  }
  async function look(
    id: string,
    who: Person,
    options?: Parameters<BrowserDesk['openAs']>[2],
  ): Promise<Page> {
    const page = await desk.openAs(who, `/inbox/all/${id}`, options);
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await box(page).waitFor();
    return page;
  }
  const box = (page: Page): Locator => page.getByRole('textbox', { name: 'Reply' });
  const log = (page: Page): Locator => page.getByRole('log', { name: 'Transcript' });
  const rows = (page: Page, direction: string): Locator =>
    log(page).locator(`[data-direction="${direction}"]`);
  const sends = (openId: string, message: MessageInput) => desk.simulator.write(openId, message);
  const does = (openId: string, event: EventInput) => desk.simulator.act(openId, event);
  const received = (openId: string) => desk.simulator.received({ openId });
  const reply = async (page: Page, text: string): Promise<void> => {
    await box(page).fill(text);
    await box(page).press('Enter');
  };
  const chooseFiles = async (
    page: Page,
    ...files: readonly { name: string; mimeType: string; buffer: Buffer }[]
  ): Promise<void> => {
    const opened = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach files' }).click();
    await (await opened).setFiles([...files]);
  };

  describe('the transcript', () => {
    test('a picture of the contact is shown in the room that was kept for it, and enlarged', async () => {
      const { openId, page } = await converse();
      const bytes = png(520, 260);
      await sends(openId, { type: 'image', base64: bytes.toString('base64') });
      const thumbnail = page.getByRole('button', { name: /^Enlarge/ });
      await thumbnail.waitFor();
      const image = thumbnail.locator('img');
      await eventually(
        () => image.evaluate((one: HTMLImageElement) => one.complete && one.naturalWidth === 520),
        'the picture is there',
      );
      expect(await thumbnail.boundingBox()).toMatchObject({ width: 260, height: 130 });
      await thumbnail.press('Enter');
      const zoom = page.getByRole('dialog');
      await zoom.locator('img').waitFor();
      const shown = await page.evaluate(
        async (source) => {
          const answer = await fetch(source);
          return [...new Uint8Array(await answer.arrayBuffer())];
        },
        (await zoom.locator('img').getAttribute('src')) ?? '',
      );
      expect(Buffer.from(shown).equals(bytes)).toBe(true);
      await page.getByRole('button', { name: 'Full size' }).click();
      await page.keyboard.press('Escape');
      await zoom.waitFor({ state: 'hidden' });
    });

    test('a voice plays, and what WeChat understood stands below', async () => {
      const { openId, page } = await converse();
      const base64 = amrTone(2).toString('base64');
      await sends(openId, { type: 'voice', base64, recognition: '明天能送到吗' });
      const audio = log(page).locator('audio');
      await audio.waitFor();
      await eventually(
        () => audio.evaluate((one: HTMLAudioElement) => Math.abs(one.duration - 2) < 0.1),
        'its length',
      );
      await audio.evaluate(async (one: HTMLAudioElement) => {
        one.muted = true;
        await one.play();
      });
      await eventually(() => audio.evaluate((one: HTMLAudioElement) => one.currentTime > 0.2), 'it plays');
      await page.getByText('明天能送到吗').first().waitFor();
      await log(page).getByText('0:02').waitFor();
    });

    test('every other kind has its own look', async () => {
      const { openId, page } = await converse('See https://example.com/tea?a=1&b=2.');
      const link = log(page).getByRole('link', { name: 'https://example.com/tea?a=1&b=2', exact: true });
      expect(await link.getAttribute('rel')).toContain('noopener');
      expect(await link.getAttribute('target')).toBe('_blank');
      await sends(openId, { type: 'location', latitude: 23.1291, longitude: 113.3524, label: '海珠区' });
      await log(page).getByText('海珠区', { exact: true }).waitFor();
      const map = await log(page).getByRole('link', { name: 'Open map' }).getAttribute('href');
      expect(map).toContain('coord%3A23.1291%2C113.3524');
      const url = 'https://example.com/spring';
      await sends(openId, { type: 'link', title: 'Spring tea', description: 'Five new ones', url });
      expect(await log(page).getByRole('link', { name: 'Spring tea' }).getAttribute('href')).toBe(url);
      await sends(openId, { type: 'file', title: 'order.pdf', size: 20_480 });
      await log(page).getByText('order.pdf').waitFor();
      await log(page).getByText('20 KB').waitFor();
      await sends(openId, { type: 'miniprogrampage', title: 'The shop', appId: 'wx1', pagePath: 'pages/a' });
      await log(page).getByText('pages/a').waitFor();
      await sends(openId, { type: 'other', msgType: 'hologram', fields: { Depth: '3' } });
      await log(page).getByText('Original content from WeChat').click();
      await log(page).getByText('"Depth": "3"').waitFor();
      await sends(openId, { type: 'video', base64: mp4().toString('base64') });
      await log(page).locator('video').waitFor();
      await does(openId, { event: 'CLICK', eventKey: 'orders' });
      await log(page).getByText('Tapped a menu item: orders').waitFor();
      await does(openId, { event: 'VIEW', eventKey: 'https://example.com/menu' });
      expect(await log(page).getByRole('link', { name: 'Open page' }).getAttribute('href')).toBe(
        'https://example.com/menu',
      );
    });

    test('a file that could not be fetched says why, and is fetched by another try', async () => {
      const { openId, page } = await converse();
      const effect = { type: 'errcode', errcode: 40007 } as const;
      desk.simulator.addFault({ operation: 'media/get', effect });
      await sends(openId, { type: 'image', base64: png(90, 60).toString('base64') });
      await log(page).getByText('WeChat no longer has this file').waitFor();
      await log(page).getByRole('button', { name: 'Try again' }).click();
      await log(page)
        .getByRole('button', { name: /^Enlarge/ })
        .waitFor();
    });

    test('a file that is still being fetched says what is wrong, and then appears', async () => {
      const { openId, page } = await converse();
      const address = JSON.stringify({ video_url: 'http://192.168.0.1/vweixinp.tc.qq.com/a.mp4' });
      const effect = { type: 'replace_body', base64: Buffer.from(address).toString('base64') } as const;
      desk.simulator.addFault({ operation: 'media/get', effect, times: 5 });
      await sends(openId, { type: 'video', base64: mp4(5_000).toString('base64') });
      await log(page).getByText('retries automatically for three days').waitFor();
      await log(page).getByText('WeChat stores this video at an address that Duihua does not open').waitFor();
      await log(page).locator('video').waitFor();
    });

    test('what was no one’s answer is settled: sent again, or taken as sent', async () => {
      const { openId, page } = await converse();
      const effect = { type: 'drop_answer' } as const;
      for (const text of ['first', 'second']) {
        desk.simulator.addFault({ operation: 'custom/send', openId, effect });
        await reply(page, text);
        await page.locator('[data-status="unknown"]').filter({ hasText: text }).waitFor();
      }
      const unknown = (text: string) => page.locator('[data-status="unknown"]').filter({ hasText: text });
      await unknown('first').getByRole('button', { name: 'Send again' }).click();
      await page.locator('[data-status="sent"]').filter({ hasText: 'first' }).waitFor();
      await unknown('second').getByRole('button', { name: 'Mark as sent' }).click();
      await page.locator('[data-status="sent"]').filter({ hasText: 'second' }).waitFor();
      const texts = received(openId).map(({ body }) => JSON.stringify(body));
      expect(texts.filter((one) => one.includes('first'))).toHaveLength(2);
      expect(texts.filter((one) => one.includes('second'))).toHaveLength(1);
    });

    test('what failed says why, and goes back to where it was written', async () => {
      const { openId, page } = await converse();
      const effect = { type: 'errcode', errcode: 45002 } as const;
      desk.simulator.addFault({ operation: 'custom/send', openId, effect });
      await reply(page, 'too long for them');
      const failed = page.locator('[data-status="failed"]');
      await failed.getByText('WeChat code: 45002').waitFor();
      await failed.getByRole('button', { name: 'Edit and send again' }).click();
      expect(await box(page).inputValue()).toBe('too long for them');
    });

    test('loads older parts as one scrolls up, and leads back to the newest', async () => {
      contacts += 1;
      const openId = `oTalk${contacts}`;
      for (let number = 1; number <= 130; number += 1) await desk.writes(openId, `Line ${number}.`);
      const { id } = await desk.conversation(openId, ({ lastMessage }) => lastMessage?.text === 'Line 130.');
      const page = await look(id, mei);
      await log(page).getByText('Line 130.').waitFor();
      expect(await log(page).getByText('Line 1.', { exact: true }).count()).toBe(0);
      await eventually(async () => {
        await log(page)
          .locator('[data-virtuoso-scroller]')
          .evaluate((one) => one.scrollTo(0, 0));
        return (await log(page).getByText('Line 1.', { exact: true }).count()) > 0;
      }, 'the first line');
      await desk.writes(openId, 'And one more');
      await page.getByRole('button', { name: '1 new message' }).click();
      await log(page).locator('[data-direction="inbound"]').getByText('And one more').waitFor();
      await page.getByRole('button', { name: /^New/ }).waitFor({ state: 'hidden' });
      // A screen reader is told about it, with the name.
      await page.getByRole('status').filter({ hasText: 'And one more' }).waitFor();
    });

    test('is opened at the message that a search has found, however old, with its words marked', async () => {
      contacts += 1;
      const openId = `oTalk${contacts}`;
      await desk.writes(openId, 'Have you got the BLUE teapot?');
      const { id } = await desk.conversation(openId);
      for (let number = 1; number <= 120; number += 1) {
        await desk.call('POST', `/conversations/${id}/notes`, { text: `Note ${number}.` });
      }
      const page = await desk.openAs(mei, '/inbox/all?q=blue+teapot');
      const row = page.locator('[data-row]');
      await row.getByText('you got the BLUE teapot?').waitFor();
      expect(await row.locator('mark').allTextContents()).toEqual(['BLUE teapot']);
      await row.click();
      await log(page).locator('mark').getByText('BLUE teapot').waitFor();
      expect(await log(page).getByText('Note 120.').count()).toBe(0);
      await page.reload();
      await log(page).locator('mark').getByText('BLUE teapot').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByRole('button', { name: 'Newest messages' }).click();
      await log(page).getByText('Note 120.').waitFor();
    });

    test('whatever a contact or an operator writes shows as text', async () => {
      const { openId, page, id } = await converse(ATTACK);
      await sends(openId, { type: 'location', latitude: 1, longitude: 2, label: `place ${ATTACK}` });
      await sends(openId, {
        type: 'link',
        title: `link ${ATTACK}`,
        description: `about ${ATTACK}`,
        url: 'javascript:alert(4)',
      });
      await sends(openId, { type: 'file', title: `file ${ATTACK}`, description: `file about ${ATTACK}` });
      const mini = { type: 'miniprogrampage', title: `mini ${ATTACK}` } as const;
      await sends(openId, { ...mini, appId: `app ${ATTACK}`, pagePath: `page ${ATTACK}` });
      await sends(openId, { type: 'voice', recognition: `voice ${ATTACK}` });
      await sends(openId, { type: 'other', msgType: `kind ${ATTACK}`, fields: { Field: `field ${ATTACK}` } });
      await does(openId, { event: 'CLICK', eventKey: `key ${ATTACK}` });
      await does(openId, { event: 'VIEW', eventKey: 'javascript:alert(5)' });
      await desk.call('POST', `/conversations/${id}/notes`, { text: `note ${ATTACK}` });
      await desk.call('POST', `/conversations/${id}/messages`, {
        type: 'msgmenu',
        head: `head ${ATTACK}`,
        items: [{ id: '1', text: `item ${ATTACK}` }],
        tail: `tail ${ATTACK}`,
      });
      await desk.call('POST', `/conversations/${id}/messages`, {
        type: 'news',
        title: `news ${ATTACK}`,
        url: 'https://example.com/',
      });
      await page.setViewportSize({ width: 1280, height: 4_000 });
      for (const name of 'place link about file mini page voice kind key note head item tail news'.split(
        ' ',
      )) {
        await log(page).getByText(`${name} ${ATTACK}`).first().waitFor();
      }
      expect(await log(page).locator('a[href^="javascript:"], script, img[src="x"]').count()).toBe(0);
    });
  });

  describe('the composer', () => {
    test('a picture that an operator pastes arrives at WeChat bit by bit as it was, before its text', async () => {
      const { openId, page } = await converse();
      const bytes = png(64, 48);
      await box(page).evaluate(
        async (area, data) => {
          const file = new File([new Uint8Array(data)], 'tea.png', { type: 'image/png' });
          const clipboardData = new DataTransfer();
          clipboardData.items.add(file);
          area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        },
        [...bytes],
      );
      await page.locator('[data-upload="ready"]').getByText('tea.png').waitFor();
      await page.getByText('Each file is sent as a separate message').waitFor();
      await box(page).fill('Our spring tea');
      await page.getByText('WeChat sends files without text').waitFor();
      await box(page).press('Enter');
      await page.locator('[data-status="sent"]').nth(1).waitFor();
      const [picture, text] = received(openId);
      expect([picture?.msgtype, text?.msgtype]).toEqual(['image', 'text']);
      const mediaId = (picture?.body as { image?: { media_id: string } } | undefined)?.image?.media_id;
      const answer = await fetch(`${desk.simulator.url}/media-files/picture/${mediaId}`);
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
      expect(await page.locator('[data-upload]').count()).toBe(0);
      await log(page)
        .getByRole('button', { name: /^Enlarge/ })
        .waitFor();
    });

    test('files are chosen and dropped; a file that WeChat would not accept says why and can be removed', async () => {
      const { page } = await converse();
      await chooseFiles(
        page,
        { name: 'dance.gif', mimeType: 'image/gif', buffer: gif() },
        { name: 'song.mp3', mimeType: 'audio/mpeg', buffer: mp3(70) },
        { name: 'huge.png', mimeType: 'image/png', buffer: padded(png(), 10 * 1_048_576 + 1) },
      );
      await page.getByText('WeChat does not accept this type of file').waitFor();
      await page.getByText('WeChat’s limit is 60 seconds').waitFor();
      await page.getByText('WeChat’s limit for this type is 10 MB').waitFor();
      for (const name of ['dance.gif', 'song.mp3', 'huge.png']) {
        await page.getByRole('button', { name: `Remove ${name}` }).click();
      }
      expect(await page.locator('[data-upload]').count()).toBe(0);
      await page.getByRole('article').evaluate(
        (pane, data) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([new Uint8Array(data)], 'dropped.png', { type: 'image/png' }));
          for (const type of ['dragenter', 'dragover', 'drop']) {
            pane.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
          }
        },
        [...png()],
      );
      await page.locator('[data-upload="ready"]').getByText('dropped.png').waitFor();
    });

    test('an upload shows its progress and can be cancelled', async () => {
      const { page } = await converse();
      await page.route('**/api/v1/attachments', () => undefined);
      await chooseFiles(page, { name: 'slow.png', mimeType: 'image/png', buffer: png() });
      await page.getByRole('progressbar', { name: 'Uploading slow.png' }).waitFor();
      expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
      await page.getByRole('button', { name: 'Cancel the upload of slow.png' }).click();
      expect(await page.locator('[data-upload]').count()).toBe(0);
    });

    test('a canned reply is kept in its dialog, and found by a slash', async () => {
      const { openId, page } = await converse();
      await page.getByRole('button', { name: 'Canned replies' }).click();
      await page.getByRole('button', { name: 'Create a canned reply' }).click();
      await page.getByRole('textbox', { name: 'Shortcut' }).fill('hello');
      await page.getByRole('textbox', { name: 'Text' }).fill('您好，很高兴为您服务！');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('dialog').getByText('/hello').waitFor();
      await page.getByRole('button', { name: 'Close' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });

      await box(page).pressSequentially('/he');
      await page.getByRole('option', { name: /hello/ }).waitFor();
      expect(await box(page).getAttribute('aria-activedescendant')).toBe('canned-menu-0');
      await box(page).press('Enter');
      expect(await box(page).inputValue()).toBe('您好，很高兴为您服务！');
      expect(received(openId)).toHaveLength(0);
      await box(page).press('Enter');
      await page.locator('[data-status="sent"]').waitFor();
      expect(JSON.stringify(received(openId)[0]?.body)).toContain('您好，很高兴为您服务！');
    });

    test('Enter that ends a word of an input method sends nothing; Shift+Enter breaks the line', async () => {
      const { openId, page } = await converse();
      await box(page).focus();
      const keyboard = await page.context().newCDPSession(page);
      await keyboard.send('Input.imeSetComposition', { text: 'nihao', selectionStart: 5, selectionEnd: 5 });
      // The event that browsers send for a key that the input method has taken.
      await box(page).evaluate((area) => {
        const key = { key: 'Enter', bubbles: true, cancelable: true };
        area.dispatchEvent(new KeyboardEvent('keydown', { ...key, isComposing: true }));
        area.dispatchEvent(new KeyboardEvent('keydown', { ...key, keyCode: 229 }));
      });
      await keyboard.send('Input.insertText', { text: '你好' });
      expect(await box(page).inputValue()).toBe('你好');
      await box(page).press('Shift+Enter');
      await box(page).pressSequentially('2');
      expect(await box(page).inputValue()).toBe('你好\n2');
      expect(await rows(page, 'outbound').count()).toBe(0);
      await box(page).press('Enter');
      await page.locator('[data-status="sent"]').waitFor();
      expect(received(openId)).toHaveLength(1);
    });

    test('an emoji is chosen by keys, and its bytes count', async () => {
      const { page } = await converse();
      await box(page).fill('ab');
      await page.getByRole('button', { name: 'Emoji' }).press('Enter');
      await page.locator('button:focus', { hasText: '😀' }).waitFor();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await eventually(async () => (await box(page).inputValue()) === 'ab😁', 'the emoji');
      await page.getByText('6 of 2048 bytes').waitFor();
    });

    test('the contact sees typing in WeChat, and a colleague sees who is here and types', async () => {
      const { openId, page, id } = await converse();
      const other = await look(id, ben);
      await page.getByTestId('presence').getByText('Also here: Ben').waitFor();
      await other.getByTestId('presence').getByText('Also here: Mei').waitFor();
      await box(other).pressSequentially('Hel');
      await page.getByTestId('presence').getByText('Typing: Ben').waitFor();
      const calls = () => desk.simulator.calls('custom/typing').filter((call) => call.openId === openId);
      await eventually(() => calls().length === 1, 'typing at WeChat');
      await page.getByTestId('presence').getByText('Also here: Ben').waitFor();
      await other.goto(`${desk.url}/inbox/all`);
      await page.getByTestId('presence').getByText('Ben').waitFor({ state: 'hidden' });
    });

    const openCard = async (page: Page, name: string): Promise<Locator> => {
      await page.getByRole('button', { name: 'Menu message or article' }).click();
      await page.getByRole('menuitem', { name }).click();
      const dialog = page.getByRole('dialog', { name });
      await dialog.waitFor();
      return dialog;
    };

    test('a menu is put together, sent, and tapped', async () => {
      const { openId, page } = await converse();
      const dialog = await openCard(page, 'Menu message');
      const send = dialog.getByRole('button', { name: 'Send' });
      await send.click();
      await dialog.getByText('Enter a text.').nth(1).waitFor();
      await dialog.getByRole('textbox', { name: 'Text above the options' }).fill('您想咨询什么？');
      await dialog.getByRole('textbox', { name: 'Option 1' }).fill('订单');
      await dialog.getByRole('textbox', { name: 'Option 2' }).fill('退货');
      expect(await findBarriers(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Add an option' }).click();
      await dialog.getByRole('textbox', { name: 'Option 3' }).fill('字'.repeat(90));
      await dialog.getByText('An option can have up to 256 bytes.').waitFor();
      await dialog.getByRole('button', { name: 'Remove option 3' }).click();
      await send.click();
      await dialog.waitFor({ state: 'hidden' });
      await page.locator('[data-status="sent"]').getByText('退货').waitFor();
      expect(received(openId).at(-1)?.body).toMatchObject({
        msgmenu: {
          head_content: '您想咨询什么？',
          list: [
            { id: '1', content: '订单' },
            { id: '2', content: '退货' },
          ],
        },
      });
      await sends(openId, { type: 'text', text: '退货', bizmsgmenuid: '2' });
      await log(page).getByText('Menu choice: 退货').waitFor();
    });

    test('an article keeps what was written while it may not leave, and is held as a text is', async () => {
      const { openId, page } = await converse();
      for (const text of ['1', '2', '3', '4', '5']) await reply(page, text);
      await page.getByText('0 of 5 messages left').waitFor();
      const dialog = await openCard(page, 'Article');
      await dialog.getByText('You have reached the limit of 5 messages in a row').waitFor();
      await dialog.getByRole('textbox', { name: 'Title' }).fill('春茶上市');
      await dialog.getByRole('textbox', { name: 'Link', exact: true }).fill('https://[');
      await dialog.getByRole('button', { name: 'Send when they reply' }).click();
      // This is not an address, but only the API can tell.
      await dialog.getByText('Check the marked fields').waitFor();
      await dialog.getByText('Enter a link that starts with http:// or https://.').waitFor();
      await dialog.getByRole('textbox', { name: 'Link', exact: true }).fill('https://example.com/spring');
      await dialog.getByRole('button', { name: 'Send when they reply' }).click();
      await dialog.waitFor({ state: 'hidden' });
      await page.locator('[data-status="held"]').getByText('春茶上市').waitFor();
      await desk.writes(openId, 'Go on');
      await page.locator('[data-status="sent"]').getByText('春茶上市').waitFor();
      expect(JSON.stringify(received(openId).at(-1)?.body)).toContain('https://example.com/spring');
    });
  });

  describe('the send meter', () => {
    test('counts down by the conversation’s own clock; closed, a reply is held until the contact writes', async () => {
      const { openId, page } = await converse();
      const meter = page.getByTestId('send-meter');
      await meter.getByText(/Window closes in (?:48 h|47 h 59)/).waitFor();
      await meter.getByText(/until missed/).waitFor();
      await page.getByRole('button', { name: 'Attend' }).click();
      await meter.getByText(/Completes in .* if idle/).waitFor();
      // One answer a day keeps it from completing as idle.
      for (const number of [0, 1]) {
        await desk.waits(openId, 23 * HOUR);
        await reply(page, `Answer ${number}`);
        await page.locator('[data-status="sent"]').nth(number).waitFor();
      }
      await desk.waits(openId, 1.5 * HOUR);
      await meter.getByText(/Window closes in (?:29|30) min/).waitFor();
      expect(await meter.getAttribute('data-level')).toBe('soon');
      await desk.waits(openId, HOUR);
      await meter.getByText(/Window closed/).waitFor();
      await page.getByText('The messaging window closed ').waitFor();
      await box(page).fill('Shipped');
      expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
      await box(page).press('Enter');
      expect(await box(page).inputValue()).toBe('Shipped');
      await page.getByRole('button', { name: 'Send when they reply', exact: true }).click();
      await page.locator('[data-status="held"]').getByText('Shipped').waitFor();
      await desk.writes(openId, 'Any news?');
      await eventually(
        () => received(openId).some(({ body }) => JSON.stringify(body).includes('Shipped')),
        'the held message left',
      );
    });
  });

  test.each(['light', 'dark'] as const)('has no barriers that axe finds, in %s', async (colorScheme) => {
    const { openId, page } = await converse('See https://example.com', mei, { colorScheme });
    await sends(openId, { type: 'image', base64: png(200, 100).toString('base64') });
    await sends(openId, { type: 'voice', base64: amrTone(1).toString('base64') });
    await sends(openId, { type: 'location', latitude: 23.1, longitude: 113.3, label: '海珠区' });
    await sends(openId, { type: 'other', msgType: 'hologram', fields: { Depth: '3' } });
    await sends(openId, { type: 'image', base64: mp4().toString('base64') });
    await log(page).getByText('WeChat returned something else').waitFor();
    await log(page)
      .getByRole('button', { name: /^Enlarge/ })
      .waitFor();
    await chooseFiles(
      page,
      { name: 'tea.png', mimeType: 'image/png', buffer: png() },
      { name: 'dance.gif', mimeType: 'image/gif', buffer: gif() },
    );
    await page.locator('[data-upload="failed"]').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Canned replies' }).click();
    await page.getByRole('button', { name: 'Create a canned reply' }).click();
    await page.getByRole('textbox', { name: 'Shortcut' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});
