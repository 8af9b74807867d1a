/** WeChat's side of the encryption (docs/webhook.md), with random bytes that the test chooses. */
import { createCipheriv } from 'node:crypto';

const PADDING_BLOCK = 32;

/**
 * Encrypts a message for the given AppID: 16 random bytes, the length in bytes, the message and the AppID, padded to
 * 32; AES-256-CBC; base64.
 */
export function encrypt(options: {
  readonly message: string | Buffer;
  readonly encodingAesKey: string;
  readonly appId: string;
  readonly random: Buffer;
}): string {
  const key = Buffer.from(`${options.encodingAesKey}=`, 'base64');
  const message = Buffer.from(options.message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const clear = Buffer.concat([options.random, length, message, Buffer.from(options.appId, 'utf8')]);
  const padding = PADDING_BLOCK - (clear.length % PADDING_BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(Buffer.concat([clear, Buffer.alloc(padding, padding)])),
    cipher.final(),
  ]).toString('base64');
}
