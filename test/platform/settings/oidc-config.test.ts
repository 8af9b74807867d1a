import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigError, loadConfig } from '../../../src/platform/settings/config';

const DATA_DIR = mkdtempSync(path.join(tmpdir(), 'duihua-oidc-config-'));
afterAll(() => rmSync(DATA_DIR, { recursive: true }));

const ISSUER = 'https://login.example.com/realms/company';
const OIDC = { OIDC_ISSUER: ISSUER, OIDC_CLIENT_ID: 'duihua', OIDC_CLIENT_SECRET: 'canary' };
const load = (env: Readonly<Record<string, string>>) => loadConfig({ DATA_DIR, ...env });
const problemsOf = (env: Readonly<Record<string, string>>): readonly string[] => {
  try {
    load(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe('the settings of single sign-on', () => {
  it('are none by default, and passwords are on', () => {
    expect(load({})).toMatchObject({ oidc: undefined, isPasswordSignInOn: true });
  });

  it('take lists with commas, domains in any case, and the issuer as it is written', () => {
    const { oidc } = load({
      ...OIDC,
      OIDC_ISSUER: 'https://tenant.example.com/',
      OIDC_ALLOWED_DOMAINS: 'Example.com, example.org',
      OIDC_ROLE_CLAIM: 'groups',
      OIDC_ADMIN_VALUES: 'desk admins,owners',
      OIDC_AUTO_CREATE: '1',
      OIDC_DEFAULT_BRANDS: 'Tea, Coffee',
    });
    expect(oidc).toMatchObject({
      issuer: 'https://tenant.example.com/',
      clientId: 'duihua',
      scopes: 'openid email profile',
      rules: {
        allowedDomains: ['example.com', 'example.org'],
        roles: { claim: 'groups', adminValues: ['desk admins', 'owners'] },
        createsOperators: true,
        defaultBrands: ['Tea', 'Coffee'],
      },
    });
    expect(oidc?.clientSecret?.reveal()).toBe('canary');
    expect(JSON.stringify(oidc)).not.toContain('canary');
    expect(load(OIDC).oidc?.rules).toEqual({
      allowedDomains: null,
      roles: null,
      createsOperators: false,
      defaultBrands: [],
    });
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['a client without an issuer', { OIDC_CLIENT_ID: 'x' }, /^OIDC_CLIENT_ID is set without OIDC_ISSUER/],
    ['an issuer without a client', { OIDC_ISSUER: ISSUER }, /^OIDC_CLIENT_ID is needed/],
    ['half of the roles', { ...OIDC, OIDC_ROLE_CLAIM: 'groups' }, /belong together/],
    [
      'a discovery document, whose issuer would not be compared',
      { ...OIDC, OIDC_ISSUER: `${ISSUER}/.well-known/openid-configuration` },
      /^OIDC_ISSUER must be the issuer/,
    ],
    ['an issuer with a query', { ...OIDC, OIDC_ISSUER: `${ISSUER}?x=1` }, /^OIDC_ISSUER must be/],
    ['an issuer that is no address', { ...OIDC, OIDC_ISSUER: 'login.example.com' }, /^OIDC_ISSUER must be/],
    ['no openid', { ...OIDC, OIDC_SCOPES: 'email' }, /^OIDC_SCOPES must contain openid/],
    [
      'no domains',
      { ...OIDC, OIDC_ALLOWED_DOMAINS: 'example.com,,' },
      /^OIDC_ALLOWED_DOMAINS must be domains/,
    ],
    [
      'an issuer of all tenants',
      { ...OIDC, OIDC_ISSUER: 'https://login.microsoftonline.com/organizations/v2.0' },
      /^OIDC_ISSUER must be the issuer of one tenant/,
    ],
    [
      'accounts for anyone at Google',
      { ...OIDC, OIDC_ISSUER: 'https://accounts.google.com', OIDC_AUTO_CREATE: '1' },
      /^OIDC_ALLOWED_DOMAINS is needed/,
    ],
    ['nobody who could sign in', { PASSWORD_SIGN_IN: '0', ADMIN_PASSWORD: 'x' }, /nobody could sign in/],
    ['no way in', { ...OIDC, PASSWORD_SIGN_IN: '0' }, /^ADMIN_PASSWORD is needed/],
  ])('refuse %s', (_, env, problem) => {
    const problems = problemsOf(env);
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems.join()).not.toContain('canary');
  });

  it('take one tenant of Microsoft, and Google with domains or without new operators', () => {
    const google = { ...OIDC, OIDC_ISSUER: 'https://accounts.google.com' };
    expect(problemsOf({ ...OIDC, OIDC_ISSUER: 'https://login.microsoftonline.com/0b1c/v2.0' })).toEqual([]);
    expect(problemsOf(google)).toEqual([]);
    expect(problemsOf({ ...google, OIDC_AUTO_CREATE: '1', OIDC_ALLOWED_DOMAINS: 'example.com' })).toEqual([]);
  });

  it('want https in production, except on this machine', () => {
    const production = (OIDC_ISSUER: string) =>
      problemsOf({ ...OIDC, OIDC_ISSUER, NODE_ENV: 'production' }).filter((one) => one.startsWith('OIDC'));
    expect(production('http://login.example.com')).toEqual([
      'OIDC_ISSUER must begin with https:// in production.',
    ]);
    expect(production('http://127.0.0.1:9000')).toEqual([]);
    expect(production(ISSUER)).toEqual([]);
  });
});
