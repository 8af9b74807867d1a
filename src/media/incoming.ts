import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../platform/errors';

/** An incoming file, complete in a temporary place and synced to disk. */
export type Incoming = {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  /** The source had more than `maxBytes`: only that much is here, and it must not be stored. */
  readonly isCut: boolean;
  /** Removes the file. Harmless if it has been moved away. */
  readonly drop: () => Promise<void>;
};

/** The disk has no room left for files. */
export class MediaStoreFull extends Error {
  override readonly name = 'MediaStoreFull';
}

const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
/** Longer than any file takes: anything older was left behind by a process that died. */
const LEFT_BEHIND_AFTER_MS = 60 * 60_000;

/**
 * Writes a stream to a temporary file in `folder`, piece by piece, and stops reading after `maxBytes`. If anything
 * fails, nothing is left: rejects with `MediaStoreFull` or with the stream's own error.
 */
export async function writeIncoming(
  folder: string,
  source: AsyncIterable<Buffer>,
  maxBytes: number,
): Promise<Incoming> {
  const file = path.join(folder, randomUUID());
  const drop = () => rm(file, { force: true });
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const written = await write(file, source, maxBytes);
    return { path: file, ...written, drop };
  } catch (error) {
    await drop();
    throw toStoreError(error);
  }
}

async function write(
  file: string,
  source: AsyncIterable<Buffer>,
  maxBytes: number,
): Promise<Pick<Incoming, 'size' | 'sha256' | 'isCut'>> {
  const handle = await open(file, 'wx', 0o600);
  const hash = createHash('sha256');
  let size = 0;
  let isCut = false;
  try {
    for await (const piece of source) {
      const taken = piece.subarray(0, maxBytes - size);
      await handle.writeFile(taken);
      hash.update(taken);
      size += taken.length;
      isCut = taken.length < piece.length;
      if (isCut) break;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { size, sha256: hash.digest('hex'), isCut };
}

/** Converts the system's errors for a full disk into `MediaStoreFull`. */
export function toStoreError(error: unknown): unknown {
  return FULL.has(errorCode(error)) ? new MediaStoreFull('no room for files', { cause: error }) : error;
}

/** Removes files that dead processes have left half-written. `now` in epoch ms. */
export async function sweepIncoming(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => null);
    if (found !== null && now - found.mtimeMs > LEFT_BEHIND_AFTER_MS) await rm(file, { force: true });
  }
}
