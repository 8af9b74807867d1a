/** One server, from its first socket to its last request. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSink } from '../../../src/api/live/event-sink';
import { closeServer, listenEarly, serve } from '../../../src/runtime/process/http-server';

const HOST = '127.0.0.1';
const [major = 0] = process.versions.node.split('.').map(Number);

const ask = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: HOST, port, agent: false }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    asked.once('error', reject).end();
  });

/** The first line of the answer to a client that closes its own side after its request. */
const askAndClose = async (port: number): Promise<string> => {
  const socket = connect({ host: HOST, port, allowHalfOpen: true });
  socket.end('GET / HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n\r\n');
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text.split('\r\n')[0] ?? '';
};

it('answers on every connection, whichever socket accepts it, and is gone when it is closed', async () => {
  const server = await listenEarly({ host: HOST, port: 0 });
  const { port } = server.address() as AddressInfo;
  expect(await ask(port)).toBe(503);
  serve(server, (_request, response) => response.writeHead(204).end());
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(port)));
  expect(new Set(answers)).toEqual(new Set([204]));
  const halfClosing = await Promise.all(Array.from({ length: 50 }, () => askAndClose(port)));
  expect(new Set(halfClosing)).toEqual(new Set(['HTTP/1.1 204 No Content']));
  await closeServer(server);
  for (let tries = 0; tries < 20; tries += 1) await expect(ask(port)).rejects.toThrow('ECONNREFUSED');
});

describe('while it closes', () => {
  let server: Server;
  let port: number;
  let streams: AbortController;
  const startedPaths = new Set<string>();
  beforeEach(async () => {
    startedPaths.clear();
    streams = new AbortController();
    server = await listenEarly({ host: HOST, port: 0 });
    ({ port } = server.address() as AddressInfo);
    serve(server, (asked, response) => {
      startedPaths.add(asked.url ?? '');
      if (asked.url === '/stream') {
        const sink = openSink(response);
        sink.write('event: ready\ndata: {}\n\n');
        streams.signal.addEventListener('abort', sink.end);
      } else if (asked.url === '/upload') {
        asked.resume().once('end', () => response.writeHead(201).end());
      } else if (asked.url === '/download') {
        // Its headers are gone before the server closes, and promise that the connection stays open.
        response.writeHead(200, { 'content-length': 2 }).write('a');
        setTimeout(() => response.end('b'), 500);
      } else if (asked.url !== '/endless') {
        setTimeout(() => response.writeHead(204).end(), Number(asked.url?.slice(1)));
      }
    });
  });

  type Ended = { readonly status: number; readonly connection: string | undefined; readonly afterMs: number };
  /** Asks for `path`; resolves when the answer has ended, with the ms since now; rejects if it is cut. */
  const asks = (path: string, agent: Agent | false = false): Promise<Ended> => {
    const startedAt = performance.now();
    const asked = request({ host: HOST, port, path, agent, method: path === '/upload' ? 'POST' : 'GET' });
    if (path === '/upload') {
      asked.write('half');
      setTimeout(() => asked.end('the other half'), 4_000);
    } else asked.end();
    return new Promise((resolve, reject) => {
      asked.once('error', reject).once('response', (response) => {
        response.once('error', reject).once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            connection: response.headers.connection,
            afterMs: performance.now() - startedAt,
          }),
        );
        response.resume();
      });
    });
  };
  const areAsked = async (...paths: readonly string[]): Promise<void> => {
    while (!paths.every((path) => startedPaths.has(path))) await sleep(5);
  };
  /** How long the server takes to close, in ms. */
  const closes = async (): Promise<number> => {
    const startedAt = performance.now();
    await closeServer(server);
    return performance.now() - startedAt;
  };

  it('cuts no answer that is complete but has not left yet, for a slow client', async () => {
    const size = 16 * 1_024 * 1_024;
    serve(server, (_asked, response) =>
      response.writeHead(200, { 'content-length': size }).end(Buffer.alloc(size)),
    );
    const received = new Promise<number>((resolve, reject) => {
      const asked = request({ host: HOST, port, agent: false }, (response) => {
        let bytes = 0;
        response.pause();
        void sleep(1_500).then(() => response.resume());
        response.on('data', (chunk: Buffer) => (bytes += chunk.length));
        response.once('end', () => resolve(bytes)).once('error', reject);
        void closeServer(server);
      });
      asked.once('error', reject).end();
    });
    expect(await received).toBe(size);
  });

  it('finishes the requests in progress before it is closed', async () => {
    const answers = Promise.all(Array.from({ length: 20 }, () => asks('/200')));
    await areAsked('/200');
    await sleep(50);
    await closes();
    expect(new Set((await answers).map(({ status }) => status))).toEqual(new Set([204]));
  });

  it('answers what takes 4 s, ends streams at once, and cuts after 15 s what never ends', async () => {
    const [slow, upload, stream, endless] = ['/4000', '/upload', '/stream', '/endless'].map((path) =>
      asks(path),
    );
    const cut = expect(endless).rejects.toThrow('socket hang up');
    await areAsked('/4000', '/upload', '/stream', '/endless');
    streams.abort();
    const closed = closes();
    await expect(asks('/0')).rejects.toThrow('ECONNREFUSED');
    expect((await stream)?.afterMs).toBeLessThan(2_000);
    expect([(await slow)?.status, (await upload)?.status]).toEqual([204, 201]);
    await cut;
    expect(await closed).toBeGreaterThan(14_900);
    expect(await closed).toBeLessThan(17_000);
  });

  it('does not wait for event streams, idle connections, and those that never ask', async () => {
    const agent = new Agent({ keepAlive: true });
    await asks('/0', agent);
    const silent = connect(port, HOST);
    const halfAsked = connect(port, HOST);
    halfAsked.write('GET / HTTP/1.1\r\nHost:');
    const areCut = Promise.all([silent, halfAsked].map((socket) => once(socket.resume(), 'close')));
    await once(silent, 'connect');
    const stream = asks('/stream');
    await areAsked('/stream');
    streams.abort();
    expect(await closes()).toBeLessThan(3_000);
    expect((await stream).status).toBe(200);
    await areCut;
    agent.destroy();
  });

  it('keeps no connection open for its client once it has answered', async () => {
    const agent = new Agent({ keepAlive: true });
    const [answer, download] = [asks('/500', agent), asks('/download', agent)];
    await areAsked('/500', '/download');
    expect(await closes()).toBeLessThan(2_000);
    expect(await answer).toMatchObject({ status: 204, connection: 'close' });
    expect(await download).toMatchObject({ status: 200, connection: 'keep-alive' });
    agent.destroy();
  });
});

const canShare = process.platform === 'linux' && major >= 24;
const onNewNode = canShare ? it : it.skip; // Node.js has no `reusePort` before 22.12; the suite also runs on 24.
onNewNode('accepts several connections in a turn of the event loop', async () => {
  const server = await listenEarly({ host: HOST, port: 0 });
  const { port } = server.address() as AddressInfo;
  let accepted = 0;
  server.on('connection', () => {
    accepted += 1;
  });
  const open = `for (let i = 0; i < 200; i++) require('net').connect(${port}, '${HOST}').on('error', () => {})`;
  const client = spawn(process.execPath, ['-e', `${open}; setTimeout(() => {}, 10_000)`]);
  await sleep(0);
  let turns = 0;
  while (accepted < 200 && turns < 400) {
    // A turn that other work keeps busy.
    const until = performance.now() + 10;
    while (performance.now() < until);
    if (accepted > 0) turns += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  client.kill();
  await closeServer(server);
  expect(accepted).toBe(200);
  expect(turns).toBeLessThan(100);
});
