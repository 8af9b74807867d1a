import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';

/** Enough to fail on a disk without a free block. */
const PROBE_BYTES = 4_096;

/**
 * Creates a check of whether a folder's disk accepts data: it writes a small file, syncs it and removes it. Rejects
 * with the disk's error. A result is reused until it is there, so that a disk that hangs holds one of Node's threads and not more with
 * each check, and for `freshForMs` afterwards.
 */
export function createWritableCheck(folder: string, freshForMs: number): () => Promise<void> {
  let latest: { endedAt: number | null; readonly result: Promise<void> } | null = null;
  return () => {
    const isFresh =
      latest !== null && (latest.endedAt === null || Math.abs(Date.now() - latest.endedAt) < freshForMs);
    if (latest !== null && isFresh) return latest.result;
    const probing: typeof latest = { endedAt: null, result: probe(folder) };
    latest = probing;
    const end = (): void => {
      probing.endedAt = Date.now();
    };
    // Each caller gets the failure; without a handler here it would also count as unhandled.
    probing.result.then(end, end);
    return probing.result;
  };
}

async function probe(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `.probe-${randomUUID()}`);
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(Buffer.alloc(PROBE_BYTES));
      await handle.sync();
    } finally {
      await handle.close();
    }
  } finally {
    await rm(file, { force: true });
  }
}
