import { mayShowInline } from '../../domain/messages/attachments';
import type { MediaStore } from '../../media/media-store';
import type { Attachment } from '../../store/files/attachment-rows';
import { formatBytes } from '../../words/format-bytes';
import type { TranscriptWords } from './words';

/** Larger pictures are named with their size. Most of what people send through WeChat is far below. */
const LARGEST_PICTURE_BYTES = 2 * 1024 * 1024;
/** Of all pictures in one file; base64 makes a third more of it. */
const LARGEST_PICTURES_BYTES = 50 * 1024 * 1024;

/** The picture of a message: in the file, or why it is not. */
export type Picture =
  | { readonly type: 'inlined'; readonly address: string; readonly alt: string }
  | { readonly type: 'leftOut'; readonly line: string };

/**
 * Reads pictures for one file as `data:` URIs, until it has enough of them. A form that cannot show any (`isShown` is
 * false) names all of them.
 */
export function createPictures(
  mediaStore: Pick<MediaStore, 'open'>,
  { t, language }: TranscriptWords,
  { isShown }: { readonly isShown: boolean },
) {
  let left = LARGEST_PICTURES_BYTES;
  /** Null: the message has no picture, or it has not arrived. */
  return async (attachment: Attachment | null): Promise<Picture | null> => {
    if (attachment === null || attachment.kind !== 'image') return null;
    const { sha256, contentType, size, name } = attachment;
    if (attachment.status !== 'ready' || sha256 === null || contentType === null || size === null)
      return null;
    const alt = name ?? t('messageTypes.image');
    const shownSize = formatBytes(size, language);
    if (!isShown) return { type: 'leftOut', line: t('transcript.file', { name: alt, size: shownSize }) };
    const isFit = contentType.startsWith('image/') && mayShowInline(contentType);
    if (!isFit || size > Math.min(LARGEST_PICTURE_BYTES, left)) {
      const line = t('transcript.pictureLeftOut', { name: alt, size: shownSize });
      return { type: 'leftOut', line };
    }
    const bytes = await read(mediaStore, sha256);
    // It was removed, or the bucket is away: the words of the conversation matter more.
    if (bytes === null) return { type: 'leftOut', line: t('content.notShown') };
    left -= size;
    return { type: 'inlined', address: `data:${contentType};base64,${bytes.toString('base64')}`, alt };
  };
}

/** Null: it cannot be read. */
async function read(mediaStore: Pick<MediaStore, 'open'>, sha256: string): Promise<Buffer | null> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of await mediaStore.open(sha256)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch {
    return null;
  }
}
