import { sql } from 'drizzle-orm';
import { createPasswords, PasswordQueueFull } from '../../src/platform/secrets/passwords';
import {
  ADMIN_EMAIL,
  ADMIN_PASSWORD,
  type Answer,
  OPERATOR_PASSWORD,
  startTestApp,
  type TestApp,
} from '../support/administration-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
beforeEach(() => app.reset());
afterEach(() => other?.close().finally(() => (other = undefined)));
afterAll(() => app.close());

/** An app that is set up in another way, for one test. */
let other: TestApp | undefined;
const startOther = async (change: Parameters<typeof startTestApp>[0]): Promise<TestApp> => {
  other = await startTestApp(change);
  return other;
};

const login = (email = ADMIN_EMAIL, password = ADMIN_PASSWORD, headers = {}) =>
  app.call('POST', '/api/v1/login', { email, password }, { token: null, headers });
const cookieOf = (answer: Answer) => answer.headers.get('set-cookie')?.split(';')[0] ?? '';
const withCookie = (cookie: string, csrf?: string, headers: Record<string, string> = {}) => ({
  token: null,
  headers: { Cookie: cookie, ...(csrf === undefined ? {} : { 'X-CSRF-Token': csrf }), ...headers },
});
type Own = {
  readonly id: string;
  readonly call: (method: string, path: string, body?: object) => Promise<Answer>;
};
const me = (cookie: string) => app.call('GET', '/api/v1/me', undefined, withCookie(cookie));

const SUBSCRIPTION = {
  endpoint: 'https://push.example.com/1',
  keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
};

describe('signing in', () => {
  it('returns a cookie that scripts cannot read, a CSRF token, and who has signed in', async () => {
    const answer = await login();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^duihua_session=[\w-]{43}; Max-Age=43200; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/,
    );
    expect(answer.body).toMatchObject({
      email: ADMIN_EMAIL,
      role: 'administrator',
      mustChangePassword: false,
    });
    const session = await me(cookieOf(answer));
    expect(session.body).toEqual(answer.body);
    const { rows } = await app.database.db.execute(sql`select * from sessions`);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(cookieOf(answer).split('=')[1]);
  });

  it('uses a __Host- cookie that is Secure behind https', async () => {
    const behindHttps = await startOther({ publicUrl: 'https://desk.example.com' });
    const credentials = { email: ADMIN_EMAIL, password: ADMIN_PASSWORD };
    const answer = await behindHttps.call('POST', '/api/v1/login', credentials, { token: null });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-duihua_session=.*; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(answer.headers.get('strict-transport-security')).toMatch(/^max-age=/);
  });

  it('answers the same, after a similar time, for a wrong password and for an unknown address', async () => {
    const timed = async (email: string) => {
      const start = performance.now();
      const { body, status } = await login(email, 'wrong password');
      const { requestId: _, ...problem } = body;
      return { status, problem, ms: performance.now() - start };
    };
    await timed('warm@up.example');
    const wrong = [await timed(ADMIN_EMAIL), await timed(ADMIN_EMAIL), await timed(ADMIN_EMAIL)];
    const unknown = [await timed('nobody@example.com'), await timed('nobody@example.com')];
    expect(wrong[0]?.status).toBe(401);
    expect(unknown[0]?.problem).toEqual(wrong[0]?.problem);
    // The quickest of several: what else the machine does at the time only makes single ones slower.
    const quickest = (answers: readonly { readonly ms: number }[]) =>
      Math.min(...answers.map(({ ms }) => ms));
    expect(quickest(unknown)).toBeGreaterThan(quickest(wrong) / 3);
  });

  it('checks one password per attempt, whatever the address, so that the time reveals nothing', async () => {
    const real = createPasswords();
    const checked: (string | null)[] = [];
    const counting = await startOther({
      passwords: {
        ...real,
        verify(hash, password) {
          checked.push(hash);
          return real.verify(hash, password);
        },
      },
    });
    const disabled = await counting.operator([]);
    await counting.call('PATCH', `/api/v1/operators/${disabled.id}`, { isDisabled: true });
    const invited = { name: 'Li', email: 'invited@example.com' };
    await counting.call('POST', '/api/v1/operators', invited);
    for (const email of [ADMIN_EMAIL, disabled.email, invited.email, 'nobody@example.com']) {
      const credentials = { email, password: 'wrong' };
      const answer = await counting.call('POST', '/api/v1/login', credentials, { token: null });
      expect([email, answer.status]).toEqual([email, 401]);
    }
    const argon2 = expect.stringMatching(/^\$argon2id/);
    expect(checked).toEqual([argon2, argon2, null, null]);
  });

  it('ignores upper and lower case in the address', async () => {
    expect((await login(ADMIN_EMAIL.toUpperCase())).status).toBe(200);
  });

  it('begins a new session each time and ends the one before', async () => {
    const first = cookieOf(await login());
    const second = cookieOf(await login(ADMIN_EMAIL, ADMIN_PASSWORD, { Cookie: first }));
    expect(second).not.toBe(first);
    expect((await me(first)).status).toBe(401);
    expect((await me(second)).status).toBe(200);
  });

  it('never accepts a session id that the browser brought', async () => {
    const answer = await login(ADMIN_EMAIL, ADMIN_PASSWORD, { Cookie: 'duihua_session=fixed' });
    expect(cookieOf(answer)).not.toBe('duihua_session=fixed');
    expect((await me('duihua_session=fixed')).status).toBe(401);
  });

  it('refuses pages of another origin', async () => {
    expect((await login(ADMIN_EMAIL, ADMIN_PASSWORD, { Origin: 'https://evil.example' })).status).toBe(403);
  });

  it('makes someone who has guessed five times wait, and says how long', async () => {
    const { email } = await app.operator([]);
    for (let guess = 0; guess < 5; guess += 1) expect((await login(email, 'wrong')).status).toBe(401);
    const answer = await login(email, OPERATOR_PASSWORD);
    expect(answer.status).toBe(429);
    expect(answer.body.code).toBe('too_many_requests');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await login('nobody@example.com', 'wrong')).status).toBe(401);
  });

  it('lets the owner in after 15 minutes at most, and then forgets the guesses', async () => {
    const { email } = await app.operator([]);
    for (let guess = 0; guess < 60; guess += 1) {
      await login(email, 'wrong');
      await app.database.db.execute(sql`update sign_in_guards set blocked_until = null where failures < 30`);
    }
    const refused = await login(email, OPERATOR_PASSWORD);
    expect(refused.status).toBe(429);
    const waitSeconds = Number(refused.headers.get('retry-after'));
    expect(waitSeconds).toBeGreaterThan(800);
    expect(waitSeconds).toBeLessThanOrEqual(900);
    await app.database.db.execute(
      sql`update sign_in_guards set blocked_until = blocked_until - interval '15 minutes'`,
    );
    expect((await login(email, OPERATOR_PASSWORD)).status).toBe(200);
    for (let guess = 0; guess < 4; guess += 1) expect((await login(email, 'wrong')).status).toBe(401);
    expect((await login(email, OPERATOR_PASSWORD)).status).toBe(200);
  }, 60_000);

  it('answers guesses at an unknown address the same, down to the wait', async () => {
    const known = await guesses((await app.operator([])).email, 6);
    await app.database.db.execute(sql`truncate sign_in_guards`);
    expect(await guesses('nobody@example.com', 6)).toEqual(known);
    expect(known.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('applies the wait to a hundred guesses at once, too', async () => {
    const { email } = await app.operator([]);
    const answers = await Promise.all(Array.from({ length: 100 }, () => login(email, 'wrong')));
    const judged = answers.filter(({ status }) => status === 401).length;
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(100 - judged);
    // Five, and another one after 1, 2, 4 … seconds.
    expect(judged).toBeGreaterThanOrEqual(5);
    expect(judged).toBeLessThanOrEqual(8);
  }, 30_000);

  it('asks everyone to come back if too many passwords are waiting to be checked', async () => {
    const busy = await startOther({
      passwords: { ...createPasswords(), verify: () => Promise.reject(new PasswordQueueFull('full')) },
    });
    for (const email of [ADMIN_EMAIL, 'nobody@example.com']) {
      const credentials = { email, password: ADMIN_PASSWORD };
      const answer = await busy.call('POST', '/api/v1/login', credentials, { token: null });
      expect([answer.status, answer.body.code]).toEqual([429, 'too_many_requests']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  it('counts no attempt that was never checked, from where the account has signed in recently', async () => {
    const passwords = createPasswords();
    let isFull = false;
    const busy = await startOther({
      passwords: {
        ...passwords,
        verify: (...args) =>
          isFull ? Promise.reject(new PasswordQueueFull('full')) : passwords.verify(...args),
      },
    });
    const { email } = await busy.operator([]);
    const logIn = () =>
      busy.call('POST', '/api/v1/login', { email, password: OPERATOR_PASSWORD }, { token: null });
    expect((await logIn()).status).toBe(200);
    isFull = true;
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const { status, headers } = await logIn();
      expect([status, headers.get('retry-after')]).toEqual([429, '2']);
    }
    isFull = false;
    expect((await logIn()).status).toBe(200);
  });

  it('counts one of a stranger that was never checked: a flood gets no free tries', async () => {
    const busy = await startOther({
      passwords: { ...createPasswords(), verify: () => Promise.reject(new PasswordQueueFull('full')) },
    });
    const { email } = await busy.operator([]);
    const waits: (string | null)[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const answer = await busy.call('POST', '/api/v1/login', { email, password: 'wrong' }, { token: null });
      waits.push(answer.headers.get('retry-after'));
    }
    // The sixth is refused by the guard, which has it wait for up to a second.
    expect(waits).toEqual(['2', '2', '2', '2', '2', '1']);
  });

  it('refuses a password of a megabyte unread', async () => {
    expect((await login(ADMIN_EMAIL, 'x'.repeat(1024 * 1024))).status).toBe(413);
    expect((await login(ADMIN_EMAIL, 'x'.repeat(2_000))).status).toBe(400);
    expect((await login()).status).toBe(200);
  });
});

const guesses = async (email: string, count: number) => {
  const answers: object[] = [];
  for (let guess = 0; guess < count; guess += 1) {
    const { body, status, headers } = await login(email, 'wrong');
    const { requestId: _, ...problem } = body;
    answers.push({ status, problem, retryAfter: headers.get('retry-after') });
  }
  return answers as { readonly status: number }[];
};

describe('a session', () => {
  it('can change something only with its CSRF token', async () => {
    const answer = await login();
    const cookie = cookieOf(answer);
    const post = (csrf?: string, headers?: Record<string, string>) =>
      app.call('POST', '/api/v1/brands', { name: 'Tea' }, withCookie(cookie, csrf, headers));
    expect((await post()).status).toBe(403);
    expect((await post('0'.repeat(64))).status).toBe(403);
    const csrf = answer.body.csrfToken;
    expect((await post(csrf, { Origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(csrf, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await post(csrf, { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await post(csrf)).status).toBe(201);
    expect((await post(csrf, { Origin: 'http://desk.example.com' })).status).toBe(201);
  });

  it('is invalid after sign-out', async () => {
    const answer = await login();
    const cookie = cookieOf(answer);
    const out = await app.call(
      'POST',
      '/api/v1/logout',
      undefined,
      withCookie(cookie, answer.body.csrfToken),
    );
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^duihua_session=; .*Expires=Thu, 01 Jan 1970/);
    expect((await me(cookie)).status).toBe(401);
  });

  it.each([
    ['8 h without a request', sql`update sessions set last_used_at = now() - interval '8 hours 1 second'`],
    ['12 h in all', sql`update sessions set created_at = now() - interval '12 hours 1 second'`],
    ['the operator is disabled', sql`update operators set disabled_at = now()`],
  ])('ends after %s', async (_, change) => {
    const cookie = cookieOf(await login());
    await app.database.db.execute(change);
    expect((await me(cookie)).status).toBe(401);
  });

  it.each<[string, (own: Own) => Promise<Answer>, string[]]>([
    ['signed out', ({ call }) => call('POST', '/api/v1/logout'), ['own']],
    ['signed out everywhere', ({ call }) => call('POST', '/api/v1/me/sessions/revoke'), ['own', 'other']],
    [
      'with another password',
      ({ call }) =>
        call('POST', '/api/v1/me/password', {
          currentPassword: OPERATOR_PASSWORD,
          newPassword: 'another long password',
        }),
      ['other'],
    ],
    [
      'given another password by an administrator',
      ({ id }) => app.call('PATCH', `/api/v1/operators/${id}`, { password: 'another long password' }),
      ['own', 'other'],
    ],
    [
      'disabled',
      ({ id }) => app.call('PATCH', `/api/v1/operators/${id}`, { isDisabled: true }),
      ['own', 'other', 'token'],
    ],
  ])('of someone who is %s ends where it should, at once', async (_, act, ended) => {
    const { id, email, token } = await app.operator([]);
    const answer = await login(email, OPERATOR_PASSWORD);
    const own = cookieOf(answer);
    const other = cookieOf(await login(email, OPERATOR_PASSWORD));
    const call: Own['call'] = (method, path, body) =>
      app.call(method, path, body, withCookie(own, answer.body.csrfToken));
    await app.call('POST', '/api/v1/me/push-subscriptions', SUBSCRIPTION, { token });
    expect((await act({ id, call })).status).toBeLessThan(300);
    const alive = {
      own: (await me(own)).status,
      other: (await me(other)).status,
      token: (await app.call('GET', '/api/v1/me', undefined, { token })).status,
    };
    const expected = { own: 200, other: 200, token: 200 };
    expect(alive).toEqual({ ...expected, ...Object.fromEntries(ended.map((one) => [one, 401])) });
    // Where other sessions end, no browser goes on being alerted.
    const { rows } = await app.database.db.execute(
      sql`select * from push_subscriptions where operator_id = ${id}`,
    );
    expect(rows).toHaveLength(ended.includes('other') ? 0 : 1);
  });

  it('stays alive by being used', async () => {
    const cookie = cookieOf(await login());
    await app.database.db.execute(sql`update sessions set last_used_at = now() - interval '7 hours'`);
    await me(cookie);
    const result = await app.database.db.execute<{ fresh: boolean }>(
      sql`select last_used_at > now() - interval '1 minute' as fresh from sessions`,
    );
    expect(result.rows).toEqual([{ fresh: true }]);
  });
});

describe('a password', () => {
  it('that must be changed allows nothing else before that', async () => {
    await app.database.db.execute(sql`update operators set must_change_password = true`);
    const answer = await login();
    expect(answer.body.mustChangePassword).toBe(true);
    const options = withCookie(cookieOf(answer), answer.body.csrfToken);
    const refused = await app.call('GET', '/api/v1/brands', undefined, options);
    expect([refused.status, refused.body.code]).toEqual([403, 'password_change_required']);
    expect((await app.call('GET', '/api/v1/me', undefined, options)).status).toBe(200);
    const change = { currentPassword: ADMIN_PASSWORD, newPassword: 'another long password' };
    expect((await app.call('POST', '/api/v1/me/password', change, options)).status).toBe(204);
    expect((await app.call('GET', '/api/v1/brands', undefined, options)).status).toBe(200);
    expect((await login()).status).toBe(401);
    expect((await login(ADMIN_EMAIL, 'another long password')).status).toBe(200);
  });

  it('ends all other sessions when it is changed', async () => {
    const other = cookieOf(await login());
    const answer = await login();
    const own = withCookie(cookieOf(answer), answer.body.csrfToken);
    const change = { currentPassword: ADMIN_PASSWORD, newPassword: 'another long password' };
    await app.call('POST', '/api/v1/me/password', change, own);
    expect((await me(other)).status).toBe(401);
    expect((await me(cookieOf(answer))).status).toBe(200);
  });

  it.each([
    [{ currentPassword: 'wrong', newPassword: 'another long password' }, 'currentPassword', 'password_wrong'],
    [{ currentPassword: ADMIN_PASSWORD, newPassword: 'short' }, 'newPassword', undefined],
    [{ currentPassword: ADMIN_PASSWORD, newPassword: 'x'.repeat(257) }, 'newPassword', undefined],
    [{ currentPassword: ADMIN_PASSWORD, newPassword: 'Password12345678' }, 'newPassword', 'password_guessed'],
    [{ currentPassword: ADMIN_PASSWORD, newPassword: ADMIN_EMAIL }, 'newPassword', 'password_guessed'],
    [{ currentPassword: ADMIN_PASSWORD, newPassword: ADMIN_PASSWORD }, 'newPassword', 'password_unchanged'],
  ])('is not changed by %j', async (change, path, reason) => {
    const answer = await app.call('POST', '/api/v1/me/password', change);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ path }]);
    // By it the console knows its own words in every language.
    expect(answer.body['reason']).toBe(reason);
  });

  it('cannot be guessed faster with a stolen session', async () => {
    const answer = await login();
    const own = withCookie(cookieOf(answer), answer.body.csrfToken);
    const guess = (currentPassword: string) =>
      app.call('POST', '/api/v1/me/password', { currentPassword, newPassword: 'another long password' }, own);
    const statuses: number[] = [];
    for (let made = 0; made < 6; made += 1) statuses.push((await guess(`guess ${made}`)).status);
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
    expect((await guess(ADMIN_PASSWORD)).status).toBe(429);
  });

  it('of an operator signs in, and shows only their brands', async () => {
    const { body: brand } = await app.call('POST', '/api/v1/brands', { name: 'Tea' });
    const { email } = await app.operator([brand.id]);
    const answer = await login(email, OPERATOR_PASSWORD);
    expect(answer.body).toMatchObject({ role: 'operator', brandIds: [brand.id] });
  });
});
