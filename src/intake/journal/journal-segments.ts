import { type FileHandle, open, readdir, rename, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { ownIdentity, processStart } from '../../platform/process-identity';

/** A file of the journal that is being written. */
export type Segment = {
  readonly file: string;
  /**
   * Appends lines; resolves when they are on the disk (fsync) and will be read. Throws {@link SegmentTakenOver} where
   * another process has taken the segment over, which may not have seen them: they belong into a new one.
   */
  readonly append: (lines: readonly string[]) => Promise<void>;
  /** Whether another process may have taken it for one of a dead process: it must not be written to any more. */
  readonly isForsaken: () => boolean;
  /** Tells processes elsewhere that its process lives. */
  readonly beat: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export const JOURNAL_ENDING = '.journal';
/** Whether a process of another machine or container lives can only be told by its beat. */
const FOREIGN_SILENCE_MS = 60_000;
const FORSAKEN_AFTER_MS = FOREIGN_SILENCE_MS / 2;

/** Another process took a segment for one of a dead process while lines were written into it. */
export class SegmentTakenOver extends Error {
  override readonly name = 'SegmentTakenOver';
}

/** The name of a new segment, which says when it began and whose it is; names sort by age. */
export function newSegmentFile(folder: string, number: number): string {
  return path.join(folder, `${Date.now()}-${String(number).padStart(6, '0')}-${ownEnding()}`);
}

/** Opens a new segment. */
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
      // Whoever takes a segment over renames it before reading it (takeOver): what was on the disk while the name
      // still led here is read, whatever happens from now on.
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

/** The segments of this process and of dead ones, the oldest first; those of living ones are left to them. */
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
 * Makes a segment that a dead process left behind one of this process, so that nobody writes to it or takes it any
 * more; gives its new name, which sorts as before. Null where another process was faster.
 */
export async function takeOver(file: string): Promise<string | null> {
  const { dir, base } = path.parse(file);
  if (base.endsWith(ownEnding())) return file;
  const [began, number] = base.split('-');
  const own = path.join(dir, `${began}-${number}-${newId()}-${ownEnding()}`);
  try {
    // Its silence would make others take it from us in turn.
    const now = new Date();
    await utimes(file, now, now);
    await rename(file, own);
    return own;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** When a segment was begun, epoch ms by its process's clock; its first line is that old. Now where its name says nothing. */
export function begunAt(file: string): number {
  const at = Number(path.basename(file).split('-')[0]);
  return Number.isFinite(at) ? at : Date.now();
}

/** How the names of this process's segments end. */
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

/** Whether a segment's process is another one that lives, as far as can be told from here. */
export async function belongsToAnother(name: string, file: string): Promise<boolean> {
  const [pid, start, place] = name.slice(name.lastIndexOf('-') + 1, -JOURNAL_ENDING.length).split('.');
  const own = ownIdentity();
  if (place === own.place) return Number(pid) !== own.pid && processStart(Number(pid)) === start;
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: 0 }));
  return Date.now() - mtimeMs < FOREIGN_SILENCE_MS;
}

/** A new file survives a power cut only where its folder was written, too. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } finally {
    await handle?.close();
  }
}
