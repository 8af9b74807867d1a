/** Width and height of a picture as its file tells them, without decoding it. */
export type ImageSize = { readonly width: number; readonly height: number };

/** Reads so many bytes of a file; fewer at its end. */
export type ReadAt = (at: number, length: number) => Promise<Buffer>;

/** Enough for the fixed heads. */
const HEAD_BYTES = 32;
/** A camera writes some ten; a file of nothing but segments is none that is worth reading. */
const MOST_JPEG_SEGMENTS = 1_000;

/** Null where the file does not tell, or tells nonsense. Kinds that are never shown in place (heic, avif) are not read. */
export async function imageSizeOf(contentType: string, read: ReadAt): Promise<ImageSize | null> {
  // Beyond the end of a file there are zeros: a size that is cut off is none.
  const readWhole = async (at: number, length: number): Promise<Buffer> =>
    Buffer.concat([await read(at, length)], length);
  const isJpeg = contentType === 'image/jpeg';
  const size = isJpeg ? await jpegSize(readWhole) : fixedSize(await readWhole(0, HEAD_BYTES));
  return size === null || size.width === 0 || size.height === 0 ? null : size;
}

/** Of the kinds that have it at a fixed place. */
function fixedSize(head: Buffer): ImageSize | null {
  const text = (from: number, to: number): string => head.toString('latin1', from, to);
  if (text(12, 16) === 'IHDR') return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
  if (text(0, 3) === 'GIF') return { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
  if (text(0, 2) === 'BM') return bmpSize(head);
  return text(8, 12) === 'WEBP' ? webpSize(text(12, 16), head) : null;
}

/** The first form of its head had 16 bits for each; in later ones a picture from top to bottom has a height below 0. */
function bmpSize(head: Buffer): ImageSize {
  const isFirstForm = head.readUInt32LE(14) === 12;
  if (isFirstForm) return { width: head.readUInt16LE(18), height: head.readUInt16LE(20) };
  return { width: Math.abs(head.readInt32LE(18)), height: Math.abs(head.readInt32LE(22)) };
}

/** RFC 9649: lossy, lossless, and the extended form, whose frames lie within its canvas. */
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

/** Walks through the segments to the frame's own (SOF0 to SOF15 but for DHT, JPG and DAC), however long they are. */
async function jpegSize(read: ReadAt): Promise<ImageSize | null> {
  let at = 2;
  for (let segments = 0; segments < MOST_JPEG_SEGMENTS; segments += 1) {
    const head = await read(at, 9);
    if (head.readUInt8(0) !== 0xff) return null;
    const marker = head.readUInt8(1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: head.readUInt16BE(5), width: head.readUInt16BE(7) };
    if (marker === 0xda || marker === 0xd9) return null;
    // Any number of such bytes may stand before a marker.
    at += marker === 0xff ? 1 : 2 + head.readUInt16BE(2);
  }
  return null;
}
