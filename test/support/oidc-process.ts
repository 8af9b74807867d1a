/**
 * A real provider of OpenID Connect (`oidc-provider`, which jest cannot load), as a process of its own, with a page to
 * sign in. `POST /control` makes people and lies. Run by `startOidcProvider`.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { Provider } from 'oidc-provider';
import type { Control, Lie, Person } from './oidc-provider';

const [port = '', redirectUri = '', signedOutUri = ''] = process.argv.slice(2);
const ISSUER = `http://127.0.0.1:${port}`;
const FORGED_ISSUER = 'https://evil.example.com';

const people = new Map<string, Person>();
let lie: Lie | null = null;
let seen: Record<string, unknown> = {};
const tokensOf = new Map<string, unknown>();

/** The test keeps it, so that it is the same after a restart. */
const own = createPrivateKey(process.env['SIGNING_KEY'] ?? '');
const foreign = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
const KID = 'own';
const jwk = { ...own.export({ format: 'jwk' }), kid: KID, alg: 'RS256', use: 'sig' };

const provider = new Provider(ISSUER, {
  jwks: { keys: [jwk] },
  clients: [
    {
      client_id: 'duihua',
      client_secret: 'a secret of the client',
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: [signedOutUri],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
  ],
  cookies: { keys: ['a key of the provider'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: true },
  },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  // The company has agreed for its people.
  async loadExistingGrant(context) {
    const { client, session } = context.oidc;
    const grant = new context.oidc.provider.Grant({
      clientId: client?.clientId ?? '',
      accountId: session?.accountId ?? '',
    });
    grant.addOIDCScope('openid email profile');
    await grant.save();
    return grant;
  },
  findAccount: (_context, subject) => {
    const { sub: _, password: __, ...claims } = people.get(subject) ?? { sub: subject, password: '' };
    return { accountId: subject, claims: () => ({ sub: subject, ...claims }) };
  },
});
// Its cookies are not kept by the tests' simple browser if they need https.
provider.proxy = false;

function signed(claims: object, key: KeyObject): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', typ: 'JWT', kid: KID })}.${part(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

/** The token with a lie in it, signed by the provider's own key unless that is the lie. */
function forged(idToken: string): string {
  const claims = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
  const now = Math.floor(Date.now() / 1_000);
  switch (lie) {
    case 'issuer':
      return signed({ ...claims, iss: FORGED_ISSUER }, own);
    case 'audience':
      return signed({ ...claims, aud: 'another client' }, own);
    case 'audience_of_many':
      return signed({ ...claims, aud: ['another client', 'a third one'] }, own);
    case 'expired':
      return signed({ ...claims, iat: now - 7_200, exp: now - 3_600 }, own);
    case 'nonce':
      return signed({ ...claims, nonce: 'another one' }, own);
    case 'no_nonce':
      return signed({ ...claims, nonce: undefined }, own);
    case 'signature':
      return signed(claims, foreign);
    case 'unsigned':
      return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${idToken.split('.')[1]}.`;
    default:
      return idToken;
  }
}

provider.use(async (context, next) => {
  const { path, method } = context;
  if (path === '/control' && method === 'POST') {
    const change = JSON.parse(await read(context.req)) as Control;
    for (const person of change.people ?? []) people.set(person.sub, person);
    if (change.lie !== undefined) lie = change.lie;
    context.body = { seen };
    return;
  }
  if (lie === 'broken') {
    context.status = 502;
    context.body = 'bad gateway';
    return;
  }
  if (path.startsWith('/interaction/')) return interact(context.req, context.res, context);
  let code: string | undefined;
  if (path === '/token') {
    const body = await read(context.req);
    code = new URLSearchParams(body).get('code') ?? undefined;
    seen = {
      ...seen,
      authorization: context.get('authorization').split(' ')[0],
      token: Object.fromEntries(new URLSearchParams(body)),
    };
    // oidc-provider takes a body that was read before.
    (context.req as { body?: string }).body = body;
    const before = tokensOf.get(code ?? '');
    if (lie === 'replay' && before !== undefined) {
      context.body = before;
      return;
    }
  }
  if (path === '/auth')
    seen = { ...seen, auth: Object.fromEntries(new URLSearchParams(context.querystring)) };
  await next();
  const body = context.body as Record<string, unknown> | undefined;
  if (path === '/token' && typeof body?.['id_token'] === 'string') {
    context.body = { ...body, id_token: forged(body['id_token']) };
    tokensOf.set(code ?? '', context.body);
  }
  if (path === '/.well-known/openid-configuration' && lie === 'discovery') {
    context.body = { ...body, issuer: FORGED_ISSUER };
  }
  if (path === '/.well-known/openid-configuration' && lie === 'end_session') {
    context.body = { ...body, end_session_endpoint: 'no address' };
  }
  if (path === '/.well-known/openid-configuration' && lie === 'endless') {
    context.type = 'json';
    context.body = `${JSON.stringify(body)}${' '.repeat(2_000_000)}`;
  }
});

/** The page on which people sign in. Wrong: shown again. `cancel` refuses. */
async function interact(
  request: import('node:http').IncomingMessage,
  response: import('node:http').ServerResponse,
  context: { body: unknown; type: string; method: string; respond?: boolean | undefined },
): Promise<void> {
  if (context.method === 'POST') {
    const given = new URLSearchParams(await read(request));
    if (given.has('cancel')) {
      context.respond = false;
      await provider.interactionFinished(request, response, {
        error: 'access_denied',
        error_description: 'The person cancelled.',
      });
      return;
    }
    const person = [...people.values()].find(({ sub }) => sub === given.get('login'));
    if (person !== undefined && person.password === given.get('password')) {
      context.respond = false;
      await provider.interactionFinished(request, response, { login: { accountId: person.sub } });
      return;
    }
  }
  context.type = 'html';
  context.body = `<!doctype html><html lang="en"><title>Company sign-in</title><h1>Company sign-in</h1>
    <form method="post"><label>Account <input name="login"></label>
    <label>Secret <input name="password" type="password"></label>
    <button>Continue</button><button name="cancel" value="1">Cancel</button></form></html>`;
}

async function read(request: import('node:http').IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

provider.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
