/** Single sign-on with a real provider (`oidc-provider`) on loopback, which also lies, replays and goes away. */
import { sql } from 'drizzle-orm';
import { createOidcProvider } from '../../src/oidc/provider';
import { Secret } from '../../src/platform/secrets/secret';
import type { OidcRules } from '../../src/platform/settings/oidc-config';
import { rowsOf } from '../../src/store/engine/rows';
import {
  ADMIN_EMAIL,
  ADMIN_PASSWORD,
  type Answer,
  startTestApp,
  type TestApp,
} from '../support/administration-app';
import { type Lie, type Person, startOidcProvider, type TestProvider } from '../support/oidc-provider';

const DESK = 'http://desk.example.com';
const RULES: OidcRules = { allowedDomains: null, roles: null, createsOperators: false, defaultBrands: [] };

let idp: TestProvider;
let app: TestApp;
let brandId: string;
/** Apps with other rules, for one test each. */
const others: TestApp[] = [];

const withRules = (rules: Partial<OidcRules>, change: object = {}) => {
  const { issuer, clientId, clientSecret } = idp;
  const config = {
    issuer,
    clientId,
    clientSecret: new Secret(clientSecret),
    scopes: 'openid email profile',
    rules: { ...RULES, ...rules },
  };
  const provider = createOidcProvider(config, { publicUrl: DESK, clock: Date.now });
  return { provider, oidcRules: config.rules, publicUrl: DESK, ...change };
};
const startOther = async (rules: Partial<OidcRules>, change: object = {}): Promise<TestApp> => {
  const other = await startTestApp(withRules(rules, change));
  others.push(other);
  return other;
};

beforeAll(async () => {
  idp = await startOidcProvider(DESK);
  app = await startTestApp(() => withRules({}));
}, 60_000);
beforeEach(async () => {
  await app.reset();
  await idp.lies(null);
  brandId = (await app.call('POST', '/api/v1/brands', { name: 'Tea' })).body.id;
});
afterEach(() => Promise.all(others.splice(0).map((other) => other.close())));
afterAll(async () => {
  await app.close();
  await idp.stop();
});

let people = 0;
/** Somebody with an account at the provider. */
const person = async (claims: Partial<Person> = {}): Promise<Person & { readonly email: string }> => {
  people += 1;
  const email = claims.email ?? `person${people}@example.com`;
  const one = {
    sub: `sub-${people}`,
    password: 'theirs',
    email_verified: true,
    name: `Person ${people}`,
    ...claims,
  };
  await idp.add({ ...one, email });
  return { ...one, email };
};
/** The same with an account here. */
const operator = async (claims: Partial<Person> = {}, at = app) => {
  const one = await person(claims);
  const { body } = await at.call('POST', '/api/v1/operators', {
    name: 'Wei',
    email: one.email,
    brandIds: at === app ? [brandId] : [],
  });
  return { ...one, id: body.id };
};

const cookieOf = (answer: Answer, name: string): string =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .find((cookie) => cookie.startsWith(`${name}=`)) ?? '';
const anonymous = (cookie?: string) => ({
  token: null,
  headers: cookie === undefined ? {} : { Cookie: cookie },
});
const begin = async (at = app) => {
  const answer = await at.call('POST', '/api/v1/sign-in/oidc', undefined, anonymous());
  return { answer, url: String(answer.body['url']), cookie: cookieOf(answer, 'duihua_oidc') };
};
const finish = (query: string, cookie: string | undefined, at = app) =>
  at.call('POST', '/api/v1/sign-in/oidc/finish', { query }, anonymous(cookie));
/** Everything a browser does. */
const signIn = async (as: Person | 'cancel', at = app): Promise<Answer> => {
  const { url, cookie } = await begin(at);
  return finish(await idp.visit(url, as), cookie, at);
};
const session = (answer: Answer) => {
  const headers = {
    Cookie: cookieOf(answer, 'duihua_session'),
    'X-CSRF-Token': answer.body.csrfToken,
  };
  return (method: string, path: string, body?: object, at = app) =>
    at.call(method, `/api/v1${path}`, body, { token: null, headers });
};
/** What was recorded about an operator, or of everybody, the newest first. */
const audit = async (action: string, of?: string): Promise<readonly Record<string, unknown>[]> => {
  const filter = of === undefined ? '' : `&operatorId=${of}`;
  const { body } = await app.call('GET', `/api/v1/audit?action=${action}${filter}`);
  return body.items.map((item) => item['details'] as Record<string, unknown>);
};
const sessionsNow = async () =>
  rowsOf<{ method: string; id_token_sealed: string | null }>(app.database.db, sql`select * from sessions`);

describe('single sign-on', () => {
  it('is offered by the host of its issuer', async () => {
    const { body } = await app.call('GET', '/api/v1/sign-in', undefined, anonymous());
    expect(body).toEqual({ password: true, provider: { name: new URL(idp.issuer).host } });
  });

  it('sends the browser to the provider with PKCE, state and nonce, and answers with a session', async () => {
    const wei = await operator();
    const answer = await signIn(wei);
    expect([answer.status, answer.body.id]).toEqual([200, wei.id]);
    expect(answer.headers.getSetCookie().join('\n')).toMatch(
      /duihua_session=[\w-]{43}; Max-Age=43200; Path=\/; Expires=.*; HttpOnly; SameSite=Lax/,
    );
    expect((await session(answer)('GET', '/me')).body).toEqual(answer.body);
    const { auth, token, authorization } = await idp.seen();
    expect(auth).toMatchObject({
      redirect_uri: `${DESK}/sign-in/callback`,
      response_type: 'code',
      scope: 'openid email profile',
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[0-9a-f]{64}$/),
      nonce: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(authorization).toBe('Basic');
    expect(token?.['code_verifier']).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set([auth?.['state'], auth?.['nonce'], token?.['code_verifier']]).size).toBe(3);
    const [row] = await sessionsNow();
    expect(row?.method).toBe('oidc');
    expect(row?.id_token_sealed).toMatch(/^v1\./);
  });

  it('is recorded: the link once, the sign-in each time', async () => {
    const wei = await operator();
    await signIn(wei);
    await signIn(wei);
    expect(await audit('operator.identity_linked', wei.id)).toEqual([{ issuer: idp.issuer }]);
    expect(await audit('session.signed_in', wei.id)).toEqual([{ method: 'oidc' }, { method: 'oidc' }]);
  });

  it('finds the account by issuer and subject, whatever the e-mail address has become', async () => {
    const wei = await operator();
    await signIn(wei);
    await idp.add({ ...wei, email: 'married@example.com', email_verified: false });
    expect((await signIn(wei)).body.id).toBe(wei.id);
  });

  it('does not ask for the password that an administrator set to be changed', async () => {
    const wei = await operator();
    await app.call('PATCH', `/api/v1/operators/${wei.id}`, { password: 'a password for the time being' });
    const answer = await signIn(wei);
    expect(answer.body['mustChangePassword']).toBe(false);
    expect((await session(answer)('GET', '/brands')).status).toBe(200);
  });

  it('makes an invited operator active, whose invitation nobody can accept any more', async () => {
    const wei = await operator();
    const invited = await app.call('POST', `/api/v1/operators/${wei.id}/invitation`);
    const token = invited.body.invitationUrl.split('#')[1];
    const view = () => app.call('POST', '/api/v1/invitations/view', { token }, anonymous());
    expect((await view()).status).toBe(200);
    await signIn(wei);
    expect((await view()).status).toBe(404);
    const { body } = await app.call('GET', '/api/v1/operators');
    const row = body.items.find(({ id }) => id === wei.id);
    expect(row).toMatchObject({ status: 'active', hasIdentity: true, hasTwoFactor: false });
  });
});

describe('who may not sign in', () => {
  const refusedFor = async (as: Person, at = app) => {
    const { status, body, headers } = await signIn(as, at);
    expect(headers.getSetCookie().join()).not.toContain('duihua_session');
    return [status, body['code'], body['reason']];
  };

  it.each([[false], [undefined], ['false'], ['no']])(
    'the first time with an address that the provider does not confirm (email_verified: %p)',
    async (email_verified) => {
      const wei = await operator({ email_verified });
      expect(await refusedFor(wei)).toEqual([403, 'forbidden', 'email_unverified']);
      expect((await audit('session.sign_in_failed'))[0]).toEqual({ reason: 'email_unverified' });
    },
  );

  it('somebody without an account here', async () => {
    expect(await refusedFor(await person())).toEqual([403, 'forbidden', 'no_account']);
  });

  it('a disabled operator, known or not, whose sessions and tokens end at once', async () => {
    const wei = await operator();
    const call = session(await signIn(wei));
    const { secret } = (await app.call('POST', '/api/v1/tokens', { name: 'CRM', operatorId: wei.id })).body;
    const byToken = () => app.call('GET', '/api/v1/me', undefined, { token: secret });
    expect([(await call('GET', '/me')).status, (await byToken()).status]).toEqual([200, 200]);
    await app.call('PATCH', `/api/v1/operators/${wei.id}`, { isDisabled: true });
    expect([(await call('GET', '/me')).status, (await byToken()).status]).toEqual([401, 401]);
    expect(await refusedFor(wei)).toEqual([403, 'forbidden', 'disabled']);
    // Nor by another account at the provider with the same address.
    const other = await person({ email: wei.email });
    expect(await refusedFor(other)).toEqual([403, 'forbidden', 'disabled']);
  });

  it('another account at the provider with the address of somebody who has signed in', async () => {
    const wei = await operator();
    await signIn(wei);
    const other = await person({ email: wei.email });
    expect(await refusedFor(other)).toEqual([403, 'forbidden', 'linked_to_other']);
    expect((await signIn(wei)).body.id).toBe(wei.id);
    const open = session(await signIn(wei));
    expect((await open('GET', '/me')).status).toBe(200);
    // Until an administrator forgets the link, which ends what began by it.
    expect((await app.call('DELETE', `/api/v1/operators/${wei.id}/identity`)).status).toBe(204);
    expect((await open('GET', '/me')).status).toBe(401);
    expect((await signIn(other)).body.id).toBe(wei.id);
    expect(await refusedFor(wei)).toEqual([403, 'forbidden', 'linked_to_other']);
  });

  it('somebody of a foreign domain, also if they could before', async () => {
    const strict = await startOther({ allowedDomains: ['example.com'] });
    const evil = await operator({ email: 'wei@evil-example.com' }, strict);
    expect(await refusedFor(evil, strict)).toEqual([403, 'forbidden', 'domain_not_allowed']);
    const sub = await operator({ email: 'wei@sub.example.com' }, strict);
    expect(await refusedFor(sub, strict)).toEqual([403, 'forbidden', 'domain_not_allowed']);
    const own = await operator({ email: 'Wei@EXAMPLE.com' }, strict);
    expect((await signIn(own, strict)).body.id).toBe(own.id);
    await idp.add({ ...own, email: 'wei@elsewhere.com' });
    expect(await refusedFor(own, strict)).toEqual([403, 'forbidden', 'domain_not_allowed']);
    await idp.add({ ...own, email_verified: false });
    expect(await refusedFor(own, strict)).toEqual([403, 'forbidden', 'email_unverified']);
  });

  it('somebody whose address only looks like an operator’s to the database', async () => {
    const open = await startOther({ createsOperators: true });
    await operator({ email: 'kate@example.com' }, open);
    // The sign of kelvin, of which the lower case is a k.
    const stranger = await person({ email: '\u212Aate@example.com' });
    const { status, body } = await signIn(stranger, open);
    if (status === 200) expect(body['email']).toBe(stranger.email);
    else expect([status, body['reason']]).toEqual([403, 'no_account']);
    const [linked] = await rowsOf<{ email: string }>(
      open.database.db,
      sql`select email from operators join operator_identities on operator_id = id where email = 'kate@example.com'`,
    );
    expect(linked).toBeUndefined();
  });

  it('somebody who cancels', async () => {
    const { status, body } = await signIn('cancel');
    expect([status, body['reason']]).toEqual([401, 'provider_denied']);
  });
});

describe('a provider that lies', () => {
  it.each<[Lie, RegExp]>([
    ['issuer', /claim_comparison.*:iss/],
    ['audience', /claim_comparison.*:aud/],
    ['audience_of_many', /claim_comparison.*:aud/],
    ['expired', /timestamp.*:exp/],
    ['nonce', /claim_comparison.*:nonce/],
    ['no_nonce', /invalid_response/],
    ['signature', /invalid_response|signature/],
    ['unsigned', /alg|unsupported|invalid/],
  ])('about %s gets nobody in', async (lie, reason) => {
    const wei = await operator();
    await idp.lies(lie);
    const { status, body, headers, text } = await signIn(wei);
    expect([status, body['code'], body['reason']]).toEqual([401, 'unauthenticated', 'provider_invalid']);
    expect(headers.getSetCookie().join()).not.toContain('duihua_session');
    expect(text).not.toContain(wei.email);
    const [failed] = await audit('session.sign_in_failed');
    expect(failed?.['reason']).toMatch(reason);
    expect(await sessionsNow()).toEqual([]);
  });

  it('about its issuer in the discovery document is not trusted at all', async () => {
    await idp.lies('discovery');
    const fresh = await startOther({});
    const { answer } = await begin(fresh);
    expect([answer.status, answer.body['reason']]).toEqual([401, 'provider_invalid']);
    expect(answer.headers.getSetCookie()).toEqual([]);
    await idp.lies(null);
    expect((await begin(fresh)).answer.status).toBe(200);
  });
});

describe('a provider whose answers do not end', () => {
  it('is not listened to for longer than 1 MiB', async () => {
    await idp.lies('endless');
    const fresh = await startOther({});
    const { answer } = await begin(fresh);
    expect([answer.status, answer.body['reason']]).toEqual([401, 'provider_invalid']);
    await idp.lies(null);
    expect((await begin(fresh)).answer.status).toBe(200);
  });
});

describe('an answer of the provider', () => {
  it('counts once: its code, sent again, is refused, by this browser and by another', async () => {
    const wei = await operator();
    const { url, cookie } = await begin();
    const query = await idp.visit(url, wei);
    expect((await finish(query, cookie)).status).toBe(200);
    const again = await finish(query, cookie);
    expect([again.status, again.body['reason']]).toEqual([401, 'sign_in_expired']);
    expect((await finish(query, undefined)).body['reason']).toBe('sign_in_expired');
  });

  it('counts once even if the provider accepts the code again, whatever state it is given', async () => {
    const wei = await operator();
    const { url, cookie } = await begin();
    const query = await idp.visit(url, wei);
    expect((await finish(query, cookie)).status).toBe(200);
    await idp.lies('replay');
    const next = await begin();
    const withState = new URLSearchParams(query);
    withState.set('state', new URL(next.url).searchParams.get('state') ?? '');
    const replayed = await finish(withState.toString(), next.cookie);
    expect([replayed.status, replayed.body['reason']]).toEqual([401, 'provider_invalid']);
    expect((await audit('session.sign_in_failed'))[0]?.['reason']).toMatch(/nonce/);
  });

  it('is refused with the state of another sign-in, without a state, or with another issuer', async () => {
    const wei = await operator();
    for (const change of [
      (query: URLSearchParams) => query.set('state', 'f'.repeat(64)),
      (query: URLSearchParams) => query.delete('state'),
      (query: URLSearchParams) => query.set('iss', 'https://evil.example.com'),
    ]) {
      const { url, cookie } = await begin();
      const query = new URLSearchParams(await idp.visit(url, wei));
      change(query);
      const { status, body } = await finish(query.toString(), cookie);
      expect([status, body['reason']]).toEqual([401, 'provider_invalid']);
    }
    expect(await sessionsNow()).toEqual([]);
  });

  it('is refused in a browser that began another sign-in', async () => {
    const wei = await operator();
    const victim = await begin();
    const attacker = await begin();
    const query = await idp.visit(attacker.url, wei);
    expect((await finish(query, victim.cookie)).body['reason']).toBe('provider_invalid');
  });

  it('is refused after ten minutes, and what was never finished is swept', async () => {
    const wei = await operator();
    const { url, cookie } = await begin();
    const query = await idp.visit(url, wei);
    await app.database.db.execute(sql`update oidc_sign_ins set created_at = now() - interval '601 seconds'`);
    expect((await finish(query, cookie)).body['reason']).toBe('sign_in_expired');
    await app.deps.identities.sweep();
    expect(await rowsOf(app.database.db, sql`select * from oidc_sign_ins`)).toEqual([]);
  });

  it('is only taken from a page of this desk', async () => {
    const foreign = { token: null, headers: { Origin: 'https://evil.example' } };
    for (const [path, body] of [
      ['/api/v1/sign-in/oidc', undefined],
      ['/api/v1/sign-in/oidc/finish', { query: 'code=x' }],
    ] as const)
      expect((await app.call('POST', path, body, foreign)).status).toBe(403);
  });
});

describe('new operators', () => {
  it('are made at their first sign-in if the settings say so, with their brands by id or name', async () => {
    const open = await startOther({ createsOperators: true, defaultBrands: ['Tea', 'none such'] });
    const tea = (await open.call('POST', '/api/v1/brands', { name: 'Tea' })).body.id;
    const jun = await person({ name: 'Jun' });
    const answer = await signIn(jun, open);
    expect(answer.body).toMatchObject({ name: 'Jun', email: jun.email, role: 'operator', brandIds: [tea] });
    expect((await signIn(jun, open)).body.id).toBe(answer.body.id);
    const { body } = await open.call('GET', '/api/v1/operators');
    expect(body.items).toHaveLength(2);
  });

  it('are made once, although two tabs finish at the same time', async () => {
    const open = await startOther({ createsOperators: true });
    const jun = await person();
    const tabs = await Promise.all([begin(open), begin(open)]);
    const queries = await Promise.all(tabs.map(({ url }) => idp.visit(url, jun)));
    const answers = await Promise.all(tabs.map(({ cookie }, at) => finish(queries[at] ?? '', cookie, open)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0]?.body.id).toBe(answers[1]?.body.id);
  });

  it('are not made from an unconfirmed address', async () => {
    const open = await startOther({ createsOperators: true });
    const jun = await person({ email_verified: false });
    expect((await signIn(jun, open)).body['reason']).toBe('email_unverified');
    expect((await open.call('GET', '/api/v1/operators')).body.items).toHaveLength(1);
  });
});

describe('roles of the provider', () => {
  const roles = { claim: 'groups', adminValues: ['desk-admins', 'owners'] };

  it('are followed at each sign-in, both ways', async () => {
    const other = await startOther({ createsOperators: true, roles });
    const jun = await person({ groups: ['staff', 'owners'] });
    expect((await signIn(jun, other)).body['role']).toBe('administrator');
    await idp.add({ ...jun, groups: ['staff'] });
    expect((await signIn(jun, other)).body['role']).toBe('operator');
    await idp.add({ ...jun, groups: ['desk-admins'] });
    expect((await signIn(jun, other)).body['role']).toBe('administrator');
  });

  it('leave the administrator of ADMIN_EMAIL and the last one what they are', async () => {
    const boss = await person({ email: ADMIN_EMAIL, groups: ['staff'] });
    const other = await startOther({ roles });
    expect((await signIn(boss, other)).body['role']).toBe('administrator');
    const second = await operator({ groups: ['owners'] }, other);
    expect((await signIn(second, other)).body['role']).toBe('administrator');
    // No longer the last one.
    expect((await signIn(boss, other)).body['role']).toBe('operator');
    await idp.add({ ...second, groups: [] });
    expect((await signIn(second, other)).body['role']).toBe('administrator');
  });
});

describe('the sign-out', () => {
  it('ends the session here and says where to end that at the provider, which brings the browser back', async () => {
    const wei = await operator();
    const call = session(await signIn(wei));
    const { status, body } = await call('POST', '/logout');
    expect(status).toBe(200);
    const url = new URL(String(body['continueAt']));
    expect(url.origin + url.pathname).toBe(`${idp.issuer}/session/end`);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${DESK}/sign-in`);
    expect((await fetch(url)).status).toBe(200);
    expect((await call('GET', '/me')).status).toBe(401);
  });

  it('is over here, too, if the provider’s address for it is none', async () => {
    const wei = await operator();
    await idp.lies('end_session');
    const odd = await startOther({});
    await odd.call('POST', '/api/v1/operators', { name: 'Wei', email: wei.email });
    const answer = await signIn(wei, odd);
    expect((await session(answer)('POST', '/logout', undefined, odd)).status).toBe(204);
    expect((await session(answer)('GET', '/me', undefined, odd)).status).toBe(401);
  });

  it('is over here for those who came by a password, and while the provider is away', async () => {
    const login = { email: ADMIN_EMAIL, password: ADMIN_PASSWORD };
    const byPassword = session(await app.call('POST', '/api/v1/login', login, anonymous()));
    expect((await byPassword('POST', '/logout')).status).toBe(204);
    const wei = await operator();
    const fresh = await startTestApp(withRules({}));
    others.push(fresh);
    const bySso = session(await signIn(wei));
    await idp.stop();
    try {
      // A process that has not asked the provider before.
      const restarted = app.another(withRules({}));
      const server = restarted.listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as { port: number };
      const answer = await bySso('POST', '/logout', undefined, {
        ...app,
        call: (method, path, body, options) =>
          fetch(`http://127.0.0.1:${port}${path}`, {
            method,
            headers: { ...options?.headers },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          }).then(async (response) => ({
            status: response.status,
            headers: response.headers,
            text: '',
            body: {} as never,
          })),
      });
      expect(answer.status).toBe(204);
      expect((await bySso('GET', '/me')).status).toBe(401);
      await new Promise((resolve) => server.close(resolve));
    } finally {
      await idp.start();
    }
  });
});

describe('while the provider is away', () => {
  it('passwords go on; the sign-in there says so, and works as soon as it is back', async () => {
    await idp.stop();
    const fresh = await startOther({});
    try {
      const { answer } = await begin(fresh);
      expect([answer.status, answer.body['code'], answer.body['reason']]).toEqual([
        503,
        'unavailable',
        'provider_away',
      ]);
      expect(answer.headers.getSetCookie()).toEqual([]);
      const login = { email: ADMIN_EMAIL, password: ADMIN_PASSWORD };
      expect((await fresh.call('POST', '/api/v1/login', login, anonymous())).status).toBe(200);
      expect((await fresh.call('GET', '/readyz', undefined, anonymous())).status).toBe(200);
    } finally {
      await idp.start();
    }
    expect((await begin(fresh)).answer.status).toBe(200);
  });

  it('a code that was on its way is not lost silently', async () => {
    const wei = await operator();
    const { url, cookie } = await begin();
    const query = await idp.visit(url, wei);
    await idp.lies('broken');
    const { status, body } = await finish(query, cookie);
    expect([status, body['reason']]).toEqual([503, 'provider_away']);
    await idp.lies(null);
    expect((await signIn(wei)).status).toBe(200);
  });
});
