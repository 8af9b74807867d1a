/** How the API process serves the operators' console. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBuiltConsole } from '../../src/api/console/built-console';
import { CONSOLE_SECTIONS } from '../../src/contracts/console-sections';
import { startTestApp, type TestApp } from '../support/administration-app';

const nobody = { token: null };
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'duihua-console-'));
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(
    path.join(folder, 'index.html'),
    '<meta nonce="__CSP_NONCE__"><script src="/assets/a-1.js"></script>',
  );
  writeFileSync(path.join(folder, 'assets/a-1.js'), `console.log('${'x'.repeat(2000)}')`);
  writeFileSync(path.join(folder, 'assets/a-1.js.map'), '{}');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the console', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ console: findBuiltConsole(folder) });
  }, 60_000);
  afterAll(() => app.close());
  const get = (where: string, headers = {}) => app.call('GET', where, undefined, { ...nobody, headers });

  it.each(CONSOLE_SECTIONS.flatMap((section) => [`/${section}`, `/${section}/a/b`]))(
    'has its page at %s',
    async (where) => {
      const answer = await get(where);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(answer.headers.get('content-type')).toContain('text/html');
    },
  );

  it('gives each page a nonce of its own, for style elements and nothing else', async () => {
    const [one, other] = [await get('/inbox'), await get('/inbox')];
    const [, nonce = ''] = /nonce="([^"]{20,})"/.exec(one.text) ?? [];
    expect(nonce).not.toBe('');
    expect(other.text).not.toContain(nonce);
    const policy = one.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy).toContain("script-src 'self';");
    expect(policy.replace("style-src-attr 'unsafe-inline'", '')).not.toContain('unsafe');
  });

  it('lets browsers cache its files for ever, compressed', async () => {
    const plain = await get('/assets/a-1.js', { 'Accept-Encoding': 'identity' });
    expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(plain.headers.get('content-type')).toContain('text/javascript');
    for (const encoding of ['br', 'gzip']) {
      const answer = await get('/assets/a-1.js', { 'Accept-Encoding': encoding });
      expect([answer.headers.get('content-encoding'), answer.text]).toEqual([encoding, plain.text]);
    }
  });

  it.each(['/assets/none.js', '/assets/a-1.js.map', '/assets/..%2findex.html', '/assets', '/index.html'])(
    'serves nothing at %s',
    async (where) => {
      expect((await get(where)).status).toBe(404);
    },
  );

  it.each(['/api/v1/inbox', '/api/inbox', '/webhooks/wechat/inbox', '/anything', '/inboxes'])(
    'does not answer %s',
    async (where) => {
      const answer = await get(where);
      expect(answer.headers.get('content-type')).not.toContain('text/html');
      expect(answer.status).toBeGreaterThanOrEqual(401);
    },
  );

  it('starts at the inbox', async () => {
    const answer = await fetch(app.url, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/inbox']);
  });
});

describe('a console that is not built', () => {
  it('says so', async () => {
    expect(findBuiltConsole(path.join(folder, 'none'))).toBeNull();
    const app = await startTestApp({ console: null });
    const answer = await app.call('GET', '/inbox', undefined, nobody);
    expect([answer.status, answer.text]).toEqual([503, expect.stringContaining('npm run build')]);
    await app.close();
  });
});
