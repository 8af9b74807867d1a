import { randomBytes } from 'node:crypto';
import type { Account } from '../accounts';
import { encryptMessage, signatureOf } from './encryption';

/** `encrypted`: the content of `Encrypt`, which the signature covers; null in plain mode. */
export type Body = { readonly text: string; readonly encrypted: string | null };

/** The body in the account's mode: plain; plain fields and `Encrypt`; `ToUserName` and `Encrypt` only. */
export function bodyOf({ account, xml }: { readonly account: Account; readonly xml: string }): Body {
  if (account.encryption === 'plain') return { text: xml, encrypted: null };
  const encrypted = encryptMessage(xml, account.encodingAesKey, account.appId);
  const element = `<Encrypt><![CDATA[${encrypted}]]></Encrypt>\n`;
  const text =
    account.encryption === 'compatible'
      ? xml.replace(/<\/xml>\s*$/, () => `${element}</xml>`)
      : `<xml><ToUserName><![CDATA[${account.originalId}]]></ToUserName>\n${element}</xml>`;
  return { text, encrypted };
}

/** The webhook's address with `query` and the signatures of this moment; `now` in epoch ms. */
export function signedUrl(
  account: Account,
  now: number,
  query: Readonly<Record<string, string>>,
  encrypted: string | null,
): URL {
  const url = new URL(account.webhookUrl ?? '');
  const timestamp = String(Math.floor(now / 1000));
  const nonce = String(randomBytes(4).readUInt32BE());
  url.searchParams.set('signature', signatureOf(account.token, timestamp, nonce));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  url.searchParams.set('timestamp', timestamp);
  url.searchParams.set('nonce', nonce);
  if (encrypted !== null) {
    url.searchParams.set('encrypt_type', 'aes');
    url.searchParams.set('msg_signature', signatureOf(account.token, timestamp, nonce, encrypted));
  }
  return url;
}
