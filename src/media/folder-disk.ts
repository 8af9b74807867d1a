import { createReadStream } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';
import type { MediaDisk } from './disk';

/**
 * A folder on this machine. flydrive moves files by copying and reads them only whole, so the two operations that need
 * more are implemented here: a move is an atomic rename, and a read may be a range.
 */
export function createFolderDisk(folder: string): MediaDisk {
  const disk = new Disk(new FSDriver({ location: folder, visibility: 'private' }));
  const pathOf = (key: string): string => path.join(folder, key);
  return {
    async save(key, localFile) {
      const target = pathOf(key);
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      await rename(localFile, target);
      await syncFolder(path.dirname(target));
    },
    async open(key, range) {
      const handle = await open(pathOf(key), 'r');
      return createReadStream(pathOf(key), { fd: handle, autoClose: true, ...range });
    },
    remove: (key) => disk.delete(key),
    has: (key) => disk.exists(key),
  };
}

/** A rename survives a power cut only if its folder has been synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
