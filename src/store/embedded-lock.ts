/**
 * One process at a time may open the embedded database: PGlite takes no lock of its own, and two processes on one
 * directory lose acknowledged rows without an error (measured, libraries.md).
 *
 * The lock is a folder with one empty file per claimant, whose name says who it is. A claimant adds its file first
 * and looks at the others afterwards; where a living one is there, it takes its own away and gives up. So of two
 * that start together at least one sees the other, nobody ever removes the file of a living process, and what a
 * dead one left is removed by its unique name: there is no moment at which a stale lock can be stolen twice.
 */
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../platform/ids';
import { ownIdentity, processPlace, processStart } from '../platform/process-identity';

const HEARTBEAT_MS = 5_000;
/** A claim from another container or machine counts as living until it was silent for so long. */
const FOREIGN_SILENCE_MS = 30_000;
/** Two that start in the same instant both give way; they try again a few times, at random moments. */
const ATTEMPTS = 8;

type Claim = { readonly file: string; readonly pid: number; readonly start: string; readonly place: string };

/** Another living process has the embedded database open. `pid` is the owner's. */
export class EmbeddedDatabaseInUse extends Error {
  override readonly name = 'EmbeddedDatabaseInUse';
  constructor(
    readonly pid: number,
    dataDir: string,
    elsewhere: boolean,
  ) {
    super(
      `The embedded database in ${dataDir} is in use by process ${pid}` +
        (elsewhere
          ? ` of another machine or container; if that has just ended, start again in ${FOREIGN_SILENCE_MS / 1000} s.`
          : '. Stop it first, or set DATABASE_URL so that several processes can share one database.'),
    );
  }
}

/**
 * Takes the lock of the embedded database under `dataDir` and returns the function that gives it back.
 * Locks of dead processes are cleared away; where a living one holds it: {@link EmbeddedDatabaseInUse}.
 */
export async function takeEmbeddedLock(dataDir: string): Promise<() => void> {
  const folder = join(dataDir, 'database.lock');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (let attempt = 1; ; attempt += 1) {
    const { pid, start, place } = ownIdentity();
    const own = `${pid}.${start}.${place}.${newId()}`;
    const path = join(folder, own);
    writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
    const other = livingClaims(folder, own)[0];
    if (other === undefined) return keepAlive(path);
    rmSync(path, { force: true });
    if (attempt === ATTEMPTS) throw new EmbeddedDatabaseInUse(other.pid, dataDir, other.place !== place);
    await sleep(20 + Math.random() * 100);
  }
}

function keepAlive(path: string): () => void {
  const beat = setInterval(() => {
    try {
      const now = new Date();
      utimesSync(path, now, now);
    } catch {
      // The folder was taken away under us; the next start notices, there is nothing to save here.
    }
  }, HEARTBEAT_MS);
  beat.unref();
  return () => {
    clearInterval(beat);
    rmSync(path, { force: true });
  };
}

/** The claims of living processes other than `own`; those of dead ones are removed on the way. */
function livingClaims(folder: string, own: string): Claim[] {
  const living: Claim[] = [];
  for (const file of readdirSync(folder)) {
    const [pid, start, where] = file.split('.');
    if (file === own || pid === undefined || start === undefined || where === undefined) continue;
    const claim = { file, pid: Number(pid), start, place: where };
    if (isAlive(claim, folder)) living.push(claim);
    else rmSync(join(folder, file), { force: true });
  }
  return living;
}

function isAlive(claim: Claim, folder: string): boolean {
  if (claim.place === processPlace()) return processStart(claim.pid) === claim.start;
  const seen = statSync(join(folder, claim.file), { throwIfNoEntry: false });
  return seen !== undefined && Date.now() - seen.mtimeMs < FOREIGN_SILENCE_MS;
}
