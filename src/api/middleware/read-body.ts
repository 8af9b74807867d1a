import type { IncomingMessage, ServerResponse } from 'node:http';

/** Typed so that it works for a route with any parameters. */
type BodyReader = (
  request: IncomingMessage & { body?: unknown },
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** Why a body was not read; `status` is what the client gets. */
export class BodyRefused extends Error {
  override readonly name = 'BodyRefused';
  constructor(
    readonly status: 400 | 413 | 415,
    /** As Express's parsers would name it. */
    readonly type?: 'entity.parse.failed' | 'entity.too.deep' | 'entity.too.many',
  ) {
    super(`the body was refused with ${status}`);
  }
}

/**
 * Reads a body of at most `limitBytes` into `request.body` as a Buffer; undefined if there is none. Refuses a
 * compressed body without reading it (415), and a longer one because of its Content-Length or as soon as it exceeds the
 * limit (413); then closes the connection. Express's own parsers read a body that is too long to its end before they
 * answer, however long that takes.
 */
export function readBody(limitBytes: number): BodyReader {
  return (request, response, next) => {
    const refuse = (status: BodyRefused['status']): void => {
      request.off('data', onData).off('end', onEnd).off('close', onClose);
      // Another handler has already answered, e.g. because it took too long.
      if (response.headersSent) return;
      // The rest is not read, so the start of the next request could not be found.
      response.setHeader('Connection', 'close');
      next(new BodyRefused(status));
    };
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > limitBytes) {
        request.pause();
        refuse(413);
      } else chunks.push(chunk);
    };
    const onEnd = (): void => {
      request.off('close', onClose);
      request.body = bytes === 0 ? undefined : Buffer.concat(chunks);
      next();
    };
    /** The connection ended before the body did. */
    const onClose = (): void => refuse(400);

    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding.toLowerCase() !== 'identity') return refuse(415);
    if (Number(request.headers['content-length'] ?? 0) > limitBytes) return refuse(413);
    request.on('data', onData).on('end', onEnd).on('close', onClose);
  };
}
