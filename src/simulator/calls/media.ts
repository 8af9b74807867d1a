import { randomBytes } from 'node:crypto';
import type { Account } from '../accounts';
import type { Clock } from '../clock';
import { PlatformError } from './errcodes';
import { checkMedia, formatOf, MEDIA_KINDS, type MediaKind } from './media-kinds';

const LIFE_MS = 3 * 86_400_000;
/** The most that is kept in memory in total; the oldest are dropped first. */
const KEPT_BYTES = 256 * 1_048_576;

/** One temporary material. `contentType` and `fileName` are what `media/get` answers. */
export type StoredMedia = {
  readonly mediaId: string;
  readonly appId: string;
  readonly kind: MediaKind;
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly fileName: string;
  readonly createdAt: number;
  expiresAt: number;
};

export type Media = ReturnType<typeof createMedia>;

/**
 * Stores what accounts upload and contacts send; each piece expires after three days (docs "Get temporary material").
 */
export function createMedia(clock: Clock) {
  const byId = new Map<string, StoredMedia>();
  let totalBytes = 0;

  function put(
    appId: string,
    kind: MediaKind,
    bytes: Buffer,
    format: { extension: string; contentType: string },
  ): StoredMedia {
    const mediaId = randomBytes(48).toString('base64url');
    const createdAt = clock();
    const entry = {
      mediaId,
      appId,
      kind,
      bytes,
      contentType: format.contentType,
      fileName: `${mediaId}.${format.extension}`,
      createdAt,
      expiresAt: createdAt + LIFE_MS,
    };
    byId.set(mediaId, entry);
    totalBytes += bytes.length;
    for (const oldest of byId.values()) {
      if (totalBytes <= KEPT_BYTES) break;
      byId.delete(oldest.mediaId);
      totalBytes -= oldest.bytes.length;
    }
    return entry;
  }

  /** A material of this account; 40007 if the id is unknown, belongs to another account, or has expired. */
  function find(appId: string, mediaId: string): StoredMedia {
    const entry = byId.get(mediaId);
    if (entry === undefined || entry.appId !== appId || clock() >= entry.expiresAt)
      throw new PlatformError(40007);
    return entry;
  }

  /**
   * `media/upload`: 40004 for an unknown type, 41005 without a file, otherwise as `checkMedia`. The answer has no
   * errcode, `created_at` is in seconds, and for a thumb the id is in `thumb_media_id`.
   */
  async function upload(
    account: Account,
    type: string | undefined,
    body: Buffer,
    contentType: string,
  ): Promise<Record<string, unknown>> {
    const kind = MEDIA_KINDS.find((known) => known === type);
    // Mini programs send pictures only.
    const isOfMiniProgram = account.kind === 'mini_program';
    if (kind === undefined || (isOfMiniProgram && kind !== 'image')) throw new PlatformError(40004);
    const file = await fileOf(body, contentType);
    const entry = put(account.appId, kind, file, checkMedia(kind, file));
    const key = kind === 'thumb' ? 'thumb_media_id' : 'media_id';
    return { type: kind, [key]: entry.mediaId, created_at: Math.floor(entry.createdAt / 1000) };
  }

  /** Stores what a contact sends: any bytes, even those that WeChat would refuse to upload. */
  function addFromContact(appId: string, kind: 'image' | 'voice' | 'video', bytes: Buffer): StoredMedia {
    return put(
      appId,
      kind,
      bytes,
      formatOf(bytes) ?? { extension: 'bin', contentType: 'application/octet-stream' },
    );
  }

  return {
    find,
    upload,
    addFromContact,
    /** A material by its id alone, for the addresses that need no token (a picture's PicUrl, a video's own). */
    findPublic: (mediaId: string): StoredMedia | undefined => {
      const entry = byId.get(mediaId);
      return entry !== undefined && clock() < entry.expiresAt ? entry : undefined;
    },
    /** Expires one material, or all of them, now. */
    expire(mediaId?: string): void {
      for (const entry of byId.values())
        if (mediaId === undefined || entry.mediaId === mediaId) entry.expiresAt = clock();
    },
  };
}

async function fileOf(body: Buffer, contentType: string): Promise<Buffer> {
  if (!contentType.startsWith('multipart/form-data')) throw new PlatformError(41005);
  try {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData();
    const part = form.get('media');
    if (part !== null && typeof part !== 'string') return Buffer.from(await part.arrayBuffer());
  } catch {
    // A body that is not a multipart form contains no file: the same refusal.
  }
  throw new PlatformError(41005);
}
