/** The browser of tests that need one. */
import { existsSync } from 'node:fs';

/** The paths at which Chromium is looked for. */
export const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Whether tests that need Chromium are run: if it is installed, or required (`DUIHUA_BROWSER_REQUIRED=1`, CI). */
export function isChromiumWanted(): boolean {
  return existsSync(CHROMIUM) || process.env['DUIHUA_BROWSER_REQUIRED'] === '1';
}
