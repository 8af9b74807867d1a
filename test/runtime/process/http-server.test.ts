/** One server, from its first socket to its last request. */
import { spawn } from 'node:child_process';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
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

it('answers on every connection, whichever socket accepts it, and is gone when it is closed', async () => {
  const server = await listenEarly({ host: HOST, port: 0 });
  const { port } = server.address() as AddressInfo;
  expect(await ask(port)).toBe(503);
  serve(server, (_request, response) => response.writeHead(204).end());
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(port)));
  expect(new Set(answers)).toEqual(new Set([204]));
  await closeServer(server);
  for (let tries = 0; tries < 20; tries += 1) await expect(ask(port)).rejects.toThrow('ECONNREFUSED');
});

it('finishes the requests in progress before it is closed', async () => {
  const server = await listenEarly({ host: HOST, port: 0 });
  const { port } = server.address() as AddressInfo;
  serve(server, (_request, response) => {
    setTimeout(() => response.writeHead(204).end(), 200);
  });
  const answers = Promise.all(Array.from({ length: 20 }, () => ask(port)));
  await sleep(100);
  await closeServer(server);
  expect(new Set(await answers)).toEqual(new Set([204]));
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
