import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Request } from 'playwright-core';
import { openConsole, startChromium } from '../browser/chromium';
import type { MeasureContext } from '../measures/measure';
import { startSubject } from '../subject';
import type { Row } from './row';

const KB = 1_000;
/** After this long without a request, everything is loaded. */
const CALM_MS = 2_000;

/** All script that a browser with an empty cache loads to show the inbox to a signed-in user. */
export async function measureConsoleSize({ environment }: MeasureContext): Promise<Row> {
  const browser = await startChromium();
  const subject = await startSubject(environment, {
    side: 'duihua',
    stored: { conversations: 1, messagesInNewest: 2 },
  });
  try {
    const inbox = `${subject.origin}/inbox/all`;
    const consoleSize = await scriptOf(browser, inbox, 'main [data-row]');
    const consoleSizeOpen = await scriptOf(browser, `${inbox}/conversation-1`, '[data-direction]');
    return { floor: {}, duihua: { consoleSize: consoleSize / KB, consoleSizeOpen: consoleSizeOpen / KB } };
  } finally {
    await subject.stop();
    await browser.close();
  }
}

/** Bytes of script as transferred, until what `shown` selects is there and nothing more is loaded. */
async function scriptOf(browser: Browser, url: string, shown: string): Promise<number> {
  const signedIn = await openConsole(browser, url);
  const storageState = await signedIn.context().storageState();
  await signedIn.context().close();
  const context = await browser.newContext({ locale: 'en-US', storageState });
  const page = await context.newPage();
  const scripts: Request[] = [];
  let lastAt = 0;
  page.on('requestfinished', (request) => {
    lastAt = performance.now();
    if (new URL(request.url()).pathname.endsWith('.js')) scripts.push(request);
  });
  await page.goto(url);
  await page.locator(shown).first().waitFor();
  while (performance.now() - lastAt < CALM_MS) await sleep(CALM_MS / 10);
  const sizes = await Promise.all(scripts.map((request) => request.sizes()));
  await context.close();
  return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
}
