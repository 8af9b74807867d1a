import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

/** Runs `work`; if `folder` is set, saves a CPU profile of the page's main thread there under `name`. */
export async function profiled<Result>(
  page: Page,
  { folder, name }: { readonly folder: string | undefined; readonly name: string },
  work: () => Promise<Result>,
): Promise<Result> {
  if (folder === undefined) return work();
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.start');
  const result = await work();
  const { profile } = await session.send('Profiler.stop');
  await session.detach();
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
  return result;
}
