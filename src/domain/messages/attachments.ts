/**
 * Which files can be received and sent (docs/messages.md#files). The kind of a file is determined from its content,
 * never from its name or a declared type.
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

/** Which files operators may send. */
export const UPLOAD_RULES: Readonly<Record<MediaKind, UploadRule>> = {
  image: { bytes: 10 * MB, types: ['image/jpeg', 'image/png'] },
  voice: { bytes: 2 * MB, seconds: 60, types: ['audio/mpeg', 'audio/amr'] },
  video: { bytes: 10 * MB, types: ['video/mp4'] },
};

/** Uploads are read up to this size. */
export const LARGEST_UPLOAD_BYTES = Math.max(...Object.values(UPLOAD_RULES).map((rule) => rule.bytes));

/** WeChat's limit for the cover of a video or of music; the cover of a mini program is an image. */
const THUMB = { bytes: 64 * 1024, types: ['image/jpeg'] } as const;

/** Contacts' files are read up to this size, which is more than WeChat lets them send. */
export const LARGEST_INBOUND_BYTES = 50 * MB;

/** The types that contacts' media can have; a file of any other type is not what WeChat says it is. */
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

/** Types that browsers show in place and that cannot carry a script; everything else is a download. */
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

/** What is known about a file from its content. */
export type JudgedFile = {
  readonly contentType: string;
  readonly size: number;
  /** For voice messages; null: unknown. */
  readonly durationMs: number | null;
  /** For images, in pixels; null: unknown. */
  readonly picture?: { readonly width: number; readonly height: number } | null;
};

/** A browser needs four bytes for each pixel, however small the file is. */
const MOST_PIXELS = 50_000_000;

/**
 * Whether a picture is too large for a browser: it has too many pixels, or it would be shown in place and its number of
 * pixels is unknown. False if the pixels were not counted (`picture` is undefined).
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

/** The kind of message that can carry a file of this type; null: none. */
export function uploadKindOf(contentType: string): MediaKind | null {
  const kinds = ['image', 'voice', 'video'] as const;
  return kinds.find((kind) => UPLOAD_RULES[kind].types.includes(contentType)) ?? null;
}

/** Why WeChat would not accept a file as a message of its kind; null: it accepts it. */
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

/** Why a file cannot be used for this part of a message; null: it can. */
export function judgeUse(use: MediaKind | 'thumb', file: JudgedFile): UploadRefusal | null {
  if (use === 'thumb') {
    if (!THUMB.types.some((type) => type === file.contentType))
      return { code: 'attachment_type_not_supported' };
    return file.size > THUMB.bytes ? { code: 'attachment_too_large', limitBytes: THUMB.bytes } : null;
  }
  if (uploadKindOf(file.contentType) !== use) return { code: 'attachment_type_not_supported' };
  return judgeUpload(file);
}

/** Whether a contact's message of this kind can hold a file of this type. */
export function isInboundType(kind: MediaKind, contentType: string): boolean {
  return INBOUND_TYPES[kind].includes(contentType);
}

/**
 * After how many ms a failed fetch is retried: half the time since it was requested, so retries become rarer while a
 * fault lasts, but at least 2 s and at most 1 h.
 */
export function fetchRetryMs(ageMs: number): number {
  return Math.min(Math.max(2_000, Math.round(ageMs / 2)), 60 * 60_000);
}

/** Whether browsers may show a file of this type in place. Otherwise it is a download. */
export function mayShowInline(contentType: string): boolean {
  return INLINE_TYPES.has(contentType);
}
