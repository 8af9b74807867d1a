/** Signing in with the company's account, at a real provider, and two-factor with a password. */

import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { type Person as Somebody, startOidcProvider, type TestProvider } from '../support/oidc-provider';
import { type BrowserDesk, describeInBrowser, findBarriers, shoot, startBrowserDesk } from './support';

jest.setTimeout(240_000);

const settingsOf = (idp: TestProvider, url: string) => ({
  PUBLIC_URL: url,
  OIDC_ISSUER: idp.issuer,
  OIDC_CLIENT_ID: idp.clientId,
  OIDC_CLIENT_SECRET: idp.clientSecret,
});
const jun: Somebody = {
  sub: 'jun',
  password: 'kept at the company',
  email: 'jun@example.com',
  email_verified: true,
  name: 'Jun',
};
/** The page of the provider. */
const signInThere = async (page: Page, who: Somebody): Promise<void> => {
  await page.getByRole('heading', { name: 'Company sign-in' }).waitFor();
  await page.getByLabel('Account').fill(who.sub);
  await page.getByLabel('Secret').fill(who.password);
  await page.getByRole('button', { name: 'Continue' }).click();
};

describeInBrowser('single sign-on', () => {
  let desk: BrowserDesk;
  let idp: TestProvider;
  beforeAll(async () => {
    desk = await startBrowserDesk({
      async settings(url) {
        idp = await startOidcProvider(url);
        await idp.add(jun);
        // The desk starts while the provider is down.
        await idp.stop();
        return settingsOf(idp, url);
      },
    });
    await desk.call('POST', '/operators', { name: 'Jun', email: jun.email, brandIds: [desk.brandId] });
  });
  afterAll(async () => {
    await desk.close();
    await idp.stop();
  });
  afterEach(async () => expect(await desk.endPages()).toEqual([]));
  const button = (page: Page) => page.getByRole('button', { name: /^Sign in with 127/ });

  test('while the provider is down the page says so in the reader’s language, and the password works', async () => {
    const page = await desk.open('/inbox/missed', { locale: 'zh-CN' });
    await page.getByRole('button', { name: /^使用 127.* 登录$/ }).click();
    await page.getByText('公司的登录服务暂时没有响应').waitFor();
    await shoot(page, 'sso-provider-down');
    const { email, password } = desk.administrator;
    await page.getByLabel('邮箱地址').fill(email);
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/inbox/missed');
    await idp.start();
    await idp.add(jun);
  });

  test('leads to the provider and back to the page that was asked for; the sign-out ends both sessions', async () => {
    const page = await desk.open('/inbox/missed');
    await button(page).waitFor();
    await shoot(page, 'sso-sign-in');
    expect(await findBarriers(page)).toEqual([]);
    await button(page).click();
    await signInThere(page, jun);
    await page.waitForURL('**/inbox/missed');
    await page.getByRole('button', { name: 'Account of Jun' }).click();
    await page.getByRole('menuitem', { name: 'Your account' }).click();
    await page.getByText('jun@example.com').first().waitFor();
    await page.getByText('You sign in with your company account.').waitFor();
    expect(await page.getByRole('button', { name: 'Change password' }).count()).toBe(0);
    await shoot(page, 'sso-account');
    await page.getByRole('button', { name: 'Account of Jun' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    // The provider asks whether to end its session, as its protocol wants it to.
    await page.getByRole('button', { name: /sign me out/i }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(new URL(page.url()).origin).toBe(desk.url);
    await button(page).click();
    // Not signed in there any more.
    await page.getByRole('heading', { name: 'Company sign-in' }).waitFor();
  });

  test('tells whoever cancels or has no account why, and offers the way back', async () => {
    const page = await desk.open('/sign-in');
    await button(page).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('did not let you in, or you cancelled').waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'Back to the sign-in page' }).click();
    const stranger = { ...jun, sub: 'stranger', email: 'stranger@example.com' };
    await idp.add(stranger);
    await button(page).click();
    await signInThere(page, stranger);
    await page.getByText('Nobody with your email address has an account here').waitFor();
    await shoot(page, 'sso-no-account');
    // An answer counts once.
    await page.goto(`${desk.url}/sign-in/callback?code=again&state=none`);
    await page.getByText('Begin again').waitFor();
  });

  test('an administrator sees who signs in by it, and can unlink them', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/operators');
    const row = page.getByRole('listitem').filter({ hasText: 'jun@example.com' });
    await row.getByText('Company account').waitFor();
    await shoot(page, 'sso-operators');
    await row.getByRole('button', { name: 'More actions for Jun' }).click();
    await page.getByRole('menuitem', { name: 'Unlink company account' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Unlink company account' }).click();
    await page.getByText('The company account of Jun is unlinked.').waitFor();
    await row.getByText('Company account').waitFor({ state: 'hidden' });
  });
});

describeInBrowser('two-factor sign-in', () => {
  let desk: BrowserDesk;
  beforeAll(async () => {
    desk = await startBrowserDesk();
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  /** A code that was not used yet: each step of 30 s has one. */
  let lastStep = 0;
  const freshCode = async (page: Page, secret: string): Promise<string> => {
    const step = () => Math.floor(Date.now() / 30_000);
    // The next step's code is accepted as well, so a test waits half a minute at most.
    while (step() + 1 <= lastStep) await page.waitForTimeout(500);
    lastStep = Math.max(lastStep + 1, step());
    return new TOTP({ secret }).generate({ timestamp: lastStep * 30_000 });
  };
  const passwordStep = async (page: Page, who: { email: string; password: string }) => {
    await page.getByLabel('Email address').fill(who.email);
    await page.getByLabel('Password', { exact: true }).fill(who.password);
    await page.keyboard.press('Enter');
  };

  test('is set up, asked for, replaced by a recovery code, and turned off', async () => {
    const wei = await desk.addOperator('Wei');
    const page = await desk.openAs(wei, '/account');
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByLabel('Current password').fill(wei.password);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByAltText('QR code for your authenticator app').waitFor();
    await shoot(page, 'two-factor-set-up');
    expect(await findBarriers(page)).toEqual([]);
    const secret = (await page.locator('code').first().textContent()) ?? '';
    await page.getByLabel('Code', { exact: true }).fill('000000');
    await page.keyboard.press('Enter');
    await page.getByText('The code is wrong or was already used').waitFor();
    await page.getByLabel('Code', { exact: true }).fill(await freshCode(page, secret));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
    await shoot(page, 'two-factor-recovery-codes');
    expect(await findBarriers(page)).toEqual([]);
    const codes = await page
      .getByRole('list', { name: 'Your recovery codes' })
      .locator('code')
      .allTextContents();
    expect(codes).toHaveLength(10);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('10 recovery codes left').waitFor();
    await shoot(page, 'two-factor-account');
    expect(await findBarriers(page)).toEqual([]);

    const other = await desk.open('/inbox/missed');
    await passwordStep(other, wei);
    await other.getByRole('heading', { name: 'Two-factor sign-in' }).waitFor();
    await shoot(other, 'two-factor-sign-in');
    expect(await findBarriers(other)).toEqual([]);
    await other.getByLabel('Code', { exact: true }).fill('111111');
    await other.keyboard.press('Enter');
    await other.getByText('The code is wrong or was already used').waitFor();
    await other.getByLabel('Code', { exact: true }).fill(codes[0] ?? '');
    await other.keyboard.press('Enter');
    await other.waitForURL('**/inbox/missed');

    await page.getByRole('button', { name: 'Turn off' }).click();
    await page.getByRole('dialog').getByLabel('Current password').fill(wei.password);
    await page
      .getByRole('dialog')
      .getByLabel('Code', { exact: true })
      .fill(await freshCode(page, secret));
    await page.keyboard.press('Enter');
    await page.getByText('Two-factor sign-in is off.').waitFor();
    await page.getByRole('button', { name: 'Set up' }).waitFor();
  });

  test('is demanded of a role: whoever lacks it sets it up before anything else; an administrator resets it', async () => {
    const li = await desk.addOperator('Li');
    const boss = await desk.openAs(desk.administrator, '/setup/operators');
    await boss.getByRole('checkbox', { name: 'Operators' }).click();
    await boss.getByText('Whoever lacks a second factor').waitFor();
    await shoot(boss, 'two-factor-policy');
    expect(await findBarriers(boss)).toEqual([]);
    const page = await desk.openAs(li, '/inbox/missed');
    await page.getByText('Your role needs two-factor sign-in').waitFor();
    await page.getByLabel('Current password').fill(li.password);
    await page.keyboard.press('Enter');
    await page.getByAltText('QR code for your authenticator app').waitFor();
    const secret = (await page.locator('code').first().textContent()) ?? '';
    lastStep = 0;
    await page.getByLabel('Code', { exact: true }).fill(await freshCode(page, secret));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.waitForURL('**/inbox/missed');
    await boss.reload();
    const row = boss.getByRole('listitem').filter({ hasText: li.email });
    await row.getByText('Two-factor').waitFor();
    await row.getByRole('button', { name: 'More actions for Li' }).click();
    await boss.getByRole('menuitem', { name: 'Reset second factor' }).click();
    await boss.getByRole('dialog').getByRole('button', { name: 'Reset second factor' }).click();
    await boss.getByText('The second factor of Li is reset.').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await boss.getByRole('checkbox', { name: 'Operators' }).click();
    await boss.getByText('Saved.', { exact: true }).waitFor();
  });
});

describeInBrowser('a desk without passwords', () => {
  let desk: BrowserDesk;
  let idp: TestProvider;
  beforeAll(async () => {
    desk = await startBrowserDesk({
      async settings(url) {
        idp = await startOidcProvider(url);
        await idp.add(jun);
        return {
          ...settingsOf(idp, url),
          PASSWORD_SIGN_IN: '0',
          OIDC_AUTO_CREATE: '1',
          OIDC_DEFAULT_BRANDS: 'Tea',
        };
      },
    });
  });
  afterAll(async () => {
    await desk.close();
    await idp.stop();
  });
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  test('offers the provider alone, makes accounts, and keeps a way in for one administrator', async () => {
    const page = await desk.open('/inbox/missed');
    await page.getByRole('button', { name: /^Sign in with/ }).waitFor();
    expect(await page.getByLabel('Email address').count()).toBe(0);
    await shoot(page, 'sso-only');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: /^Sign in with/ }).click();
    await signInThere(page, jun);
    await page.waitForURL('**/inbox/missed');
    await page.getByRole('button', { name: 'Account of Jun' }).waitFor();

    const emergency = await desk.open('/inbox/missed');
    await emergency.getByRole('button', { name: 'The provider is away?' }).click();
    await emergency.getByLabel('Email address').fill(desk.administrator.email);
    await emergency.getByLabel('Password', { exact: true }).fill('not the one');
    await emergency.keyboard.press('Enter');
    await emergency.getByText('Passwords are switched off here').waitFor();
    await emergency.getByLabel('Password', { exact: true }).fill(desk.administrator.password);
    await shoot(emergency, 'sso-emergency');
    await emergency.keyboard.press('Enter');
    await emergency.waitForURL('**/inbox/missed');
  });
});
