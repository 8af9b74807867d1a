/** Second factors of passwords, and what may be demanded. */
import { sql } from 'drizzle-orm';
import { TOTP } from 'otpauth';
import { Secret } from '../../src/platform/secrets/secret';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { rowsOf } from '../../src/store/engine/rows';
import { createTwoFactorStore } from '../../src/store/people/two-factors';
import {
  ADMIN_EMAIL,
  ADMIN_PASSWORD,
  type Answer,
  OPERATOR_PASSWORD,
  SECRET_KEY,
  startTestApp,
  type TestApp,
} from '../support/administration-app';

let app: TestApp;
/** What the clock of the desk shows, apart from the real one: codes are used up, tests don't wait 30 s. */
let aheadMs = 0;
const clock = () => Date.now() + aheadMs;
const others: TestApp[] = [];
beforeAll(async () => {
  app = await startTestApp((database) => ({
    twoFactors: createTwoFactorStore(database, { secretBox: createSecretBox([SECRET_KEY]), clock }),
  }));
}, 60_000);
beforeEach(async () => {
  await app.reset();
  await app.database.db.execute(sql`truncate sign_in_policy`);
});
afterEach(() => Promise.all(others.splice(0).map((other) => other.close())));
afterAll(() => app.close());

const login = (email: string, code?: string, password = OPERATOR_PASSWORD) =>
  app.call(
    'POST',
    '/api/v1/login',
    { email, password, ...(code === undefined ? {} : { code }) },
    { token: null },
  );
const ofSession = (answer: Answer, at = app) => {
  const headers = {
    Cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '',
    'X-CSRF-Token': answer.body.csrfToken,
  };
  return (method: string, path: string, body?: object) =>
    at.call(method, `/api/v1${path}`, body, { token: null, headers });
};
type Call = ReturnType<typeof ofSession>;
/** The code of the authenticator app at this moment; each call is one step later. */
const nextCode = (secret: string) => {
  aheadMs += 30_000;
  return codeAt(secret, clock());
};
const codeAt = (secret: string, timestamp: number) => new TOTP({ secret }).generate({ timestamp });

const setUp = async (call: Call, currentPassword = OPERATOR_PASSWORD) => {
  const { body } = await call('POST', '/me/two-factor', { currentPassword });
  const confirmed = await call('POST', '/me/two-factor/confirm', { code: nextCode(body.secret) });
  return { secret: body.secret, recoveryCodes: confirmed.body['recoveryCodes'] as readonly string[] };
};
const withTwoFactor = async (role: 'operator' | 'administrator' = 'operator') => {
  const person = await app.operator([], role);
  const call = ofSession(await login(person.email));
  return { ...person, call, ...(await setUp(call)) };
};
const actions = async (operatorId: string) => {
  const { body } = await app.call('GET', `/api/v1/audit?operatorId=${operatorId}`);
  return body.items.map((item) => item['action']);
};
const failed = async () => {
  const { body } = await app.call('GET', '/api/v1/audit?action=session.sign_in_failed&limit=1');
  return body.items[0]?.['details'];
};

describe('a second factor', () => {
  it('is set up with the password and a first code, and then gives ten recovery codes', async () => {
    const { id, email } = await app.operator([]);
    const call = ofSession(await login(email));
    expect((await call('GET', '/me/two-factor')).body).toEqual({
      isPossible: true,
      isOn: false,
      isDemanded: false,
      since: null,
      recoveryCodesLeft: 0,
    });
    const wrong = await call('POST', '/me/two-factor', { currentPassword: 'not the one' });
    expect([wrong.status, wrong.body['reason']]).toEqual([400, 'password_wrong']);
    const { status, body } = await call('POST', '/me/two-factor', { currentPassword: OPERATOR_PASSWORD });
    expect(status).toBe(201);
    expect(body.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(body['uri']).toBe(
      `otpauth://totp/Duihua%20(desk.example.com):${encodeURIComponent(email)}?issuer=Duihua%20(desk.example.com)` +
        `&secret=${body.secret}&algorithm=SHA1&digits=6&period=30`,
    );
    expect(Buffer.from(String(body['qrCode']).split(',')[1] ?? '', 'base64').toString()).toContain('<svg');
    // It does not count yet.
    expect((await login(email)).status).toBe(200);
    expect((await call('POST', '/me/two-factor/confirm', { code: '000000' })).body['reason']).toBe(
      'code_wrong',
    );
    const confirmed = await call('POST', '/me/two-factor/confirm', { code: nextCode(body.secret) });
    const codes = confirmed.body['recoveryCodes'] as readonly string[];
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    expect((await call('GET', '/me/two-factor')).body).toMatchObject({ isOn: true, recoveryCodesLeft: 10 });
    expect((await login(email)).body['code']).toBe('two_factor_required');
    expect(await actions(id)).toContain('two_factor.turned_on');
  });

  it('ends the other sessions that began by the password alone', async () => {
    const { email } = await app.operator([]);
    const [call, other] = [ofSession(await login(email)), ofSession(await login(email))];
    await setUp(call);
    expect([(await call('GET', '/me')).status, (await other('GET', '/me')).status]).toEqual([200, 401]);
  });

  it('is stored sealed, and its recovery codes hashed', async () => {
    const { secret, recoveryCodes } = await withTwoFactor();
    const rows = JSON.stringify([
      await rowsOf(app.database.db, sql`select * from operator_two_factors`),
      await rowsOf(app.database.db, sql`select * from recovery_codes`),
    ]);
    expect(rows).not.toContain(secret);
    for (const code of recoveryCodes) {
      expect(rows).not.toContain(code);
      expect(rows).not.toContain(code.replaceAll('-', ''));
    }
  });

  it('is asked for only after the right password, and each code is accepted once', async () => {
    const { email, secret } = await withTwoFactor();
    expect((await login(email, nextCode(secret), 'not the one')).body['code']).toBe('unauthenticated');
    const asked = await login(email);
    expect([asked.status, asked.body['code'], asked.body['reason']]).toEqual([
      401,
      'two_factor_required',
      undefined,
    ]);
    expect(asked.headers.get('set-cookie')).toBeNull();
    const code = nextCode(secret);
    expect((await login(email, code)).status).toBe(200);
    const again = await login(email, code);
    expect([again.status, again.body['code'], again.body['reason']]).toEqual([
      401,
      'two_factor_required',
      'code_wrong',
    ]);
    expect(await failed()).toEqual({ reason: 'code' });
  });

  it('accepts one of ten that send the same code at once', async () => {
    const { email, secret } = await withTwoFactor();
    await app.database.db.execute(sql`truncate sign_in_guards`);
    const code = nextCode(secret);
    const answers = await Promise.all([1, 2, 3, 4].map(() => login(email, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('accepts codes of clocks that are 30 s off, in any width, and no older one after a newer', async () => {
    const { email, secret } = await withTwoFactor();
    aheadMs += 300_000;
    const [before, now, after, far] = [-30_000, 0, 30_000, 60_000].map((off) =>
      codeAt(secret, clock() + off),
    );
    expect((await login(email, far)).status).toBe(401);
    const wide = Array.from(after ?? '', (digit) => String.fromCodePoint(digit.charCodeAt(0) + 0xfee0)).join(
      '',
    );
    expect((await login(email, `${wide.slice(0, 3)}　${wide.slice(3)}`)).status).toBe(200);
    expect((await login(email, now)).status).toBe(401);
    expect((await login(email, before)).status).toBe(401);
  });

  it('accepts each recovery code once, and says how many are left', async () => {
    const { id, email, call, recoveryCodes } = await withTwoFactor();
    const [first = '', second = ''] = recoveryCodes;
    expect((await login(email, first.toLowerCase().replaceAll('-', ' '))).status).toBe(200);
    expect((await login(email, first)).status).toBe(401);
    expect((await login(email, second)).status).toBe(200);
    expect((await call('GET', '/me/two-factor')).body).toMatchObject({ recoveryCodesLeft: 8 });
    expect((await actions(id)).filter((action) => action === 'two_factor.recovery_code_used')).toHaveLength(
      2,
    );
  });

  it('makes guesses of codes wait as those of passwords do, right passwords or not', async () => {
    const { email, secret } = await withTwoFactor();
    await app.database.db.execute(sql`truncate sign_in_guards`);
    for (let guess = 0; guess < 5; guess += 1) expect((await login(email, '000000')).status).toBe(401);
    expect((await login(email, nextCode(secret))).status).toBe(429);
    await app.database.db.execute(sql`update sign_in_guards set blocked_until = null`);
    // The right password alone takes nothing back.
    expect((await login(email)).status).toBe(401);
    expect((await login(email, nextCode(secret))).status).toBe(429);
  });

  it('being asked for counts for the account until a code is right, not for the address of an office', async () => {
    const { email, secret } = await withTwoFactor();
    await app.database.db.execute(sql`truncate sign_in_guards`);
    const failures = async () => {
      const rows = await rowsOf<{ failures: number }>(
        app.database.db,
        sql`select failures from sign_in_guards order by failures`,
      );
      return rows.map((row) => row.failures);
    };
    await login(email);
    expect(await failures()).toEqual([0, 1, 1]);
    await login(email, '000000');
    expect(await failures()).toEqual([1, 2, 2]);
    expect((await login(email, nextCode(secret))).status).toBe(200);
    expect(await failures()).toEqual([0, 0, 1]);
  });

  it('gets new recovery codes, or is turned off, by password and code only', async () => {
    const { id, email, call, secret, recoveryCodes } = await withTwoFactor();
    const currentPassword = OPERATOR_PASSWORD;
    const refused = await call('POST', '/me/two-factor/off', { currentPassword, code: '000000' });
    expect([refused.status, refused.body['reason']]).toEqual([400, 'code_wrong']);
    const wrong = { currentPassword: 'not the one', code: nextCode(secret) };
    expect((await call('POST', '/me/two-factor/off', wrong)).body['reason']).toBe('password_wrong');
    expect((await call('POST', '/me/two-factor', { currentPassword })).body['reason']).toBe('two_factor_on');
    const renewed = await call('POST', '/me/two-factor/recovery-codes', {
      currentPassword,
      code: nextCode(secret),
    });
    const codes = renewed.body['recoveryCodes'] as readonly string[];
    expect(codes).toHaveLength(10);
    await app.database.db.execute(sql`truncate sign_in_guards`);
    expect((await login(email, recoveryCodes[0])).status).toBe(401);
    expect((await login(email, codes[0])).status).toBe(200);
    const off = { currentPassword, code: nextCode(secret) };
    expect((await call('POST', '/me/two-factor/off', off)).status).toBe(204);
    expect((await call('POST', '/me/two-factor/off', off)).body['reason']).toBe('two_factor_off');
    expect((await login(email)).status).toBe(200);
    expect(await rowsOf(app.database.db, sql`select * from recovery_codes`)).toEqual([]);
    expect(await actions(id)).toEqual(
      expect.arrayContaining([
        'two_factor.recovery_codes_made',
        'two_factor.turned_off',
        'two_factor.failed',
      ]),
    );
  });

  it('is reset by an administrator, which ends the sessions', async () => {
    const { id, email, call, recoveryCodes } = await withTwoFactor();
    expect((await app.call('DELETE', `/api/v1/operators/${id}/two-factor`)).status).toBe(204);
    expect((await call('GET', '/me')).status).toBe(401);
    expect((await login(email)).status).toBe(200);
    expect((await app.call('DELETE', `/api/v1/operators/${id}/two-factor`)).status).toBe(404);
    expect(await actions(id)).toContain('operator.two_factor_reset');
    expect(recoveryCodes).toHaveLength(10);
  });

  it('that is not on yet is not reset: who is setting it up goes on', async () => {
    const person = await app.operator([], 'operator');
    const call = ofSession(await login(person.email));
    const { body } = await call('POST', '/me/two-factor', { currentPassword: OPERATOR_PASSWORD });
    expect((await app.call('DELETE', `/api/v1/operators/${person.id}/two-factor`)).status).toBe(404);
    const confirmed = await call('POST', '/me/two-factor/confirm', { code: nextCode(body.secret) });
    expect([confirmed.status, confirmed.body['recoveryCodes']]).toEqual([200, expect.any(Array)]);
  });

  it('stays when the password is changed or reset', async () => {
    const { id, email } = await withTwoFactor();
    await app.call('PATCH', `/api/v1/operators/${id}`, { password: 'another long password of theirs' });
    expect((await login(email, undefined, 'another long password of theirs')).body['code']).toBe(
      'two_factor_required',
    );
  });
});

describe('a second factor that is demanded of a role', () => {
  const demand = (...twoFactorRoles: readonly string[]) =>
    app.call('PUT', '/api/v1/sign-in-policy', { twoFactorRoles });

  it('comes before everything else, for open sessions too; others and API tokens go on', async () => {
    const li = await app.operator([]);
    const call = ofSession(await login(li.email));
    const boss = ofSession(await login(ADMIN_EMAIL, undefined, ADMIN_PASSWORD));
    expect((await call('GET', '/brands')).status).toBe(200);
    expect((await demand('operator')).body).toEqual({ twoFactorRoles: ['operator'] });
    const refused = await call('GET', '/brands');
    expect([refused.status, refused.body['code']]).toEqual([403, 'two_factor_setup_required']);
    expect((await call('GET', '/me')).body).toMatchObject({ mustSetUpTwoFactor: true });
    expect((await login(li.email)).body).toMatchObject({ mustSetUpTwoFactor: true });
    expect((await boss('GET', '/brands')).status).toBe(200);
    expect((await app.call('GET', '/api/v1/brands', undefined, { token: li.token })).status).toBe(200);
    expect((await call('GET', '/me/two-factor')).body).toMatchObject({ isOn: false, isDemanded: true });
    await setUp(call);
    expect((await call('GET', '/brands')).status).toBe(200);
    expect((await call('GET', '/me')).body).toMatchObject({ mustSetUpTwoFactor: false });
  });

  it('is demanded again of those who turn it off', async () => {
    await demand('operator', 'administrator');
    const { email } = await app.operator([]);
    const call = ofSession(await login(email));
    const { secret } = await setUp(call);
    const off = { currentPassword: OPERATOR_PASSWORD, code: nextCode(secret) };
    expect((await call('POST', '/me/two-factor/off', off)).status).toBe(204);
    expect((await call('GET', '/brands')).body['code']).toBe('two_factor_setup_required');
  });

  it('is recorded with the roles', async () => {
    await demand('administrator');
    const { body } = await app.call('GET', '/api/v1/audit?action=sign_in_policy.changed&limit=1');
    expect(body.items[0]?.['details']).toEqual({ twoFactorRoles: ['administrator'] });
    expect((await app.call('GET', '/api/v1/sign-in-policy')).body).toEqual({
      twoFactorRoles: ['administrator'],
    });
  });
});

describe('while passwords are off', () => {
  const EMERGENCY = 'a horse, a battery, a staple';
  const start = async () => {
    const other = await startTestApp();
    others.push(other);
    const { id: operatorId } = (await other.call('GET', '/api/v1/me')).body;
    const emergency = { operatorId, password: new Secret(EMERGENCY) };
    const server = other.another({ passwordSignIn: { isOn: false, emergency } }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const call = async (method: string, path: string, body?: object, headers: object = {}) => {
      const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
        method,
        headers: { 'Content-Type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const parsed = text === '' ? {} : JSON.parse(text);
      return { status: response.status, headers: response.headers, body: parsed as Record<string, unknown> };
    };
    const end = () => new Promise((resolve) => server.close(resolve));
    return { other, call, end };
  };

  it('only the one administrator gets in, only with ADMIN_PASSWORD; all others are told the same', async () => {
    const { other, call, end } = await start();
    const { email } = await other.operator([], 'administrator');
    const tried = async (address: string, password: string) => {
      const { status, body } = await call('POST', '/login', { email: address, password });
      return [status, body['reason']];
    };
    const off = [401, 'password_sign_in_off'];
    expect(await tried(email, OPERATOR_PASSWORD)).toEqual(off);
    expect(await tried(email, EMERGENCY)).toEqual(off);
    expect(await tried('nobody@example.com', EMERGENCY)).toEqual(off);
    // The stored password does not count.
    expect(await tried(ADMIN_EMAIL, ADMIN_PASSWORD)).toEqual(off);
    expect(await tried(ADMIN_EMAIL, EMERGENCY)).toEqual([200, undefined]);
    const { body } = await other.call('GET', '/api/v1/audit?action=session.signed_in&limit=1');
    expect(body.items[0]?.['details']).toEqual({ method: 'emergency' });
    await end();
  });

  it('nobody chooses a password, or accepts an invitation with one; the one administrator may have a second factor', async () => {
    const { other, call, end } = await start();
    const invited = await other.call('POST', '/api/v1/operators', { name: 'Jun', email: 'jun@example.com' });
    const token = invited.body.invitationUrl.split('#')[1];
    const password = 'nine cups of jasmine tea';
    const accepted = await call('POST', '/invitations/accept', { token, password });
    expect([accepted.status, accepted.body['reason']]).toEqual([409, 'password_sign_in_off']);
    const { token: secret } = await other.operator([]);
    const authorization = { Authorization: `Bearer ${secret}` };
    const change = { currentPassword: OPERATOR_PASSWORD, newPassword: password };
    expect((await call('POST', '/me/password', change, authorization)).body['reason']).toBe(
      'password_sign_in_off',
    );
    const setUpTheirs = { currentPassword: OPERATOR_PASSWORD };
    expect((await call('POST', '/me/two-factor', setUpTheirs, authorization)).body['reason']).toBe(
      'no_password',
    );
    expect((await call('GET', '/me/two-factor', undefined, authorization)).body['isPossible']).toBe(false);
    const boss = await call('POST', '/login', { email: ADMIN_EMAIL, password: EMERGENCY });
    const headers = {
      Cookie: boss.headers.get('set-cookie')?.split(';')[0],
      'X-CSRF-Token': boss.body['csrfToken'],
    };
    expect((await call('POST', '/me/two-factor', { currentPassword: EMERGENCY }, headers)).status).toBe(201);
    await end();
  });
});
