/** The browser of tests that need one. */
import { existsSync } from 'node:fs';

/** Where Chromium is looked for. */
export const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Whether tests that need Chromium are run: where it is, and where it has to be (`DUIHUA_BROWSER_REQUIRED=1`, CI). */
export function isChromiumWanted(): boolean {
  return existsSync(CHROMIUM) || process.env['DUIHUA_BROWSER_REQUIRED'] === '1';
}
