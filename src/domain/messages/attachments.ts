/**
 * What a file has to be to come in or to go out (docs/messages.md#files). Its kind is judged by what it
 * holds, never by its name or by what somebody calls it.
 */

export const ATTACHMENT_KINDS = ['image', 'voice', 'video', 'file'] as const;
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number];

/** `fetching`: not fetched from WeChat yet. `failed`: could not be fetched; it can be retried. */
export const ATTACHMENT_STATUSES = ['fetching', 'ready', 'failed'] as const;
export type AttachmentStatus = (typeof ATTACHMENT_STATUSES)[number];

/** Kinds that have a file of their own at WeChat. */
export type MediaKind = Exclude<AttachmentKind, 'file'>;

const MB = 1_048_576;

type UploadRule = { readonly bytes: number; readonly seconds?: number; readonly types: readonly string[] };

/** What operators may send. */
export const UPLOAD_RULES: Readonly<Record<MediaKind, UploadRule>> = {
  image: { bytes: 10 * MB, types: ['image/jpeg', 'image/png'] },
  voice: { bytes: 2 * MB, seconds: 60, types: ['audio/mpeg', 'audio/amr'] },
  video: { bytes: 10 * MB, types: ['video/mp4'] },
};

/** No upload is read further than this. */
export const LARGEST_UPLOAD_BYTES = Math.max(...Object.values(UPLOAD_RULES).map((rule) => rule.bytes));

/** WeChat's limit for the cover of a video or of music; the cover of a mini program is an image. */
const THUMB = { bytes: 64 * 1024, types: ['image/jpeg'] } as const;

/** No file of a contact is read further than this: more than WeChat lets them send. */
export const LARGEST_INBOUND_BYTES = 50 * MB;

/** What contacts' media may be; anything else is not what WeChat says that it is. */
const INBOUND_TYPES: Readonly<Record<MediaKind, readonly string[]>> = {
  image: [
    'image/jpeg',
    'image/png',
    'image/apng',
    'image/gif',
    'image/webp',
    'image/bmp',
    'image/heic',
    'image/heif',
    'image/avif',
  ],
  voice: [
    'audio/amr',
    'audio/amr-wb',
    'audio/mpeg',
    'audio/ogg',
    'audio/wav',
    'audio/x-m4a',
    'audio/mp4',
    'audio/speex',
  ],
  video: ['video/mp4', 'video/quicktime', 'video/3gpp', 'video/webm'],
};

/** What browsers show in place, and what cannot carry a script; all else is a download. */
const INLINE_TYPES: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/apng',
  'image/gif',
  'image/webp',
  'audio/mpeg',
  'audio/wav',
  'audio/ogg',
  'video/mp4',
  'video/webm',
]);

/** What is known of a file from its content. */
export type JudgedFile = {
  readonly contentType: string;
  readonly size: number;
  /** Of a voice; null: it cannot be told. */
  readonly durationMs: number | null;
  /** Of an image, in pixels; null: it cannot be told. */
  readonly picture?: { readonly width: number; readonly height: number } | null;
};

/** A browser needs four bytes for each pixel, however small the file is. */
const MOST_PIXELS = 50_000_000;

/**
 * Whether a picture would be too much for a browser: one of too many pixels, and one of a kind that is shown in place
 * whose file does not tell how many it has. False where nobody has looked (`picture` is undefined).
 */
export function isTooMuchToShow({ contentType, picture }: JudgedFile): boolean {
  if (picture === undefined) return false;
  if (picture === null) return contentType.startsWith('image/') && mayShowInline(contentType);
  return picture.width * picture.height > MOST_PIXELS;
}

export type UploadRefusal =
  | { readonly code: 'attachment_type_not_supported' }
  | { readonly code: 'attachment_too_large'; readonly limitBytes: number }
  | { readonly code: 'attachment_too_large'; readonly maxSeconds: number };

/** The kind that can be sent of this type; null: none. */
export function uploadKindOf(contentType: string): MediaKind | null {
  const kinds = ['image', 'voice', 'video'] as const;
  return kinds.find((kind) => UPLOAD_RULES[kind].types.includes(contentType)) ?? null;
}

/** Why WeChat would not take a file as a message of its kind; null: it does. */
export function judgeUpload(file: JudgedFile): UploadRefusal | null {
  const kind = uploadKindOf(file.contentType);
  if (kind === null || isTooMuchToShow(file)) return { code: 'attachment_type_not_supported' };
  const rule = UPLOAD_RULES[kind];
  if (file.size > rule.bytes) return { code: 'attachment_too_large', limitBytes: rule.bytes };
  if (rule.seconds === undefined) return null;
  // A voice whose frames cannot be read is not a voice.
  if (file.durationMs === null) return { code: 'attachment_type_not_supported' };
  return file.durationMs > rule.seconds * 1000
    ? { code: 'attachment_too_large', maxSeconds: rule.seconds }
    : null;
}

/** Why a file cannot stand in this place of a message; null: it can. */
export function judgeUse(use: MediaKind | 'thumb', file: JudgedFile): UploadRefusal | null {
  if (use === 'thumb') {
    if (!THUMB.types.some((type) => type === file.contentType))
      return { code: 'attachment_type_not_supported' };
    return file.size > THUMB.bytes ? { code: 'attachment_too_large', limitBytes: THUMB.bytes } : null;
  }
  if (uploadKindOf(file.contentType) !== use) return { code: 'attachment_type_not_supported' };
  return judgeUpload(file);
}

/** Whether what a contact's message of this kind brought is of its kind. */
export function isInboundType(kind: MediaKind, contentType: string): boolean {
  return INBOUND_TYPES[kind].includes(contentType);
}

/**
 * After how many ms a fetch that failed is made again, by the age of its order: half of it, so that a fault that lasts
 * costs ever fewer tries, but 2 s at least and 1 h at most.
 */
export function fetchRetryMs(ageMs: number): number {
  return Math.min(Math.max(2_000, Math.round(ageMs / 2)), 60 * 60_000);
}

export function mayShowInline(contentType: string): boolean {
  return INLINE_TYPES.has(contentType);
}
