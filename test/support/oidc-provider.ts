/** A real provider of OpenID Connect beside the test, and a browser that signs in there without a window. */
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import path from 'node:path';
import { findLastingPort } from './lasting-port';

/** What the provider knows of somebody; further fields are claims. */
export type Person = {
  readonly sub: string;
  readonly password: string;
  readonly email?: string;
  readonly email_verified?: unknown;
  readonly name?: string;
  readonly groups?: readonly string[];
};

/** What the provider does wrong. */
export type Lie =
  | 'discovery'
  | 'end_session'
  | 'endless'
  | 'issuer'
  | 'audience'
  | 'audience_of_many'
  | 'expired'
  | 'nonce'
  | 'no_nonce'
  | 'signature'
  | 'unsigned'
  | 'replay'
  | 'broken';

export type Control = { readonly people?: readonly Person[]; readonly lie?: Lie | null };

/** What the provider was asked, last. */
export type Seen = {
  readonly auth?: Readonly<Record<string, string>>;
  readonly token?: Readonly<Record<string, string>>;
  /** The scheme of the token request's header. */
  readonly authorization?: string;
};

export type TestProvider = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly add: (...people: readonly Person[]) => Promise<void>;
  readonly lies: (lie: Lie | null) => Promise<void>;
  readonly seen: () => Promise<Seen>;
  /** Signs in at `url` like a browser; returns the query with which it was sent back. */
  readonly visit: (url: string, as: Person | 'cancel') => Promise<string>;
  /** Ends the process, as if the provider were down; `start` begins it again at the same address. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
};

/** Starts a provider whose one client is the desk at `deskUrl`. */
export async function startOidcProvider(deskUrl: string): Promise<TestProvider> {
  const port = await findLastingPort();
  const issuer = `http://127.0.0.1:${port}`;
  const args = [String(port), `${deskUrl}/sign-in/callback`, `${deskUrl}/sign-in`];
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const files = ['typescript-process.cjs', 'oidc-process.ts'].map((file) => path.join(__dirname, file));
    const started = spawn(process.execPath, [...files, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, SIGNING_KEY: signingKey },
    });
    child = started;
    let errors = '';
    started.stderr.on('data', (text: Buffer) => {
      errors += text.toString();
    });
    await new Promise<void>((resolve, reject) => {
      started.stdout.on('data', (text: Buffer) => text.includes('ready') && resolve());
      started.once('exit', (code) => reject(new Error(`The provider ended (${code}): ${errors}`)));
    });
  };
  const control = async (change: Control): Promise<Seen> => {
    const response = await fetch(`${issuer}/control`, { method: 'POST', body: JSON.stringify(change) });
    return ((await response.json()) as { seen: Seen }).seen;
  };
  await start();
  return {
    issuer,
    clientId: 'duihua',
    clientSecret: 'a secret of the client',
    add: async (...people) => void (await control({ people })),
    lies: async (lie) => void (await control({ lie })),
    seen: () => control({}),
    visit: (url, as) => visit(issuer, deskUrl, url, as),
    async stop() {
      const ended = new Promise((resolve) => child?.once('exit', resolve));
      child?.kill('SIGKILL');
      await ended;
    },
    start,
  };
}

async function visit(issuer: string, deskUrl: string, begin: string, as: Person | 'cancel'): Promise<string> {
  const cookies = new Map<string, string>();
  let [url, form]: [string, URLSearchParams | null] = [begin, null];
  for (let step = 0; step < 10; step += 1) {
    const response: Response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === null ? {} : { method: 'POST', body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location !== null) {
      [url, form] = [new URL(location, issuer).href, null];
      if (url.startsWith(`${deskUrl}/sign-in/callback?`)) return new URL(url).search.slice(1);
      continue;
    }
    const page = await response.text();
    if (!page.includes('Company sign-in') || form !== null) throw new Error(`Not signed in: ${page}`);
    form = new URLSearchParams(as === 'cancel' ? { cancel: '1' } : { login: as.sub, password: as.password });
  }
  throw new Error('The provider sends the browser round in circles.');
}
