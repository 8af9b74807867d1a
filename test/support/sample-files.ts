/** Real files of each format: made by small generators, and by the AMR codec for audible voices. */
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';

/** CRC-32 as PNG has it. */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A grey picture of noise; no two are alike. */
export function png(width = 8, height = 4): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const rows = Array.from({ length: height }, () => Buffer.concat([Buffer.from([0]), randomBytes(width)]));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A grey baseline picture of 8 by 8, with one block and the smallest tables; a comment makes each another one. */
export function jpeg(): Buffer {
  const segment = (marker: number, data: readonly number[]): number[] => {
    const length = data.length + 2;
    return [0xff, marker, length >> 8, length & 0xff, ...data];
  };
  const oneCode = [1, ...Array<number>(15).fill(0), 0];
  return Buffer.from([
    0xff,
    0xd8,
    ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...segment(0xfe, [...randomBytes(16)]),
    ...segment(0xdb, [0, ...Array<number>(64).fill(1)]),
    ...segment(0xc0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
    ...segment(0xc4, [0x00, ...oneCode]),
    ...segment(0xc4, [0x10, ...oneCode]),
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
    0x3f,
    0xff,
    0xd9,
  ]);
}

/** One white dot. */
export function gif(): Buffer {
  return Buffer.from('R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=', 'base64');
}

/** Silence: frames of MPEG 1, layer III, 128 kbit/s, 44.1 kHz. */
export function mp3(seconds: number): Buffer {
  const frame = Buffer.alloc(417);
  frame.writeUInt32BE(0xfffb9000);
  return Buffer.concat(Array<Buffer>(Math.floor((seconds * 44_100) / 1152)).fill(frame));
}

/** Silence: AMR frames of 12.2 kbit/s. */
export function amr(seconds: number): Buffer {
  const frame = Buffer.alloc(32);
  frame[0] = 0x3c;
  return Buffer.concat([Buffer.from('#!AMR\n'), ...Array<Buffer>(Math.round(seconds * 50)).fill(frame)]);
}

/** An audible tone, encoded as WeChat does it. */
export function amrTone(seconds: number, hertz = 440): Buffer {
  const samples = Float32Array.from(
    { length: seconds * 8000 },
    (_, at) => 0.5 * Math.sin((2 * Math.PI * hertz * at) / 8000),
  );
  const codec = createRequire(__filename)('amr-js/library/amrnb.js') as {
    encode(pcm: Float32Array, rate: number, mode: number): Uint8Array;
  };
  return Buffer.from(codec.encode(samples, 8000, 7));
}

/** The boxes of a film without pictures, filled with noise up to `bytes`. */
export function mp4(bytes = 2_000): Buffer {
  const box = (type: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length + 8);
    return Buffer.concat([length, Buffer.from(type, 'latin1'), data]);
  };
  const brand = box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2mp41', 'latin1'));
  const moov = box('moov', box('mvhd', Buffer.alloc(100)));
  return Buffer.concat([brand, moov, box('mdat', randomBytes(bytes - brand.length - moov.length - 8))]);
}

/** A file of exactly `bytes` bytes that begins like `head`. */
export function padded(head: Buffer, bytes: number): Buffer {
  return Buffer.concat([head, Buffer.alloc(bytes - head.length)]);
}
