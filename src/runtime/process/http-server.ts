import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSocketServer, type Server as SocketServer } from 'node:net';
import type { Config } from '../../platform/settings/config';

const HEADERS_WITHIN_MS = 5_000;
/** Enough for an upload over a slow connection; other bodies have less time (api/app.ts). */
const REQUEST_WITHIN_MS = 120_000;
const IDLE_CONNECTION_MS = 65_000;
/** By default Node checks for slow connections only every 30 s, whatever the limits are. */
const CHECK_CONNECTIONS_EVERY_MS = 1_000;
const HEADERS_BYTES = 8 * 1_024;
const BACKLOG = 2_048;
const ACCEPTING_SOCKETS = 8;
const CAN_SHARE_PORT = canSharePort();
/** Further sockets that accept connections for a server. */
const besides = new WeakMap<Server, readonly SocketServer[]>();
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
 * (`/healthz`: 200) instead of refusing connections, and WeChat delivers again later. Rejects if the port cannot be
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
  const { host } = config;
  await listen(server, { host, port: config.port });
  if (CAN_SHARE_PORT) await acceptFaster(server, host);
  return server;
}

/**
 * Opens more sockets on the port of `server`. Node accepts one connection per socket in each turn of its event loop, and
 * under load a turn takes 10 ms and more: a burst of new connections would wait for seconds (docs/performance.md).
 */
async function acceptFaster(server: Server, host: string | undefined): Promise<void> {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const others = Array.from({ length: ACCEPTING_SOCKETS - 1 }, () =>
    createSocketServer((socket) => server.emit('connection', socket)),
  );
  besides.set(server, others);
  await Promise.all(others.map((other) => listen(other, { host, port })));
}

function listen(server: SocketServer, address: { host: string | undefined; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ ...address, backlog: BACKLOG, reusePort: CAN_SHARE_PORT }, resolve);
  });
}

/** Whether several sockets may listen on one port and share its connections: Linux, and Node.js from 22.12 on. */
function canSharePort(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return process.platform === 'linux' && (major > 23 || (major === 22 && minor >= 12));
}

/** Lets `app` answer the requests of a server that {@link listenEarly} has started. */
export function serve(server: Server, app: RequestListener): void {
  server.removeAllListeners('request');
  server.on('request', app);
}

/** Accepts no new requests. Those in progress get 2 s to finish; then event streams are cut. */
export async function closeServer(server: Server): Promise<void> {
  const closed = Promise.all([server, ...(besides.get(server) ?? [])].map(closeSocket));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
  await closed;
  clearTimeout(timer);
}

function closeSocket(server: SocketServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
