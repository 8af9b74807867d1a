import type { RequestHandler } from 'express';

/**
 * Ends a request with 408 if its body has not arrived `withinMs` after its headers. If `isLong` holds, only the
 * server's own time limit applies. Node itself has only one limit for all requests.
 */
export function receiveWithin(
  withinMs: number,
  isLong: (request: { readonly method: string; readonly path: string }) => boolean,
): RequestHandler {
  return (request, response, next) => {
    if (!request.complete && !isLong(request)) {
      const timer = setTimeout(() => {
        if (request.complete) return;
        if (!response.headersSent) response.writeHead(408, { Connection: 'close' });
        response.end(() => request.destroy());
      }, withinMs);
      timer.unref();
      request.once('close', () => clearTimeout(timer));
    }
    next();
  };
}
