import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/simulator';

export const APP_ID = 'wx0123456789abcdef';
export const SECRET = 'a-secret-of-this-test';

/** A webhook that records its requests and answers what `answer` returns (default 200 `success`). */
export type Webhook = {
  readonly url: string;
  readonly requests: { readonly method: string; readonly query: URLSearchParams; readonly body: string }[];
  answer: (body: string) => { status: number; body: string } | Promise<{ status: number; body: string }>;
  close(): Promise<void>;
};

export async function startWebhook(): Promise<Webhook> {
  const requests: Webhook['requests'] = [];
  const server: Server = createServer((request, response) => {
    void readAll(request).then(async (body) => {
      const { searchParams: query } = new URL(request.url ?? '/', 'http://webhook');
      requests.push({ method: request.method ?? '', query, body });
      const echostr = query.get('echostr');
      const { status, body: text } =
        echostr === null ? await webhook.answer(body) : { status: 200, body: echostr };
      response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve);
  });
  const webhook: Webhook = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?own=1`,
    requests,
    answer: () => ({ status: 200, body: 'success' }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return webhook;
}

/** A listening simulator with a clock that the test moves, and one account. */
export async function startSimulator(
  options: SimulatorOptions = {},
  webhookUrl: string | null = null,
): Promise<Simulator> {
  const simulator = createSimulator({ redeliveryDelayMs: 0, ...options });
  await simulator.listen(0);
  simulator.addAccount({ appId: APP_ID, appSecret: SECRET, webhookUrl });
  return simulator;
}

export type Json = Record<string, unknown>;

/** An API call with a valid token (fetched once per simulator). */
export async function call(
  simulator: Simulator,
  path: string,
  body?: unknown,
  token?: string,
): Promise<Json> {
  const accessToken = token ?? (await tokenOf(simulator));
  const separator = path.includes('?') ? '&' : '?';
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const url = `${simulator.url}${path}${separator}access_token=${accessToken}`;
  const response = await (body === undefined ? fetch(url) : fetch(url, { method: 'POST', body: text }));
  return (await response.json()) as Json;
}

const tokens = new WeakMap<Simulator, string>();

export async function tokenOf(simulator: Simulator): Promise<string> {
  const known = tokens.get(simulator);
  if (known !== undefined) return known;
  const { access_token: token } = await stableToken(simulator);
  tokens.set(simulator, String(token));
  return String(token);
}

export async function stableToken(simulator: Simulator, more: Json = {}): Promise<Json> {
  const body = {
    grant_type: 'client_credential',
    appid: APP_ID,
    secret: SECRET,
    force_refresh: false,
    ...more,
  };
  const response = await fetch(`${simulator.url}/cgi-bin/stable_token`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return (await response.json()) as Json;
}

export async function sendText(simulator: Simulator, openId: string, content = 'hello'): Promise<unknown> {
  const body = { touser: openId, msgtype: 'text', text: { content } };
  return (await call(simulator, '/cgi-bin/message/custom/send', body)).errcode;
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
