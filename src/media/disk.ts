import type { Readable } from 'node:stream';

/** Bytes from `start` to `end`, both included. */
export type ByteRange = { readonly start: number; readonly end: number };

/**
 * Where files lie in the end. Keys are ours, made from hashes; nothing that came from outside is ever part of one.
 * `save` is all or nothing: a key that exists has its whole content.
 */
export type MediaDisk = {
  /** Takes a whole local file, which may be moved away. */
  readonly save: (key: string, localFile: string, size: number) => Promise<void>;
  /** Rejects where there is no such key. */
  readonly open: (key: string, range?: ByteRange) => Promise<Readable>;
  readonly remove: (key: string) => Promise<void>;
  readonly has: (key: string) => Promise<boolean>;
};
