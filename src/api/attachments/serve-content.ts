import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { mayShowInline } from '../../domain/messages/attachments';
import type { ByteRange } from '../../media/disk';
import type { MediaStore } from '../../media/media-store';
import { toFileName } from '../present/file-name';
import { ApiError } from '../problems';

/** A file in the media store, and the name to give it. */
export type Content = {
  readonly sha256: string;
  readonly contentType: string;
  readonly size: number;
  readonly name: string;
};

/** Even content that is shown inline may not run or load anything, or access our origin. */
const POLICY = "sandbox; default-src 'none'";

/**
 * Answers with a file: all of it, a part (RFC 9110, 14), or nothing if the caller already has it. It is shown inline
 * only if its type cannot contain a script; everything else is a download.
 */
export async function serveContent(
  mediaStore: Pick<MediaStore, 'open'>,
  content: Content,
  request: Request,
  response: Response,
): Promise<void> {
  const { sha256, contentType, size, name } = content;
  const etag = `"${sha256}"`;
  const isInline = mayShowInline(contentType);
  response.set({
    ETag: etag,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-cache',
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Content-Disposition': `${isInline ? 'inline' : 'attachment'}; ${toFileName(name)}`,
    'Content-Type': isInline ? contentType : 'application/octet-stream',
  });
  if (isKnown(request, etag)) return void response.status(304).end();
  const range = rangeOf(request, size, etag);
  if (range === 'unsatisfiable') {
    response.set('Content-Range', `bytes */${size}`).removeHeader('Content-Disposition');
    return void response.status(416).end();
  }
  if (range !== null) response.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${size}`);
  response.set('Content-Length', String(range === null ? size : range.end - range.start + 1));
  if (request.method === 'HEAD') return void response.end();
  const body = await mediaStore.open(sha256, range ?? undefined).catch((cause: unknown) => {
    throw new ApiError('unavailable', {}, { detail: 'The file is not in the media store.', cause });
  });
  // The caller may disconnect at any time: players do so to ask for another part.
  await pipeline(body, response).catch(() => response.destroy());
}

/** A file's content never changes, so its hash is enough, whatever `Cache-Control` the caller sends. */
function isKnown(request: Request, etag: string): boolean {
  const known = request.get('If-None-Match')?.split(',') ?? [];
  return known.some((one) => one.trim().replace(/^W\//, '') === etag);
}

/** The requested part; null: the whole file, also if several parts or nonsense are requested. */
function rangeOf(request: Request, size: number, etag: string): ByteRange | 'unsatisfiable' | null {
  const condition = request.get('If-Range');
  if (condition !== undefined && condition !== etag) return null;
  const ranges = request.range(size);
  if (ranges === undefined || ranges === -2) return null;
  if (ranges === -1) return 'unsatisfiable';
  const [first] = ranges;
  return ranges.type !== 'bytes' || ranges.length !== 1 || first === undefined ? null : first;
}
