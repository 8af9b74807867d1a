/** Second factors of passwords: codes of an authenticator app (TOTP, RFC 6238), and codes for when it is lost. */
import { randomBytes } from 'node:crypto';
import { TOTP, Secret as TotpSecret } from 'otpauth';

/** RFC 4226, 4: 160 bits. */
const SECRET_BYTES = 20;
/** What all apps take: six digits of SHA-1, each for 30 s. */
const FORM = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Codes of the step before and after count as well, for clocks that are off and fingers that are slow. */
const STEPS_AROUND = 1;

const RECOVERY_CODES = 10;
/** 80 bits: sixteen letters and digits. */
const RECOVERY_BYTES = 10;
/** Crockford's: without I, L, O and U, which look like others. */
const RECOVERY_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new secret, in base32. */
export function newAuthenticatorSecret(): string {
  return new TotpSecret({ size: SECRET_BYTES }).base32;
}

/** The address that an app reads from a QR code. `issuer`: the desk; `label`: the account. */
export function authenticatorUri(
  secret: string,
  { issuer, label }: { readonly issuer: string; readonly label: string },
): string {
  return new TOTP({ ...FORM, issuer, label, secret: TotpSecret.fromBase32(secret) }).toString();
}

/** The time step of a code that is right at `now` (epoch ms); null if it is wrong. */
export function stepOfCode(secret: string, code: string, now: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const totp = new TOTP({ ...FORM, secret: TotpSecret.fromBase32(secret) });
  const delta = totp.validate({ token: code, timestamp: now, window: STEPS_AROUND });
  return delta === null ? null : totp.counter({ timestamp: now }) + delta;
}

/** Ten new recovery codes. @example "7K3M-Q0TV-9XAE-2HNB" */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = toLetters(randomBytes(RECOVERY_BYTES));
    return (letters.match(/.{4}/g) ?? []).join('-');
  });
}

/**
 * A code as it was meant: in any case and width, with or without spaces and hyphens; letters that are not used in
 * recovery codes stand for the digits that they look like.
 */
export function normalCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Dash_Punctuation}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}

function toLetters(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => RECOVERY_LETTERS[Number.parseInt(five, 2)] ?? '').join('');
}
