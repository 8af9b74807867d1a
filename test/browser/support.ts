/**
 * What browser tests share: a desk of real processes with the simulator as WeChat, and Chromium. Every page that is
 * opened here fails its test for errors on the browser's console, for pages that throw, and for violations of the
 * Content-Security-Policy.
 */
import { readFileSync } from 'node:fs';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { CHROMIUM, isChromiumWanted } from '../support/chromium';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PASSWORD = 'a quiet cup of oolong';
const ADMINISTRATOR = { email: 'admin@example.com' };

/**
 * `describe` if Chromium is installed. If not, one line says that the tests are skipped; with
 * `DUIHUA_BROWSER_REQUIRED=1` (CI) they are run anyway, and fail.
 */
export const describeInBrowser: jest.Describe = chooseDescribe();

function chooseDescribe(): jest.Describe {
  if (isChromiumWanted()) return describe;
  process.stderr.write(`Browser tests are skipped: no Chromium at ${CHROMIUM} (set CHROMIUM_PATH).\n`);
  return describe.skip;
}

export type Person = {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly name: string;
};

export type BrowserDesk = ProcessDesk & {
  readonly brandId: string;
  readonly administrator: { readonly email: string; readonly password: string };
  /** Makes an operator of the desk's brand, or of others. */
  readonly addOperator: (name: string, brandIds?: readonly string[]) => Promise<Person>;
  /** Opens a page with a browser context of its own, like a person at another computer. */
  readonly open: (path: string, options?: BrowserContextOptions) => Promise<Page>;
  /** Opens a page as a signed-in person (by the API; the form has its own tests). */
  readonly openAs: (
    who: { readonly email: string; readonly password: string },
    path?: string,
    options?: BrowserContextOptions,
  ) => Promise<Page>;
  /**
   * Closes all pages, and fails with what went wrong on them. Called after each test: a page that stays open would keep
   * following the event stream and rendering, and slow down the next tests.
   */
  readonly endPages: () => Promise<readonly string[]>;
};

/**
 * Starts a desk with one connected channel, and a browser. Close it after the tests. `isPasswordGenerated`: the
 * administrator has the password that the first start prints, and has to change it. `settings`: more settings for a desk
 * at this address.
 */
export async function startBrowserDesk({
  isPasswordGenerated = false,
  settings = async () => ({}),
}: {
  readonly isPasswordGenerated?: boolean;
  readonly settings?: (url: string) => Promise<Readonly<Record<string, string>>>;
} = {}): Promise<BrowserDesk> {
  const { email } = ADMINISTRATOR;
  const desk = await createProcessDesk({
    env: { ADMIN_EMAIL: email, ...(isPasswordGenerated ? {} : { ADMIN_PASSWORD: PASSWORD }) },
  });
  const started = await desk.start(await settings(desk.url));
  const [, password = PASSWORD] = isPasswordGenerated
    ? await started.prints(/Sign in as\s+\S+, password (\S+)/)
    : [];
  const { brandId } = await desk.connect();
  const { open, openWith, endPages, close } = await startBrowser(desk.url);
  let people = 0;

  return {
    ...desk,
    brandId,
    administrator: { email, password },
    open,
    endPages,
    openAs: async (who, path = '/inbox/waiting', options = {}) =>
      openWith(await signIn(desk.url, who), path, options),
    async addOperator(name, brandIds = [brandId]) {
      people += 1;
      const person = { name, email: `person${people}@example.com`, password: PASSWORD };
      const { status, body } = await desk.call<{ id: string }>('POST', '/operators', { ...person, brandIds });
      if (status !== 201) throw new Error(`The operator was not made: ${JSON.stringify(body)}`);
      return { id: body.id, ...person };
    },
    async close() {
      try {
        await close();
      } finally {
        await desk.close();
      }
    },
  };
}

/** The session's cookie, as a browser has it after signing in. */
export async function signIn(
  url: string,
  { email, password }: Pick<Person, 'email' | 'password'>,
): Promise<Cookie> {
  const response = await fetch(`${url}/api/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const [, name, value] = /^([^=]+)=([^;]+)/.exec(response.headers.getSetCookie()[0] ?? '') ?? [];
  if (name === undefined || value === undefined) throw new Error(`No sign-in: ${await response.text()}`);
  return { name, value, url, httpOnly: true, sameSite: 'Lax' };
}

type Cookie = Parameters<BrowserContext['addCookies']>[0][number];

/** A browser for the pages of a desk at `url`; `openWith` opens one with a cookie. Close it after the tests. */
export async function startBrowser(url: string): Promise<
  Pick<BrowserDesk, 'open' | 'endPages' | 'close'> & {
    readonly openWith: (
      cookie: Cookie | undefined,
      path: string,
      options: BrowserContextOptions,
    ) => Promise<Page>;
  }
> {
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const failures: string[] = [];
  const everFailed: string[] = [];
  const openWith = async (
    cookie: Cookie | undefined,
    path: string,
    options: BrowserContextOptions,
  ): Promise<Page> => {
    const context = await browser.newContext({
      locale: 'en-US',
      viewport: { width: 1280, height: 800 },
      // On a busy machine the end of an animation may be late, or be missed.
      reducedMotion: 'reduce',
      ...options,
    });
    if (cookie !== undefined) await context.addCookies([cookie]);
    const page = await context.newPage();
    page.on('console', (message) => {
      // A refusal is an answer, but the browser logs every status of 400 and more as an error.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        failures.push(`${path}: ${message.text()}`);
      }
    });
    page.on('pageerror', (error) => failures.push(`${path}: ${error.stack ?? error.message}`));
    await page.goto(`${url}${path}`);
    return page;
  };

  return {
    openWith,
    open: (path, options = {}) => openWith(undefined, path, options),
    async endPages() {
      await Promise.all(browser.contexts().map((context) => context.close()));
      everFailed.push(...failures);
      return failures.splice(0);
    },
    async close() {
      await browser.close();
      if (everFailed.length > 0) throw new Error(`On pages: ${everFailed.join('; ')}`);
    },
  };
}

/** Takes a picture for a look by eye, into the folder that `DUIHUA_SHOTS` names; without it, none. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['DUIHUA_SHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}

/** The findings of axe on a page: rule, severity and element; empty if there are none. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  const source = require.resolve('axe-core/axe.min.js');
  // Animations have to end first: a text that is fading in has too little contrast.
  await page.waitForTimeout(400);
  // Not `addScriptTag`: the page's policy forbids foreign scripts.
  await page.evaluate(readFileSync(source, 'utf8'));
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: (options: object) => Promise<{ violations: readonly AxeViolation[] }> };
    };
    type AxeViolation = {
      readonly id: string;
      readonly impact: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await axe.run({ runOnly: tags });
    // An open menu lies over the page and goes away with the next key: it belongs to no landmark.
    const isOpenMenu = (id: string, html: string): boolean =>
      id === 'region' && html.includes('ant-dropdown-menu');
    return violations.flatMap(({ id, impact, nodes: all }) => {
      const nodes = all.filter(({ html }) => !isOpenMenu(id, html));
      return nodes.map(
        ({ html, failureSummary = '' }) => `${id} (${impact}): ${html.slice(0, 200)} ${failureSummary}`,
      );
    });
  });
}

/** Conversations wait for an hour before they are missed, so that they don't change during a test. */
export const ringForAnHour = (desk: Pick<BrowserDesk, 'call'>): Promise<void> => ringFor(desk, 3_600);

/** Sets the ring time of all channels, in seconds. */
export async function ringFor(desk: Pick<BrowserDesk, 'call'>, ringTimeSeconds: number): Promise<void> {
  const { body } = await desk.call<{ items: readonly { readonly id: string }[] }>('GET', '/channels');
  for (const { id } of body.items) {
    const { status } = await desk.call('PATCH', `/channels/${id}`, { settings: { ringTimeSeconds } });
    if (status !== 200) throw new Error('The ring time was not set.');
  }
}
