/** Signing in and out, an invitation link, and a password that must be changed. */
import { type BrowserDesk, describeInBrowser, findBarriers, startBrowserDesk } from './support';

jest.setTimeout(180_000);
const OWN_PASSWORD = 'nine cups of jasmine tea';

describeInBrowser('the session', () => {
  let desk: BrowserDesk;
  beforeAll(async () => {
    desk = await startBrowserDesk();
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  test('a wrong password is refused in words; the right one leads to the page that was asked for', async () => {
    const page = await desk.open('/inbox/missed');
    const { email, password } = desk.administrator;
    await page.getByLabel('Email address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByText('The email address or password is wrong.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/inbox/missed');
  });

  test('an invitation link shows the e-mail address, takes a password and signs in; it works once', async () => {
    const { body } = await desk.call<{ invitationUrl: string }>('POST', '/operators', {
      name: 'Jun',
      email: 'jun@example.com',
      brandIds: [desk.brandId],
    });
    const { pathname, hash } = new URL(body.invitationUrl);
    const page = await desk.open(pathname + hash);
    await page.locator('input[type=email][value="jun@example.com"]').waitFor();
    await page.getByLabel('New password', { exact: true }).fill('short');
    await page.keyboard.press('Tab');
    await page.getByText('At least 15 characters.', { exact: true }).waitFor();
    await page.getByLabel('New password', { exact: true }).fill('michelle123456789');
    await page.getByLabel('Repeat new password').fill('michelle123456789');
    await page.getByText('This password is too easy to guess.').waitFor();
    await page.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD);
    await page.getByLabel('Repeat new password').fill(OWN_PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/inbox/**');

    const again = await desk.open(pathname + hash);
    await again.getByText('This invitation has been used or has expired.').waitFor();
    expect(await findBarriers(again)).toEqual([]);
  });

  test('a session that ended while someone was writing leads to the sign-in and back, with the text', async () => {
    const wei = await desk.addOperator('Wei');
    await desk.writes('oSession', 'Where is my order?');
    const { id } = await desk.conversation('oSession');
    const page = await desk.openAs(wei, `/inbox/all/${id}`);
    const box = page.getByRole('textbox', { name: 'Reply' });
    await box.fill('It left the warehouse this morning');
    await page.context().clearCookies();
    // Another request may meet the end of the session first, and the field is gone.
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByText('Unsent text is kept.').waitFor();
    // The rest of the sentence.
    await page.keyboard.type(' and arrives on Friday');
    expect(await page.getByLabel('Email address').inputValue()).toBe('');
    await page.getByLabel('Email address').fill(wei.email);
    await page.getByLabel('Password', { exact: true }).fill(wei.password);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/inbox/all/${id}`);
    await box.waitFor();
    expect(await box.inputValue()).toBe('It left the warehouse this morning');
    expect(desk.simulator.received({ openId: 'oSession' })).toHaveLength(0);
    await box.press('Enter');
    await page.locator('[data-status="sent"]').getByText('It left the warehouse').waitFor();
  });

  test('the language and the look are switched, and kept', async () => {
    const page = await desk.openAs(desk.administrator);
    await page.getByRole('button', { name: /Account of/ }).click();
    await page.getByRole('menuitem', { name: '日本語' }).click();
    await page.getByRole('link', { name: /^待機中/ }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: /^待機中/ }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('ja');
  });

  test('the shortcuts are listed, and can be switched off', async () => {
    const page = await desk.openAs(desk.administrator);
    await page.getByRole('link', { name: 'Waiting' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Show all keys').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('switch', { name: 'Use single-key shortcuts' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('?');
    await page.waitForTimeout(300);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describeInBrowser('the first sign-in with a generated password', () => {
  let desk: BrowserDesk;
  beforeAll(async () => {
    desk = await startBrowserDesk({ isPasswordGenerated: true });
  });
  afterAll(() => desk.close());

  test('asks for a new one before anything else; after the sign-out nothing is shown any more', async () => {
    const page = await desk.openAs(desk.administrator);
    await page.getByText('You must replace the password that you were given').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.goto(`${desk.url}/inbox/all`);
    await page.getByLabel('Current password').fill(desk.administrator.password);
    await page.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD);
    await page.getByLabel('Repeat new password').fill(OWN_PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/inbox/**');
    await page.getByRole('button', { name: /Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${desk.url}/inbox/all`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await desk.endPages()).toEqual([]);
  });
});
