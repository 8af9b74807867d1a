/**
 * A PostgreSQL server of the desk's own, in its data folder: `npm start`, the tests and the benchmark use it if
 * `DATABASE_URL` is not set. It listens only on a Unix socket, in a folder that no other user may enter, and ends with
 * the process that started it.
 */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from 'pino';
import type { SupervisedChild } from '../../platform/child-process';
import { errorCode, errorMessage } from '../../platform/errors';
import { majorOf, makeCluster } from './cluster';
import { EmbeddedDatabaseInUse, EmbeddedServerError } from './embedded-errors';
import { type EmbeddedPlace, findEmbeddedPlace } from './embedded-place';
import { claimPlace, isPlaceFree } from './foreign-owner';
import { lastLines, launchServer } from './launch-server';
import { findPostgresPrograms } from './postgres-programs';
import { forgetDeadServer, isOwnChild, ownerOf, runningServer, stopOrphan } from './postmaster';

const ROLE = 'duihua';
const DATABASE = 'duihua';
/** Other processes of the desk find the server through this file (`npm run backup`). */
const URL_FILE = 'database-url';
/** Recovery after a crash reads at most `max_wal_size`; this is enough for a slow disk. */
const READY_WITHIN_MS = 120_000;
/** What PostgreSQL says while processes of a killed server are still ending, or were not reaped yet. */
const MEETS_REMAINS = /lock file "\S+" already exists|pre-existing shared memory block/;
const REMAINS_GONE_WITHIN_MS = 20_000;
const REMAINS_LOOK_EVERY_MS = 200;
const RESTART_AFTER_MS = 1_000;
const RESTART_AFTER_AT_MOST_MS = 30_000;

export type EmbeddedServerOptions = {
  /** `DATA_DIR`: the server's folder is created in it, or named after it (`embedded-place.ts`). */
  readonly dataDir: string;
  /** Gets a line about each step. */
  readonly report?: (line: string) => void;
  readonly logger?: Logger | undefined;
  /** Further settings of the server, as in `postgresql.conf`. */
  readonly settings?: Readonly<Record<string, string | number>>;
};

export type EmbeddedServer = {
  /** A `DATABASE_URL`. It stays the same when the server is restarted. */
  readonly url: string;
  /** E.g. `PostgreSQL 18.4 (from the npm package), data in …`. */
  readonly description: string;
  /**
   * Ends the server when it has finished its current work, and waits until it is gone. May be called more than once.
   */
  readonly stop: () => Promise<void>;
};

/**
 * Starts the server, after creating its data folder if there is none, and waits until it answers. A server that a `kill
 * -9` left behind is ended first. If the server later ends unexpectedly, e.g. because the disk is full, it is restarted
 * after a growing pause of up to 30 s.
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
  if (running !== null) {
    const owner = ownerOf(running);
    if (owner !== null) throw new EmbeddedDatabaseInUse(owner, dataDir);
    report('Database: ending the server that an earlier process left behind …');
    await stopOrphan(running, place.data);
  }
  const programs = findPostgresPrograms({ ...place, major: majorOf(place.data) });
  if (majorOf(place.data) === null) makeCluster(place, programs, ROLE);

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
      if (other !== null) throw new EmbeddedDatabaseInUse(ownerOf(other) ?? other, dataDir);
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

/** The URL of the embedded server that runs on `dataDir` now; null if none does. */
export function runningEmbeddedUrl(dataDir: string): string | null {
  const file = path.join(dataDir, URL_FILE);
  const place = findEmbeddedPlace(dataDir);
  const running = runningServer(place.data);
  if (running === null || ownerOf(running) === null) return null;
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

/** Release 0.1.0 used PGlite, whose files no PostgreSQL server can read. */
function refuseFormerDatabase(dataDir: string): void {
  const former = path.join(dataDir, 'database');
  if (!existsSync(path.join(former, 'PG_VERSION'))) return;
  throw new EmbeddedServerError(
    `${former} holds a database of an earlier Duihua (PGlite), which this version cannot read. Keep using the earlier version, or move ${dataDir} away and start afresh.`,
  );
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

/** Creates the desk's database on the first start; if that crashes halfway, the next start repairs it. */
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
