import type { RequestHandler } from 'express';

/**
 * Ends a request whose body has not arrived `withinMs` after its head, with 408, unless `isLong` says that it may take
 * as long as the server lets any request. Node itself knows one time for all requests only.
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
