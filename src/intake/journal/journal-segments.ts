import { type FileHandle, open, readdir, rename, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { ownIdentity, processStart } from '../../platform/process-identity';

/** A file of the journal that is being written to. */
export type Segment = {
  readonly file: string;
  /**
   * Appends lines; resolves when they are on disk (fsync) and certain to be read. Throws {@link SegmentTakenOver} if
   * another process has taken the segment over and may not have seen them; they then belong in a new segment.
   */
  readonly append: (lines: readonly string[]) => Promise<void>;
  /** Whether another process may consider its owner dead: it must not be written to any more. */
  readonly isForsaken: () => boolean;
  /** Shows processes elsewhere that its owner is alive. */
  readonly beat: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export const JOURNAL_ENDING = '.journal';
/** Whether a process on another machine or in another container is alive can only be told from its heartbeat. */
const FOREIGN_SILENCE_MS = 60_000;
const FORSAKEN_AFTER_MS = FOREIGN_SILENCE_MS / 2;

/** Another process considered the owner dead and took the segment over while lines were being written to it. */
export class SegmentTakenOver extends Error {
  override readonly name = 'SegmentTakenOver';
}

/** The name of a new segment, with its start time and its owner; names sort by age. */
export function newSegmentFile(folder: string, number: number): string {
  return path.join(folder, `${Date.now()}-${String(number).padStart(6, '0')}-${ownEnding()}`);
}

/** Opens a new segment. Rejects if the file exists already. */
export async function openSegment(file: string): Promise<Segment> {
  const handle = await open(file, 'ax', 0o600);
  await syncFolder(path.dirname(file));
  const { ino } = await handle.stat();
  let beatAt = Date.now();
  return {
    file,
    async append(lines) {
      await handle.appendFile(lines.map((line) => `${line}\n`).join(''));
      await handle.datasync();
      // Taking a segment over means renaming it before reading it (takeOver): everything on disk while the name still
      // led here will be read, whatever happens later.
      if ((await inodeOf(file)) !== ino)
        throw new SegmentTakenOver('another process has taken the segment over');
      beatAt = Date.now();
    },
    isForsaken: () => Date.now() - beatAt > FORSAKEN_AFTER_MS,
    async beat() {
      const now = new Date();
      await handle.utimes(now, now);
      beatAt = now.getTime();
    },
    close: () => handle.close(),
  };
}

/** The segments of this process and of dead ones, oldest first; those of running processes are left out. */
export async function listSegments(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(JOURNAL_ENDING)).sort();
  const files: string[] = [];
  for (const name of names) {
    const file = path.join(folder, name);
    if (!(await belongsToAnother(name, file))) files.push(file);
  }
  return files;
}

/**
 * Makes a dead process's segment belong to this process, so that no other process writes to it or takes it over.
 * Returns its new name, which sorts like the old one; null if another process was faster.
 */
export async function takeOver(file: string): Promise<string | null> {
  const { dir, base } = path.parse(file);
  if (base.endsWith(ownEnding())) return file;
  const [began, number] = base.split('-');
  const own = path.join(dir, `${began}-${number}-${newId()}-${ownEnding()}`);
  try {
    // If it still looked silent, other processes would take it over from us.
    const now = new Date();
    await utimes(file, now, now);
    await rename(file, own);
    return own;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * When a segment was started, in epoch ms by its owner's clock; its first line is that old. Now if the name does not
 * say.
 */
export function begunAt(file: string): number {
  const at = Number(path.basename(file).split('-')[0]);
  return Number.isFinite(at) ? at : Date.now();
}

/** The ending of this process's segment names. */
function ownEnding(): string {
  const { pid, start, place } = ownIdentity();
  return `${pid}.${start}.${place}${JOURNAL_ENDING}`;
}

async function inodeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).ino;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Whether a segment belongs to another process that is alive, as far as that can be told from here. */
export async function belongsToAnother(name: string, file: string): Promise<boolean> {
  const [pid, start, place] = name.slice(name.lastIndexOf('-') + 1, -JOURNAL_ENDING.length).split('.');
  const own = ownIdentity();
  if (place === own.place) return Number(pid) !== own.pid && processStart(Number(pid)) === start;
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: 0 }));
  return Date.now() - mtimeMs < FOREIGN_SILENCE_MS;
}

/** A new file survives a power cut only if its folder has been synced too. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } finally {
    await handle?.close();
  }
}
