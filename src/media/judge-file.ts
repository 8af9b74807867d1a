import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type/node';
import type { JudgedFile } from '../domain/messages/attachments';
import { errorCode } from '../platform/errors';
import { amrDurationMs, isAmr } from './amr';
import { type ImageSize, imageSizeOf } from './image-size';
import { mp3DurationMs } from './mp3';

export type FileFacts = JudgedFile & { readonly extension: string; readonly picture: ImageSize | null };

/** How much is read of a voice message that is too long to be read whole. */
const HEAD_BYTES = 4_096;
/** Voice messages up to WeChat's limit are read whole: their duration is in their frames. */
const LARGEST_VOICE_BYTES = 2 * 1_048_576;

/** Types that are only other names: Apple's variant of mp4, which other programs can read. */
const MP4_BRANDS: ReadonlySet<string> = new Set(['video/x-m4v']);

/** Identifies a file by its content; null if it is of no known type. */
export async function judgeFile(path: string): Promise<FileFacts | null> {
  const found = await fileTypeFromFile(path);
  if (found === undefined) return null;
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const read = async (at: number, length: number): Promise<Buffer> => {
      const buffer = Buffer.alloc(Math.max(0, Math.min(size - at, length)));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      return buffer.subarray(0, bytesRead);
    };
    const { mime: contentType, ext: extension } = found;
    if (contentType === 'audio/amr' || contentType === 'audio/mpeg') {
      const isWhole = size <= LARGEST_VOICE_BYTES;
      const bytes = await read(0, isWhole ? size : HEAD_BYTES);
      // The wide-band format begins with the same letters, and WeChat does not accept it.
      if (contentType === 'audio/amr' && !isAmr(bytes)) {
        return { contentType: 'audio/amr-wb', size, durationMs: null, extension, picture: null };
      }
      const measure = contentType === 'audio/amr' ? amrDurationMs : mp3DurationMs;
      return { contentType, size, durationMs: isWhole ? measure(bytes) : null, extension, picture: null };
    }
    if (MP4_BRANDS.has(contentType)) {
      return { contentType: 'video/mp4', size, durationMs: null, extension: 'mp4', picture: null };
    }
    const picture = contentType.startsWith('image/') ? await imageSizeOf(contentType, read) : null;
    return { contentType, size, durationMs: null, extension, picture };
  } finally {
    await handle.close();
  }
}

/** Enough to distinguish a text from an image or audio. */
const TEXT_BYTES = 512;

/** Whether a file is readable text: a page or a note from something that answered instead of WeChat. */
export async function isText(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(TEXT_BYTES), 0, TEXT_BYTES, 0);
    // With `stream`, a character cut off at the end is ignored.
    const head = new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead), {
      stream: true,
    });
    return !/[^\P{Cc}\t\n\f\r]/u.test(head);
  } catch (error) {
    // The class of the error differs between realms (tests, worker threads); its code does not.
    if (errorCode(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') return false;
    throw error;
  } finally {
    await handle.close();
  }
}
