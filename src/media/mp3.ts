/**
 * Used instead of `music-metadata`, which trusts the count in the encoder's tag, includes the silence that the encoder
 * has added (60 s become 60.05 s, which exceeds WeChat's limit), and estimates from the file size if the first frames
 * have one bit rate. The tests in test/media/judge-file.test.ts, "the length of an mp3", and
 * test/media/real-files.ci.soak.ts show this.
 *
 * The duration of MPEG audio (ISO 11172-3, 13818-3), found by walking through the frames, because bit rates may vary.
 */

const ID3_HEAD = 10;
const FRAME_HEAD = 4;
/** kbit/s by the index in the frame header. */
const RATES = {
  v1l1: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  v1l2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  v1l3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  v2l1: [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  v2l23: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;
const HERTZ = [44_100, 48_000, 32_000] as const;
/** The most bytes that are not a frame between frames or at the end: tags, padding. */
const MOST_JUNK_BYTES = 65_536;
const FEWEST_FRAMES = 2;

type Frame = {
  readonly bytes: number;
  readonly ms: number;
  readonly hertz: number;
  /** The offset of the encoder's tag, if this frame contains one instead of sound. */
  readonly noteAt: number;
};

/** The encoder's tag (LAME's, which others write too): its identifiers, and the offset of the padding it has added. */
const NOTES: ReadonlySet<string> = new Set(['Xing', 'Info']);
const NOTE_FIELDS = [4, 4, 100, 4] as const;
const ADDED_AT = 21;

/** The duration of the audible part in ms; null if no frames can be found. */
export function mp3DurationMs(bytes: Buffer): number | null {
  let at = afterId3(bytes);
  let ms = 0;
  let frames = 0;
  let junk = 0;
  while (at + FRAME_HEAD <= bytes.length) {
    const frame = frameAt(bytes, at);
    if (frame === null) {
      junk += 1;
      if (junk > MOST_JUNK_BYTES) return null;
      at += 1;
      continue;
    }
    const addedSamples = frames === 0 ? addedBy(bytes, at + frame.noteAt) : null;
    ms += addedSamples === null ? frame.ms : -(addedSamples / frame.hertz) * 1000;
    frames += 1;
    at += frame.bytes;
  }
  return frames < FEWEST_FRAMES ? null : Math.round(Math.max(0, ms));
}

/**
 * How many samples of silence the encoder has added at both ends, according to its tag in the first frame, which is not
 * audible either; null if that frame contains sound. Without this, a voice message of 60 s would count as 60.06 s.
 */
function addedBy(bytes: Buffer, noteAt: number): number | null {
  if (!NOTES.has(bytes.toString('latin1', noteAt, noteAt + 4))) return null;
  const flags = bytes[noteAt + 7] ?? 0;
  const lengths = NOTE_FIELDS.map((length, bit) => ((flags >> bit) & 1 ? length : 0));
  const added = noteAt + 8 + lengths.reduce<number>((sum, length) => sum + length, 0) + ADDED_AT;
  if (added + 3 > bytes.length) return 0;
  const both = bytes.readUIntBE(added, 3);
  return (both >> 12) + (both & 0xfff);
}

/** The offset after the tags at the beginning; their length is stored in four times seven bits. */
function afterId3(bytes: Buffer): number {
  let at = 0;
  while (bytes.toString('latin1', at, at + 3) === 'ID3' && at + ID3_HEAD <= bytes.length) {
    const size = [6, 7, 8, 9].reduce((sum, index) => (sum << 7) | ((bytes[at + index] ?? 0) & 0x7f), 0);
    at += ID3_HEAD + size;
  }
  return at;
}

function frameAt(bytes: Buffer, at: number): Frame | null {
  const head = bytes.readUInt32BE(at);
  if (head >>> 21 !== 0x7ff) return null;
  const version = (head >>> 19) & 3;
  const layer = 4 - ((head >>> 17) & 3);
  const rateIndex = (head >>> 12) & 15;
  const hertzBase = HERTZ[((head >>> 10) & 3) as 0 | 1 | 2];
  const padding = (head >>> 9) & 1;
  if (version === 1 || layer === 4 || hertzBase === undefined) return null;
  const isV1 = version === 3;
  const kbits = ratesOf(isV1, layer)[rateIndex];
  if (kbits === undefined || kbits === 0) return null;
  const hertz = isV1 ? hertzBase : version === 2 ? hertzBase / 2 : hertzBase / 4;
  const samples = layer === 1 ? 384 : layer === 3 && !isV1 ? 576 : 1152;
  const slot = layer === 1 ? 4 : 1;
  const slots = Math.floor((samples / 8 / slot) * ((kbits * 1000) / hertz)) + padding;
  const isMono = ((head >>> 6) & 3) === 3;
  const sideBytes = isV1 ? (isMono ? 17 : 32) : isMono ? 9 : 17;
  return {
    bytes: slots * slot,
    ms: (samples / hertz) * 1000,
    hertz,
    noteAt: FRAME_HEAD + sideBytes,
  };
}

function ratesOf(isV1: boolean, layer: number): readonly number[] {
  if (!isV1) return layer === 1 ? RATES.v2l1 : RATES.v2l23;
  return layer === 1 ? RATES.v1l1 : layer === 2 ? RATES.v1l2 : RATES.v1l3;
}
