import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Request } from 'playwright-core';
import { request } from 'undici';
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
    const first = await scriptsOf(browser, inbox, 'main [data-row]');
    const open = await scriptsOf(browser, `${inbox}/conversation-1`, '[data-direction]');
    const duihua = {
      consoleSize: (await sizeOf(first, 'br')) / KB,
      consoleSizeOpen: (await sizeOf(open, 'br')) / KB,
      consoleSizeGzip: (await sizeOf(first, 'gzip')) / KB,
    };
    return { floor: {}, duihua };
  } finally {
    await subject.stop();
    await browser.close();
  }
}

/** The addresses of all script that is loaded until what `shown` selects is there and nothing more is. */
async function scriptsOf(browser: Browser, url: string, shown: string): Promise<readonly string[]> {
  const signedIn = await openConsole(browser, url);
  const storageState = await signedIn.context().storageState();
  await signedIn.context().close();
  const context = await browser.newContext({ locale: 'en-US', storageState });
  const page = await context.newPage();
  const scripts: Request[] = [];
  let lastAt = 0;
  page.on('requestfinished', (sent) => {
    lastAt = performance.now();
    if (new URL(sent.url()).pathname.endsWith('.js')) scripts.push(sent);
  });
  await page.goto(url);
  await page.locator(shown).first().waitFor();
  while (performance.now() - lastAt < CALM_MS) await sleep(CALM_MS / 10);
  await context.close();
  return [...new Set(scripts.map((script) => script.url()))];
}

/** Bytes as transferred in this encoding. */
async function sizeOf(urls: readonly string[], encoding: 'br' | 'gzip'): Promise<number> {
  let bytes = 0;
  for (const url of urls) {
    const { body, headers } = await request(url, { headers: { 'accept-encoding': encoding } });
    if (headers['content-encoding'] !== encoding) throw new Error(`${url} does not come in ${encoding}.`);
    bytes += (await body.arrayBuffer()).byteLength;
  }
  return bytes;
}
