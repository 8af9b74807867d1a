import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createRequestLog } from '../../../src/api/middleware/request-log';
import { createLogger } from '../../../src/platform/logger';

/** The path that is logged for a request to this one. */
async function loggedPath(path: string): Promise<unknown> {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const app = express();
  app.use(createRequestLog(createLogger({ name: 'test', destination })));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method: 'POST' });
    // The line is written when the answer has left.
    while (lines.length === 0) await new Promise((resolve) => setImmediate(resolve));
  } finally {
    server.closeAllConnections();
    server.close();
  }
  const { req } = JSON.parse(lines[0] ?? '{}') as { readonly req?: { readonly path?: unknown } };
  expect(lines.join('')).not.toContain('canary');
  return req?.path;
}

it.each([
  ['/api/v1/bots/replies/canary', '/api/v1/bots/replies/[hidden]'],
  ['/api/v1/bots/callbacks/canary?x=canary', '/api/v1/bots/callbacks/[hidden]'],
  ['/API/v1/Bots/Replies/canary/', '/API/v1/Bots/Replies/[hidden]'],
  ['/api/v1/conversations/c1/messages?x=canary', '/api/v1/conversations/c1/messages'],
  ['/api/v1/bots/b1', '/api/v1/bots/b1'],
])('%s is logged as %s', async (path, logged) => {
  expect(await loggedPath(path)).toBe(logged);
});
