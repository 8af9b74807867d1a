import { createHash, timingSafeEqual } from 'node:crypto';

/** What a signature covers, as given in the query; `encrypted` only when checking `msg_signature`. */
export type SignedParts = {
  readonly token: string;
  /** Unix seconds, ten digits. */
  readonly timestamp: string;
  readonly nonce: string;
  /** The hex SHA-1 that came with the request. */
  readonly signature: string;
  /** The base64 text of `Encrypt`, for `msg_signature`. */
  readonly encrypted?: string;
};

const SIGNATURE_FORM = /^[0-9a-f]{40}$/;
const TIMESTAMP_FORM = /^[0-9]{10}$/;
const NONCE_FORM = /^[\x21-\x7e]{1,128}$/;

/**
 * WeChat's signature: the hex SHA-1 of all parts, sorted and joined without a separator. Sorted by byte value, because
 * a locale-aware sort is wrong for some inputs (docs/webhook.md).
 *
 * @example createSignature([token, timestamp, nonce])            // `signature`
 * @example createSignature([token, timestamp, nonce, encrypted]) // `msg_signature`
 */
export function createSignature(parts: readonly string[]): string {
  const sorted = parts.map((part) => Buffer.from(part, 'utf8')).sort((a, b) => a.compare(b));
  return createHash('sha1').update(Buffer.concat(sorted)).digest('hex');
}

/**
 * Whether the signature belongs to these parts. Compared in constant time, and only if all parts have their form: a
 * timestamp of nine or eleven digits would allow moving the border between timestamp and nonce under the same
 * signature. Says nothing about age: a valid signature stays valid.
 */
export function isSignatureValid({ token, timestamp, nonce, signature, encrypted }: SignedParts): boolean {
  if (token === '') return false;
  if (!SIGNATURE_FORM.test(signature) || !TIMESTAMP_FORM.test(timestamp) || !NONCE_FORM.test(nonce)) {
    return false;
  }
  const parts = [token, timestamp, nonce];
  if (encrypted !== undefined) parts.push(encrypted);
  return timingSafeEqual(Buffer.from(createSignature(parts), 'ascii'), Buffer.from(signature, 'ascii'));
}
