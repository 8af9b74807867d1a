/**
 * Written here because `music-metadata` does not support AMR (tests of the lengths: test/media/judge-file.test.ts).
 *
 * AMR narrow band, the format of WeChat's voice messages (RFC 4867, section 5; 3GPP TS 26.101).
 */

const HEADER = Buffer.from('#!AMR\n');
const FRAME_MS = 20;
/** Bytes of a frame with its header, by the mode in bits 3 to 6; undefined: not a speech mode. */
const FRAME_BYTES: readonly (number | undefined)[] = [
  13,
  14,
  16,
  18,
  20,
  21,
  27,
  32,
  6,
  undefined,
  undefined,
  undefined,
  undefined,
  undefined,
  undefined,
  1,
];

export function isAmr(bytes: Buffer): boolean {
  return bytes.subarray(0, HEADER.length).equals(HEADER);
}

/** The duration in ms, counted in frames; null if it is not AMR or its frames make no sense. */
export function amrDurationMs(bytes: Buffer): number | null {
  if (!isAmr(bytes)) return null;
  let frames = 0;
  let at = HEADER.length;
  while (at < bytes.length) {
    const length = FRAME_BYTES[((bytes[at] ?? 0) >> 3) & 0x0f];
    if (length === undefined) return null;
    at += length;
    // A truncated last frame is not played.
    if (at <= bytes.length) frames += 1;
  }
  return frames === 0 ? null : frames * FRAME_MS;
}
