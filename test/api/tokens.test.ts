import { sql } from 'drizzle-orm';
import { startTestApp, type TestApp } from '../support/administration-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
beforeEach(() => app.reset());
afterAll(() => app.close());

const create = (fields: object = {}) => app.call('POST', '/api/v1/tokens', { name: 'CRM', ...fields });
const get = (token: string) => app.call('GET', '/api/v1/me', undefined, { token });

describe('API tokens', () => {
  it('show their secret once and work with it', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body.secret).toMatch(/^duihua_[\w-]{43}$/);
    expect((await get(body.secret)).status).toBe(200);
    const list = await app.call('GET', '/api/v1/tokens');
    expect(list.body.items.map((token) => token.name)).toEqual(['ADMIN_TOKEN', 'CRM']);
    expect(list.text).not.toContain(body.secret);
    const stored = await app.database.db.execute(sql`select * from api_tokens`);
    expect(JSON.stringify(stored.rows)).not.toContain(body.secret);
  });

  it('are invalid once revoked or expired, or if their operator is disabled', async () => {
    const { body } = await create();
    expect((await app.call('DELETE', `/api/v1/tokens/${body.id}`)).status).toBe(204);
    expect((await get(body.secret)).status).toBe(401);
    expect((await app.call('DELETE', `/api/v1/tokens/${body.id}`)).status).toBe(404);

    const { body: old } = await create({ expiresAt: new Date(Date.now() - 1000).toISOString() });
    expect((await get(old.secret)).status).toBe(401);

    const { id, token } = await app.operator([]);
    expect((await get(token)).status).toBe(200);
    await app.call('PATCH', `/api/v1/operators/${id}`, { isDisabled: true });
    expect((await get(token)).status).toBe(401);
  });

  it('cannot change anything with the scope read', async () => {
    const { body } = await create({ scope: 'read' });
    const options = { token: body.secret };
    expect((await app.call('GET', '/api/v1/brands', undefined, options)).status).toBe(200);
    const refused = await app.call('POST', '/api/v1/brands', { name: 'Tea' }, options);
    expect([refused.status, refused.body.code]).toEqual([403, 'insufficient_scope']);
    expect((await app.call('POST', '/api/v1/tokens', { name: 'more' }, options)).status).toBe(403);
  });

  it('record their last use, at most once a minute', async () => {
    const used = async () => {
      const rows = await app.database.db.execute<{ at: string }>(
        sql`select last_used_at::text as at from api_tokens where name = 'ADMIN_TOKEN'`,
      );
      return rows.rows[0]?.at;
    };
    await app.call('GET', '/api/v1/me');
    const first = await used();
    expect(first).toEqual(expect.any(String));
    await app.call('GET', '/api/v1/me');
    expect(await used()).toBe(first);
    await app.database.db.execute(sql`update api_tokens set last_used_at = now() - interval '61 seconds'`);
    const before = await used();
    await app.call('GET', '/api/v1/me');
    expect(await used()).not.toBe(before);
  });

  it('are created by administrators, for operators too; operators see their own', async () => {
    const operator = await app.operator([]);
    const { body } = await create({ operatorId: operator.id });
    expect((await get(body.secret)).body.id).toBe(operator.id);
    const own = await app.call('GET', '/api/v1/tokens', undefined, { token: operator.token });
    expect(own.body.items.map((token) => token.operatorId)).toEqual([operator.id, operator.id]);
    expect((await app.call('POST', '/api/v1/tokens', { name: 'x' }, { token: operator.token })).status).toBe(
      403,
    );
    expect((await create({ operatorId: 'nobody' })).body.errors).toMatchObject([{ path: 'operatorId' }]);
  });

  it.each([
    ['none', {}],
    ['an unknown one', { Authorization: 'Bearer duihua_unknown' }],
    ['another scheme', { Authorization: 'Basic YTpi' }],
    ['an empty one', { Authorization: 'Bearer ' }],
  ])('are required: %s gives 401 with a problem', async (_, headers) => {
    const answer = await app.call('GET', '/api/v1/me', undefined, { token: null, headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(answer.body).toMatchObject({ type: 'about:blank', status: 401, code: 'unauthenticated' });
  });

  it('are not accepted in the URL, where logs and histories would keep them', async () => {
    const { body } = await create();
    for (const name of ['access_token', 'token', 'api_key']) {
      const answer = await app.call('GET', `/api/v1/me?${name}=${body.secret}`, undefined, { token: null });
      expect([name, answer.status]).toEqual([name, 401]);
    }
  });

  it('are listed in pages', async () => {
    for (const name of ['a', 'b', 'c']) await create({ name });
    const first = await app.call('GET', '/api/v1/tokens?limit=3');
    expect(first.body.items).toHaveLength(3);
    const second = await app.call('GET', `/api/v1/tokens?limit=3&cursor=${first.body.nextCursor}`);
    expect(second.body.items).toHaveLength(1);
    expect(second.body.nextCursor).toBeNull();
    expect((await app.call('GET', '/api/v1/tokens?limit=0')).status).toBe(400);
    expect((await app.call('GET', '/api/v1/tokens?limt=1')).status).toBe(400);
  });
});
