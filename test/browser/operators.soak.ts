/** Operators are invited and managed, and see nothing of the administration themselves. */
import type { Page } from 'playwright-core';
import { type BrowserDesk, describeInBrowser, findBarriers, startBrowserDesk } from './support';

jest.setTimeout(180_000);
const OWN_PASSWORD = 'nine cups of jasmine tea';
const ATTACK = '<img src=x onerror=alert(1)>';

describeInBrowser('operators', () => {
  let desk: BrowserDesk;
  beforeAll(async () => {
    desk = await startBrowserDesk();
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));
  const confirm = (page: Page, name: string) =>
    page.getByRole('dialog').getByRole('button', { name }).click();

  test('someone is invited by link, comes in, and sees nothing of the administration', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/operators');
    await page.getByRole('button', { name: 'Invite an operator' }).click();
    const dialog = page.getByRole('dialog');
    // The only brand is already selected: without one, they would see no conversations.
    await dialog.getByTitle('Tea', { exact: true }).waitFor();
    await dialog.getByLabel('Name').fill(`Jun ${ATTACK}`);
    await dialog.getByLabel('Email address').fill('no address');
    await dialog.getByRole('button', { name: 'Create invitation' }).click();
    await dialog.getByText('Enter a full email address').waitFor();
    await dialog.getByLabel('Email address').fill('jun@example.com');
    expect(await findBarriers(page)).toEqual([]);
    // There is only one brand.
    await dialog.locator('.ant-select-selection-item').waitFor();
    await dialog.getByRole('button', { name: 'Create invitation' }).click();
    await page.getByText('It is shown only once').waitFor();
    const link = new URL((await page.getByRole('dialog').locator('code').textContent()) ?? '');
    await confirm(page, 'I have saved it');
    await page.getByText(`Jun ${ATTACK}`).first().waitFor();
    await page.getByText('Invited', { exact: true }).waitFor();

    const theirs = await desk.open(link.pathname + link.hash);
    await theirs.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD);
    await theirs.getByLabel('Repeat new password').fill(OWN_PASSWORD);
    expect(await theirs.getByLabel('Email address').inputValue()).toBe('jun@example.com');
    // The invitation also signs in.
    await theirs.keyboard.press('Enter');
    await theirs.waitForURL('**/inbox/**');
    await theirs.getByRole('link', { name: 'Inbox' }).waitFor();
    expect(await theirs.getByRole('link', { name: 'Setup' }).count()).toBe(0);
    await theirs.goto(`${desk.url}/setup/operators`);
    await theirs.getByText('Your role does not allow this.').waitFor();
    expect(await findBarriers(theirs)).toEqual([]);

    await theirs.goto(`${desk.url}/account`);
    await theirs.getByText('jun@example.com').first().waitFor();
    expect(await findBarriers(theirs)).toEqual([]);
    await theirs.getByRole('button', { name: 'Sign out everywhere' }).click();
    await confirm(theirs, 'Sign out everywhere');
    await theirs.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  test('an administrator takes a conversation over from the colleague who attends it', async () => {
    const wei = await desk.addOperator('Wei');
    await desk.writes('oTaken', 'Who answers me?');
    const { id } = await desk.conversation('oTaken');
    const theirs = await desk.openAs(wei, `/inbox/all/${id}`);
    await theirs.getByRole('button', { name: 'Attend' }).click();
    await theirs.getByText('Assigned to you', { exact: true }).waitFor();
    const page = await desk.openAs(desk.administrator, `/inbox/all/${id}`);
    await page.getByText('Take it over to reply.').waitFor();
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByText('Assigned to you', { exact: true }).waitFor();
    await page.keyboard.type('I do.');
    expect(await page.getByRole('textbox', { name: 'Reply' }).inputValue()).toBe('I do.');
    // Others have to ask.
    await theirs.getByText('Ask them to transfer it to you.').waitFor();
    expect(await theirs.getByRole('button', { name: 'Take over' }).count()).toBe(0);
  });

  test('the last administrator cannot be disabled, and it is told why', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/operators');
    await page.getByRole('button', { name: 'More actions for Administrator' }).click();
    await page.getByRole('menuitem', { name: 'Disable' }).click();
    await confirm(page, 'Disable');
    await page.getByText('This is the last administrator who can sign in').waitFor();
  });

  test('get another role and a password, and the audit log tells of it by name', async () => {
    const { email } = await desk.addOperator('Mei', []);
    const page = await desk.openAs(desk.administrator, '/setup/operators');
    await page.getByRole('button', { name: 'Edit Mei' }).click();
    await page.getByRole('dialog').getByLabel('Brands').click();
    await page.locator('.ant-select-item-option').first().click();
    // Tab leaves the field, and what was chosen stays.
    await page.keyboard.press('Tab');
    await page.getByRole('dialog').locator('.ant-select-selection-item').waitFor();
    await page.getByRole('dialog').getByRole('radio', { name: 'Administrator' }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('button', { name: 'More actions for Mei' }).click();
    await page.getByRole('menuitem', { name: 'Set a password' }).click();
    await page.getByRole('textbox', { name: 'New password' }).fill(OWN_PASSWORD);
    await confirm(page, 'Set a password');
    await page.getByText('Password set. Give it to Mei in person.').waitFor();
    const theirs = await desk.openAs({ email, password: OWN_PASSWORD });
    await theirs.getByText('You must replace the password that you were given').waitFor();

    await page.getByRole('link', { name: 'Audit log' }).click();
    const change = page.getByRole('listitem').filter({ hasText: 'Operator changed' });
    expect(await change.innerText()).toMatch(/Mei[^]*role, brands[^]*Operator → Administrator/);
    await page.getByText('Invitation accepted').waitFor();
  });
});
