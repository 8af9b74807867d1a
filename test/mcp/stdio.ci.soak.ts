/** The MCP server for stdio: the built file alone, started by the SDK’s own client, against a desk that listens. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { connectByHttp, connectByStdio, type McpClient } from '../support/mcp-client';
import { type McpDesk, mcpDesk, READING_TOOLS, tokenOf } from '../support/mcp-desk';

const BUILD = path.resolve(__dirname, '../../scripts/build-program.mjs');

let folder: string;
let file: string;
let app: ConversationApp;
let desk: McpDesk;
const clients: McpClient[] = [];
const servers: Server[] = [];
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'duihua-mcp-'));
  const script =
    'const { bundleMcpServer } = await import(process.argv[1]); await bundleMcpServer(process.argv[2]);';
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', script, BUILD, path.join(folder, 'dist')],
    { encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([0, '']);
  // Alone in a folder: nothing of the project is near it.
  file = path.join(folder, 'mcp.js');
  cpSync(path.join(folder, 'dist/mcp.js'), file);
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  desk = await mcpDesk(app);
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map(({ client }) => client.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(token = desk.anna.token, url = app.url): Promise<McpClient> {
  const started = await connectByStdio(file, { DUIHUA_URL: url, DUIHUA_TOKEN: token });
  clients.push(started);
  return started;
}

/** Something that is not a desk, but answers. */
async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('has the same tools as over HTTP, for each token', async () => {
  const reader = await tokenOf(app, desk.anna, ['read']);
  const sender = await tokenOf(app, desk.anna, ['send']);
  for (const token of [desk.anna.token, reader]) {
    const byHttp = await (await connectByHttp(app.url, token)).client.listTools();
    expect((await (await start(token)).client.listTools()).tools).toEqual(byHttp.tools);
  }
  expect(await (await start(reader)).tools()).toEqual(READING_TOOLS);
  // It may not ask what it may do, so it is shown all that it might; the API refuses the rest.
  const unknown = await start(sender);
  expect(await unknown.tools()).toContain('send_reply');
  const { conversationId } = desk;
  expect(await unknown.call('attend', { conversationId })).toMatchObject({
    isError: true,
    data: { code: 'insufficient_scope', required: 'write' },
  });
});

it('answers every tool as over HTTP does', async () => {
  const { conversationId, contactId } = desk;
  const stdio = await start();
  const http = await connectByHttp(app.url, desk.anna.token);
  const attended = await stdio.call('attend', { conversationId });
  expect(attended.data).toMatchObject({ state: 'active', operator: { id: desk.anna.id } });
  expect((await stdio.call('send_reply', { conversationId, text: '您好' })).data).toMatchObject({
    status: 'sent',
  });
  expect((await stdio.call('add_note', { conversationId, text: 'x' })).data).toMatchObject({ text: 'x' });
  expect((await stdio.call('tag_contact', { contactId, tags: ['茶'] })).data).toMatchObject({ tags: ['茶'] });
  await app.host.idle();
  const same: readonly (readonly [string, Record<string, unknown>])[] = [
    ['list_conversations', { state: ['active', 'waiting'], operatorId: 'me', limit: 5 }],
    ['read_transcript', { conversationId }],
    ['read_transcript', { conversationId, limit: 1, cursor: '1' }],
    ['search', { q: '你好' }],
    ['list_contacts', { tag: '茶', subscribed: 'true' }],
    ['list_contacts', { tag: '茶' }],
    ['get_contact', { contactId }],
    ['get_contact', { contactId: 'a/../b?c=%2e#d' }],
    ['get_contact', { contactId: '..' }],
    ['get_contact', { contactId: '\ud83d' }],
    ['list_conversations', { limit: 0 }],
    ['transfer', { conversationId }],
    ['add_note', { conversationId, text: '' }],
    ['send_reply', { conversationId, text: 'x'.repeat(2_049) }],
    ['send_reply', { conversationId, text: 'x', idempotencyKey: 'not visible' }],
    ['send_reply', { conversationId, text: 'x', idempotencyKey: '键' }],
    ['send_reply', { conversationId, text: 'x', idempotencyKey: 'two\nlines' }],
    ['get_conversation', { conversationId, more: 1 }],
  ];
  for (const [tool, args] of same) {
    const [one, other] = [await stdio.call(tool, args), await http.call(tool, args)];
    // Each request has an id and a moment of its own.
    const timeless = ({ isError, data }: typeof one) => {
      const text = JSON.stringify(data, (name, value: unknown) =>
        name === 'requestId' || name === 'now' ? undefined : value,
      );
      return [tool, args, isError, JSON.parse(text)];
    };
    expect(timeless(one)).toEqual(timeless(other));
  }
});

it('passes refusals on with their code and facts', async () => {
  const { conversationId } = desk;
  const stdio = await start();
  for (let sent = 0; sent < 5; sent += 1) await stdio.call('send_reply', { conversationId, text: 'x' });
  expect(await stdio.call('send_reply', { conversationId, text: 'x' })).toMatchObject({
    isError: true,
    data: { code: 'consecutive_limit_reached', limit: 5, sent: 5, status: 409 },
  });
  app.host.behaviour.answers = 'unavailable';
  expect(await stdio.call('complete', { conversationId })).toMatchObject({
    isError: true,
    data: { code: 'unavailable', retryAfterSeconds: expect.any(Number) },
  });
});

it('says so if the token is wrong', async () => {
  const stdio = await start('wrong');
  await expect(stdio.tools()).rejects.toThrow('The API token is not valid.');
  expect(await stdio.call('list_conversations')).toMatchObject({
    isError: true,
    data: { code: 'unauthenticated', status: 401 },
  });
});

it('says whether something may have been done if the desk does not answer', async () => {
  const { conversationId } = desk;
  const gone = await listen(() => undefined);
  servers[0]?.close();
  servers.length = 0;
  const refused = await (await start(undefined, gone)).call('attend', { conversationId });
  expect(refused).toMatchObject({ isError: true, data: { code: 'unavailable', reason: 'unreachable' } });
  const cut = await listen((request) => request.socket.destroy());
  const unclear = await (await start(undefined, cut)).call('attend', { conversationId });
  expect(unclear).toMatchObject({ isError: true, data: { code: 'unavailable', reason: 'unconfirmed' } });
});

it('does not take what is no desk for one, and shows the token to nobody else', async () => {
  const tokens: unknown[] = [];
  const other = await listen((request, response) => {
    tokens.push(request.headers.authorization);
    response.end('{}');
  });
  const redirecting = await listen((_request, response) =>
    response.writeHead(307, { Location: other }).end(),
  );
  const page = await listen((_request, response) => response.end('<html>Welcome</html>'));
  for (const url of [redirecting, page]) {
    const stdio = await start(undefined, url);
    expect(await stdio.call('list_contacts')).toMatchObject({
      isError: true,
      data: { code: 'unavailable', reason: 'not_a_desk' },
    });
  }
  expect(tokens).toEqual([]);
});

it.each<[Record<string, string>, string]>([
  [{}, 'DUIHUA_URL is not set.\nDUIHUA_TOKEN is not set.\n'],
  [{ DUIHUA_URL: 'desk.example.com', DUIHUA_TOKEN: 'x' }, 'DUIHUA_URL must be the address of the desk'],
  [{ DUIHUA_URL: 'https://a:b@desk.example.com', DUIHUA_TOKEN: 'x' }, 'DUIHUA_URL must have no user name'],
  [
    { DUIHUA_URL: 'https://desk.example.com/mcp', DUIHUA_TOKEN: 'x' },
    'DUIHUA_URL must be the address of the desk alone',
  ],
  [
    { DUIHUA_URL: 'https://desk.example.com', DUIHUA_TOKEN: 'zwei Wörter' },
    'DUIHUA_TOKEN must be an API token',
  ],
])('does not start with the settings %j', (env, message) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { env, encoding: 'utf8' });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('Wörter');
});

describe('what comes on stdin', () => {
  const PING = '{"jsonrpc":"2.0","id":7,"method":"ping"}\n';
  /** What the program wrote and how it ended. */
  function run(use: (child: ChildProcessWithoutNullStreams) => void) {
    const env = { DUIHUA_URL: app.url, DUIHUA_TOKEN: desk.anna.token };
    const child = spawn(process.execPath, [file], { env });
    const written = { stdout: '', stderr: '' };
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (chunk) => (written.stdout += String(chunk)));
    child.stderr.on('data', (chunk) => (written.stderr += String(chunk)));
    use(child);
    return new Promise<typeof written & { readonly code: number | null }>((resolve) =>
      child.once('close', (code) => resolve({ ...written, code })),
    );
  }

  it('is answered until it ends, also after lines that are no messages, of which no word is repeated', async () => {
    const ended = await run(({ stdin }) => stdin.end(`canary {\n{"canary":1}\n\n[]\n${PING}`));
    expect(ended).toMatchObject({ code: 0, stdout: '{"result":{},"jsonrpc":"2.0","id":7}\n' });
    expect(ended.stderr).toContain('could not be read');
    expect(ended.stderr).not.toContain('canary');
  });

  it('ends the program, which says why, if a message has no end', async () => {
    const ended = await run(({ stdin }) => stdin.write(Buffer.alloc(11 * 1024 * 1024, 'canary')));
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain('too long');
    expect(ended.stderr).not.toContain('canary');
  });

  it('needs somebody who reads the answers: without one the program ends quietly', async () => {
    const ended = await run(({ stdin, stdout }) => {
      stdout.destroy();
      stdin.write(PING);
    });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
  });
});
