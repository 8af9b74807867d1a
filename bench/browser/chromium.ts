import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ADMINISTRATOR } from '../administrator';
import type { ProbeCalls } from './probe-calls';

/** The path of Chromium. */
export const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Without these, the page of the side that is idle would be throttled like a hidden one.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];
/** Built from `bench/page` by `scripts/bench.mjs`. */
export const PAGE_FOLDER = path.resolve(__dirname, '../../page');
const PROBE = path.join(PAGE_FOLDER, 'probe.js');

export function hasChromium(): boolean {
  return existsSync(CHROMIUM);
}

/** Starts Chromium headless. Close it after use. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** Opens an address in a fresh browser context. */
export async function openPage(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** Opens an address of the console as the administrator. */
export async function openConsole(browser: Browser, url: string): Promise<Page> {
  const page = await openPage(browser, url);
  await page.locator('input[type=email]').fill(ADMINISTRATOR.email);
  await page.locator('input[autocomplete="current-password"]').fill(ADMINISTRATOR.password);
  await page.locator('button[type=submit]').click();
  await page.waitForURL(({ pathname }) => !pathname.startsWith('/sign-in'));
  return page;
}

/** Calls of the probe inside a page. The probe is lost when the page is reloaded. */
export async function createProbe(page: Page): Promise<{
  readonly [Name in keyof ProbeCalls]: (
    ...args: Parameters<ProbeCalls[Name]>
  ) => Promise<Awaited<ReturnType<ProbeCalls[Name]>>>;
}> {
  // Not by a script element: the console's content security policy blocks foreign scripts.
  await page.evaluate(readFileSync(PROBE, 'utf8'));
  const call =
    (name: keyof ProbeCalls) =>
    (...args: readonly unknown[]): Promise<never> =>
      page.evaluate(`probe.${name}(${args.map((one) => JSON.stringify(one)).join(', ')})`);
  return {
    scroll: call('scroll'),
    placeOf: call('placeOf'),
    toTop: call('toTop'),
    watch: call('watch'),
    sightings: call('sightings'),
  };
}
