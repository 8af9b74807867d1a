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

describe('what a token may do', () => {
  const scopesOf = async (fields: object) => {
    const { status, body } = await create(fields);
    return [status, body['scopes']];
  };

  it('is what its scopes name, and without them all that its operator may', async () => {
    const operator = await app.operator([]);
    const theirs = { operatorId: operator.id };
    expect(await scopesOf({ scopes: ['send'] })).toEqual([201, ['send']]);
    expect(await scopesOf({})).toEqual([201, ['read', 'write', 'send', 'admin']]);
    expect(await scopesOf(theirs)).toEqual([201, ['read', 'write', 'send']]);
    expect(await scopesOf({ scope: 'read' })).toEqual([201, ['read']]);
    expect((await create({ brandIds: null })).body).toMatchObject({ brandIds: null });
    expect(await scopesOf({ scope: 'write', ...theirs })).toEqual([201, ['read', 'write', 'send']]);
  });

  it('follows the role of its operator only if it names no scopes', async () => {
    const operator = await app.operator([]);
    const { body: all } = await create({ operatorId: operator.id });
    const { body: some } = await create({ operatorId: operator.id, scopes: ['read', 'write', 'send'] });
    const codeOf = async (token: string) =>
      (await app.call('GET', '/api/v1/operators', undefined, { token })).body.code;
    expect([await codeOf(all.secret), await codeOf(some.secret)]).toEqual([
      'forbidden',
      'insufficient_scope',
    ]);
    await app.call('PATCH', `/api/v1/operators/${operator.id}`, { role: 'administrator' });
    expect([await codeOf(all.secret), await codeOf(some.secret)]).toEqual([undefined, 'insufficient_scope']);

    const { body: admin } = await create({ operatorId: operator.id, scopes: ['read', 'admin'] });
    expect((await get(admin.secret)).body['scopes']).toEqual(['read', 'admin']);
    await app.call('PATCH', `/api/v1/operators/${operator.id}`, { role: 'operator' });
    expect([await codeOf(all.secret), await codeOf(admin.secret)]).toEqual(['forbidden', 'forbidden']);
    expect((await get(admin.secret)).body['scopes']).toEqual(['read']);
  });

  it('is shown to it', async () => {
    const { body } = await create({ scopes: ['read', 'send'] });
    expect((await get(body.secret)).body['scopes']).toEqual(['read', 'send']);
  });

  it('of the release before scopes is as it was, and a newer word adds nothing', async () => {
    const { body } = await create();
    const shown = async () => (await get(body.secret)).body['scopes'];
    await app.database.db.execute(
      sql`update api_tokens set scope = 'read', scopes = null where id = ${body.id}`,
    );
    expect(await shown()).toEqual(['read']);
    await app.database.db.execute(sql`update api_tokens set scope = 'write' where id = ${body.id}`);
    expect(await shown()).toEqual(['read', 'write', 'send', 'admin']);
    await app.database.db.execute(sql`update api_tokens set scopes = '{read,bill}' where id = ${body.id}`);
    expect(await shown()).toEqual(['read']);
  });

  it('is to read for the release before scopes, unless it may do everything', async () => {
    for (const fields of [{}, { scopes: ['read', 'write', 'send', 'admin'] }, { scopes: ['write'] }])
      await create(fields);
    const { rows } = await app.database.db.execute(
      sql`select scope from api_tokens where name = 'CRM' order by id`,
    );
    expect(rows.map(({ scope }) => scope)).toEqual(['write', 'read', 'read']);
  });

  it('is limited to brands', async () => {
    const brandOf = async (name: string) => (await app.call('POST', '/api/v1/brands', { name })).body.id;
    const [tea, coffee, cake] = [await brandOf('Tea'), await brandOf('Coffee'), await brandOf('Cake')];
    const operator = await app.operator([tea, coffee]);
    const brandsOf = async (token: string) =>
      (await app.call('GET', '/api/v1/brands', undefined, { token })).body.items.map(({ id }) => id);
    const { body: theirs } = await create({ operatorId: operator.id, brandIds: [tea] });
    expect(theirs).toMatchObject({ brandIds: [tea], scopes: ['read', 'write', 'send'] });
    expect(await brandsOf(theirs.secret)).toEqual([tea]);
    const { body: admins } = await create({ brandIds: [tea, cake] });
    expect(admins['scopes']).toEqual(['read', 'write', 'send']);
    expect(await brandsOf(admins.secret)).toEqual([tea, cake]);
    expect(
      (await app.call('GET', `/api/v1/brands/${coffee}/operators`, undefined, { token: admins.secret }))
        .status,
    ).toBe(404);
    // Whoever sees only some brands does not see everybody's tokens either.
    const tokens = await app.call('GET', '/api/v1/tokens', undefined, { token: admins.secret });
    expect(tokens.body.items.map((token) => token.operatorId)).not.toContain(operator.id);
    // What its operator leaves, it leaves too.
    await app.call('PATCH', `/api/v1/operators/${operator.id}`, { brandIds: [coffee] });
    expect(await brandsOf(theirs.secret)).toEqual([]);
  });

  it('ends after its days', async () => {
    const from = Date.now();
    const { body } = await create({ expiresInDays: 30 });
    const days = (Date.parse(String(body['expiresAt'])) - from) / 86_400_000;
    expect(days).toBeCloseTo(30, 3);
    expect((await get(body.secret)).status).toBe(200);
  });

  it('is audited', async () => {
    await create({ scopes: ['read', 'send'] });
    const { body } = await app.call('GET', '/api/v1/audit');
    expect(body.items[0]).toMatchObject({
      action: 'token.created',
      details: { scopes: ['read', 'send'], brandIds: null },
    });
  });

  it('is refused if it cannot be so', async () => {
    const operator = await app.operator([]);
    const { id: brandId } = (await app.call('POST', '/api/v1/brands', { name: 'Tea' })).body;
    const refusals: [object, string][] = [
      [{ operatorId: operator.id, scopes: ['read', 'admin'] }, 'scopes'],
      [{ brandIds: [brandId], scopes: ['admin'] }, 'scopes'],
      [{ scopes: [] }, 'scopes'],
      [{ scopes: ['read', 'read'] }, 'scopes'],
      [{ scopes: ['everything'] }, 'scopes.0'],
      [{ scopes: ['read'], scope: 'read' }, 'scope'],
      [{ operatorId: operator.id, brandIds: [brandId] }, 'brandIds'],
      [{ brandIds: ['none'] }, 'brandIds'],
      [{ brandIds: [] }, 'brandIds'],
      [{ expiresInDays: 0 }, 'expiresInDays'],
      [{ expiresInDays: 1.5 }, 'expiresInDays'],
      [{ expiresInDays: 30, expiresAt: new Date().toISOString() }, 'expiresInDays'],
    ];
    for (const [fields, path] of refusals) {
      const { status, body } = await create(fields);
      expect([fields, status, body.code, (body.errors as { path: string }[])[0]?.path]).toEqual([
        fields,
        400,
        'invalid_request',
        path,
      ]);
    }
  });
});
