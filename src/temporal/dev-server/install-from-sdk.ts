import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FetchContext, WayResult } from '../fetch-context';
import { runCommand } from './run-command';

const SCRIPT = path.resolve(__dirname, '../../../scripts/download-temporal-cli.mjs');
/** How long to wait for the first bytes: a machine without access to the host must not wait long. */
const FIRST_BYTES_MS = 6_000;
/** How long a download that has begun may stall. */
const STALLED_MS = 15_000;
const LOOK_EVERY_MS = 250;

/**
 * The SDK's cached download, provided by its testing package. The SDK has no time limit of its own, so the size of the
 * file it writes is watched.
 */
export async function installFromSdk({ version, folder, env, report }: FetchContext): Promise<WayResult> {
  report(`Asking the Temporal SDK to download CLI ${version} (gives up after ${FIRST_BYTES_MS / 1000} s) …`);
  const giveUp = new AbortController();
  let bytesSeen = 0;
  let lastProgressAt = Date.now();
  const watch = setInterval(() => {
    void sizeOf(folder).then((bytes) => {
      if (bytes > bytesSeen) [bytesSeen, lastProgressAt] = [bytes, Date.now()];
      const patience = bytesSeen === 0 ? FIRST_BYTES_MS : STALLED_MS;
      if (Date.now() - lastProgressAt > patience) giveUp.abort();
    });
  }, LOOK_EVERY_MS);

  try {
    const args = [SCRIPT, `v${version}`, folder];
    const { code, output } = await runCommand(process.execPath, args, { signal: giveUp.signal, env });
    const name = (await readdir(folder)).find((file) => !file.endsWith('.downloading'));
    if (code === 0 && name !== undefined) return { file: path.join(folder, name) };
    if (giveUp.signal.aborted)
      return { reason: bytesSeen === 0 ? 'the host did not answer' : 'the download stalled' };
    return { reason: explain(output) };
  } finally {
    clearInterval(watch);
  }
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  try {
    for (const name of await readdir(folder)) bytes += (await stat(path.join(folder, name))).size;
  } catch {
    // A file was renamed while we looked; the next check sees it.
  }
  return bytes;
}

function explain(output: string): string {
  if (output.includes('ERR_MODULE_NOT_FOUND')) return 'the package @temporalio/testing is not installed';
  if (output.includes('error sending request')) return 'its host cannot be reached';
  const line = output.split('\n').find((text) => /error/i.test(text));
  return line === undefined ? 'the download failed' : line.trim().slice(0, 200);
}
