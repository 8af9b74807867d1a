/** What a newcomer sees after `npm start`: console and phone side by side, on the real simulator, and the tour. */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { Connection } from '@temporalio/client';
import type { Locator, Page } from 'playwright-core';
import { findLastingPort } from '../support/lasting-port';
import { type DuihuaProcess, startProcess } from '../support/process';
import { makeProcessData } from '../support/process-data';
import { testTemporalAddress } from '../support/process-desk';
import { describeInBrowser, findBarriers, shoot, signIn, startBrowser } from './support';

jest.setTimeout(240_000);

const EMAIL = 'admin@example.com';
const PASSWORD = 'a quiet cup of oolong';

describeInBrowser('the demo', () => {
  let desk: DuihuaProcess;
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let dataDir: string;
  let link: URL;
  beforeAll(async () => {
    const address = testTemporalAddress();
    const namespace = `demo-${randomBytes(6).toString('hex')}`;
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
    link = new URL(found);
    browser = await startBrowser(link.origin);
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.end('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  });
  afterEach(async () => expect(await browser.endPages()).toEqual([]));

  type Options = Parameters<typeof browser.open>[1];
  const openDemo = async (options?: Options): Promise<Page> => {
    const cookie = await signIn(link.origin, { email: EMAIL, password: PASSWORD });
    const page = await browser.openWith(cookie, '/demo', options ?? {});
    await page.waitForURL(/\/demo\/inbox/);
    return page;
  };
  const phone = (page: Page) => page.getByRole('region', { name: /’s phone$/ });
  const console = (page: Page) => page.getByRole('main');
  /** Puts a new contact on the phone, so that each test has its own. */
  const addContact = async (page: Page): Promise<void> => {
    const before = await phone(page).getAttribute('aria-label');
    await page.getByRole('button', { name: 'Create a contact' }).click();
    await page.waitForFunction(
      (label) => document.querySelector('section[aria-label$="’s phone"]')?.ariaLabel !== label,
      before,
    );
  };
  const writeOnPhone = async (page: Page, text: string): Promise<void> => {
    await phone(page).getByRole('textbox', { name: 'Write a message' }).fill(text);
    await phone(page).getByRole('button', { name: 'Send' }).click();
  };
  const replyInConsole = async (page: Page, text: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'Reply' }).fill(text);
    await page.keyboard.press('Enter');
  };
  /** A contact writes, and an operator has attended. */
  const beginConversation = async (page: Page, text: string): Promise<void> => {
    await addContact(page);
    await writeOnPhone(page, text);
    await page.getByRole('link').filter({ hasText: text }).first().click();
    await page.getByRole('button', { name: 'Attend' }).click();
    await page.getByText('Assigned to you', { exact: true }).waitFor();
  };

  test('the printed link signs one browser in, and no second one', async () => {
    const first = await browser.open(link.pathname + link.hash);
    await first.waitForURL(/\/demo\/inbox/);
    await phone(first).waitFor();
    expect(first.url()).not.toContain('#');
    const second = await browser.open(link.pathname + link.hash);
    await second.getByText('This link no longer works').waitFor();
    await second.getByRole('link', { name: 'Sign in' }).click();
    await second.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(desk.output()).toContain('It signs you in once');
  });

  test('the tour goes from the first message to the second conversation, as it really happens', async () => {
    const page = await openDemo();
    await page.getByRole('button', { name: 'Start the tour' }).click();
    // By hand where a newcomer would do it, by the button where time has to pass.
    await page.getByText('A contact writes', { exact: true }).waitFor();
    await writeOnPhone(page, '你好');
    await page.getByText('Attend the conversation', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Attend', exact: true }).click();
    await page.getByText('Reply to the contact', { exact: true }).waitFor();
    await replyInConsole(page, 'Hello! Let me check');
    await phone(page).getByText('Hello! Let me check').waitFor();
    const doIt = async (next: string): Promise<void> => {
      await page.getByRole('button', { name: 'Do it for me' }).click();
      await page.getByText(next, { exact: true }).waitFor({ timeout: 60_000 });
    };
    await page.getByText('WeChat accepts five messages in a row, no more').waitFor();
    await doIt('Let the sixth message wait');
    await console(page).getByText('You have reached the limit of 5 messages in a row').waitFor();
    await doIt('20 hours later, the contact writes again');
    await doIt('Two days after the start, the window closes');
    await phone(page).getByText('It was shipped today and arrives tomorrow.').waitFor();
    await doIt('Write a reply while the window is closed');
    await console(page).getByText('The messaging window closed ').waitFor();
    await doIt('The contact writes once more');
    await doIt('A bot answers first');
    await phone(page).getByText('Yes: your order arrived this morning.').waitFor();
    await doIt('The contact asks for a person');
    await phone(page).getByText('Orders leave within 24 hours').waitFor();
    await shoot(page, 'demo-bot-answers');
    await doIt('You answer instead');
    await page.getByRole('log').getByText('The bot handed over: the contact asked for a person').waitFor();
    await doIt('Give the conversation back');
    await phone(page).getByText('A person here: I have put your order on top of the pile.').waitFor();
    await doIt('That is how it works');
    await page.getByRole('article').getByText('Given back to the bot').waitFor();
    await phone(page).getByText('Orders leave within 24 hours').nth(1).waitFor();
    await shoot(page, 'demo-bot-done');

    // It leaves nothing open behind, and leads to the wizard, which can do without WeChat here.
    await page.getByRole('button', { name: 'Connect a real account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Connect an account' });
    await dialog.getByText('Sandbox', { exact: true }).waitFor();
    await phone(page).getByText('You do not follow this account.').waitFor();
    await page.getByRole('button', { name: 'Take the tour' }).waitFor();
    expect(await dialog.getByRole('radio', { name: /with the contact’s last message/ }).isChecked()).toBe(
      true,
    );
    await dialog.getByLabel('Name').fill('New shop');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('button', { name: 'Do this later' }).click();
    await page.getByRole('button', { name: 'Use a simulated account' }).click();
    await page.getByText('WeChat has verified the webhook:').waitFor();
    await page.getByText('All checks passed.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.goto(`${link.origin}/demo/inbox/mine`);
    await page.getByText('No conversations are assigned to you').waitFor();
  });

  test('what is written on the phone appears in the console, and the answer on the phone', async () => {
    const page = await openDemo();
    await beginConversation(page, '请问有龙井吗？');
    await replyInConsole(page, '有的，今年的新茶。');
    await phone(page).getByText('有的，今年的新茶。').waitFor();
  });

  test('a bot that needs no key answers, hands over when it is asked to, and gets the conversation back', async () => {
    const page = await openDemo();
    const chooseBot = async (choice: string): Promise<void> => {
      await page.getByRole('combobox', { name: 'Bot that answers new conversations' }).click();
      const saved = page.waitForResponse((response) => response.request().method() === 'PATCH');
      await page.locator('.ant-select-dropdown:visible').getByText(choice, { exact: true }).click();
      expect((await saved).status()).toBe(200);
    };
    await chooseBot('Demo bot answers first');
    await addContact(page);
    await writeOnPhone(page, '我的订单什么时候发货？');
    await phone(page).getByText('Orders leave within 24 hours').waitFor();
    await page.getByRole('button', { name: 'Open this conversation in the console' }).click();
    const article = page.getByRole('article');
    await article.getByText('Demo bot is answering').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'demo-bot');
    await writeOnPhone(page, '人工');
    await article.getByText('The bot handed over: the contact asked for a person').waitFor();
    await replyInConsole(page, 'A person here.');
    await phone(page).getByText('A person here.').waitFor();
    await page.getByRole('button', { name: 'Give back to bot' }).click();
    await article.getByText('Given back to the bot').waitFor();
    await writeOnPhone(page, 'How long does shipping take?');
    await phone(page).getByText('Orders leave within 24 hours').nth(1).waitFor();

    // The stand-in for a model says what it is.
    await chooseBot('Simulated model answers first');
    await addContact(page);
    await writeOnPhone(page, 'hello');
    await article
      .or(phone(page))
      .getByText(/stand-in|模拟/)
      .first()
      .waitFor();
    await chooseBot('No bot: people answer');
  });

  test('a rating is asked for by hand, tapped on the phone and shown in the console; an old menu rates its own', async () => {
    const page = await openDemo();
    const article = page.getByRole('article');
    const ask = page.getByRole('button', { name: 'Ask for a rating' });
    const choice = (label: string) => phone(page).getByRole('button', { name: label, exact: true });
    await beginConversation(page, 'Was my tea sent?');
    await replyInConsole(page, 'Yes, this morning.');
    await phone(page).getByText('Yes, this morning.').waitFor();
    await ask.click();
    await choice('不满意').click();
    await article.getByText('Rated 2 of 5: 不满意').waitFor();
    await ask.waitFor({ state: 'detached' });
    // Another tap within the hour changes it.
    await choice('满意').click();
    await article.getByText('Rated 4 of 5: 满意').waitFor();
    await shoot(page, 'demo-rated');
    expect(await findBarriers(page)).toEqual([]);

    await page.getByRole('button', { name: 'Complete', exact: true }).click();
    await article.getByText('Completed', { exact: true }).waitFor();
    await writeOnPhone(page, 'One more question');
    await page.getByRole('button', { name: 'Open this conversation in the console' }).click();
    await article.getByText('One more question').waitFor();
    await page.getByRole('button', { name: 'Attend', exact: true }).click();
    await ask.click();
    await choice('非常满意').nth(1).waitFor();
    // The menu of the first conversation is still on the phone: a tap on it is not about this one.
    await choice('非常满意').first().click();
    await article.getByRole('link', { name: 'Open it' }).click();
    await article.getByText('Rated 5 of 5: 非常满意').waitFor();
    await page.goBack();
    await article.getByText('Assigned to you', { exact: true }).waitFor();
    await ask.waitFor();
    await choice('一般').last().click();
    await article.getByText('Rated 3 of 5: 一般').waitFor();
  });

  test('a picture, a voice and a place go from the phone to the console', async () => {
    const page = await openDemo();
    await beginConversation(page, 'A picture comes');
    const sendFromPanel = async (name: string): Promise<void> => {
      await page.getByRole('button', { name: 'Pictures, voice, location' }).click();
      await phone(page).getByRole('button', { name, exact: true }).click();
    };
    await sendFromPanel('Sample picture');
    await phone(page).getByRole('img', { name: 'Picture' }).waitFor();
    await page.waitForFunction(
      () => document.querySelector<HTMLImageElement>('img[alt=Picture]')?.naturalWidth === 640,
    );
    await sendFromPanel('Voice');
    await phone(page).getByRole('button', { name: 'Voice message' }).waitFor();
    await sendFromPanel('Location');
    await page.locator('[data-direction="inbound"]').nth(3).waitFor();
  });

  test('48 hours later nothing may be sent, and the console says why', async () => {
    const page = await openDemo();
    await beginConversation(page, 'See you in two days');
    for (const step of ['+20 h', '+20 h', '+8 h', '+1 min']) {
      const button = page.getByRole('button', { name: step });
      await button.click();
      await page.waitForTimeout(300);
      await page.waitForFunction(() => document.querySelector('fieldset button[disabled]') === null);
      if (step === '+20 h') {
        const rows = page.locator('[data-direction="inbound"]');
        const before = await rows.count();
        await writeOnPhone(page, 'Still here');
        await rows.nth(before).waitFor();
      }
    }
    await console(page).getByText('The messaging window closed ').waitFor();
    await page.getByRole('textbox', { name: 'Reply' }).fill('Too late');
    expect(await page.getByRole('button', { name: 'Send', exact: true }).last().isDisabled()).toBe(true);
  });

  test('WeChat is broken, says so on the phone and in the console, and is mended', async () => {
    const page = await openDemo();
    await beginConversation(page, 'Will this arrive?');
    await page.getByRole('button', { name: 'Simulate a failure' }).click();
    await page.getByRole('menuitem', { name: /refuses messages with 45047/ }).click();
    await page.getByText('Simulated WeChat failure:').waitFor();
    await replyInConsole(page, 'Refused');
    await phone(page).getByText('Not delivered').waitFor();
    await page.locator('[data-status="failed"]').waitFor();
    await page.getByRole('button', { name: 'Stop simulating' }).click();
    await page.getByText('Simulated WeChat failure:').waitFor({ state: 'hidden' });
    await writeOnPhone(page, 'Try again');
    await page.locator('[data-direction="inbound"]').filter({ hasText: 'Try again' }).waitFor();
    await replyInConsole(page, 'It works again');
    await page.locator('[data-status="sent"]').filter({ hasText: 'It works again' }).waitFor();
    await phone(page).getByText('It works again').waitFor();
  });

  test('a contact who does not follow cannot write, but can follow', async () => {
    const page = await openDemo();
    await addContact(page);
    await phone(page).getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Unfollow the account' }).click();
    await phone(page).getByText('You do not follow this account.').waitFor();
    await phone(page).getByRole('button', { name: 'Follow' }).click();
    await phone(page).getByRole('textbox', { name: 'Write a message' }).waitFor();
  });

  test('the phone is that of the conversation which is opened, and leads back to its own', async () => {
    const page = await openDemo();
    const nameOf = async () => (await phone(page).getAttribute('aria-label')) ?? '';
    const input = () => phone(page).getByRole('textbox', { name: 'Write a message' });
    await page.goto(`${link.origin}/demo/inbox/all`);
    await addContact(page);
    await writeOnPhone(page, 'The first to write');
    const first = await nameOf();
    await addContact(page);
    await writeOnPhone(page, 'The second to write');
    const second = await nameOf();
    await page.getByRole('button', { name: 'Open this conversation in the console' }).click();
    await console(page).getByRole('log').getByText('The second to write').waitFor();
    await page.getByRole('button', { name: 'Open this conversation' }).waitFor({ state: 'hidden' });

    await input().fill('half a mess');
    const row = (text: string) => page.getByRole('link').filter({ hasText: text });
    await row('The first to write').click();
    await page.getByRole('region', { name: first }).waitFor();
    // Going back while someone is writing must not switch their conversation.
    await input().fill('I am just');
    await page.goBack();
    await console(page).getByRole('log').getByText('The second to write').waitFor();
    expect(await nameOf()).toBe(first);
    await row('The first to write').click();
    await console(page).getByRole('log').getByText('The first to write').waitFor();
    await row('The second to write').click();
    await page.getByRole('region', { name: second }).waitFor();
    expect(await input().inputValue()).toBe('half a mess');
  });

  test('after a fast-forward the time is the same in the console and on the phone', async () => {
    const page = await openDemo();
    await beginConversation(page, 'At first');
    const HOUR_MS = 3_600_000;
    const timesOf = (where: Locator) =>
      where
        .locator('time')
        .evaluateAll((all) => all.map((one) => Date.parse(one.getAttribute('datetime') ?? '')));
    const pass = async (step: string): Promise<void> => {
      await page.getByRole('button', { name: step }).click();
      await page.locator('fieldset button.ant-btn-loading').waitFor({ state: 'detached' });
    };
    const log = console(page).getByRole('log');
    await pass('+20 h');
    await writeOnPhone(page, '20 hours later');
    await log.getByText('20 hours later').waitFor();
    await replyInConsole(page, 'Answered then');
    await phone(page).getByText('Answered then').waitFor();
    await log.locator('[data-status="sent"]').getByText('Answered then').waitFor();
    for (const times of [await timesOf(log), await timesOf(phone(page).getByRole('log'))]) {
      const [began = 0] = times;
      expect(times.length).toBeGreaterThanOrEqual(2);
      expect(Math.max(...times) - began).toBeGreaterThan(20 * HOUR_MS);
      expect(Math.max(...times) - began).toBeLessThan(21 * HOUR_MS);
    }
    // No one writes for two days: the conversation completes, and the next one begins with the contact on the phone.
    await pass('+48 h');
    await console(page).getByText('no messages for too long').waitFor();
    await writeOnPhone(page, 'Two days later');
    await page.getByRole('button', { name: 'Open this conversation in the console' }).click();
    await log.getByText('Two days later').waitFor();
    const later = Math.max(...(await timesOf(log)));
    const [began = 0] = await timesOf(phone(page).getByRole('log'));
    expect(later - began).toBeGreaterThan(68 * HOUR_MS);
    await console(page)
      .getByText(/Window closes in 47 h/)
      .waitFor();
  });

  test.each(['light', 'dark'] as const)('has no barriers that axe finds, in %s', async (colorScheme) => {
    const page = await openDemo({ colorScheme });
    await beginConversation(page, `Hello in ${colorScheme}`);
    await replyInConsole(page, 'Hello');
    await phone(page).getByText('Hello', { exact: true }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Pictures, voice, location' }).click();
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByText('Phone', { exact: true }).click();
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});
