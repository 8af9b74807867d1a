/**
 * What the provider of single sign-on says about a person, and whether it is enough. The claims have been proved before
 * (signature, issuer, audience, times, nonce); here they are only read.
 */

/** Claims of an ID token and of userinfo together. */
export type Claims = Readonly<Record<string, unknown>>;

export type PersonAtProvider = {
  /** As the provider writes it; null: it names none. */
  readonly email: string | null;
  /** Whether the provider vouches that the address is theirs. */
  readonly isEmailVerified: boolean;
  readonly name: string;
};

/** Why a person who is known to the provider may not sign in. */
export const SIGN_IN_OBSTACLES = [
  'email_unverified',
  'domain_not_allowed',
  'no_account',
  'linked_to_other',
  'disabled',
] as const;
export type SignInObstacle = (typeof SIGN_IN_OBSTACLES)[number];

/** What is longer is cut off. */
const LONGEST_NAME = 100;
/** Microsoft’s issuers: public, for the US government, and 21Vianet’s in China. */
const MICROSOFT =
  /^https:\/\/(?:login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn|login\.chinacloudapi\.cn|sts\.windows\.net|sts\.chinacloudapi\.cn)\//;

const GOOGLE = 'https://accounts.google.com';

/**
 * Who somebody is. OpenID Connect Core 1.0, 5.1: `email`, `email_verified`, `name`, `preferred_username`. Entra ID never
 * sends `email_verified`; of its issuers alone `xms_edov` counts as well (the tenant owns the address’s domain). Google
 * checks a foreign address once, when a private account is made with it: it vouches for those of Gmail and, by `hd`, of
 * Workspace (“Verify the Google ID token on your server side”).
 */
export function readPerson(issuer: string, claims: Claims): PersonAtProvider {
  const email = addressOf(claims['email']);
  const isOwned =
    MICROSOFT.test(issuer) && isTrue(claims['xms_edov']) && claims['email_verified'] === undefined;
  const isForeign =
    issuer === GOOGLE &&
    textOf(claims['hd']) === null &&
    email?.toLowerCase().endsWith('@gmail.com') !== true;
  const [local = ''] = (email ?? '').split('@');
  const named = textOf(claims['name']) ?? textOf(claims['preferred_username']) ?? local;
  return {
    email,
    isEmailVerified: email !== null && !isForeign && (isTrue(claims['email_verified']) || isOwned),
    // PostgreSQL stores neither NUL nor half a surrogate pair, and a name is one line.
    name: Array.from(named.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim() || '–')
      .slice(0, LONGEST_NAME)
      .join(''),
  };
}

/**
 * Whether the address is one of the allowed domains’, if those are limited (null: any). An address that the provider
 * does not vouch for belongs to no domain. Sub-domains have to be named.
 */
export function isDomainAllowed(
  { email, isEmailVerified }: PersonAtProvider,
  allowedDomains: readonly string[] | null,
): boolean {
  if (allowedDomains === null) return true;
  if (email === null || !isEmailVerified) return false;
  return allowedDomains.includes(lowerAscii(email.slice(email.lastIndexOf('@') + 1)));
}

/**
 * The role that the claims give. A claim that is missing gives no administrator. `claim` is the name of a claim, or a
 * path of names with dots (Keycloak: `realm_access.roles`); its value is a text or a list of texts.
 */
export function roleOf(
  claims: Claims,
  { claim, adminValues }: { readonly claim: string; readonly adminValues: readonly string[] },
): 'administrator' | 'operator' {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : valueAt(claims, claim.split('.'));
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.some((one) => typeof one === 'string' && adminValues.includes(one))
    ? 'administrator'
    : 'operator';
}

/**
 * What the ID token and userinfo say together. What the ID token says counts; an address and whether it is confirmed
 * belong together, so that neither confirms the address that the other names.
 */
export function joinClaims(idToken: Claims, userinfo: Claims): Claims {
  const both = { ...userinfo, ...idToken };
  if (idToken['email'] === userinfo['email']) return both;
  const named = idToken['email'] === undefined ? userinfo : idToken;
  return { ...both, email_verified: named['email_verified'], xms_edov: named['xms_edov'] };
}

/**
 * Whether two addresses are the same: letters of ASCII in any case, all others as they are written. (`K`, the sign of
 * kelvin, becomes a `k` in lower case: a stranger could have such an address confirmed.)
 */
export function isSameAddress(one: string, other: string): boolean {
  return lowerAscii(one) === lowerAscii(other);
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The claims without which `readPerson` or `roleOf` cannot tell all they could: userinfo may have them. */
export function isIncomplete(claims: Claims, roleClaim: string | null): boolean {
  const [first = ''] = roleClaim?.split('.') ?? [];
  const hasAddress =
    claims['email'] !== undefined && (claims['email_verified'] ?? claims['xms_edov']) !== undefined;
  const hasRole = roleClaim === null || Object.hasOwn(claims, roleClaim) || Object.hasOwn(claims, first);
  return !hasAddress || !hasRole;
}

function valueAt(claims: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Claims)[name]
        : undefined,
    claims,
  );
}

/** RFC 5321, 4.5.3.1.3: at most 254 characters without the brackets. */
function addressOf(value: unknown): string | null {
  const text = textOf(value);
  return text !== null && text.length <= 254 && /^\S+@[^\s@]+$/.test(text) ? text : null;
}

function textOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : text;
}

/** Some providers write booleans as texts or numbers. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === 1 || value === '1';
}
