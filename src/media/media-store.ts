import path from 'node:path';
import type { Readable } from 'node:stream';
import { type BucketSettings, createBucketDisk } from './bucket-disk';
import type { ByteRange, MediaDisk } from './disk';
import { createFolderDisk } from './folder-disk';
import { type Incoming, sweepIncoming, toStoreError, writeIncoming } from './incoming';

/** Files identified by the SHA-256 of their content: the same content is stored once and never changes. */
export type MediaStore = {
  /** Reads at most `maxBytes` of a stream into a temporary file; then `keep` it or `drop` it. See `writeIncoming`. */
  readonly receive: (source: AsyncIterable<Buffer>, maxBytes: number) => Promise<Incoming>;
  /** Stores a complete file; its temporary place is empty afterwards. */
  readonly keep: (incoming: Incoming) => Promise<void>;
  /** The content, or a part of it. Rejects if it is not there. */
  readonly open: (sha256: string, range?: ByteRange) => Promise<Readable>;
  readonly remove: (sha256: string) => Promise<void>;
  readonly has: (sha256: string) => Promise<boolean>;
};

export type MediaStoreSettings = {
  /** An absolute path on this machine for incoming files and, without a bucket, all files. */
  readonly folder: string;
  readonly bucket: BucketSettings | undefined;
};

const SHA256 = /^[0-9a-f]{64}$/;

/** Opens the store and removes what earlier processes left half-written. */
export async function openMediaStore({ folder, bucket }: MediaStoreSettings): Promise<MediaStore> {
  const incoming = path.join(folder, 'incoming');
  const files = path.join(folder, 'files');
  const disk = bucket === undefined ? createFolderDisk(files) : await createBucketDisk(bucket);
  await sweepIncoming(incoming, Date.now());
  return createMediaStore(disk, incoming);
}

function createMediaStore(disk: MediaDisk, incomingFolder: string): MediaStore {
  return {
    receive: (source, maxBytes) => writeIncoming(incomingFolder, source, maxBytes),
    async keep(incoming) {
      if (incoming.isCut) throw new Error('An incomplete file must not be kept.');
      try {
        const key = keyOf(incoming.sha256);
        if (!(await disk.has(key))) await disk.save(key, incoming.path, incoming.size);
      } catch (error) {
        throw toStoreError(error);
      } finally {
        await incoming.drop();
      }
    },
    open: async (sha256, range) => disk.open(keyOf(sha256), range),
    remove: async (sha256) => disk.remove(keyOf(sha256)),
    has: async (sha256) => disk.has(keyOf(sha256)),
  };
}

/** Throws for anything but a hash: no other text ever becomes a path. */
function keyOf(sha256: string): string {
  if (!SHA256.test(sha256)) throw new Error('Not a SHA-256.');
  return `${sha256.slice(0, 2)}/${sha256}`;
}
