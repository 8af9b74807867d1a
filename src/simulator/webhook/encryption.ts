import { createCipheriv, createHash, randomBytes } from 'node:crypto';

const BLOCK = 32;

/** WeChat's signature: hex SHA-1 of the parts sorted by byte value and joined (docs "Access guide"). */
export function signatureOf(...parts: readonly string[]): string {
  const sorted = parts.map((part) => Buffer.from(part)).sort((left, right) => left.compare(right));
  return createHash('sha1').update(Buffer.concat(sorted)).digest('hex');
}

/**
 * Encrypts a message as in docs "Message encryption and decryption": AES-256-CBC over 16 random bytes, the length in
 * bytes (4, big endian), the message and the app id, padded to blocks of 32. Returns base64.
 * @param encodingAesKey 43 letters and digits; with `=` appended the base64 of the 32-byte key
 */
export function encryptMessage(message: string, encodingAesKey: string, appId: string): string {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const text = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const clear = Buffer.concat([randomBytes(16), length, text, Buffer.from(appId)]);
  const padding = BLOCK - (clear.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(clear),
    cipher.update(Buffer.alloc(padding, padding)),
    cipher.final(),
  ]).toString('base64');
}
