/** Where the embedded PostgreSQL lives, and which user it runs as. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { UserId } from '../../platform/child-process';
import { sha256 } from '../../platform/ids';

/** Used if data and programs are in root's folders, which an unprivileged user cannot reach. */
const ROOTS_FOLDER = '/var/lib/duihua';
/** The lowest limit of any system for the path of a socket, in bytes. */
const SOCKET_PATH_LIMIT = 104;
const SOCKET_FILE = '/.s.PGSQL.5432';

export type EmbeddedPlace = {
  /**
   * The parent folder of everything below. It belongs to root if `runAs` is another user, so that root never writes
   * into that user's folders.
   */
  readonly home: string;
  readonly data: string;
  readonly socket: string;
  readonly log: string;
  /** For a copy of the programs if `runAs` cannot reach them. */
  readonly programsFolder: string;
  /**
   * An unprivileged user, because PostgreSQL refuses to run as root; undefined if this process does not run as root.
   */
  readonly runAs: UserId | undefined;
};

/** The embedded database cannot be stored where it should be. The message is for the terminal. */
export class EmbeddedPlaceError extends Error {
  override readonly name = 'EmbeddedPlaceError';
}

/**
 * Chooses the place for `dataDir` and creates its folders. Started as root, the server runs as the owner of existing
 * data, else as `postgres` or `nobody`; if that user cannot reach `dataDir` (a clone under /root), the data goes into
 * its own folder under /var/lib/duihua.
 * @throws EmbeddedPlaceError if there is no such user, or the data belongs to another user
 */
export function findEmbeddedPlace(dataDir: string): EmbeddedPlace {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const folder = realpathSync(dataDir);
  return process.getuid?.() === 0 ? placeForRoot(folder) : placeForUser(folder);
}

function placeForUser(dataDir: string): EmbeddedPlace {
  const home = path.join(dataDir, 'postgres');
  const owner = ownerOf(home);
  if (owner !== null && owner.uid !== process.getuid?.()) {
    throw new EmbeddedPlaceError(
      `The embedded database in ${home} belongs to the user with the number ${owner.uid}: start as that user (as root, if root created it), or give the folder to yourself with chown -R.`,
    );
  }
  mkdirSync(home, { recursive: true, mode: 0o700 });
  return layout(home, home, undefined);
}

function placeForRoot(dataDir: string): EmbeddedPlace {
  const inside = path.join(dataDir, 'postgres');
  const outside = path.join(ROOTS_FOLDER, sha256(dataDir).slice(0, 16));
  const existing = [inside, outside].find((home) => existsSync(path.join(home, 'data')));
  const runAs = unprivileged(existing === undefined ? null : ownerOf(path.join(existing, 'data')));
  // Its user has to be able to pass through; secrets in there are files of mode 0600.
  chmodSync(dataDir, statSync(dataDir).mode | 0o011);
  const home = existing ?? (canEnter(dataDir, runAs) ? inside : outside);
  if (home === outside) mkdirSync(ROOTS_FOLDER, { recursive: true, mode: 0o711 });
  mkdirSync(home, { recursive: true, mode: 0o711 });
  chownSync(home, 0, 0);
  chmodSync(home, 0o711);
  if (!canEnter(home, runAs)) {
    throw new EmbeddedPlaceError(
      `The embedded database is in ${home}, which its user (number ${runAs.uid}) can no longer reach: let others pass through its parent folders (chmod o+x), or set DATABASE_URL.`,
    );
  }
  return layout(home, programsFolderFor(runAs), runAs);
}

function layout(home: string, programsFolder: string, runAs: UserId | undefined): EmbeddedPlace {
  return {
    home,
    data: path.join(home, 'data'),
    socket: socketFolder(home, runAs),
    log: path.join(home, 'postgres.log'),
    programsFolder,
    runAs,
  };
}

function programsFolderFor(runAs: UserId): string {
  try {
    mkdirSync(ROOTS_FOLDER, { recursive: true, mode: 0o711 });
    if (canEnter(ROOTS_FOLDER, runAs)) return ROOTS_FOLDER;
  } catch {
    // Not even root may write to this file system.
  }
  const folder = path.join(tmpdir(), 'duihua');
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  // In a folder that anyone may write to, another user may have created it first.
  if (isOurs(folder)) return folder;
  const own = mkdtempSync(`${folder}-`);
  chmodSync(own, 0o711);
  return own;
}

function isOurs(folder: string): boolean {
  const found = lstatSync(folder);
  return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

function socketFolder(home: string, runAs: UserId | undefined): string {
  const inside = path.join(home, 'socket');
  const fits = Buffer.byteLength(inside + SOCKET_FILE) < SOCKET_PATH_LIMIT;
  if (fits) mkdirSync(inside, { recursive: true, mode: 0o700 });
  const folder = fits ? inside : shortFolder(home, runAs);
  if (runAs !== undefined) chownSync(folder, runAs.uid, runAs.gid);
  return folder;
}

/** The same one at each start, unless another user has it. */
function shortFolder(home: string, runAs: UserId | undefined): string {
  const folder = path.join(tmpdir(), `duihua-${sha256(home).slice(0, 16)}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(folder);
  const isKnown = [process.getuid?.(), runAs?.uid].includes(uid) && (mode & 0o777) === 0o700;
  return isKnown ? folder : mkdtempSync(path.join(tmpdir(), 'duihua-'));
}

function ownerOf(folder: string): UserId | null {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found === undefined ? null : { uid: found.uid, gid: found.gid };
}

function unprivileged(owner: UserId | null): UserId {
  if (owner !== null && owner.uid !== 0) return owner;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // No such user: try the next one.
    }
  }
  throw new EmbeddedPlaceError(
    'PostgreSQL refuses to run as root, and there is no user "postgres" or "nobody" that it could run as: create one, start as another user, or set DATABASE_URL.',
  );
}

function canEnter(folder: string, runAs: UserId): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...runAs, cwd: '/' }).status === 0;
}
