/** Width and height of a picture out of the first bytes of its file, without decoding it. */
export type ImageSize = { readonly width: number; readonly height: number };

/** Null where the head does not tell. */
export function imageSizeOf(contentType: string, head: Buffer): ImageSize | null {
  try {
    switch (contentType) {
      case 'image/png':
        return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
      case 'image/gif':
        return { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
      case 'image/jpeg':
        return jpegSize(head);
      default:
        return null;
    }
  } catch {
    // Shorter than its own head: the size stays unknown.
    return null;
  }
}

/** Walks through the segments to the frame's own (SOF0 to SOF15 but for DHT, JPG and DAC). */
function jpegSize(head: Buffer): ImageSize | null {
  let at = 2;
  for (;;) {
    if (head.readUInt8(at) !== 0xff) return null;
    const marker = head.readUInt8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7) };
    if (marker === 0xda || marker === 0xd9) return null;
    at += 2 + head.readUInt16BE(at + 2);
  }
}
