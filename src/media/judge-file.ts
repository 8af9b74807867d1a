import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type/node';
import type { JudgedFile } from '../domain/attachments';
import { amrDurationMs, isAmr } from './amr';
import { type ImageSize, imageSizeOf } from './image-size';
import { mp3DurationMs } from './mp3';

export type FileFacts = JudgedFile & { readonly extension: string; readonly picture: ImageSize | null };

/** Enough for the heads of all kinds; pictures from cameras carry up to 64 kB before their size. */
const HEAD_BYTES = 128 * 1024;
/** A voice is read whole, up to WeChat's limit: its length is in its frames. */
const LARGEST_VOICE_BYTES = 2 * 1_048_576;

/** What a file is, by its content; null where it is nothing that we know. */
export async function judgeFile(path: string): Promise<FileFacts | null> {
  const found = await fileTypeFromFile(path);
  if (found === undefined) return null;
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const read = async (most: number): Promise<Buffer> => {
      const buffer = Buffer.alloc(Math.min(size, most));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead);
    };
    const { mime: contentType, ext: extension } = found;
    if (contentType === 'audio/amr' || contentType === 'audio/mpeg') {
      const isWhole = size <= LARGEST_VOICE_BYTES;
      const bytes = await read(isWhole ? size : HEAD_BYTES);
      // The wide-band form has the same first letters, and WeChat does not take it.
      if (contentType === 'audio/amr' && !isAmr(bytes)) {
        return { contentType: 'audio/amr-wb', size, durationMs: null, extension, picture: null };
      }
      const measure = contentType === 'audio/amr' ? amrDurationMs : mp3DurationMs;
      return { contentType, size, durationMs: isWhole ? measure(bytes) : null, extension, picture: null };
    }
    const picture = contentType.startsWith('image/')
      ? imageSizeOf(contentType, await read(HEAD_BYTES))
      : null;
    return { contentType, size, durationMs: null, extension, picture };
  } finally {
    await handle.close();
  }
}
