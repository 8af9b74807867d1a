import { Secret } from '../secrets/secret';
import type { Settings } from './settings-schema';

/** The provider of single sign-on, and what its accounts may do here. docs/single-sign-on.md. */
export interface OidcConfig {
  /** As the provider writes it, with or without a slash at the end. */
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined: a public client, which proves itself by PKCE only. */
  readonly clientSecret: Secret<string> | undefined;
  /** With spaces between them. */
  readonly scopes: string;
  readonly rules: OidcRules;
}

/** What the accounts of the provider may do here. */
export interface OidcRules {
  /** In lower case; null: any. */
  readonly allowedDomains: readonly string[] | null;
  /** The claim with the roles, and which of its values make an administrator; null: roles are given here. */
  readonly roles: { readonly claim: string; readonly adminValues: readonly string[] } | null;
  /** Whether somebody without an account here gets one. */
  readonly createsOperators: boolean;
  /** Ids or names of the brands of operators that are made. */
  readonly defaultBrands: readonly string[];
}

const NEEDED = ['OIDC_CLIENT_ID'] as const;
const OTHERS = [
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_ALLOWED_DOMAINS',
  'OIDC_ROLE_CLAIM',
  'OIDC_ADMIN_VALUES',
] as const;

/** Settings of the sign-in that contradict each other, or that leave nobody a way in. One line for each. */
export function findOidcProblems(settings: Settings, isProduction: boolean): string[] {
  return [
    ...findIncomplete(settings),
    ...findInsecure(settings, isProduction),
    ...findForAnyone(settings),
    ...findLockOut(settings),
  ];
}

function findIncomplete(settings: Settings): string[] {
  if (settings.OIDC_ISSUER === undefined) {
    return OTHERS.filter((name) => settings[name] !== undefined).map(
      (name) => `${name} is set without OIDC_ISSUER: set both or neither.`,
    );
  }
  const problems = NEEDED.filter((name) => settings[name] === undefined).map(
    (name) => `${name} is needed if OIDC_ISSUER is set.`,
  );
  if ((settings.OIDC_ROLE_CLAIM === undefined) !== (settings.OIDC_ADMIN_VALUES === undefined)) {
    problems.push('OIDC_ROLE_CLAIM and OIDC_ADMIN_VALUES belong together: set both or neither.');
  }
  return problems;
}

const THIS_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);

/** By plain http anyone on the way could sign in as anyone; on this machine there is no way. */
function findInsecure({ OIDC_ISSUER: issuer }: Settings, isProduction: boolean): string[] {
  if (!isProduction || issuer === undefined) return [];
  const { protocol, hostname } = new URL(issuer);
  if (protocol === 'https:' || THIS_MACHINE.has(hostname)) return [];
  return ['OIDC_ISSUER must begin with https:// in production.'];
}

/** Issuers of Microsoft at which any company in the world signs in, with roles that it gives itself. */
const OF_ALL_TENANTS =
  /^https:\/\/[^/]*\bmicrosoftonline\.[a-z]+\/(?:common|organizations|consumers)(?:\/|$)/i;
const GOOGLE = /^https:\/\/accounts\.google\.com\/?$/i;

/** At some issuers anyone has an account. */
function findForAnyone(settings: Settings): string[] {
  const { OIDC_ISSUER: issuer = '', OIDC_AUTO_CREATE: autoCreate, OIDC_ALLOWED_DOMAINS: domains } = settings;
  if (OF_ALL_TENANTS.test(issuer)) {
    return ['OIDC_ISSUER must be the issuer of one tenant: anyone has an account at this one.'];
  }
  if (GOOGLE.test(issuer) && autoCreate === '1' && domains === undefined) {
    return [
      'OIDC_ALLOWED_DOMAINS is needed if OIDC_AUTO_CREATE is 1 with Google, where anyone has an account.',
    ];
  }
  return [];
}

function findLockOut(settings: Settings): string[] {
  if (settings.PASSWORD_SIGN_IN === '1') return [];
  const problems: string[] = [];
  if (settings.OIDC_ISSUER === undefined) {
    problems.push('PASSWORD_SIGN_IN is 0 without OIDC_ISSUER: nobody could sign in.');
  }
  if (settings.ADMIN_PASSWORD === undefined) {
    problems.push(
      'ADMIN_PASSWORD is needed if PASSWORD_SIGN_IN is 0: it is the only way in while the provider is away.',
    );
  }
  return problems;
}

/** The settings of single sign-on; undefined if there is none. */
export function toOidcConfig(settings: Settings): OidcConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: secret } = settings;
  if (issuer === undefined || clientId === undefined) return undefined;
  const { OIDC_ROLE_CLAIM: claim, OIDC_ADMIN_VALUES: adminValues } = settings;
  return {
    issuer,
    clientId,
    clientSecret: secret === undefined ? undefined : new Secret(secret),
    scopes: settings.OIDC_SCOPES,
    rules: {
      allowedDomains: settings.OIDC_ALLOWED_DOMAINS ?? null,
      roles: claim === undefined || adminValues === undefined ? null : { claim, adminValues },
      createsOperators: settings.OIDC_AUTO_CREATE === '1',
      defaultBrands: settings.OIDC_DEFAULT_BRANDS,
    },
  };
}
