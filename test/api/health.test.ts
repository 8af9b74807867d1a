import { Writable } from 'node:stream';
import { NotReady } from '../../src/api/health/routes';
import { createLogger } from '../../src/platform/logger';
import { startTestApp } from '../support/administration-app';

const nobody = { token: null };

describe('health', () => {
  it('reports alive and ready, to everyone', async () => {
    const app = await startTestApp();
    expect((await app.call('GET', '/healthz', undefined, nobody)).body).toEqual({ status: 'ok' });
    const ready = await app.call('GET', '/readyz', undefined, nobody);
    expect([ready.status, ready.body]).toEqual([
      200,
      { status: 'ready', checks: [{ name: 'database', ok: true }] },
    ]);
    await app.close();
  });

  it('reports alive but not ready if something cannot be reached or does not answer', async () => {
    const app = await startTestApp({
      readiness: {
        database: async () => undefined,
        temporal: () => Promise.reject(new Error('canary')),
        slow: () => new Promise(() => undefined),
      },
    });
    expect((await app.call('GET', '/healthz', undefined, nobody)).status).toBe(200);
    const ready = await app.call('GET', '/readyz', undefined, nobody);
    expect(ready.status).toBe(503);
    expect(ready.body).toMatchObject({ code: 'unavailable', detail: 'Out of reach: temporal, slow.' });
    expect(ready.text).not.toContain('canary');
    await app.close();
  });

  it('reports degraded with advice, not 503, if messages can still be taken in', async () => {
    const app = await startTestApp({
      warnings: {
        inbox: async () => '3 messages have been waiting for 40 s. Look whether a worker runs.',
        conversations: async () => null,
        broken: () => Promise.reject(new Error('canary')),
      },
    });
    const { status, body, text } = await app.call('GET', '/readyz', undefined, nobody);
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'degraded',
      checks: [
        { name: 'database', ok: true },
        {
          name: 'inbox',
          ok: false,
          detail: '3 messages have been waiting for 40 s. Look whether a worker runs.',
        },
        { name: 'conversations', ok: true },
        { name: 'broken', ok: false },
      ],
    });
    expect(text).not.toContain('canary');
    await app.close();
  });

  it('takes deliveries while the database or the disk can keep them, whatever else is away', async () => {
    const isAway = { database: false, journal: false };
    const check = (name: keyof typeof isAway) => async () => {
      if (isAway[name]) throw new Error('canary');
    };
    const app = await startTestApp({
      readiness: {
        database: check('database'),
        journal: check('journal'),
        temporal: () => Promise.reject(new Error('canary')),
      },
    });
    const ask = () => app.call('GET', '/readyz/webhooks', undefined, nobody);
    for (const [database, journal] of [
      [false, false],
      [true, false],
      [false, true],
    ] as const) {
      Object.assign(isAway, { database, journal });
      const { status, body } = await ask();
      expect([status, body]).toEqual([200, { status: 'ok' }]);
    }
    Object.assign(isAway, { database: true, journal: true });
    const { status, body, text } = await ask();
    expect(status).toBe(503);
    expect(body).toMatchObject({ code: 'unavailable', detail: 'Out of reach: database, journal.' });
    expect(text).not.toContain('canary');
    await app.close();
  });

  it('reports what Temporal does not permit', async () => {
    const sentence = 'Temporal has no namespace "desk" and did not let us create it; create it there.';
    const app = await startTestApp({
      readiness: { namespace: () => Promise.reject(new NotReady(sentence)) },
    });
    const { status, body } = await app.call('GET', '/readyz', undefined, nobody);
    expect(status).toBe(503);
    expect(body).toMatchObject({ detail: `Out of reach: namespace. ${sentence}` });
    await app.close();
  });

  it('has metrics by route pattern, never by id', async () => {
    const app = await startTestApp();
    await app.call('GET', '/api/v1/channels/some-id');
    const metrics = await app.call('GET', '/metrics', undefined, nobody);
    expect(metrics.text).toContain('route="/api/v1/channels/:id",status="404"');
    expect(metrics.text).not.toContain('some-id');
    await app.close();
  });
});

describe('the log', () => {
  it('has one line for each request, with its id, and no query, body or header', async () => {
    const lines: string[] = [];
    const destination = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
    const app = await startTestApp({ logger: createLogger({ name: 'test', destination }) });
    lines.length = 0;
    const headers = { 'X-Request-Id': 'my-id', Cookie: 'canary-cookie=1' };
    const path = '/api/v1/brands?cursor=canary-query';
    const answer = await app.call('GET', path, undefined, { headers });
    expect(answer.headers.get('x-request-id')).toBe('my-id');
    await app.call('POST', '/api/v1/brands', { name: 'canary-name' });
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      req: { id: 'my-id', method: 'GET', path: '/api/v1/brands' },
      res: { statusCode: 200 },
      operatorId: expect.any(String),
    });
    expect(lines.join('')).not.toMatch(/canary|Bearer|test-admin-token/);
    await app.close();
  });
});
