/** How push services recognise this desk (VAPID, RFC 8292). */
import { createECDH, createPrivateKey, sign } from 'node:crypto';
import type { VapidKeys } from '../store/alerts/vapid-keys';

const PRIVATE_KEY_BYTES = 32;
/** RFC 8292 allows a day. */
const VALID_SECONDS = 12 * 60 * 60;

/** A new key pair. */
export function makeVapidKeys(): VapidKeys {
  const pair = createECDH('prime256v1');
  const publicKey = pair.generateKeys('base64url');
  // Leading zeros are left out.
  const secret = pair.getPrivateKey();
  const privateKey = Buffer.concat([Buffer.alloc(PRIVATE_KEY_BYTES - secret.length), secret]);
  return { publicKey, privateKey: privateKey.toString('base64url') };
}

/**
 * Creates the function that makes the `Authorization` header of a push to an endpoint. Throws if the keys are not a
 * pair.
 *
 * @param contact how a push service can reach the people who run this desk: `https:` or `mailto:`
 */
export function createVapid(
  { publicKey, privateKey }: VapidKeys,
  contact: string,
): (endpoint: string) => string {
  const point = Buffer.from(publicKey, 'base64url');
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(privateKey, 'base64url');
  if (!pair.getPublicKey().equals(point)) {
    throw new Error(
      'VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY do not belong together: set two keys of one pair.',
    );
  }
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const jwk = { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '', d: privateKey };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return (endpoint) => {
    const exp = Math.floor(Date.now() / 1000) + VALID_SECONDS;
    const signed = [
      { typ: 'JWT', alg: 'ES256' },
      { aud: new URL(endpoint).origin, exp, sub: contact },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
    return `vapid t=${signed}.${signature.toString('base64url')}, k=${publicKey}`;
  };
}
