import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../platform/errors';

/** A file on its way in: written whole to a temporary place, and on the disk when this is returned. */
export type Incoming = {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  /** It went on after `maxBytes`: only that much of it is here, and it is not to be kept. */
  readonly isCut: boolean;
  /** Removes it. Harmless where it has been moved away. */
  readonly drop: () => Promise<void>;
};

/** There is no room left for files. */
export class MediaStoreFull extends Error {
  override readonly name = 'MediaStoreFull';
}

const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
/** Longer than any file takes: what is older was left behind by a process that died. */
const LEFT_BEHIND_AFTER_MS = 60 * 60_000;

/**
 * Writes a stream into a temporary file of `folder`, at most `maxBytes` of it, a piece at a time. Whatever goes wrong,
 * nothing stays: rejects with `MediaStoreFull`, or with the stream's own error. Stops reading at the limit.
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

/** `MediaStoreFull` for the system's own words for it. */
export function toStoreError(error: unknown): unknown {
  return FULL.has(errorCode(error)) ? new MediaStoreFull('no room for files', { cause: error }) : error;
}

/** Removes what processes that died have left half-written. */
export async function sweepIncoming(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => null);
    if (found !== null && now - found.mtimeMs > LEFT_BEHIND_AFTER_MS) await rm(file, { force: true });
  }
}
