/** A PostgreSQL server for one test, which can be stopped and started again on the same port and folder. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { findFreePort } from '../../src/platform/ports';
import { findEmbeddedPlace } from '../../src/store/embedded/embedded-place';
import { findPostgresPrograms } from '../../src/store/embedded/postgres-programs';
import { endWithUs } from './process';

export type PostgresServer = {
  readonly url: string;
  readonly port: number;
  /** The process id of the running server. */
  pid(): number | undefined;
  /** Makes an empty database and returns its URL. */
  createDatabase(): Promise<string>;
  /** Stops the server as a crash would, at once (`SIGQUIT`); its data stays. */
  goAway(): Promise<void>;
  /** Starts it again on the same port and data. */
  comeBack(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts a server without fsync. Takes about a second. Stop it after the tests. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'duihua-postgres-'));
  const place = findEmbeddedPlace(folder);
  mkdirSync(place.data, { mode: 0o700 });
  if (place.runAs !== undefined) chownSync(place.data, place.runAs.uid, place.runAs.gid);
  const programs = findPostgresPrograms({ ...place, major: null });
  const options = ['-D', place.data, '-U', 'duihua', '--auth=trust', '--encoding=UTF8', '--no-sync'];
  const locale =
    programs.major >= 17 ? ['--locale-provider=builtin', '--locale=C.UTF-8'] : ['--locale=C.UTF-8'];
  execFileSync(programs.initdb, [...options, ...locale], { ...place.runAs, cwd: place.home, stdio: 'pipe' });
  const port = await findFreePort();
  const settings = ['fsync=off', 'full_page_writes=off', 'listen_addresses=127.0.0.1', 'max_connections=200'];
  const args = ['-D', place.data, '-p', String(port), '-k', place.socket];
  args.push(...settings.flatMap((setting) => ['-c', setting]));
  const url = (database: string): string => `postgres://duihua@127.0.0.1:${port}/${database}`;

  let child: ChildProcess;
  let letGuardGo: () => void = () => undefined;
  const start = async (): Promise<void> => {
    child = spawn(programs.postgres, args, { ...place.runAs, cwd: place.home, stdio: 'ignore' });
    letGuardGo();
    letGuardGo = endWithUs(child);
    await query(url('postgres'), 'select 1', 15_000);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await exited;
  };
  const onExit = (): void => void child.kill('SIGQUIT');
  process.once('exit', onExit);
  await start();
  let databases = 0;
  return {
    url: url('postgres'),
    port,
    pid: () => child.pid,
    async createDatabase() {
      databases += 1;
      await query(url('postgres'), `create database test_${databases}`, 10_000);
      return url(`test_${databases}`);
    },
    goAway: () => end('SIGQUIT'),
    comeBack: start,
    async stop() {
      process.off('exit', onExit);
      await end('SIGINT');
      letGuardGo();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function query(connectionString: string, text: string, patienceMs: number): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const client = new Client({ connectionString });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(text);
      return;
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await sleep(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
