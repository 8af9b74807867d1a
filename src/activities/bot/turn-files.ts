import { setTimeout as sleep } from 'node:timers/promises';
import type { MediaStore } from '../../media/media-store';
import type { Attachment } from '../../store/files/attachment-rows';
import type { Attachments } from '../../store/files/attachments';

export type TurnFilesDeps = {
  readonly attachments: Pick<Attachments, 'find'>;
  readonly mediaStore: Pick<MediaStore, 'open'>;
};

/** A contact's file as a bot gets it: a voice message in its playable form. */
export type TurnFile = { readonly bytes: Buffer; readonly mediaType: string; readonly fileName: string };

/** A contact's file is fetched from WeChat while the turn already begins: most are there within a second. */
const LONGEST_WAIT_MS = 20_000;
const LOOK_EVERY_MS = 250;
/** What an endpoint is sent at most. */
const MOST_BYTES = 10 * 1_048_576;

/**
 * Reads a contact's file, once it has been fetched. Null: it cannot be had, not yet after 20 s, or is too large.
 *
 * @throws the reason of `signal`
 */
export async function readTurnFile(
  { attachments, mediaStore }: TurnFilesDeps,
  attachmentId: string,
  signal: AbortSignal,
): Promise<TurnFile | null> {
  const until = Date.now() + LONGEST_WAIT_MS;
  for (;;) {
    const found = await attachments.find(attachmentId);
    if (found === null || found.status === 'failed') return null;
    const content = contentOf(found);
    if (content !== null) return content.size > MOST_BYTES ? null : read(mediaStore, content);
    if (Date.now() >= until) return null;
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

type Content = {
  readonly sha256: string;
  readonly mediaType: string;
  readonly size: number;
  readonly fileName: string;
};

function contentOf({ status, sha256, contentType, size, playable, name, kind }: Attachment): Content | null {
  if (status !== 'ready') return null;
  if (playable !== null) {
    const { sha256: hash, contentType: mediaType, size: length } = playable;
    return { sha256: hash, mediaType, size: length, fileName: 'voice.wav' };
  }
  if (sha256 === null || contentType === null || size === null) return null;
  return { sha256, mediaType: contentType, size, fileName: name ?? kind };
}

async function read(mediaStore: Pick<MediaStore, 'open'>, content: Content): Promise<TurnFile> {
  const chunks: Buffer[] = [];
  for await (const chunk of await mediaStore.open(content.sha256)) chunks.push(chunk as Buffer);
  return { bytes: Buffer.concat(chunks), mediaType: content.mediaType, fileName: content.fileName };
}
