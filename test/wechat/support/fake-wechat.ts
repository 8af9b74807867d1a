import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

type Answer = (request: SeenRequest, response: ServerResponse, incoming: IncomingMessage) => void;

/** A server on loopback with WeChat's paths; each test says how a path answers. Not the simulator. */
export type FakeWeChat = {
  readonly baseUrl: string;
  readonly server: Server;
  /** All requests that arrived, in order. */
  readonly seen: SeenRequest[];
  seenAt(path: string): SeenRequest[];
  on(path: string, answer: Answer): void;
  /** Answers every call of the path with this JSON. */
  json(path: string, value: unknown): void;
  close(): Promise<void>;
};

export async function startFakeWeChat(): Promise<FakeWeChat> {
  const answers = new Map<string, Answer>();
  const seen: SeenRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', () => {});
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://fake.test');
      const request: SeenRequest = {
        method: incoming.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      seen.push(request);
      const answer = answers.get(url.pathname);
      if (answer === undefined) response.writeHead(404).end();
      else answer(request, response, incoming);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    server,
    seen,
    seenAt: (path) => seen.filter((request) => request.path === path),
    on: (path, answer) => void answers.set(path, answer),
    json: (path, value) =>
      void answers.set(path, (_request, response) => void response.end(JSON.stringify(value))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The token endpoint like WeChat's: the same token until a new one is forced or it is invalidated. */
export function serveTokens(fake: FakeWeChat): {
  current(): string;
  invalidate(): void;
  fetches(): number;
  forced(): number;
} {
  let number = 1;
  let isForcedNext = false;
  const calls = () => fake.seenAt('/cgi-bin/stable_token');
  fake.on('/cgi-bin/stable_token', (request, response) => {
    const isForced: unknown = JSON.parse(request.body).force_refresh;
    if (isForced === true || isForcedNext) number += 1;
    isForcedNext = false;
    setTimeout(() => response.end(JSON.stringify({ access_token: `TOKEN-${number}`, expires_in: 7200 })), 20);
  });
  return {
    current: () => `TOKEN-${number}`,
    invalidate: () => {
      isForcedNext = true;
    },
    fetches: () => calls().length,
    forced: () => calls().filter(({ body }) => body.includes('"force_refresh":true')).length,
  };
}
