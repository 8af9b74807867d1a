import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSocketServer, type Socket, type Server as SocketServer } from 'node:net';
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
/**
 * For the answers that are still to come when a server closes: a reply may wait 10 s for Temporal, a small body may take as
 * long to arrive. In one process with a worker, that needs 20 s afterwards, and all of it together has `STOP_WITHIN_MS`
 * (stop.ts).
 */
const ANSWERED_WITHIN_MS = 15_000;
/** While a server closes, a connection that has not asked for anything yet is given this long. */
const ASKS_WITHIN_MS = 1_000;
const LOOK_FOR_IDLE_EVERY_MS = 100;

type Connection = {
  hasAsked: boolean;
  /** The answers that it waits for, until their last byte has left. */
  readonly unanswered: Set<ServerResponse>;
};

/** What belongs to a server that {@link listenEarly} has started. */
type Serving = {
  /** Answers the requests; {@link serve} replaces it. */
  app: RequestListener;
  /** Further sockets that accept connections for the server. */
  others: readonly SocketServer[];
  readonly connections: Map<Socket, Connection>;
};

const servings = new WeakMap<Server, Serving>();

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
  const serving: Serving = { app: answerStarting, others: [], connections: new Map() };
  const { connections } = serving;
  const server = createServer(
    {
      headersTimeout: HEADERS_WITHIN_MS,
      requestTimeout: REQUEST_WITHIN_MS,
      connectionsCheckingInterval: CHECK_CONNECTIONS_EVERY_MS,
      maxHeaderSize: HEADERS_BYTES,
    },
    (request, response) => {
      const connection = connections.get(request.socket);
      if (connection !== undefined) connection.hasAsked = true;
      connection?.unanswered.add(response);
      response.once('close', () => connection?.unanswered.delete(response));
      if (!server.listening) endConnectionAfter(response);
      serving.app(request, response);
    },
  );
  server.on('connection', (socket: Socket) => {
    connections.set(socket, { hasAsked: false, unanswered: new Set() });
    socket.once('close', () => connections.delete(socket));
  });
  server.keepAliveTimeout = IDLE_CONNECTION_MS;
  servings.set(server, serving);
  const { host } = config;
  await listen(server, { host, port: config.port });
  if (CAN_SHARE_PORT) serving.others = await acceptFaster(server, host);
  return server;
}

const answerStarting: RequestListener = (request, response) => {
  const isAlive = request.url === '/healthz';
  response.writeHead(isAlive ? 200 : 503, {
    'content-type': isAlive ? 'application/json' : 'application/problem+json',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    ...(isAlive ? {} : { 'retry-after': '5' }),
  });
  response.end(JSON.stringify(isAlive ? { status: 'ok' } : STARTING));
};

/**
 * Opens more sockets on the port of `server`. Node accepts one connection per socket in each turn of its event loop, and
 * under load a turn takes 10 ms and more: a burst of new connections would wait for seconds (docs/performance.md).
 */
async function acceptFaster(server: Server, host: string | undefined): Promise<readonly SocketServer[]> {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const others = Array.from({ length: ACCEPTING_SOCKETS - 1 }, () =>
    // As http.Server has them: small writes leave at once, and a client may close its side after its request.
    createSocketServer({ noDelay: true, allowHalfOpen: true }, (socket) => server.emit('connection', socket)),
  );
  await Promise.all(others.map((other) => listen(other, { host, port })));
  return others;
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
  servingOf(server).app = app;
}

/**
 * Refuses new connections and closes those without a request in progress. What was asked is answered, for up to 15 s; then
 * it is cut. Streams that never end have to be ended before, or they take all of that time (`endStreams` in live.ts).
 */
export async function closeServer(server: Server): Promise<void> {
  const { others, connections } = servingOf(server);
  // Node takes a connection for idle whose answer is complete but has not left yet, and would cut the answer.
  server.closeIdleConnections = () => undefined;
  const closed = Promise.all([server, ...others].map(closeSocket));
  for (const { unanswered } of connections.values())
    for (const response of unanswered) endConnectionAfter(response);
  const startedAt = performance.now();
  const closeIdle = (): void => {
    const mayStillAsk = performance.now() - startedAt < ASKS_WITHIN_MS;
    for (const [socket, { hasAsked, unanswered }] of connections)
      if (unanswered.size === 0 && (hasAsked || !mayStillAsk)) socket.destroy();
  };
  closeIdle();
  const looking = setInterval(closeIdle, LOOK_FOR_IDLE_EVERY_MS);
  const cutting = setTimeout(() => server.closeAllConnections(), ANSWERED_WITHIN_MS);
  await closed;
  clearInterval(looking);
  clearTimeout(cutting);
}

function servingOf(server: Server): Serving {
  const serving = servings.get(server);
  if (serving === undefined) throw new Error('The server was not started by listenEarly.');
  return serving;
}

/** Its client would use the connection again otherwise, and a busy one could do so without end. */
function endConnectionAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

function closeSocket(server: SocketServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
