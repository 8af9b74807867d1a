/** Identifiers, secrets and their hashes. All random values that the product hands out are created here. */
import { createHash, randomBytes, randomInt } from 'node:crypto';

const SECRET_BYTES = 32;

/**
 * A time-ordered UUID (version 7, RFC 9562) in lower case. Later ones sort later, so index pages are filled in order;
 * two from the same millisecond have no defined order.
 */
export function newId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  return toUuid(bytes, 7);
}

/**
 * A UUID (version 8, RFC 9562) that follows from `name`: the same for the same name. It is not ordered by time.
 */
export function idOf(name: string): string {
  const bytes = createHash('sha256').update(name, 'utf8').digest().subarray(0, 16);
  return toUuid(bytes, 8);
}

/** The bytes as a UUID, with its version and variant set. */
function toUuid(bytes: Buffer, version: 7 | 8): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * A secret of 256 random bits in base64url, after a prefix that scanners for leaked secrets can recognise.
 * @example newSecret('duihua_') // "duihua_pDq0…" (43 characters after the prefix)
 */
export function newSecret(prefix = ''): string {
  return prefix + randomBytes(SECRET_BYTES).toString('base64url');
}

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Random letters and digits, as WeChat requires for its token and EncodingAESKey; 5.95 bits each. */
export function newLettersAndDigits(length: number): string {
  return Array.from({ length }, () => LETTERS_AND_DIGITS.charAt(randomInt(LETTERS_AND_DIGITS.length))).join(
    '',
  );
}

/** SHA-256 as lower-case hex. Enough for secrets of 256 random bits; passwords need argon2id. */
export function sha256(value: string): string {
  return createHash('sha256').update(value, 'utf8').digest('hex');
}
