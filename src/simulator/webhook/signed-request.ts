import { randomBytes } from 'node:crypto';
import type { Account } from '../accounts';
import { encryptMessage, signatureOf } from './encryption';
import { writeJson } from './json';
import { writeXml } from './xml';

/** `encrypted`: the content of `Encrypt`, which the signature covers; null in plain mode. */
export type Body = { readonly text: string; readonly encrypted: string | null };

/** The body in the account's mode: clear; clear fields and `Encrypt`; `ToUserName` and `Encrypt` only. `clear`: in its format. */
export function bodyOf({ account, clear }: { readonly account: Account; readonly clear: string }): Body {
  if (account.encryption === 'plain') return { text: clear, encrypted: null };
  const encrypted = encryptMessage(clear, account.encodingAesKey, account.appId);
  const isWithClear = account.encryption === 'compatible';
  const text =
    account.format === 'json'
      ? jsonWith(isWithClear ? clear : writeJson({ ToUserName: account.originalId }), encrypted)
      : xmlWith(isWithClear ? clear : writeXml({ ToUserName: account.originalId }), encrypted);
  return { text, encrypted };
}

function xmlWith(clear: string, encrypted: string): string {
  return clear.replace(/<\/xml>\s*$/, () => `<Encrypt><![CDATA[${encrypted}]]></Encrypt>\n</xml>`);
}

/** Into the text, not into parsed fields: a parser would take the last digits of an id above 2^53. */
function jsonWith(clear: string, encrypted: string): string {
  return clear.replace(/\}\s*$/, () => `,"Encrypt":"${encrypted}"}`);
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
