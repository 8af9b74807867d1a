/** A program of somebody else that the desk calls: an HTTP server that can be away, slow, broken and wrong. */
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { findLastingPort } from '../../test/support/lasting-port';

/** What is wrong with it. `garbage`: what it says is none of what may be said. */
export type Trouble =
  | { readonly type: 'none' }
  | { readonly type: 'down' }
  | { readonly type: 'slow-answers'; readonly ms: number }
  | { readonly type: 'cut-answers' }
  | { readonly type: 'http-errors'; readonly status: number; readonly retryAfterSeconds: number | null }
  | { readonly type: 'garbage'; readonly body: string };

export type Asked = { readonly headers: IncomingHttpHeaders; readonly body: string };

/** What it would answer, and who is told whether all of that was given. */
export type Answering = { readonly body: string; readonly ended: (isGiven: boolean) => void };

/** For what is noted while it is still going on. */
export type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

export type Partner = {
  readonly url: string;
  /** What was wrong with requests that it could not read. */
  readonly strange: readonly string[];
  /** From now on; resolves when it is so. */
  readonly set: (trouble: Trouble) => Promise<void>;
  readonly close: () => Promise<void>;
};

const NONE: Trouble = { type: 'none' };

/** Starts it on a port of its own, which stays the same while it is down. Close it after use. */
export async function startPartner(answer: (asked: Asked) => Answering): Promise<Partner> {
  const port = await findLastingPort();
  let trouble: Trouble = NONE;
  let server: Server | null = null;
  const strange: string[] = [];

  const respond = async (response: ServerResponse, { body, ended }: Answering): Promise<void> => {
    const now = trouble;
    const isWhole = now.type === 'none' || now.type === 'slow-answers';
    response.on('error', () => undefined);
    response.once('finish', () => ended(isWhole));
    response.once('close', () => {
      if (!response.writableFinished) ended(false);
    });
    if (now.type === 'slow-answers') await sleep(now.ms);
    if (response.destroyed) return;
    switch (now.type) {
      case 'http-errors':
        if (now.retryAfterSeconds !== null) response.setHeader('retry-after', now.retryAfterSeconds);
        response.writeHead(now.status);
        response.end();
        return;
      case 'cut-answers':
        // A status alone is an answer to an event.
        if (body === '') return void response.destroy();
        response.writeHead(200, { 'content-length': Buffer.byteLength(body) });
        response.write(body.slice(0, Math.floor(body.length / 2)), () => response.destroy());
        return;
      case 'garbage':
        response.end(now.body);
        return;
      case 'down':
        return void response.destroy();
      default:
        response.end(body);
    }
  };

  const listen = async (): Promise<void> => {
    const next = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('error', () => undefined);
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        try {
          void respond(response, answer({ headers: request.headers, body }));
        } catch (error) {
          strange.push(String(error));
          response.writeHead(400).end();
        }
      });
    });
    server = next;
    await new Promise<void>((resolve, reject) => {
      next.once('error', reject);
      next.listen(port, '127.0.0.1', resolve);
    });
  };
  const goAway = async (): Promise<void> => {
    const last = server;
    server = null;
    if (last === null) return;
    const closed = new Promise((resolve) => last.close(resolve));
    last.closeAllConnections();
    await closed;
  };

  await listen();
  return {
    url: `http://127.0.0.1:${port}`,
    strange,
    async set(next) {
      trouble = next;
      if (next.type === 'down') await goAway();
      else if (server === null) await listen();
    },
    close: goAway,
  };
}
