/** `POST /mcp` as a transport: who gets in, which messages it takes, and what it says to everything else. */
import { request } from 'node:http';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import pino from 'pino';
import { Registry } from 'prom-client';
import { ADMIN_EMAIL, ADMIN_PASSWORD, type Answer, startTestApp } from '../../support/administration-app';
import { type ConversationApp, startConversationApp } from '../../support/conversation-app';
import { createTestDatabase } from '../../support/database';
import { connect, connectByHttp } from '../../support/mcp-client';
import { type McpDesk, mcpDesk, tokenOf } from '../../support/mcp-desk';

const ACCEPT = { Accept: 'application/json, text/event-stream' };
const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  },
};

let app: ConversationApp;
let desk: McpDesk;
beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  desk = await mcpDesk(app);
});
afterAll(() => app.close());

const post = (body: unknown, headers: Record<string, string> = {}, token: string | null = desk.anna.token) =>
  app.call('POST', '/mcp', body, { token, headers: { ...ACCEPT, ...headers } });
const toolsIn = ({ body }: Answer): unknown => (body['result'] as { tools: unknown } | undefined)?.tools;

it('arguments of twenty thousand levels are refused like any other body that is too deep', async () => {
  const deep = `${'['.repeat(20_000)}1${']'.repeat(20_000)}`;
  const call = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'attend', arguments: { role: 0 } },
  };
  const { status, body } = await post(JSON.stringify(call).replace('"role":0', `"role":${deep}`), {
    'Content-Type': 'application/json',
  });
  expect([status, body['code']]).toEqual([400, 'invalid_request']);
});

it('parameters that are none are the caller’s mistake, not an error of ours', async () => {
  for (const params of [null, 'x', [], { name: 7 }, { name: 'attend', arguments: null }, {}]) {
    const { body } = await post({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
    // What is no object is no message of JSON-RPC.
    const isMessage = typeof params === 'object' && params !== null && !Array.isArray(params);
    expect([params, body['error']]).toMatchObject([params, { code: isMessage ? -32_602 : -32_700 }]);
  }
});

describe('who gets in', () => {
  it('is whoever has a valid API token; others get 401 that asks for one', async () => {
    const { secret: expired } = await app.deps.apiTokens.create({
      operatorId: desk.anna.id,
      name: 'old',
      expiresAt: Date.now() - 1_000,
    });
    for (const token of [null, 'wrong', `${desk.anna.token}x`, expired]) {
      const { status, headers, body } = await post(LIST, {}, token);
      expect([status, body['code']]).toEqual([401, 'unauthenticated']);
      expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
    expect(toolsIn(await post(LIST))).toHaveLength(13);
  });

  it('is nobody any more once the token is revoked or its operator disabled', async () => {
    const client = await connectByHttp(app.url, desk.anna.token);
    expect(await client.tools()).toHaveLength(13);
    await app.call('PATCH', `/api/v1/operators/${desk.anna.id}`, { isDisabled: true });
    await expect(client.tools()).rejects.toThrow('401');
    await expect(connectByHttp(app.url, desk.anna.token)).rejects.toThrow('401');
  });

  it('is not a browser with the cookie of a session', async () => {
    const login = await app.call(
      'POST',
      '/api/v1/login',
      { email: ADMIN_EMAIL, password: ADMIN_PASSWORD },
      { token: null },
    );
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    const headers = { Cookie: cookie, 'X-CSRF-Token': login.body.csrfToken };
    expect((await app.call('GET', '/api/v1/me', undefined, { token: null, headers })).status).toBe(200);
    expect((await post(LIST, headers, null)).status).toBe(401);
  });

  it('is not decided by a session id: a forged one opens nothing, and none is ever given', async () => {
    const forged = { 'Mcp-Session-Id': '00000000-0000-4000-8000-000000000000' };
    for (const token of [null, 'wrong']) expect((await post(LIST, forged, token)).status).toBe(401);
    const mine = await app.call('POST', '/mcp', INITIALIZE, { token: desk.anna.token, headers: ACCEPT });
    expect(mine.status).toBe(200);
    expect(mine.headers.get('mcp-session-id')).toBeNull();

    // The session id of another client carries over nothing: the token alone says who this is.
    const reader = await tokenOf(app, desk.anna, ['read']);
    const answered = await post(LIST, forged, reader);
    expect(answered.headers.get('mcp-session-id')).toBeNull();
    expect(toolsIn(answered)).toHaveLength(6);
    const transport = new StreamableHTTPClientTransport(new URL('/mcp', app.url), {
      requestInit: { headers: { Authorization: `Bearer ${reader}` } },
      sessionId: forged['Mcp-Session-Id'],
    });
    const client = await connect(transport);
    const { conversationId } = desk;
    expect(await client.call('attend', { conversationId })).toMatchObject({
      data: { code: 'insufficient_scope' },
    });
  });

  it('is not a page of another site, also if its name was made to point at the desk', async () => {
    // The test app’s PUBLIC_URL.
    const own = { Host: 'desk.example.com', Origin: 'http://desk.example.com' };
    const { port } = new URL(app.url);
    const local = { Host: `localhost:${port}`, Origin: `http://localhost:${port}` };
    const refused: readonly Record<string, string>[] = [
      { Origin: 'https://evil.example.com' },
      { Origin: 'null' },
      { Host: 'evil.example.com', Origin: 'http://evil.example.com' },
      { Host: 'evil.example.com', 'Sec-Fetch-Site': 'same-origin' },
      { ...own, Origin: 'https://desk.example.com' },
      { ...local, Origin: 'http://localhost:3000' },
      { ...own, 'Sec-Fetch-Site': 'cross-site' },
    ];
    for (const headers of refused) expect([headers, await statusOf(headers)]).toEqual([headers, 403]);
    for (const headers of [
      own,
      local,
      { ...own, 'Sec-Fetch-Site': 'same-origin' },
      { Host: 'any.example.com' },
    ])
      expect([headers, await statusOf(headers)]).toEqual([headers, 200]);
  });

  /** The status of a list of tools with these headers; `fetch` sets `Host` itself. */
  function statusOf(headers: Readonly<Record<string, string>>): Promise<number | undefined> {
    const all = {
      ...ACCEPT,
      Authorization: `Bearer ${desk.anna.token}`,
      'Content-Type': 'application/json',
      ...headers,
    };
    return new Promise((resolve, reject) => {
      request(`${app.url}/mcp`, { method: 'POST', headers: all }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end(JSON.stringify(LIST));
    });
  }
});

describe('a message', () => {
  it.each(['GET', 'DELETE', 'PUT', 'PATCH'])('is not brought by %s', async (method) => {
    for (const token of [desk.anna.token, null]) {
      const { status, headers, body } = await app.call(method, '/mcp', undefined, { token, headers: ACCEPT });
      expect([status, headers.get('allow')]).toEqual([405, 'POST']);
      expect(body).toMatchObject({ jsonrpc: '2.0', error: { message: expect.any(String) }, id: null });
    }
  });

  it('is at most 256 kB of well-formed JSON in UTF-8', async () => {
    const call = (text: string) => ({
      ...LIST,
      method: 'tools/call',
      params: { name: 'add_note', arguments: { conversationId: desk.conversationId, text } },
    });
    const large = await post(call('x'.repeat(300_000)));
    expect([large.status, large.body['code']]).toEqual([413, 'payload_too_large']);
    for (const malformed of ['{', '{"jsonrpc":"2.0"', 'null x', '"text"']) {
      const { status, body } = await post(malformed);
      expect([malformed, status, body['code']]).toEqual([malformed, 400, 'invalid_request']);
    }
    for (const body of ['', '{}', '[]', 'null', '{"jsonrpc":"1.0","id":1,"method":"ping"}']) {
      const { status } = await post(body, { 'Content-Type': 'application/json' });
      expect([body, status]).toEqual([body, 400]);
    }
    const form = await post('a=b', { 'Content-Type': 'application/x-www-form-urlencoded' });
    expect([form.status, form.body['code']]).toEqual([415, 'unsupported_media_type']);
    const { items } = (
      await app.call('GET', `/api/v1/conversations/${desk.conversationId}/messages`, undefined, desk.anna)
    ).body;
    expect(items).toHaveLength(1);
  });

  it('comes alone: a batch is refused, and nothing in it is done', async () => {
    const { conversationId } = desk;
    const attend = {
      ...LIST,
      method: 'tools/call',
      params: { name: 'attend', arguments: { conversationId } },
    };
    const { status, body } = await post([attend, { ...attend, id: 2 }]);
    expect(status).toBe(400);
    expect(body).toMatchObject({ jsonrpc: '2.0', error: { code: -32600 }, id: null });
    const after = await app.call('GET', `/api/v1/conversations/${conversationId}`, undefined, desk.anna);
    expect(after.body['state']).toBe('waiting');
  });

  it('needs no greeting before it, and a notification has no answer', async () => {
    expect(toolsIn(await post(LIST))).toHaveLength(13);
    const { status, text } = await post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    expect([status, text]).toEqual([202, '']);
    expect((await post({ jsonrpc: '2.0', id: 3, method: 'ping' })).body).toMatchObject({ id: 3, result: {} });
    const { status: known, body } = await post({ jsonrpc: '2.0', id: 4, method: 'resources/list' });
    expect([known, body['error']]).toMatchObject([200, { code: -32601 }]);
    expect((await post(LIST, { 'MCP-Protocol-Version': '1999-01-01' })).status).toBe(400);
    expect((await post(LIST, { Accept: 'application/json' })).status).toBe(406);
  });

  it('is answered as JSON that nobody may keep, with the id of the request', async () => {
    const { headers } = await post(LIST, { 'X-Request-Id': 'mine-1' });
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-request-id')).toBe('mine-1');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('limits, log and metrics', () => {
  it('counts each message in the limit of its operator', async () => {
    const database = await createTestDatabase();
    const limited = await startTestApp({ rateLimits: { signedIn: 3 } }, database);
    const list = () => limited.call('POST', '/mcp', LIST, { headers: ACCEPT });
    for (let count = 0; count < 3; count += 1) expect((await list()).status).toBe(200);
    const { status, headers, body } = await list();
    expect([status, body['code']]).toEqual([429, 'too_many_requests']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    await limited.close();
    await database.close();
  });

  it('logs and times each call by its tool, without a word of it', async () => {
    const lines: Record<string, unknown>[] = [];
    const logger = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) });
    const metrics = new Registry();
    const database = await createTestDatabase();
    const watched = await startTestApp({ logger, metrics }, database);
    const call = (name: string, args: object) =>
      watched.call(
        'POST',
        '/mcp',
        { ...LIST, method: 'tools/call', params: { name, arguments: args } },
        { headers: { ...ACCEPT, 'X-Request-Id': 'r-1' } },
      );
    await call('list_contacts', { q: 'canary-word' });
    await call('add_note', { conversationId: 'c-1', text: 'canary-text' });
    await call('canary-tool', {});
    const calls = lines.filter(({ msg }) => msg === 'a tool was called');
    expect(calls).toMatchObject([
      {
        tool: 'list_contacts',
        code: 'ok',
        requestId: 'r-1',
        operatorId: expect.any(String),
        ms: expect.any(Number),
      },
      { tool: 'add_note', code: 'not_found', conversationId: 'c-1' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('canary');
    const figures = await metrics.metrics();
    expect(figures).toContain('duihua_mcp_tool_duration_seconds_count{tool="list_contacts",code="ok"} 1');
    expect(figures).toContain('duihua_mcp_tool_duration_seconds_count{tool="add_note",code="not_found"} 1');
    expect(figures).toMatch(
      /duihua_http_request_duration_seconds_count\{method="POST",route="\/mcp",status="200"\} 3/,
    );
    expect(figures).not.toContain('canary');
    await watched.close();
    await database.close();
  });
});
