import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import type { PushSubscription } from '../store/alerts/push-subscriptions';

/**
 * The size of a record (RFC 8188). Push services accept bodies of at most 4,096 bytes, so there is never a second
 * record.
 */
const RECORD_BYTES = 4_096;
/** The delimiter of the last record. */
const LAST = Buffer.from([2]);

/**
 * Encrypts a payload for one browser: no one else, not even the push service, can read it (RFC 8291, `aes128gcm`).
 * Throws if the browser's key is not a point on the curve.
 */
export function encryptFor({ keys }: Pick<PushSubscription, 'keys'>, payload: string): Buffer {
  const receiver = Buffer.from(keys.p256dh, 'base64url');
  const sender = createECDH('prime256v1');
  const senderKey = sender.generateKeys();
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), receiver, senderKey]);
  const shared = sender.computeSecret(receiver);
  const secret = derive(shared, Buffer.from(keys.auth, 'base64url'), info, 32);
  const salt = randomBytes(16);
  const cipher = createCipheriv(
    'aes-128-gcm',
    derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16),
    derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12),
  );
  const sealed = Buffer.concat([cipher.update(payload, 'utf8'), cipher.update(LAST), cipher.final()]);
  const header = Buffer.alloc(5);
  header.writeUInt32BE(RECORD_BYTES, 0);
  header.writeUInt8(senderKey.length, 4);
  return Buffer.concat([salt, header, senderKey, sealed, cipher.getAuthTag()]);
}

function derive(secret: Buffer, salt: Buffer, info: Buffer, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, bytes));
}
