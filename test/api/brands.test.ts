import { startTestApp, type TestApp } from '../support/administration-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
beforeEach(() => app.reset());
afterAll(() => app.close());

describe('brands', () => {
  it('are made and renamed by administrators, who see all of them', async () => {
    const { status, body } = await app.call('POST', '/api/v1/brands', { name: ' 茶馆 ' });
    expect(status).toBe(201);
    expect(body).toEqual({ id: expect.any(String), name: '茶馆', createdAt: expect.stringMatching(/Z$/) });
    const renamed = await app.call('PATCH', `/api/v1/brands/${body.id}`, { name: 'Tea' });
    expect(renamed.body).toEqual({ ...body, name: 'Tea' });
    expect((await app.call('GET', '/api/v1/brands')).body).toEqual({
      items: [renamed.body],
      nextCursor: null,
    });
    expect((await app.call('PATCH', '/api/v1/brands/none', { name: 'x' })).status).toBe(404);
  });

  it('are seen by their members, and changed by no operator', async () => {
    const { body: tea } = await app.call('POST', '/api/v1/brands', { name: 'Tea' });
    await app.call('POST', '/api/v1/brands', { name: 'Coffee' });
    const { token } = await app.operator([tea.id]);
    expect((await app.call('GET', '/api/v1/brands', undefined, { token })).body.items).toEqual([tea]);
    expect((await app.call('POST', '/api/v1/brands', { name: 'x' }, { token })).status).toBe(403);
    expect((await app.call('PATCH', `/api/v1/brands/${tea.id}`, { name: 'x' }, { token })).status).toBe(403);
    const outsider = await app.operator([]);
    expect((await app.call('GET', '/api/v1/brands', undefined, outsider)).body.items).toEqual([]);
  });

  it('tell their members who a conversation can be transferred to', async () => {
    const { body: tea } = await app.call('POST', '/api/v1/brands', { name: 'Tea' });
    const [li, disabled, outsider] = [
      await app.operator([tea.id]),
      await app.operator([tea.id]),
      await app.operator([]),
    ];
    await app.call('PATCH', `/api/v1/operators/${disabled.id}`, { isDisabled: true });
    const list = (as: { token: string }, query = '') =>
      app.call('GET', `/api/v1/brands/${tea.id}/operators${query}`, undefined, as);
    const { body } = await list(li);
    expect(body.items).toEqual([
      { id: expect.any(String), name: 'Administrator', role: 'administrator' },
      { id: li.id, name: expect.any(String), role: 'operator' },
    ]);
    expect((await list(outsider)).status).toBe(404);
    const first = await list(li, '?limit=1');
    const second = await list(li, `?limit=1&cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...second.body.items]).toEqual(body.items);
  });

  it.each([
    [{}],
    [{ name: '' }],
    [{ name: 'x'.repeat(101) }],
    [{ name: 'x', id: 'mine' }],
    [{ name: 7 }],
    [[]],
  ])('are refused as %j', async (fields) => {
    const answer = await app.call('POST', '/api/v1/brands', fields);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
    expect(answer.body.errors).toEqual(expect.any(Array));
  });
});

describe('the API in general', () => {
  it.each([
    ['not JSON', '{"name":', {}, 400, 'invalid_request'],
    ['too much', JSON.stringify({ name: 'x'.repeat(300_000) }), {}, 413, 'payload_too_large'],
    [
      'a form',
      'name=x',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported_media_type',
    ],
    ['compressed', '{}', { 'Content-Encoding': 'gzip' }, 415, 'unsupported_media_type'],
  ])('a body that is %s', async (_, body, headers, status, code) => {
    const answer = await app.call('POST', '/api/v1/brands', body, { headers });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('answers unknown routes, odd ids and NUL characters with 404 or 400, never 500', async () => {
    expect((await app.call('GET', '/api/v1/nothing')).body.code).toBe('not_found');
    expect((await app.call('GET', '/nothing', undefined, { token: null })).body.code).toBe('not_found');
    expect((await app.call('GET', '/api/v1/channels/%00')).status).toBe(404);
    expect((await app.call('GET', '/api/v1/channels/%E0%A4%A')).status).toBe(400);
    expect((await app.call('GET', '/api/v1/brands?cursor=%00')).status).toBe(400);
    expect((await app.call('POST', '/api/v1/brands', { name: 'a\u0000b' })).status).toBe(400);
  });

  it('shows nothing of an unexpected error', async () => {
    const failing = await startTestApp();
    await failing.close();
    const broken = await startTestApp({
      brands: {
        ...failing.deps.brands,
        list: () => Promise.reject(new Error('canary: /etc/secret')),
      },
    });
    const answer = await broken.call('GET', '/api/v1/brands');
    expect([answer.status, answer.body.code]).toEqual([500, 'internal']);
    expect(answer.text).not.toContain('canary');
    expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'));
    await broken.close();
  });

  it('answers 503 with Retry-After while the database is down', async () => {
    const broken = await startTestApp();
    await broken.database.close();
    const answer = await broken.call('GET', '/api/v1/brands');
    expect([answer.status, answer.body.code]).toEqual([503, 'unavailable']);
    expect(answer.headers.get('retry-after')).toBe('5');
    await broken.close();
  });

  it('sends the security headers with every answer, and lets no data be cached', async () => {
    const { headers } = await app.call('GET', '/api/v1/me');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});
