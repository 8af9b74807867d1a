import type { Readable } from 'node:stream';

/** Bytes from `start` to `end`, both included. */
export type ByteRange = { readonly start: number; readonly end: number };

/**
 * Where files are stored. Keys are made from hashes; nothing from outside is ever part of one. `save` is all or
 * nothing: a key that exists has its whole content.
 */
export type MediaDisk = {
  /** Stores a whole local file, which may be moved away. */
  readonly save: (key: string, localFile: string, size: number) => Promise<void>;
  /** Rejects if there is no such key. */
  readonly open: (key: string, range?: ByteRange) => Promise<Readable>;
  readonly remove: (key: string) => Promise<void>;
  readonly has: (key: string) => Promise<boolean>;
};
