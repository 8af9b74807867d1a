import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';

/** Enough to fail on a disk without a free block. */
const PROBE_BYTES = 4_096;

/**
 * Creates a check of whether a folder's disk accepts data: it writes a small file, syncs it and removes it. Rejects
 * with the disk's error. A result is reused for `freshForMs`, so that frequent checks cost nothing.
 */
export function createWritableCheck(folder: string, freshForMs: number): () => Promise<void> {
  let latest: { readonly at: number; readonly result: Promise<void> } | null = null;
  return () => {
    const now = Date.now();
    if (latest === null || Math.abs(now - latest.at) > freshForMs) {
      latest = { at: now, result: probe(folder) };
      // Each caller gets the failure; without this it would also count as unhandled.
      latest.result.catch(() => undefined);
    }
    return latest.result;
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
