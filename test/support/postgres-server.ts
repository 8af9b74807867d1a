/** A real PostgreSQL server from the system's packages, on a free port, in a folder of its own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

export type PostgresServer = {
  readonly url: string;
  /** Makes an empty database and returns its URL. */
  createDatabase(): Promise<string>;
  /** Ends the server as a crash or a restart would: at once (`SIGQUIT`), its data stays. */
  goAway(): Promise<void>;
  /** Starts it again on the same port and data. */
  comeBack(): Promise<void>;
  stop(): Promise<void>;
};

const PACKAGES = '/usr/lib/postgresql';

/** Why no server can be started here; undefined where one can. */
export function postgresServerMissing(): string | undefined {
  if (binaries() === undefined) return `no PostgreSQL under ${PACKAGES}`;
  if (process.getuid?.() === 0 && systemUser() === undefined) return 'root, and no user to run PostgreSQL as';
  return undefined;
}

/** Starts a server without fsync. Takes about a second. Stop it after the tests. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const bin = binaries();
  if (bin === undefined) throw new Error(postgresServerMissing());
  const folder = mkdtempSync(join(tmpdir(), 'duihua-postgres-'));
  const data = join(folder, 'data');
  // initdb and postgres refuse to run as root.
  const user = process.getuid?.() === 0 ? systemUser() : undefined;
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const options = ['-D', data, '-U', 'duihua', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(bin, 'initdb'), options, { ...user, cwd: folder, stdio: 'pipe' });
  const port = await freePort();
  const settings = ['fsync=off', 'full_page_writes=off', 'listen_addresses=127.0.0.1', 'max_connections=200'];
  const args = [
    '-D',
    data,
    '-p',
    String(port),
    '-k',
    folder,
    ...settings.flatMap((setting) => ['-c', setting]),
  ];
  const url = (database: string): string => `postgres://duihua@127.0.0.1:${port}/${database}`;

  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = spawn(join(bin, 'postgres'), args, { ...user, cwd: folder, stdio: 'ignore' });
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

function binaries(): string | undefined {
  if (!existsSync(PACKAGES)) return undefined;
  const versions = readdirSync(PACKAGES).sort((left, right) => Number(right) - Number(left));
  return versions
    .map((version) => join(PACKAGES, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
}

function systemUser(): { uid: number; gid: number } | undefined {
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // No such user: try the next one.
    }
  }
  return undefined;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
