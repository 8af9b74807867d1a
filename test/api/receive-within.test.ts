import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { receiveWithin } from '../../src/api/middleware/receive-within';

let server: Server;
beforeAll(async () => {
  const app = express();
  app.use(receiveWithin(200, ({ path }) => path === '/long'));
  app.post(['/long', '/short'], (request, response) => {
    request.resume().once('end', () => response.status(204).end());
  });
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends half a body, waits, and sends the rest; gives the status. */
function post(path: string, waitMs: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const { port } = server.address() as AddressInfo;
    const request = httpRequest(
      { port, path, method: 'POST', headers: { 'content-length': 4 } },
      (answer) => {
        resolve(answer.resume().statusCode);
      },
    );
    request.on('error', () => resolve(undefined));
    request.write('ab');
    setTimeout(() => request.end('cd'), waitMs);
  });
}

test('a body that does not arrive in time is answered 408; a route for long ones allows more time', async () => {
  expect(await post('/short', 0)).toBe(204);
  expect(await post('/short', 600)).toBe(408);
  expect(await post('/long', 600)).toBe(204);
});
