/**
 * A PostgreSQL server of the desk's own, in its data folder: what `npm start`, the tests and the benchmark use where
 * `DATABASE_URL` is not set. It listens on a Unix socket only, in a folder that nobody else may enter, and ends with
 * the process that started it.
 */
import { spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from 'pino';
import { type SupervisedChild, startChild } from '../../platform/child-process';
import { errorCode, errorMessage } from '../../platform/errors';
import { processStart } from '../../platform/process-identity';
import { type EmbeddedPlace, findEmbeddedPlace } from './embedded-place';
import { claimPlace, isPlaceFree } from './foreign-owner';
import { findPostgresPrograms, type PostgresPrograms } from './postgres-programs';
import { forgetDeadServer, isOwnChild, ownerOf, runningServer, stopOrphan } from './postmaster';

const ROLE = 'duihua';
const DATABASE = 'duihua';
/** Names the server for other processes of the desk (`npm run backup`). */
const URL_FILE = 'database-url';
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
const LOG_LINES_SHOWN = 10;
/** The recovery after a crash reads at most `max_wal_size`; a slow disk is given time. */
const READY_WITHIN_MS = 120_000;
/** What PostgreSQL says where processes of a server that was killed are still about to end, or were not reaped yet. */
const MEETS_REMAINS = /lock file "\S+" already exists|pre-existing shared memory block/;
const REMAINS_GONE_WITHIN_MS = 20_000;
const REMAINS_LOOK_EVERY_MS = 200;
const RESTART_AFTER_MS = 1_000;
const RESTART_AFTER_AT_MOST_MS = 30_000;

export type EmbeddedServerOptions = {
  /** `DATA_DIR`: the server's folder is made in it, or named by it (`embedded-place.ts`). */
  readonly dataDir: string;
  /** Gets a line about what is being done. */
  readonly report?: (line: string) => void;
  readonly logger?: Logger | undefined;
  /** Further settings of the server, as in `postgresql.conf`. */
  readonly settings?: Readonly<Record<string, string | number>>;
};

export type EmbeddedServer = {
  /** A `DATABASE_URL`. It stays the same while the server is started anew. */
  readonly url: string;
  /** E.g. `PostgreSQL 18.4 (from the npm package), data in …`. */
  readonly description: string;
  /** Ends the server after what it is doing, and waits until it is gone. Can be called again. */
  readonly stop: () => Promise<void>;
};

/** Another living process has the embedded database. `pid` is that process's. */
export class EmbeddedDatabaseInUse extends Error {
  override readonly name = 'EmbeddedDatabaseInUse';
  constructor(
    readonly pid: number,
    dataDir: string,
  ) {
    super(
      `The embedded database in ${dataDir} is in use by process ${pid}. Stop it first, or set DATABASE_URL so that several processes can share one database.`,
    );
  }
}

/** The embedded server cannot be started. The message is for the terminal. */
export class EmbeddedServerError extends Error {
  override readonly name = 'EmbeddedServerError';
}

/**
 * Starts the server, after making its data folder where there is none, and waits until it answers. A server that
 * a `kill -9` left behind is ended first. One that ends by itself later, as on a full disk, is started again with a
 * growing pause of up to 30 s.
 * @throws EmbeddedDatabaseInUse, EmbeddedServerError, EmbeddedPlaceError, PostgresNotFoundError, PostgresMajorError
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { dataDir, logger, report = () => undefined } = options;
  refuseFormerDatabase(dataDir);
  const place = findEmbeddedPlace(dataDir);
  if (!(await isPlaceFree(place.home, report))) {
    throw new EmbeddedServerError(
      `The embedded database in ${dataDir} is in use by another container or machine. Stop that one first.`,
    );
  }
  const running = runningServer(place.data);
  if (running !== undefined) {
    const owner = ownerOf(running);
    if (owner !== undefined) throw new EmbeddedDatabaseInUse(owner, dataDir);
    report('Database: ending the server that an earlier process left behind …');
    await stopOrphan(running, place.data);
  }
  const programs = findPostgresPrograms({ ...place, major: majorOf(place.data) });
  if (majorOf(place.data) === undefined) makeCluster(place, programs);

  const url = `postgres://${ROLE}@localhost/${DATABASE}?host=${encodeURIComponent(place.socket)}`;
  const launch = (): SupervisedChild => launchServer(place, programs, options.settings ?? {});
  let child = launch();
  let isStopping = false;
  let leavePlace: (() => void) | undefined;
  const stop = async (): Promise<void> => {
    isStopping = true;
    await child.stop();
    if (leavePlace === undefined) return;
    leavePlace();
    leavePlace = undefined;
    rmSync(path.join(dataDir, URL_FILE), { force: true });
  };
  const giveUpAt = Date.now() + REMAINS_GONE_WITHIN_MS;
  for (;;) {
    const logStart = statSync(place.log, { throwIfNoEntry: false })?.size ?? 0;
    try {
      await waitUntilReady(child, place, url, report);
      break;
    } catch (error) {
      await stop();
      const other = runningServer(place.data);
      if (other !== undefined) throw new EmbeddedDatabaseInUse(ownerOf(other) ?? other, dataDir);
      const output = lastLines(place.log, logStart);
      if (!MEETS_REMAINS.test(output) || Date.now() > giveUpAt) {
        throw new EmbeddedServerError(
          `The embedded PostgreSQL in ${place.home} did not start: ${errorMessage(error)}.\n${output}`,
          { cause: error },
        );
      }
      await sleep(REMAINS_LOOK_EVERY_MS);
      forgetDeadServer(place);
      isStopping = false;
      child = launch();
    }
  }
  leavePlace = claimPlace(place.home);
  writeFileSync(path.join(dataDir, URL_FILE), `${url}\n`, { mode: 0o600 });

  const keepRunning = async (): Promise<void> => {
    let pauseMs = RESTART_AFTER_MS;
    for (;;) {
      const startedAt = Date.now();
      const { reason } = await child.ended;
      if (isStopping) return;
      if (Date.now() - startedAt > RESTART_AFTER_AT_MOST_MS) pauseMs = RESTART_AFTER_MS;
      logger?.error({ reason, pauseMs, log: place.log }, 'the embedded database ended; it is started again');
      await sleep(pauseMs);
      if (isStopping) return;
      pauseMs = Math.min(pauseMs * 2, RESTART_AFTER_AT_MOST_MS);
      child = launch();
    }
  };
  void keepRunning();
  const way = programs.way === 'package' ? 'from the npm package' : 'installed on this machine';
  return { url, description: `PostgreSQL ${programs.version} (${way}), data in ${place.data}`, stop };
}

/** The URL of the embedded server that runs on `dataDir` now; undefined where none does. */
export function runningEmbeddedUrl(dataDir: string): string | undefined {
  const file = path.join(dataDir, URL_FILE);
  const place = findEmbeddedPlace(dataDir);
  const running = runningServer(place.data);
  if (running === undefined || ownerOf(running) === undefined) return undefined;
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Duihua before version 0.2 kept its database in another format, which no PostgreSQL server reads. */
function refuseFormerDatabase(dataDir: string): void {
  const former = path.join(dataDir, 'database');
  if (!existsSync(path.join(former, 'PG_VERSION'))) return;
  throw new EmbeddedServerError(
    `${former} holds a database of an earlier Duihua (PGlite), which this version cannot read. Go on with the earlier version, or move ${dataDir} away and start afresh.`,
  );
}

function majorOf(data: string): number | undefined {
  const file = path.join(data, 'PG_VERSION');
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
}

/** Made under another name and renamed when it is complete, so that a crash leaves no half-made cluster. */
function makeCluster({ home, data, runAs }: EmbeddedPlace, { initdb, major }: PostgresPrograms): void {
  for (const name of readdirSync(home)) {
    const maker = /^data\.new-(\d+)$/.exec(name)?.[1];
    if (maker === undefined || processStart(Number(maker)) !== undefined) continue;
    rmSync(path.join(home, name), { recursive: true, force: true });
  }
  const fresh = path.join(home, `data.new-${process.pid}`);
  // The socket's folder keeps others out; a password would lie in a file beside it.
  const args = ['-D', fresh, '-U', ROLE, '--auth=trust', '--encoding=UTF8', '--no-instructions'];
  // Case and classes of letters by Unicode, order by bytes, the same on every machine.
  args.push(...(major >= 17 ? ['--locale-provider=builtin', '--locale=C.UTF-8'] : ['--locale=C.UTF-8']));
  // Root's folder, in which its user may make nothing: it gets an empty one.
  mkdirSync(fresh, { mode: 0o700 });
  if (runAs !== undefined) chownSync(fresh, runAs.uid, runAs.gid);
  const { status, stdout, stderr, error } = spawnSync(initdb, args, {
    ...runAs,
    cwd: home,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    const output = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(-LOG_LINES_SHOWN).join('\n');
    throw new EmbeddedServerError(
      `The embedded database could not be made in ${home}: ${error?.message ?? `initdb ended with ${status}`}.\n${output}`,
    );
  }
  try {
    renameSync(fresh, data);
  } catch (cause) {
    rmSync(fresh, { recursive: true, force: true });
    if (errorCode(cause) !== 'ENOTEMPTY' && errorCode(cause) !== 'EEXIST') throw cause;
    // Another start was quicker; which of the two goes on is decided by PostgreSQL's own lock.
    if (majorOf(data) !== undefined) return;
    throw new EmbeddedServerError(`${data} is neither empty nor a folder of PostgreSQL: move it away.`, {
      cause,
    });
  }
}

function launchServer(
  place: EmbeddedPlace,
  { postgres }: PostgresPrograms,
  wanted: Readonly<Record<string, string | number>>,
): SupervisedChild {
  const settings: Record<string, string | number> = {
    listen_addresses: '',
    unix_socket_directories: place.socket,
    unix_socket_permissions: '0700',
    max_connections: 100,
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    jit: 'off',
    timezone: 'UTC',
    lc_messages: 'C',
    // Errors of statements are told by who sent them; here their texts could show what people wrote.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    log_line_prefix: '%m ',
    log_timezone: 'UTC',
    ...wanted,
  };
  const args = ['-D', place.data];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const log = openLog(place);
  try {
    return startChild({
      command: postgres,
      args,
      // A fast shutdown, then an immediate one: clients are sent away, nothing committed is lost by either.
      stopSignals: ['SIGINT', 'SIGQUIT'],
      runAs: place.runAs,
      outputFile: log,
      env: { PATH: process.env['PATH'] },
    });
  } finally {
    closeSync(log);
  }
}

/** Begins a new log where the one there is has grown large, and keeps that. The server inherits the open file. */
function openLog({ log }: EmbeddedPlace): number {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) renameSync(log, `${log}.1`);
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
  return openSync(log, O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY, 0o600);
}

async function waitUntilReady(
  child: SupervisedChild,
  place: EmbeddedPlace,
  url: string,
  report: (line: string) => void,
): Promise<void> {
  const startedAt = Date.now();
  let endReason: string | undefined;
  let isTold = false;
  void child.ended.then(({ reason }) => (endReason = reason));
  for (;;) {
    try {
      await makeDatabase(url);
      if (!isOwnChild(place.data, child.pid)) throw new Error('another server runs on the same folder');
      return;
    } catch (error) {
      if (endReason !== undefined) throw new Error(`it ended at once (${endReason})`, { cause: error });
      const waitedMs = Date.now() - startedAt;
      if (waitedMs > READY_WITHIN_MS) {
        throw new Error(`no answer in ${READY_WITHIN_MS / 1000} s`, { cause: error });
      }
      if (waitedMs > 3_000 && !isTold) {
        isTold = true;
        report('Database: the server is still starting; after a crash it first reads its log …');
      }
      await sleep(20);
    }
  }
}

/** Makes the desk's database on the first start; a crash in between is repaired on the next one. */
async function makeDatabase(url: string): Promise<void> {
  try {
    await ask(url, 'select 1');
  } catch (error) {
    // "database does not exist"
    if (errorCode(error) !== '3D000') throw error;
    await ask(url.replace(`/${DATABASE}?`, '/postgres?'), `create database ${DATABASE}`);
  }
}

async function ask(connectionString: string, statement: string): Promise<void> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function lastLines(log: string, from: number): string {
  if (!existsSync(log)) return '';
  const text = readFileSync(log).subarray(from).toString('utf8');
  return text.trim().split('\n').slice(-LOG_LINES_SHOWN).join('\n');
}
