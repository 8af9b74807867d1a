/** A path in another case leads nowhere: what a reverse proxy blocks as `/metrics` must not be answered as `/Metrics`. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { Registry } from 'prom-client';
import { createHealthApp } from '../../src/api/health/app';
import { startTestApp, type TestApp } from '../support/administration-app';
import { isOfDemo, ROUTES } from '../support/route-contracts';

describe('the API', () => {
  let app: TestApp;
  beforeAll(async () => {
    const built = { page: '<p>the console</p>', assets: new Map(), fixed: new Map() };
    app = await startTestApp({ console: built });
  }, 60_000);
  afterAll(() => app.close());

  /** As an administrator, so that nothing is refused before its path is looked at. */
  const statusOf = async (method: string, path: string): Promise<number> =>
    (await app.call(method, path, method === 'GET' ? undefined : {})).status;

  it.each([
    ['GET', '/metrics', '/METRICS'],
    ['GET', '/readyz', '/READYZ'],
    ['GET', '/healthz', '/Healthz'],
    ['GET', '/api/v1/channels', '/Api/V1/channels'],
    ['GET', '/api/v1/channels', '/api/v1/Channels'],
    ['GET', '/openapi.json', '/OpenAPI.json'],
    ['GET', '/docs', '/Docs'],
    ['GET', '/docs/start.js', '/docs/Start.js'],
    ['GET', '/inbox', '/Inbox'],
  ])('answers %s %s, and not %s', async (method, path, inAnotherCase) => {
    expect([await statusOf(method, path), await statusOf(method, inAnotherCase)]).toEqual([200, 404]);
  });

  it('knows the MCP server and the webhook by their case, too', async () => {
    expect([await statusOf('GET', '/mcp'), await statusOf('GET', '/MCP')]).toEqual([405, 404]);
    const [webhook, other] = [
      await app.call('GET', '/webhooks/wechat/x'),
      await app.call('GET', '/Webhooks/WeChat/x'),
    ];
    // Both are 404: the webhook itself answers in plain text, as WeChat expects.
    expect([webhook.text, other.body['code']]).toEqual(['unknown channel', 'not_found']);
  });

  it('answers no route of any contract in capitals', async () => {
    const capitals = ROUTES.filter((route) => !isOfDemo(route)).map(({ method, path }) => ({
      method: method.toUpperCase(),
      path: path.replace(/\{\w+\}/g, 'x').toUpperCase(),
    }));
    expect(capitals.length).toBeGreaterThan(100);
    const answered: string[] = [];
    for (const { method, path } of capitals) {
      const { status, body } = await app.call(method, path, method === 'GET' ? undefined : {});
      if (status !== 404 || body['code'] !== 'not_found') answered.push(`${method} ${path}: ${status}`);
    }
    expect(answered).toEqual([]);
  });
});

it('a worker answers /metrics, /readyz and /healthz, in no other case', async () => {
  const logger = pino({ level: 'silent' });
  const app = createHealthApp({
    readiness: {},
    warnings: {},
    metrics: new Registry(),
    hasMetrics: true,
    logger,
  });
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const { port } = server.address() as AddressInfo;
  const statusOf = async (path: string): Promise<number> =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } })).status;
  for (const path of ['/metrics', '/readyz', '/healthz']) {
    const all = [path, path.toUpperCase(), path.replace('/m', '/M').replace('z', 'Z')];
    expect([path, await Promise.all(all.map(statusOf))]).toEqual([path, [200, 404, 404]]);
  }
  await new Promise((resolve) => server.close(resolve));
});
