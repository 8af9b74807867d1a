import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { CallLimits } from '../../../src/platform/network/call-clock';
import { CallError } from '../../../src/platform/network/call-error';
import { createEgressPolicy, parseEgressRule } from '../../../src/platform/network/egress-policy';
import {
  createGuardedClient,
  type GuardedCall,
  type GuardedClient,
} from '../../../src/platform/network/guarded-client';
import type { Resolve } from '../../../src/platform/network/public-dispatcher';
import { SELF_SIGNED } from '../../support/certificate';
import { type Endpoint, json, startEndpoint } from '../../support/endpoint';

const LIMITS: CallLimits = { firstByteMs: 2_000, idleMs: 2_000, totalMs: 5_000, mostBytes: 1_000 };
const ok = json({ ok: true });

let home: Endpoint;
let other: Endpoint;
let clients: GuardedClient[];
beforeEach(async () => {
  home = await startEndpoint(ok);
  other = await startEndpoint(ok);
  clients = [];
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await home.close();
  await other.close();
});

/** `names`: where names lead; all others lead nowhere. */
function clientFor(
  options: { isProduction?: boolean; allowed?: string; names?: Record<string, string> } = {},
): GuardedClient {
  const { isProduction = false, allowed, names = {} } = options;
  const rule = allowed === undefined ? null : parseEgressRule(allowed);
  const resolve: Resolve = (name, _options, done) => {
    const address = names[name];
    if (address === undefined) return done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
    return done(null, [{ address, family: address.includes(':') ? 6 : 4 }]);
  };
  const policy = createEgressPolicy({ isProduction, allowed: rule === null ? [] : [rule] });
  const client = createGuardedClient({ policy, resolve });
  clients.push(client);
  return client;
}

async function read(client: GuardedClient, url: string, more: Partial<GuardedCall> = {}): Promise<string> {
  const signal = new AbortController().signal;
  const answer = await client.call({ url, method: 'POST', body: 'hello', limits: LIMITS, signal, ...more });
  const chunks: Buffer[] = [];
  for await (const chunk of answer.chunks) chunks.push(chunk);
  return `${answer.status} ${Buffer.concat(chunks).toString('utf8')}`;
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof CallError ? error.code : error),
  );

describe('which addresses are called', () => {
  it('this machine outside production, and nothing of it in production', async () => {
    expect(await read(clientFor(), home.url)).toBe('200 {"ok":true}');
    expect(await codeOf(read(clientFor({ isProduction: true }), home.url))).toBe('address_refused');
    expect(await read(clientFor({ isProduction: true, allowed: '127.0.0.1' }), home.url)).toBe(
      '200 {"ok":true}',
    );
    expect(home.received).toHaveLength(2);
  });

  it.each([
    '10.0.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::ffff:127.0.0.1',
    'fd00::1',
  ])('a name that leads to %s is not, even if it led elsewhere when it was saved', async (address) => {
    const names = { 'bot.example.com': '93.184.215.14' };
    const client = clientFor({ names });
    expect(await client.check('https://bot.example.com/')).toEqual({ type: 'right' });
    names['bot.example.com'] = address;
    expect(await codeOf(read(client, `https://bot.example.com:${home.port}/`))).toBe('address_refused');
    expect(await client.check('https://bot.example.com/')).toEqual({ type: 'refused', fault: 'not_public' });
    expect(home.received).toHaveLength(0);
  });

  it('an allowed name is, wherever it leads, by http as well', async () => {
    const client = clientFor({
      isProduction: true,
      allowed: 'ollama.internal',
      names: { 'ollama.internal': '127.0.0.1' },
    });
    expect(await client.check(`http://ollama.internal:${home.port}`)).toEqual({ type: 'right' });
    expect(await read(client, `http://ollama.internal:${home.port}/v1?a=1`)).toBe('200 {"ok":true}');
    expect(home.received[0]?.path).toBe('/v1?a=1');
  });

  it('a name that leads nowhere may be saved, and cannot be called', async () => {
    const client = clientFor();
    expect(await client.check('https://soon.example.com')).toEqual({ type: 'unresolved' });
    expect(await codeOf(read(client, 'https://soon.example.com'))).toBe('unresolved');
    expect(await client.check('http://2130706433')).toEqual({ type: 'refused', fault: 'odd_form' });
  });
});

describe('redirects', () => {
  const to =
    (location: string, status = 307) =>
    (response: ServerResponse) =>
      response.writeHead(status, { location }).end();

  it('are followed with the method and the body; the key stays with its own origin', async () => {
    home.answer = (response, { path }) =>
      path === '/a' ? to('/b', 308)(response) : to(`${other.url}/c`)(response);
    const secretHeaders = { authorization: 'Bearer key' };
    expect(await read(clientFor(), `${home.url}/a`, { secretHeaders, headers: { 'x-open': '1' } })).toBe(
      '200 {"ok":true}',
    );
    expect(home.received.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/a', 'Bearer key'],
      ['/b', 'Bearer key'],
    ]);
    expect(other.received).toMatchObject([
      { method: 'POST', path: '/c', body: 'hello', headers: { 'x-open': '1' } },
    ]);
    expect(other.received[0]?.headers.authorization).toBeUndefined();
  });

  it('to a private address are refused, and it hears nothing', async () => {
    const client = clientFor({
      isProduction: true,
      allowed: 'bot.internal',
      names: { 'bot.internal': '127.0.0.1', 'evil.example.com': '127.0.0.1' },
    });
    const url = `http://bot.internal:${home.port}/`;
    for (const target of [
      other.url,
      `https://evil.example.com:${other.port}/`,
      'http://2130706433/',
      'file:///etc/passwd',
      'http://bot.internal.local/',
    ]) {
      home.answer = to(target);
      expect(await codeOf(read(client, url))).toBe('redirect_refused');
    }
    expect(other.received).toHaveLength(0);
  });

  it('are followed three times at most', async () => {
    let left = 3;
    home.answer = (response, received) => {
      left -= 1;
      return left >= 0 ? to('/again')(response) : ok(response, received);
    };
    expect(await read(clientFor(), home.url)).toBe('200 {"ok":true}');
    left = 4;
    expect(await codeOf(read(clientFor(), home.url))).toBe('redirect_refused');
  });

  it.each([300, 301, 302, 303, 304])('with status %d are not followed', async (status) => {
    home.answer = to('/b', status);
    expect(await codeOf(read(clientFor(), home.url))).toBe('redirect_refused');
    expect(home.received).toHaveLength(1);
  });

  it('to nowhere are refused', async () => {
    home.answer = (response) => response.writeHead(307).end();
    expect(await codeOf(read(clientFor(), home.url))).toBe('redirect_refused');
  });
});

describe('limits', () => {
  const short = { ...LIMITS, firstByteMs: 600, idleMs: 600 };

  it('an answer has to begin in time', async () => {
    home.answer = () => undefined;
    expect(await codeOf(read(clientFor(), home.url, { limits: short }))).toBe('timeout');
  });

  it('and to go on, but may take longer than that in all', async () => {
    const drip = async (response: ServerResponse, pieces: number): Promise<void> => {
      response.writeHead(200).flushHeaders();
      for (let piece = 0; piece < pieces; piece += 1) {
        await wait(150);
        response.write('.');
      }
    };
    home.answer = async (response) => {
      await drip(response, 6);
      response.end();
    };
    expect(await read(clientFor(), home.url, { limits: short })).toBe('200 ......');
    home.answer = (response) => void drip(response, 2);
    expect(await codeOf(read(clientFor(), home.url, { limits: short }))).toBe('timeout');
    home.answer = (response) => void drip(response, 50);
    expect(await codeOf(read(clientFor(), home.url, { limits: { ...short, totalMs: 1_500 } }))).toBe(
      'timeout',
    );
  });

  it('and to end before it is too large', async () => {
    home.answer = (response) => response.end('x'.repeat(1_001));
    expect(await codeOf(read(clientFor(), home.url))).toBe('too_large');
    home.answer = (response) => response.end('x'.repeat(1_000));
    expect(await read(clientFor(), home.url)).toHaveLength(1_004);
  });
});

describe('what goes wrong', () => {
  it('has a code of its own', async () => {
    const closed = await startEndpoint(ok);
    await closed.close();
    expect(await codeOf(read(clientFor(), closed.url))).toBe('connection_refused');
    home.answer = (response) => response.destroy();
    expect(await codeOf(read(clientFor(), home.url))).toBe('unreachable');
    home.answer = (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 50);
    };
    expect(await codeOf(read(clientFor(), home.url))).toBe('broken_off');
  });

  it('is told for a certificate that nobody vouches for', async () => {
    const secure = await startEndpoint(ok, SELF_SIGNED);
    expect(await codeOf(read(clientFor(), secure.url))).toBe('tls');
    expect(secure.received).toHaveLength(0);
    expect(await codeOf(read(clientFor(), secure.url.replace('https', 'http')))).toBe('unreachable');
    expect(await codeOf(read(clientFor(), home.url.replace('http', 'https')))).toBe('tls');
    await secure.close();
  });

  it('is the caller’s own reason if the caller ends it', async () => {
    const ending = new AbortController();
    home.answer = (response) => response.writeHead(200).write('half');
    const reading = read(clientFor(), home.url, { signal: ending.signal });
    setTimeout(() => ending.abort(new Error('handed over')), 100);
    await expect(reading).rejects.toThrow('handed over');
    await expect(read(clientFor(), home.url, { signal: ending.signal })).rejects.toThrow('handed over');
    expect(home.received).toHaveLength(1);
  });

  it('says nothing of the address or of the answer', async () => {
    home.answer = (response) => response.writeHead(302, { location: '/secret-place' }).end();
    const failure = await read(clientFor(), `${home.url}/secret-path`).catch((error: unknown) => error);
    expect(String(failure)).not.toMatch(/secret|127\.0/);
  });
});
