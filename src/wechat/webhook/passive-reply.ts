import { encrypt } from './encryption';
import { createSignature } from './signature';
import type { WebhookCredentials } from './webhook';

/**
 * Encrypts the XML of a passive reply for the answer to a POST (docs/webhook.md). The signature covers the reply's own
 * time and nonce. `success` and the empty answer are sent unencrypted and don't need this.
 *
 * @param options.keyIndex the key that decrypted the delivery (`Delivery.keyIndex`)
 * @param options.now epoch milliseconds
 * @param options.nonce 1 to 128 letters and digits
 * @param options.random 16 random bytes
 * @throws EncryptionError if the channel has no such key
 */
export function encryptReply(options: {
  readonly credentials: Pick<WebhookCredentials, 'appId' | 'token' | 'encodingAesKeys'>;
  readonly clearXml: string;
  readonly keyIndex: number;
  readonly now: number;
  readonly nonce: string;
  readonly random: Buffer;
}): string {
  const { credentials, nonce } = options;
  const encrypted = encrypt({
    message: options.clearXml,
    encodingAesKey: credentials.encodingAesKeys[options.keyIndex] ?? '',
    appId: credentials.appId,
    random: options.random,
  });
  const timestamp = String(Math.floor(options.now / 1000));
  const signature = createSignature([credentials.token, timestamp, nonce, encrypted]);
  return [
    '<xml>',
    `<Encrypt>${toCdata(encrypted)}</Encrypt>`,
    `<MsgSignature>${toCdata(signature)}</MsgSignature>`,
    `<TimeStamp>${timestamp}</TimeStamp>`,
    `<Nonce>${toCdata(nonce)}</Nonce>`,
    '</xml>',
  ].join('');
}

/** A text as CDATA. An inner `]]>` is split over two sections, so that a text cannot forge elements of the reply. */
export function toCdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
