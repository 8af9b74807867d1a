/** The data folder of the embedded PostgreSQL: which version created it, and how it is created. */
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../../platform/errors';
import { processStart } from '../../platform/process-identity';
import { EmbeddedServerError } from './embedded-errors';
import type { EmbeddedPlace } from './embedded-place';
import type { PostgresPrograms } from './postgres-programs';

const OUTPUT_LINES_SHOWN = 10;

/** The major version of PostgreSQL that created the folder; null if there is none yet. */
export function majorOf(data: string): number | null {
  const file = path.join(data, 'PG_VERSION');
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : null;
}

/**
 * Creates the data folder, with a superuser `role`. It is created under another name and renamed when it is complete,
 * so that a crash leaves no half-made cluster.
 * @throws EmbeddedServerError if initdb fails, or something else is in the way
 */
export function makeCluster(
  { home, data, runAs }: EmbeddedPlace,
  { initdb, major }: PostgresPrograms,
  role: string,
): void {
  for (const name of readdirSync(home)) {
    const maker = /^data\.new-(\d+)$/.exec(name)?.[1];
    if (maker === undefined || processStart(Number(maker)) !== undefined) continue;
    rmSync(path.join(home, name), { recursive: true, force: true });
  }
  const fresh = path.join(home, `data.new-${process.pid}`);
  // The socket's folder keeps others out; a password would have to lie in a file next to it.
  const args = ['-D', fresh, '-U', role, '--auth=trust', '--encoding=UTF8', '--no-instructions'];
  // Case and character classes by Unicode, order by bytes: the same on every machine.
  args.push(...(major >= 17 ? ['--locale-provider=builtin', '--locale=C.UTF-8'] : ['--locale=C.UTF-8']));
  // The folder belongs to root and the server's user may not create anything in it, so it gets an empty one.
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
    const output = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(-OUTPUT_LINES_SHOWN).join('\n');
    throw new EmbeddedServerError(
      `The embedded database could not be made in ${home}: ${error?.message ?? `initdb ended with ${status}`}.\n${output}`,
    );
  }
  try {
    renameSync(fresh, data);
  } catch (cause) {
    rmSync(fresh, { recursive: true, force: true });
    if (errorCode(cause) !== 'ENOTEMPTY' && errorCode(cause) !== 'EEXIST') throw cause;
    // Another start was faster; PostgreSQL's own lock decides which of the two continues.
    if (majorOf(data) !== null) return;
    throw new EmbeddedServerError(`${data} is neither empty nor a data folder of PostgreSQL. Move it away.`, {
      cause,
    });
  }
}
