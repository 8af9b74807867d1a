import { createDecipheriv } from 'node:crypto';

/** WeChat pads to 32 bytes, not to the cipher's 16, so Node's own padding fails for 17 to 32 (docs/webhook.md). */
const PADDING_BLOCK = 32;
const CIPHER_BLOCK = 16;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;
const KEY_FORM = /^[A-Za-z0-9]{43}$/;
const BASE64_FORM = /^[A-Za-z0-9+/]+={0,2}$/;

/** Any fault of a key or a ciphertext: one class with one message, so that the answer reveals nothing. */
export class EncryptionError extends Error {
  override readonly name = 'EncryptionError';

  constructor() {
    super('The encrypted content cannot be decrypted.');
  }
}

/** True for 43 letters and digits, the form of an EncodingAESKey. */
export function isEncodingAesKey(text: string): boolean {
  return KEY_FORM.test(text);
}

/**
 * The 32 bytes of an EncodingAESKey. The last letter may have stray low bits, which Node's decoder ignores and stricter
 * ones refuse. The form is checked here because Node would accept any text.
 *
 * @throws EncryptionError if it is not 43 letters and digits
 */
export function parseEncodingAesKey(text: string): Buffer {
  if (!isEncodingAesKey(text)) throw new EncryptionError();
  return Buffer.from(`${text}=`, 'base64');
}

/**
 * Decrypts the base64 text of `Encrypt` with the first key that fits: the current one, then previous ones, because
 * messages encrypted with an old key arrive for a while after a change. The AppID inside has to be ours.
 *
 * @returns the message's bytes, and the index of the key that fitted
 * @throws EncryptionError for every failure
 */
export function decrypt(options: {
  readonly encrypted: string;
  readonly encodingAesKeys: readonly string[];
  readonly appId: string;
}): { readonly message: Buffer; readonly keyIndex: number } {
  const { encrypted, encodingAesKeys, appId } = options;
  if (appId === '' || encrypted.length % 4 !== 0 || !BASE64_FORM.test(encrypted)) throw new EncryptionError();
  const ciphertext = Buffer.from(encrypted, 'base64');
  if (ciphertext.length === 0 || ciphertext.length % CIPHER_BLOCK !== 0) throw new EncryptionError();
  for (const [keyIndex, encodingAesKey] of encodingAesKeys.entries()) {
    const message = openWith(parseEncodingAesKey(encodingAesKey), ciphertext, appId);
    if (message !== null) return { message, keyIndex };
  }
  throw new EncryptionError();
}

function openWith(key: Buffer, ciphertext: Buffer, appId: string): Buffer | null {
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, CIPHER_BLOCK)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  if (padding < 1 || padding > PADDING_BLOCK || padding > padded.length) return null;
  const end = padded.length - padding;
  if (!padded.subarray(end).every((byte) => byte === padding)) return null;
  const start = RANDOM_BYTES + LENGTH_BYTES;
  if (end < start) return null;
  const messageEnd = start + padded.readUInt32BE(RANDOM_BYTES);
  if (messageEnd > end) return null;
  // The trailing AppID proves that the message was meant for this account; other SDKs forget this check.
  if (!padded.subarray(messageEnd, end).equals(Buffer.from(appId, 'utf8'))) return null;
  return padded.subarray(start, messageEnd);
}
