/** PgBouncer as a transaction pooler in front of a test's database, if it is installed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { findFreePort } from '../../src/platform/ports';
import { findEmbeddedPlace } from '../../src/store/embedded/embedded-place';
import { eventually } from './eventually';

export type PgBouncer = { readonly url: string; readonly stop: () => Promise<void> };

const PROGRAM = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', 'pgbouncer'].find(
  (program) => spawnSync(program, ['--version']).status === 0,
);

/** Why it is not available; undefined: it is. */
export function pgbouncerMissing(): string | undefined {
  if (PROGRAM !== undefined) return undefined;
  if (process.env['DUIHUA_PGBOUNCER_REQUIRED'] !== undefined) throw new Error('PgBouncer is not installed.');
  return 'no PgBouncer is installed (Debian: pgbouncer)';
}

/** Starts one with few connections to the server, so that transactions constantly share them. */
export async function startPgBouncer(server: {
  readonly port: number;
  readonly url: string;
}): Promise<PgBouncer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'duihua-pgbouncer-'));
  const { runAs } = findEmbeddedPlace(path.join(folder, 'place'));
  const port = await findFreePort();
  const settings = path.join(folder, 'pgbouncer.ini');
  const lines = [
    '[databases]',
    `* = host=127.0.0.1 port=${server.port} user=duihua`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    'default_pool_size = 3',
    'max_client_conn = 200',
  ];
  writeFileSync(settings, `${lines.join('\n')}\n`);
  chmodSync(folder, 0o755);
  if (runAs !== undefined) chownSync(settings, runAs.uid, runAs.gid);
  const child: ChildProcess = spawn(PROGRAM ?? '', [settings], { ...runAs, cwd: '/', stdio: 'ignore' });
  const url = new URL(server.url);
  url.port = String(port);
  await eventually(async () => {
    const client = new Client({ connectionString: url.href });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }, 'PgBouncer answers');
  return {
    url: url.href,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
