import {
  isDomainAllowed,
  isIncomplete,
  isSameAddress,
  joinClaims,
  readPerson,
  roleOf,
} from '../../../src/domain/sign-in/person-at-provider';

const KEYCLOAK = 'https://keycloak.example.com/realms/company';
const ENTRA = 'https://login.microsoftonline.com/0b1c/v2.0';
const mail = { email: 'wei@example.com' };

describe('a person at the provider', () => {
  it.each([
    [true, true],
    ['true', true],
    [1, true],
    [false, false],
    ['false', false],
    [0, false],
    [undefined, false],
    [null, false],
    ['yes', false],
  ])('with email_verified %p is confirmed: %p', (email_verified, isEmailVerified) => {
    expect(readPerson(KEYCLOAK, { ...mail, email_verified })).toMatchObject({ isEmailVerified });
  });

  it('has a name that can be stored, whatever the provider calls them', () => {
    const named = (name: string) => readPerson(KEYCLOAK, { ...mail, name }).name;
    expect([named('Li\0Wei\ud800'), named('\0'), named('😀'.repeat(300)).endsWith('😀')]).toEqual([
      'Li Wei',
      '–',
      true,
    ]);
  });

  it('without an address is never confirmed', () => {
    for (const email of [undefined, '', ' ', 7, ['a@example.com']])
      expect(readPerson(KEYCLOAK, { email, email_verified: true })).toMatchObject({
        email: null,
        isEmailVerified: false,
      });
  });

  it('of Entra is confirmed if the tenant owns the domain; of nobody else', () => {
    const owned = { ...mail, xms_edov: '1' };
    const isConfirmed = (issuer: string, claims: object) => readPerson(issuer, { ...claims }).isEmailVerified;
    expect(isConfirmed(ENTRA, owned)).toBe(true);
    expect(
      isConfirmed('https://login.partner.microsoftonline.cn/0b1c/v2.0', { ...mail, xms_edov: true }),
    ).toBe(true);
    expect(isConfirmed(ENTRA, { ...mail, xms_edov: false })).toBe(false);
    expect(isConfirmed(ENTRA, { ...owned, email_verified: false })).toBe(false);
    for (const issuer of [
      KEYCLOAK,
      'https://login.microsoftonline.com.evil.example/v2.0',
      `http${ENTRA.slice(5)}`,
    ])
      expect(isConfirmed(issuer, owned)).toBe(false);
  });

  it('of Google is confirmed at Gmail and in Workspace; a private account with a company’s address is not', () => {
    const isConfirmed = (claims: object, issuer = 'https://accounts.google.com') =>
      readPerson(issuer, { email_verified: true, ...claims }).isEmailVerified;
    expect(isConfirmed({ ...mail, hd: 'example.com' })).toBe(true);
    expect(isConfirmed({ email: 'Wei@Gmail.com' })).toBe(true);
    expect(isConfirmed(mail)).toBe(false);
    expect(isConfirmed({ email: 'wei@gmail.com.evil.example' })).toBe(false);
    expect(isConfirmed({ ...mail, hd: 'example.com', email_verified: false })).toBe(false);
    expect(isConfirmed(mail, KEYCLOAK)).toBe(true);
  });

  it('has an address only if it is one', () => {
    for (const email of ['example.com', 'wei@', '@example.com', 'wei@a b', `${'w'.repeat(255)}@example.com`])
      expect(readPerson(KEYCLOAK, { email, email_verified: true })).toMatchObject({
        email: null,
        isEmailVerified: false,
      });
  });

  it('has the address of another only if every letter is the same, but for the case of ASCII', () => {
    expect(isSameAddress('Kate@EXAMPLE.com', 'kate@example.com')).toBe(true);
    expect(isSameAddress('\u212Aate@example.com', 'kate@example.com')).toBe(false);
    expect(isSameAddress('ÄNNE@example.com', 'änne@example.com')).toBe(false);
  });

  it('is confirmed only by who names the address: ID token or userinfo', () => {
    const isConfirmed = (idToken: object, userinfo: object) =>
      readPerson(KEYCLOAK, joinClaims({ ...idToken }, { ...userinfo })).isEmailVerified;
    const other = { email: 'stranger@example.com' };
    expect(isConfirmed(mail, { ...other, email_verified: true })).toBe(false);
    expect(isConfirmed(mail, { email_verified: true })).toBe(false);
    expect(isConfirmed({ email_verified: true }, mail)).toBe(false);
    expect(isConfirmed(mail, { ...mail, email_verified: true })).toBe(true);
    expect(isConfirmed({ ...mail, email_verified: true }, other)).toBe(true);
    expect(isConfirmed({}, { ...mail, email_verified: true })).toBe(true);
    expect(isConfirmed({ ...mail, email_verified: false }, { ...mail, email_verified: true })).toBe(false);
  });

  it('has a name, whatever the provider knows', () => {
    const nameOf = (claims: object) => readPerson(KEYCLOAK, { ...claims }).name;
    expect(nameOf({ name: ' Wei ', preferred_username: 'w' })).toBe('Wei');
    expect(nameOf({ ...mail, preferred_username: 'w' })).toBe('w');
    expect(nameOf(mail)).toBe('wei');
    expect(nameOf({})).toBe('–');
    expect(Array.from(nameOf({ name: '😀'.repeat(200) }))).toHaveLength(100);
  });
});

describe('allowed domains', () => {
  const person = (email: string, isEmailVerified = true) => ({ email, isEmailVerified, name: 'Wei' });
  it.each([
    ['wei@example.com', true],
    ['WEI@EXAMPLE.COM', true],
    ['wei@sub.example.com', false],
    ['wei@example.com.evil.example', false],
    ['wei@evil-example.com', false],
    ['"wei@example.com"@evil.example', false],
    ['wei@example\u212A.com', false],
  ])('take %s: %p', (email, isAllowed) => {
    expect(isDomainAllowed(person(email), ['example.com'])).toBe(isAllowed);
  });
  it('take no address that is not confirmed; without them any is taken', () => {
    expect(isDomainAllowed(person('wei@example.com', false), ['example.com'])).toBe(false);
    expect(isDomainAllowed(person('wei@elsewhere.example', false), null)).toBe(true);
  });
});

describe('the role', () => {
  const rule = (claim: string) => ({ claim, adminValues: ['desk-admin', 'Owner'] });
  it.each<[string, object, string]>([
    ['groups', { groups: ['staff', 'desk-admin'] }, 'administrator'],
    ['groups', { groups: 'Owner' }, 'administrator'],
    ['groups', { groups: ['owner'] }, 'operator'],
    ['groups', {}, 'operator'],
    ['groups', { groups: { 0: 'Owner' } }, 'operator'],
    ['realm_access.roles', { realm_access: { roles: ['desk-admin'] } }, 'administrator'],
    ['realm_access.roles', { realm_access: 'roles' }, 'operator'],
    ['https://example.com/roles', { 'https://example.com/roles': ['Owner'] }, 'administrator'],
    ['__proto__.constructor', {}, 'operator'],
  ])('of the claim %s in %j is %s', (claim, claims, role) => {
    expect(roleOf({ ...claims }, rule(claim))).toBe(role);
  });
  it('is asked of userinfo if the ID token lacks its claim, and so is the address', () => {
    const whole = { ...mail, email_verified: true };
    expect(isIncomplete(whole, null)).toBe(false);
    expect(isIncomplete(mail, null)).toBe(true);
    expect(isIncomplete({ ...mail, xms_edov: false }, null)).toBe(false);
    expect(isIncomplete({}, null)).toBe(true);
    expect(isIncomplete(whole, 'groups')).toBe(true);
    expect(isIncomplete({ ...whole, groups: [] }, 'groups')).toBe(false);
    expect(isIncomplete({ ...whole, realm_access: {} }, 'realm_access.roles')).toBe(false);
  });
});
