import { generateKeyPair, sign } from 'node:crypto';
import { promisify } from 'node:util';

const BITS = 2_048;

/** A new key pair in PEM. The bot gets the public half, and proves by it that a request comes from this desk. */
export async function makeSiqKeys(): Promise<{ readonly publicKey: string; readonly privateKey: string }> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: BITS,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/** The value of `x-siqsignature`: SHA-256 with RSA over the body, in base64. */
export function signSiq(privateKey: string, body: string): string {
  return sign('sha256', Buffer.from(body, 'utf8'), privateKey).toString('base64');
}
