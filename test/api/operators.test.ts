import { sql } from 'drizzle-orm';
import { ADMIN_EMAIL, OPERATOR_PASSWORD, startTestApp, type TestApp } from '../support/administration-app';

const LONG = 'a long password of theirs';
let app: TestApp;
let brandId: string;
beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  brandId = (await app.call('POST', '/api/v1/brands', { name: 'Tea' })).body.id;
});
afterAll(() => app.close());

const create = (fields: object) =>
  app.call('POST', '/api/v1/operators', { name: 'Li', email: 'li@example.com', ...fields });
const change = (id: string, fields: object) => app.call('PATCH', `/api/v1/operators/${id}`, fields);
const login = (email: string, password: string) =>
  app.call('POST', '/api/v1/login', { email, password }, { token: null });
const adminId = async () => (await app.call('GET', '/api/v1/me')).body.id;

describe('operators', () => {
  it('can be created with a password, and sign in', async () => {
    const { status, body, text } = await create({ password: OPERATOR_PASSWORD, brandIds: [brandId] });
    expect(status).toBe(201);
    expect(body).toMatchObject({ role: 'operator', brandIds: [brandId], status: 'active' });
    expect(text).not.toMatch(/argon2|invitation/);
    expect((await login('li@example.com', OPERATOR_PASSWORD)).status).toBe(200);
  });

  it('are invited if no password is given; the link works once', async () => {
    const { body } = await create({});
    expect(body.status).toBe('invited');
    expect(body.invitationUrl).toMatch(/^http:\/\/desk\.example\.com\/invitation#[\w-]{43}$/);
    const token = body.invitationUrl.split('#')[1];
    const accept = (headers = {}) =>
      app.call(
        'POST',
        '/api/v1/invitations/accept',
        { token, password: 'my own long password' },
        { token: null, headers },
      );
    expect((await login('li@example.com', 'my own long password')).status).toBe(401);
    expect((await accept({ Origin: 'https://evil.example' })).status).toBe(403);
    expect((await accept()).status).toBe(204);
    expect((await accept()).status).toBe(404);
    expect((await login('li@example.com', 'my own long password')).status).toBe(200);
  });

  it('learn from the link who it is for, as often as they look, until it is used', async () => {
    const { body } = await create({});
    const token = body.invitationUrl.split('#')[1];
    const ask = (path: string, more = {}) =>
      app.call('POST', `/api/v1/invitations/${path}`, { token, ...more }, { token: null });
    for (const { status, body: invited } of [await ask('view'), await ask('view')]) {
      expect([status, invited]).toEqual([200, { name: 'Li', email: 'li@example.com' }]);
    }
    expect((await ask('accept', { password: 'my own long password' })).status).toBe(204);
    expect((await ask('view')).status).toBe(404);
  });

  it('can be invited again; the earlier link is then invalid', async () => {
    const { body: invited } = await create({});
    const again = await app.call('POST', `/api/v1/operators/${invited.id}/invitation`);
    expect(again.status).toBe(201);
    expect(again.body.invitationUrl).not.toBe(invited.invitationUrl);
    const accept = (url: string) =>
      app.call(
        'POST',
        '/api/v1/invitations/accept',
        { token: url.split('#')[1], password: 'my own long password' },
        { token: null },
      );
    expect((await accept(invited.invitationUrl)).status).toBe(404);
    expect((await accept(again.body.invitationUrl)).status).toBe(204);
    const late = await app.call('POST', `/api/v1/operators/${invited.id}/invitation`);
    expect([late.status, late.body['code']]).toEqual([409, 'conflict']);
    expect((await app.call('POST', '/api/v1/operators/nobody/invitation')).status).toBe(404);
  });

  it.each([
    ['expired', sql`update operators set invitation_expires_at = now() - interval '1 second'`],
    [
      'for someone who was disabled',
      sql`update operators set disabled_at = now() where password_hash is null`,
    ],
    ['for someone who was given a password', sql`select 1`],
  ])('that come by an invitation that is %s are told no more than that', async (name, change) => {
    const { body } = await create({});
    await app.database.db.execute(change);
    if (name.endsWith('password'))
      await app.call('PATCH', `/api/v1/operators/${body.id}`, { password: LONG });
    const accept = async (token?: string) => {
      const answer = await app.call(
        'POST',
        '/api/v1/invitations/accept',
        { token, password: 'my own long password' },
        { token: null },
      );
      const { requestId: _, ...problem } = answer.body;
      return problem;
    };
    const refused = await accept(body.invitationUrl.split('#')[1]);
    expect(refused).toMatchObject({ status: 404, code: 'not_found' });
    expect(refused).toEqual(await accept('there never was one'));
  });

  it('are signed out at once when disabled, and can be enabled again', async () => {
    const operator = await app.operator([brandId]);
    expect((await change(operator.id, { isDisabled: true })).body.status).toBe('disabled');
    expect((await login(operator.email, OPERATOR_PASSWORD)).status).toBe(401);
    expect((await change(operator.id, { isDisabled: false })).body.status).toBe('active');
    expect((await login(operator.email, OPERATOR_PASSWORD)).status).toBe(200);
  });

  it('no longer have API tokens or an invitation after being enabled again', async () => {
    const { id, token } = await app.operator([brandId]);
    const { body: invited } = await create({});
    for (const one of [id, invited.id]) {
      await change(one, { isDisabled: true });
      await change(one, { isDisabled: false });
    }
    expect((await app.call('GET', '/api/v1/me', undefined, { token })).status).toBe(401);
    const { body: tokens } = await app.call('GET', '/api/v1/tokens');
    expect(tokens.items.map(({ operatorId }) => operatorId)).not.toContain(id);
    const acceptance = { token: invited.invitationUrl.split('#')[1], password: LONG };
    const accepted = await app.call('POST', '/api/v1/invitations/accept', acceptance, { token: null });
    expect(accepted.status).toBe(404);
  });

  it('must change a password that an administrator has reset when they sign in', async () => {
    const { id, email } = await app.operator([brandId]);
    expect((await change(id, { password: LONG })).body).toMatchObject({ mustChangePassword: true });
    const answer = await login(email, LONG);
    expect(answer.body).toMatchObject({ mustChangePassword: true });
    const headers = {
      Cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '',
      'X-CSRF-Token': answer.body.csrfToken,
    };
    const mine = (method: string, path: string, body?: object) =>
      app.call(method, `/api/v1${path}`, body, { token: null, headers });
    expect((await mine('GET', '/brands')).body['code']).toBe('password_change_required');
    const own = { currentPassword: LONG, newPassword: 'their own long password' };
    expect((await mine('POST', '/me/password', own)).status).toBe(204);
    expect((await mine('GET', '/brands')).status).toBe(200);
  });

  it('can have name, role, brands and password changed', async () => {
    const operator = await app.operator([brandId]);
    const fields = { name: 'Wang', role: 'administrator', brandIds: [] };
    expect((await change(operator.id, fields)).body).toMatchObject(fields);
    await change(operator.id, { password: 'a brand new password' });
    expect((await login(operator.email, 'a brand new password')).status).toBe(200);
  });

  it('cannot lose their last administrator, even if the last two leave at once', async () => {
    const refused = await change(await adminId(), { isDisabled: true });
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict']);
    expect((await change(await adminId(), { role: 'operator' })).status).toBe(409);
    const second = await app.operator([], 'administrator');
    const both = await Promise.all([
      change(await adminId(), { role: 'operator' }),
      app.call('PATCH', `/api/v1/operators/${second.id}`, { isDisabled: true }, { token: second.token }),
    ]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('do not count as the last administrator if only invited', async () => {
    await create({ role: 'administrator' });
    const refused = await change(await adminId(), { isDisabled: true });
    expect([refused.status, refused.body['detail']]).toEqual([
      409,
      expect.stringMatching(/^The last enabled administrator/),
    ]);
    expect((await change(await adminId(), { role: 'administrator', isDisabled: false })).status).toBe(200);
  });

  it.each([['Password12345678'], ['qwertyuiop123456'], ['li@example.com.cn'], ['li'.repeat(10)]])(
    'cannot have the password %s',
    async (password) => {
      const answer = await create({ email: 'li@example.com.cn', password });
      expect([answer.status, answer.body['errors']]).toEqual([
        400,
        [expect.objectContaining({ path: 'password' })],
      ]);
      const { body } = await create({ email: 'li@example.com.cn' });
      expect((await change(body.id, { password })).status).toBe(400);
      const token = body.invitationUrl.split('#')[1];
      const accepted = await app.call(
        'POST',
        '/api/v1/invitations/accept',
        { token, password },
        { token: null },
      );
      expect(accepted.status).toBe(400);
    },
  );

  it.each([
    ['an e-mail address that is taken, in another case', { email: ADMIN_EMAIL.toUpperCase() }, 409],
    ['a brand that is none', { brandIds: ['none'] }, 400],
    ['a short password', { password: 'short' }, 400],
    ['no e-mail address', { email: 'li' }, 400],
    ['an unknown role', { role: 'owner' }, 400],
    ['fields that no one may set', { id: 'mine' }, 400],
    ['a name with a line break', { name: 'a\nb' }, 400],
  ])('are refused with %s', async (_, fields, status) => {
    const before = (await app.call('GET', '/api/v1/operators')).body.items.length;
    expect((await create(fields)).status).toBe(status);
    expect((await app.call('GET', '/api/v1/operators')).body.items).toHaveLength(before);
  });

  it('can be managed by administrators only', async () => {
    const { id, token } = await app.operator([brandId]);
    const as = { token };
    expect((await app.call('GET', '/api/v1/operators', undefined, as)).status).toBe(403);
    expect((await app.call('POST', '/api/v1/operators', {}, as)).status).toBe(403);
    const promoted = await app.call('PATCH', `/api/v1/operators/${id}`, { role: 'administrator' }, as);
    expect([promoted.status, promoted.body.code]).toEqual([403, 'forbidden']);
    expect((await change('nobody', { name: 'x' })).status).toBe(404);
  });
});
