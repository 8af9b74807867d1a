import { PlatformError } from './errcodes';

/** The kinds of temporary material (docs "Add temporary material"). */
export const MEDIA_KINDS = ['image', 'voice', 'video', 'thumb'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** A file's format, judged by its first bytes. */
export type MediaFormat = { readonly extension: string; readonly contentType: string };

const PNG: MediaFormat = { extension: 'png', contentType: 'image/png' };
const JPEG: MediaFormat = { extension: 'jpg', contentType: 'image/jpeg' };
const GIF: MediaFormat = { extension: 'gif', contentType: 'image/gif' };
const AMR: MediaFormat = { extension: 'amr', contentType: 'audio/amr' };
const MP3: MediaFormat = { extension: 'mp3', contentType: 'audio/mpeg' };
const MP4: MediaFormat = { extension: 'mp4', contentType: 'video/mp4' };

const MB = 1_048_576;
const RULES: Readonly<
  Record<MediaKind, { bytes: number; tooBig: number; wrong: number; formats: readonly MediaFormat[] }>
> = {
  image: { bytes: 10 * MB, tooBig: 40009, wrong: 40137, formats: [PNG, JPEG, GIF] },
  voice: { bytes: 2 * MB, tooBig: 40010, wrong: 40005, formats: [AMR, MP3] },
  video: { bytes: 10 * MB, tooBig: 40011, wrong: 40005, formats: [MP4] },
  thumb: { bytes: 64 * 1024, tooBig: 40012, wrong: 40005, formats: [JPEG] },
};

const VOICE_SECONDS = 60;
/** Bytes of one 20 ms AMR-NB frame, with its header, by frame type (3GPP TS 26.101). */
const AMR_FRAME_BYTES = [13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1] as const;

/**
 * The format of a file to upload. Refusals: 44001 empty; too big 40009 (image over 10 MB), 40010 (voice, 2 MB),
 * 40011 (video, 10 MB), 40012 (thumb, 64 KB); 40137 or 40005 another format; 45007 an AMR voice over 60 s.
 */
export function checkMedia(kind: MediaKind, bytes: Buffer): MediaFormat {
  const rule = RULES[kind];
  if (bytes.length === 0) throw new PlatformError(44001);
  if (bytes.length > rule.bytes) throw new PlatformError(rule.tooBig);
  const format = formatOf(bytes);
  if (format === null || !rule.formats.includes(format)) throw new PlatformError(rule.wrong);
  if (format === AMR && amrSeconds(bytes) > VOICE_SECONDS) throw new PlatformError(45007);
  return format;
}

/** The format of these bytes, or null if WeChat does not accept it. */
export function formatOf(bytes: Buffer): MediaFormat | null {
  const head = bytes.subarray(0, 12).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return PNG;
  if (head.startsWith('\xff\xd8\xff')) return JPEG;
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return GIF;
  if (head.startsWith('#!AMR\n')) return AMR;
  if (head.startsWith('ID3') || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0)) return MP3;
  if (head.slice(4, 8) === 'ftyp') return MP4;
  return null;
}

function amrSeconds(bytes: Buffer): number {
  let frames = 0;
  for (let at = 6; at < bytes.length; frames += 1) at += AMR_FRAME_BYTES[((bytes[at] ?? 0) >> 3) & 15] ?? 1;
  return frames * 0.02;
}

/** A tiny file of a kind, for a contact who sends a picture, voice message or video without a file. */
export function sampleMedia(kind: 'image' | 'voice' | 'video'): Buffer {
  switch (kind) {
    case 'image':
      return Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      );
    case 'voice':
      // One second of empty frames of the lowest mode.
      return Buffer.concat([
        Buffer.from('#!AMR\n'),
        ...Array.from({ length: 50 }, () => Buffer.from([0x04, ...Array(12).fill(0)])),
      ]);
    case 'video':
      return Buffer.concat([
        Buffer.from([0, 0, 0, 24]),
        Buffer.from('ftypmp42'),
        Buffer.from([0, 0, 0, 0]),
        Buffer.from('mp42isom'),
        Buffer.from([0, 0, 0, 8]),
        Buffer.from('mdat'),
      ]);
    default:
      return kind satisfies never;
  }
}
