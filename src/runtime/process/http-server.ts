import { createServer, type RequestListener, type Server } from 'node:http';
import type { Config } from '../../platform/settings/config';

const HEADERS_WITHIN_MS = 5_000;
/** Enough for an upload over a slow connection; other bodies have less time (api/app.ts). */
const REQUEST_WITHIN_MS = 120_000;
const IDLE_CONNECTION_MS = 65_000;
/** By default Node checks for slow connections only every 30 s, whatever the limits above. */
const CHECK_CONNECTIONS_EVERY_MS = 1_000;
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
 * Starts the HTTP server of a process before anything else is ready. Until {@link serve} is called it answers 503
 * (`/healthz`: 200) instead of refusing connections, so that WeChat delivers again later. Rejects if the port cannot be
 * bound.
 */
export async function listenEarly(config: Pick<Config, 'host' | 'port'>): Promise<Server> {
  const server = createServer(
    {
      headersTimeout: HEADERS_WITHIN_MS,
      requestTimeout: REQUEST_WITHIN_MS,
      connectionsCheckingInterval: CHECK_CONNECTIONS_EVERY_MS,
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

/** From now on `app` answers the requests of a server that {@link listenEarly} has started. */
export function serve(server: Server, app: RequestListener): void {
  server.removeAllListeners('request');
  server.on('request', app);
}

/** Accepts no new requests. Those in progress get 2 s to finish; event streams are cut then. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
  await closed;
  clearTimeout(timer);
}
