/** What protects every route: headers, limits of size and rate, content types, and input that is no input of ours. */
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import pino from 'pino';
import type { Database } from '../../src/store/engine/database-types';
import { ADMIN_PASSWORD, type Answer, startTestApp, type TestApp } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { createTestDatabase } from '../support/database';

/** For apps that are started for one test. */
let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.close());

describe('headers', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ publicUrl: 'https://desk.example.com' });
  }, 60_000);
  afterAll(() => app.close());

  const nobody = { token: null };
  it.each<[string, () => Promise<Answer>, number]>([
    ['data', () => app.call('GET', '/api/v1/me'), 200],
    ['nobody’s request', () => app.call('GET', '/api/v1/me', undefined, nobody), 401],
    ['what is no route', () => app.call('GET', '/none', undefined, nobody), 404],
    ['what is no route of the API', () => app.call('GET', '/api/v1/none'), 404],
    ['a bad body', () => app.call('POST', '/api/v1/brands', '{'), 400],
    ['a long body', () => app.call('POST', '/api/v1/brands', `"${'x'.repeat(300_000)}"`), 413],
    [
      'another type',
      () => app.call('POST', '/api/v1/brands', 'a=b', { headers: { 'Content-Type': 'text/plain' } }),
      415,
    ],
    ['health', () => app.call('GET', '/healthz', undefined, nobody), 200],
    ['figures', () => app.call('GET', '/metrics', undefined, nobody), 200],
    ['the documentation', () => app.call('GET', '/docs', undefined, nobody), 200],
    ['a broken address', () => app.call('GET', '/api/v1/channels/%E0%A4%A'), 400],
  ])('stand on %s', async (_name, call, status) => {
    const { status: given, headers } = await call();
    expect(given).toBe(status);
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'self';.*frame-ancestors 'none'.*object-src 'none'/,
    );
    expect(headers.get('content-security-policy')).not.toMatch(
      /unsafe-(?!inline)|script-src[^;]*unsafe|style-src [^;]*unsafe/,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain; application/json',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json-patch+json',
    'application/problem+json',
    '',
  ])('reject a body of the type %j', async (type) => {
    const answer = await app.call('POST', '/api/v1/brands', '{"name":"x"}', {
      headers: { 'Content-Type': type },
    });
    expect([answer.status, answer.body?.code]).toEqual([415, 'unsupported_media_type']);
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'accept a body of the type %j',
    async (type) => {
      const headers = { 'Content-Type': type };
      expect((await app.call('POST', '/api/v1/brands', '{"name":"x"}', { headers })).status).toBe(201);
    },
  );

  it('reject a body that is not UTF-8, not an object, or compressed', async () => {
    const send = async (body: Uint8Array, headers: Record<string, string> = {}) => {
      const options = {
        'Content-Type': 'application/json',
        Authorization: 'Bearer test-admin-token',
        ...headers,
      };
      return (await fetch(`${app.url}/api/v1/brands`, { method: 'POST', headers: options, body })).status;
    };
    const text = (value: string) => new TextEncoder().encode(value);
    expect(await send(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]))).toBe(400);
    for (const value of ['"x"', '1', 'null', 'true', '[]', '{"name":"x","__proto__":{"a":1}}']) {
      expect([value, await send(text(value))]).toEqual([value, 400]);
    }
    expect(await send(text('{}'), { 'Content-Encoding': 'gzip' })).toBe(415);
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  it('reject a body with ten thousand mistakes in a few words', async () => {
    const fields = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`field${at}`, at]));
    const many = await app.call('POST', '/api/v1/brands', { name: 'x', ...fields });
    expect([many.status, (many.body['errors'] as unknown[]).length]).toEqual([400, 50]);
    const long = await app.call('POST', '/api/v1/brands', { name: 'x', ['y'.repeat(100_000)]: 1 });
    expect([long.status, long.text.length < 2_000]).toEqual([400, true]);
    expect(long.body['errors']).toEqual([
      { path: `${'y'.repeat(300)}…`, message: 'is not a field of this request' },
    ]);
  });

  it('reject a body with more levels than any contract has, before anything goes through it', async () => {
    for (const levels of [60, 20_000]) {
      const deep = `${'['.repeat(levels)}1${']'.repeat(levels)}`;
      const answer = await app.call('POST', '/api/v1/brands', `{"name":"x","deep":${deep}}`);
      expect([levels, answer.status, answer.body['detail']]).toEqual([
        levels,
        400,
        levels > 64
          ? 'The body has more levels than any that is accepted.'
          : 'deep: is not a field of this request.',
      ]);
    }
    // Brackets in a text are no levels.
    expect((await app.call('POST', '/api/v1/brands', { name: '[{"'.repeat(30) })).status).toBe(201);
  });

  it('reject a body with more values than any contract has, before each of them is found wrong', async () => {
    // With the comma before the list.
    for (const values of [26_000, 26_001]) {
      const body = `{"name":"x","many":[${Array.from({ length: values }, () => 1).join()}]}`;
      const answer = await app.call('POST', '/api/v1/brands', body);
      expect([values, answer.status, answer.body['detail']]).toEqual([
        values,
        400,
        values > 26_000
          ? 'The body has more values than any that is accepted.'
          : 'many: is not a field of this request.',
      ]);
    }
    // Commas in a text are no values.
    expect((await app.call('POST', '/api/v1/brands', { name: 'a,'.repeat(40) })).status).toBe(201);
  });

  it('take back nothing in plain http', async () => {
    const plain = await startTestApp();
    const { headers } = await plain.call('GET', '/healthz');
    expect(headers.get('strict-transport-security')).toBeNull();
    await plain.close();
  });
});

describe('rate limits', () => {
  const limits = { signIn: 5, unauthenticated: 8, open: 6, signedIn: 10 };
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({ rateLimits: limits }, database);
  }, 60_000);
  afterEach(() => app.close());

  const statuses = async (count: number, call: () => Promise<Answer>) => {
    const all: number[] = [];
    for (let made = 0; made < count; made += 1) all.push((await call()).status);
    return all;
  };

  it('apply to sign-in, and to nothing else then', async () => {
    let tried = 0;
    // Another account each time: the back-off of one account is something else.
    const login = () => {
      tried += 1;
      const credentials = { email: `a${tried}@example.com`, password: ADMIN_PASSWORD };
      return app.call('POST', '/api/v1/login', credentials, { token: null });
    };
    expect(await statuses(7, login)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const answer = await login();
    expect(answer.body).toMatchObject({ code: 'too_many_requests', status: 429 });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect((await app.call('GET', '/api/v1/me')).status).toBe(200);
  });

  it('apply to invitations', async () => {
    const acceptance = { token: 'none', password: 'another long password' };
    const accept = () => app.call('POST', '/api/v1/invitations/accept', acceptance, { token: null });
    const view = () => app.call('POST', '/api/v1/invitations/view', { token: 'none' }, { token: null });
    expect(await statuses(2, view)).toEqual([404, 404]);
    expect(await statuses(4, accept)).toEqual([404, 404, 404, 429]);
    expect((await view()).status).toBe(429);
  });

  it('apply to invalid tokens, and do not count valid ones', async () => {
    const guess = () => app.call('GET', '/api/v1/me', undefined, { token: `duihua_${'x'.repeat(43)}` });
    expect(await statuses(5, () => app.call('GET', '/api/v1/me'))).toEqual([200, 200, 200, 200, 200]);
    expect(await statuses(9, guess)).toEqual([401, 401, 401, 401, 401, 401, 401, 401, 429]);
  });

  it('apply to each operator separately', async () => {
    const brand = await app.call('POST', '/api/v1/brands', { name: 'Tea' });
    const other = await app.operator([brand.body.id]);
    const mine = await statuses(12, () => app.call('GET', '/api/v1/me'));
    expect(mine.at(-1)).toBe(429);
    expect((await app.call('GET', '/api/v1/me', undefined, other)).status).toBe(200);
  });

  it('apply to public routes', async () => {
    expect((await statuses(7, () => app.call('GET', '/healthz'))).at(-1)).toBe(429);
  });
});

describe('the address of a client', () => {
  let app: TestApp;
  afterEach(() => app.close());

  const start = async (trustProxyHops: number): Promise<void> => {
    app = await startTestApp({ trustProxyHops, rateLimits: { signIn: 3 } }, database);
  };
  const login = (forwardedFor: string) =>
    app.call(
      'POST',
      '/api/v1/login',
      { email: 'nobody@example.com', password: 'wrong' },
      { token: null, headers: { 'X-Forwarded-For': forwardedFor } },
    );
  const statuses = async (forwarded: readonly string[]) => {
    const all: number[] = [];
    for (const one of forwarded) all.push((await login(one)).status);
    return all;
  };
  const addresses = async () => {
    const { body } = await app.call('GET', '/api/v1/audit?action=session.sign_in_failed');
    return body.items.map(({ address }) => address).reverse();
  };

  it('is that of the connection if no proxy is trusted, whatever a header says', async () => {
    await start(0);
    const forged = ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4'];
    expect(await statuses(forged)).toEqual([401, 401, 401, 429]);
    for (const address of await addresses()) expect(address).toMatch(/127\.0\.0\.1$/);
  });

  it('is what the last trusted proxy saw: anything before it may be forged', async () => {
    await start(1);
    const forged = [1, 2, 3, 4].map((made) => `192.0.2.${made}, 203.0.113.7`);
    expect(await statuses(forged)).toEqual([401, 401, 401, 429]);
    expect(await statuses(['203.0.113.8'])).toEqual([401]);
    expect(await addresses()).toEqual([...Array(3).fill('203.0.113.7'), '203.0.113.8']);
  });

  it('counts as one for the whole IPv6 network of a subscriber', async () => {
    await start(1);
    const network = ['2001:db8:1:2::1', '2001:db8:1:2::2', '2001:db8:1:2:ffff::3', '2001:db8:1:2::4'];
    expect(await statuses(network)).toEqual([401, 401, 401, 429]);
    expect(await statuses(['2001:db8:1:3::1'])).toEqual([401]);
  });
});

type Operation = {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: unknown }[];
};

describe('hostile input', () => {
  let app: ConversationApp;
  beforeAll(async () => {
    app = await startConversationApp();
    const { channelId } = await app.channel();
    await app.receive(channelId, `100% 'sure' \\ _x_`);
  }, 60_000);
  afterAll(() => app.close());

  const hostile = [
    "'",
    "' or '1'='1",
    '1; drop table messages; --',
    "') or strpos('a','a')>0 --",
    '%',
    '_',
    '\\',
    '$1',
    // oxlint-disable-next-line no-template-curly-in-string
    '${1}',
    '{}',
    '{"$gt":""}',
    '\u0000',
    '\ud800',
    'a&b|c!:*',
    '../../etc/passwd',
    '😀'.repeat(60),
    '-1',
    '9'.repeat(40),
    '1e309',
    'NaN',
    'null',
  ];
  const where = [
    (value: string) => `/conversations?q=${value}`,
    (value: string) => `/conversations?cursor=${value}`,
    (value: string) => `/conversations?limit=${value}`,
    (value: string) => `/conversations?state=${value}`,
    (value: string) => `/conversations?channelId=${value}&operatorId=${value}&contactId=${value}`,
    (value: string) => `/conversations/${value}`,
    (value: string) => `/conversations/${value}/messages`,
    (value: string) => `/contacts?openId=${value}&channelId=${value}`,
    (value: string) => `/contacts/${value}`,
    (value: string) => `/channels?cursor=${value}`,
    (value: string) => `/channels/${value}`,
    (value: string) => `/channels/${value}/health`,
    (value: string) => `/brands?cursor=${value}&limit=${value}`,
    (value: string) => `/operators?cursor=${value}`,
    (value: string) => `/tokens?cursor=${value}`,
    (value: string) => `/export?channelId=${value}&from=${value}&to=${value}`,
  ];

  const ask = async (path: string): Promise<Answer> => {
    const answer = await app.call('GET', `/api/v1${path}`);
    expect([path, [200, 400, 404].includes(answer.status)]).toEqual([path, true]);
    return answer;
  };
  const encoded = (value: string) =>
    encodeURIComponent(value.replace(/\p{Cs}/gu, '\ufffd')).replaceAll('.', '%2E');

  it('is taken literally or refused, wherever it is', async () => {
    for (const value of hostile) for (const path of where) await ask(path(encoded(value)));
    // Broken and doubled ones.
    for (const path of where) {
      await ask(path('%ff%fe'));
      await ask(path('%'));
    }
    await ask('/conversations?q=a&q=b');
    await ask('/conversations?q[]=a&q[$gt]=b');
  }, 120_000);

  /** Every parameter of a query that the document names. */
  const queryParameters = async () => {
    const { body } = await app.call('GET', '/openapi.json');
    const paths = Object.entries(body['paths'] as Record<string, Record<string, Operation>>);
    return paths.flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, { parameters = [] }]) =>
        parameters
          .filter((one) => one.in === 'query')
          .map(({ name, schema }) => ({ method, path: path.replace(/\{\w+\}/g, 'none'), name, schema })),
      ),
    );
  };

  it('has no NUL in any parameter of a query that the document names', async () => {
    const parameters = await queryParameters();
    for (const { method, path, name, schema } of parameters) {
      const asked = `${path}?${name}=%00`;
      const { status } = await app.call(method.toUpperCase(), asked, method === 'get' ? undefined : {});
      expect([method, asked, schema, status < 500]).toEqual([method, asked, schema, true]);
    }
    expect(parameters.length).toBeGreaterThan(50);
  }, 60_000);

  it('has only times that can be stored, in each parameter that is a time', async () => {
    const isTime = (schema: unknown): boolean => JSON.stringify(schema).includes('date-time');
    const times = (await queryParameters()).filter(
      ({ method, schema }) => method === 'get' && isTime(schema),
    );
    for (const { path, name } of times)
      for (const time of ['0000-01-01T00:00:00Z', '1900-01-01T00:00:00Z', '9999-12-31T23:59:59Z']) {
        const asked = `${path}?${name}=${time}`;
        const { status } = await app.call('GET', asked);
        expect([asked, status < 500]).toEqual([asked, true]);
      }
    expect(times.length * 3).toBeGreaterThan(10);
    const { status } = await app.call('GET', '/api/v1/audit?from=0000-01-01T00:00:00Z');
    expect(status).toBe(400);
  }, 60_000);

  it('is found by a search as it was written', async () => {
    const found = async (q: string) =>
      (await ask(`/conversations?q=${encodeURIComponent(q)}`)).body.items.length;
    expect([await found("'sure'"), await found('100%'), await found('_x_'), await found("' \\")]).toEqual([
      1, 1, 1, 1,
    ]);
    expect([await found('1%0'), await found('%%'), await found('_y'), await found("'sure' or")]).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it('of any kind is answered in time and changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 120, unit: 'binary' }),
        fc.nat(where.length - 1),
        async (value, index) => {
          const startedAt = Date.now();
          await ask(where[index]?.(encoded(value)) ?? '');
          expect(Date.now() - startedAt).toBeLessThan(2_000);
        },
      ),
      { numRuns: 150 },
    );
    const { rows } = await app.database.db.execute<{ n: number }>(
      sql`select count(*)::int as n from messages`,
    );
    expect(rows[0]?.n).toBe(1);
  }, 120_000);

  it('of 10 kB is refused', async () => {
    expect((await ask(`/conversations?q=${'x'.repeat(7_000)}`)).status).toBe(400);
    const long = await app.call('GET', `/api/v1/conversations?q=${'x'.repeat(20_000)}`).catch(() => null);
    expect([400, 431, undefined]).toContain(long?.status);
  });
});

describe('the log of requests', () => {
  it('names the request and the conversation, but no text', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    const app = await startTestApp({ logger });
    await app.call('GET', '/api/v1/conversations/conversation-7?q=canary-text', undefined, {
      headers: { 'X-Request-Id': 'request-7' },
    });
    await app.close();
    const line = lines.map((text) => JSON.parse(text)).find(({ req }) => req?.id === 'request-7');
    expect(line).toMatchObject({ conversationId: 'conversation-7', res: { statusCode: 404 } });
    expect(lines.join('')).not.toContain('canary-text');
  });
});
