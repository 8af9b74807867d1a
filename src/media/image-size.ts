/**
 * Used instead of the package `image-size`, because a browser may draw a larger picture than that package reports. It
 * reports the logical screen of a GIF, which browsers enlarge to the first frame; it fails on a JPEG with fill bytes,
 * or searches the following bytes for a size; and it misreads the first version of BMP. The tests in
 * test/media/judge-file.test.ts, "has the size that its head tells", show this.
 */

/** Width and height of a picture according to its file, without decoding it. */
export type ImageSize = { readonly width: number; readonly height: number };

/** Reads this many bytes of a file; fewer at its end. */
export type ReadAt = (at: number, length: number) => Promise<Buffer>;

/** Enough for headers of fixed size. */
const HEAD_BYTES = 32;
/** A camera writes some ten segments, a program some hundred blocks; a file with more is not worth reading. */
const MOST_PARTS = 2_000;
const GIF_EXTENSION = 0x21;
const GIF_FRAME = 0x2c;

/**
 * Null if the file contains no size or a nonsensical one. Kinds that are never shown in place (heic, avif) are not
 * read.
 */
export async function imageSizeOf(contentType: string, read: ReadAt): Promise<ImageSize | null> {
  // Bytes beyond the end of the file read as zeros: a truncated size counts as none.
  const readWhole = async (at: number, length: number): Promise<Buffer> =>
    Buffer.concat([await read(at, length)], length);
  const size = await sizeOf(contentType, readWhole);
  return size === null || size.width === 0 || size.height === 0 ? null : size;
}

async function sizeOf(contentType: string, read: ReadAt): Promise<ImageSize | null> {
  if (contentType === 'image/jpeg') return jpegSize(read);
  return contentType === 'image/gif' ? gifSize(read) : fixedSize(await read(0, HEAD_BYTES));
}

/** For the formats that have it at a fixed offset. */
function fixedSize(head: Buffer): ImageSize | null {
  const text = (from: number, to: number): string => head.toString('latin1', from, to);
  if (text(12, 16) === 'IHDR') return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
  if (text(0, 2) === 'BM') return bmpSize(head);
  return text(8, 12) === 'WEBP' ? webpSize(text(12, 16), head) : null;
}

/**
 * The first version of the header had 16 bits for each; in later ones, a picture stored from top to bottom has a
 * negative height.
 */
function bmpSize(head: Buffer): ImageSize {
  const isFirstForm = head.readUInt32LE(14) === 12;
  if (isFirstForm) return { width: head.readUInt16LE(18), height: head.readUInt16LE(20) };
  return { width: Math.abs(head.readInt32LE(18)), height: Math.abs(head.readInt32LE(22)) };
}

/** RFC 9649: lossy, lossless, and the extended format, whose frames lie within its canvas. */
function webpSize(form: string, head: Buffer): ImageSize | null {
  switch (form) {
    case 'VP8 ': {
      if (head.readUIntBE(23, 3) !== 0x9d012a) return null;
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    }
    case 'VP8L': {
      if (head.readUInt8(20) !== 0x2f) return null;
      const bits = head.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
    default:
      return null;
  }
}

/** Walks through the segments to the frame header (SOF0 to SOF15 except DHT, JPG and DAC), however long they are. */
async function jpegSize(read: ReadAt): Promise<ImageSize | null> {
  let at = 2;
  for (let segments = 0; segments < MOST_PARTS; segments += 1) {
    const head = await read(at, 9);
    if (head.readUInt8(0) !== 0xff) return null;
    const marker = head.readUInt8(1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: head.readUInt16BE(5), width: head.readUInt16BE(7) };
    if (marker === 0xda || marker === 0xd9) return null;
    // Any number of fill bytes may precede a marker.
    at += marker === 0xff ? 1 : 2 + head.readUInt16BE(2);
  }
  return null;
}

/** The logical screen, or the first frame if that reaches beyond it: browsers then enlarge the screen. */
async function gifSize(read: ReadAt): Promise<ImageSize | null> {
  const head = await read(0, 13);
  const [screenWidth, screenHeight] = [head.readUInt16LE(6), head.readUInt16LE(8)];
  let at = 13 + colorTableBytes(head.readUInt8(10));
  let isInExtension = false;
  for (let parts = 0; parts < MOST_PARTS; parts += 1) {
    const part = await read(at, 9);
    const first = part.readUInt8(0);
    if (isInExtension) {
      isInExtension = first !== 0;
      at += 1 + first;
    } else if (first === GIF_EXTENSION) {
      isInExtension = true;
      at += 2;
    } else if (first === GIF_FRAME) {
      const [left, top, width, height] = [1, 3, 5, 7].map((offset) => part.readUInt16LE(offset)) as Four;
      return { width: Math.max(screenWidth, left + width), height: Math.max(screenHeight, top + height) };
    } else return null;
  }
  return null;
}

type Four = [number, number, number, number];

/** Determined by the flags before it. */
function colorTableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}
