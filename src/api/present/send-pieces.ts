import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';

/**
 * Answers with a text, piece by piece: no faster than the reader reads, so that few pieces are in memory. What fails
 * after the first piece cuts the answer off; the reader may leave at any time.
 */
export async function sendPieces(
  pieces: AsyncIterable<string>,
  { method }: Pick<Request, 'method'>,
  response: Response,
): Promise<void> {
  if (method === 'HEAD') return void response.end();
  try {
    await pipeline(Readable.from(pieces, { highWaterMark: 1 }), response);
  } catch (error) {
    response.destroy();
    const hasLeft = error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
    if (!hasLeft) throw error;
  }
}
