import { createServer, type Server } from 'node:http';
import type { Config } from '../../platform/settings/config';

const HEADERS_WITHIN_MS = 5_000;
/** An upload over a slow line; all other bodies have less time (api/app.ts). */
const REQUEST_WITHIN_MS = 120_000;
const IDLE_CONNECTION_MS = 65_000;
/** Node looks for connections that are too slow only every 30 s by default, whatever the limits above. */
const LOOK_FOR_SLOW_EVERY_MS = 1_000;
const HEADERS_BYTES = 8 * 1_024;
const BACKLOG = 2_048;
const CLOSE_WITHIN_MS = 2_000;

const STARTING = {
  type: 'about:blank',
  title: 'Unavailable',
  status: 503,
  detail: 'This process is starting. Try again in a few seconds.',
  code: 'unavailable',
};

/**
 * Listens at once, and answers 503 until somebody else answers: a process that starts before its database says so,
 * instead of refusing connections, and WeChat comes again.
 */
export async function listenEarly(config: Pick<Config, 'host' | 'port'>): Promise<Server> {
  const server = createServer(
    {
      headersTimeout: HEADERS_WITHIN_MS,
      requestTimeout: REQUEST_WITHIN_MS,
      connectionsCheckingInterval: LOOK_FOR_SLOW_EVERY_MS,
      maxHeaderSize: HEADERS_BYTES,
    },
    (request, response) => {
      const isAlive = request.url === '/healthz';
      response.writeHead(isAlive ? 200 : 503, {
        'content-type': isAlive ? 'application/json' : 'application/problem+json',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        ...(isAlive ? {} : { 'retry-after': '5' }),
      });
      response.end(JSON.stringify(isAlive ? { status: 'ok' } : STARTING));
    },
  );
  server.keepAliveTimeout = IDLE_CONNECTION_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: config.port, host: config.host, backlog: BACKLOG }, resolve);
  });
  return server;
}

/** Takes no new requests; those under way get a moment, streams are cut. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
  await closed;
  clearTimeout(timer);
}
