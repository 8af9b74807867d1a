import { createHash } from 'node:crypto';
import type { InboundItem, WeChatFields } from '../../domain/messages/inbound';
import { verificationQuerySchema, type WebhookQuery, webhookQuerySchema } from '../wire';
import { refuseDoubled } from './doubled-fields';
import { decrypt, EncryptionError } from './encryption';
import { isList, textOf } from './fields';
import { toInboundItem } from './inbound';
import { parseBody } from './parse-body';
import { isSignatureValid } from './signature';
import { WebhookError } from './webhook-error';
import { MAX_WEBHOOK_BYTES } from './xml';

const STALE_AFTER_MS = 300_000;

export type EncryptionMode = 'plain' | 'compatible' | 'safe';

/** What a channel needs in order to receive. */
export type WebhookCredentials = {
  /** The account's `gh_…` id: every delivery has to be addressed to it. */
  readonly originalId: string;
  readonly appId: string;
  readonly token: string;
  readonly encryption: EncryptionMode;
  /** The current key first, then previous ones. Empty if there never was one. */
  readonly encodingAesKeys: readonly string[];
  /** Previous tokens: WeChat may use them for a while after a change. */
  readonly formerTokens?: readonly string[];
  /** Previous encryption modes. */
  readonly formerModes?: readonly EncryptionMode[];
};

/** Accepted, but counted. `stale_timestamp`: more than 5 minutes off. The others: previous credentials were used. */
export type DeliveryWarning = 'stale_timestamp' | 'former_token' | 'former_key' | 'former_mode';

/** A delivery with a valid signature whose body could be decrypted. */
export type OpenedDelivery = {
  /** The XML or JSON, decrypted if it was encrypted. */
  readonly clearBody: Buffer;
  /** The person named in the query; null: none. */
  readonly queryOpenId: string | null;
  readonly warnings: readonly DeliveryWarning[];
  /** The key that decrypted it, for encrypting the answer; null if it was not encrypted. */
  readonly keyIndex: number | null;
  /** The signature that was checked: key of the table that detects another body under a known signature. */
  readonly signature: string;
  /** Hex SHA-256 of the body as received: the value in that table. */
  readonly bodyHash: string;
};

/**
 * Checks and decrypts one POST from WeChat, in this order: size, form of the query, signature, decryption.
 *
 * - With `encrypt_type=aes` only `msg_signature` is checked, and only the content of `Encrypt` is used.
 * - Compatible and safe mode accept nothing else: the plain copy in a compatible body is never used.
 * - A valid signature is accepted at any age and any number of times: the store recognises repeats.
 * - A body signed with a previous token, encrypted with a previous key or sent in a previous mode is accepted, with a
 *   warning.
 *
 * @param options.query as parsed by Express; may contain anything
 * @param options.body raw and complete, whatever its content type
 * @param options.now epoch milliseconds, for the warning only
 * @throws WebhookError and nothing else; any code but `bad_signature` means that the signature was valid
 */
export function openDelivery(options: {
  readonly credentials: WebhookCredentials;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
  readonly now: number;
}): OpenedDelivery {
  const { credentials, body, now } = options;
  if (body.length > MAX_WEBHOOK_BYTES) throw new WebhookError('too_large', 'body');
  const parsed = webhookQuerySchema.safeParse(options.query);
  if (!parsed.success) throw new WebhookError('bad_signature', 'query_form');
  const query = parsed.data;
  const { signature, isFormerToken } = checkSignature(credentials, query, body);
  const opened = openBody(credentials, body, query.encrypt_type === 'aes');
  const warnings: DeliveryWarning[] = isFormerToken ? ['former_token'] : [];
  if ((opened.keyIndex ?? 0) > 0) warnings.push('former_key');
  if (isOfFormerMode(credentials, opened.keyIndex !== null)) warnings.push('former_mode');
  if (Math.abs(now - Number(query.timestamp) * 1000) > STALE_AFTER_MS) warnings.push('stale_timestamp');
  return {
    ...opened,
    queryOpenId: query.openid ?? null,
    warnings,
    signature,
    bodyHash: createHash('sha256').update(body).digest('hex'),
  };
}

/**
 * Opens the body of a delivery whose signature was checked, now or when it arrived: decrypts it or, if it is not
 * encrypted, makes sure that the channel accepts that.
 *
 * @throws WebhookError `bad_encryption`, or `bad_signature` if an envelope can't be read
 */
export function openBody(
  credentials: WebhookCredentials,
  body: Buffer,
  isEncrypted: boolean,
): Pick<OpenedDelivery, 'clearBody' | 'keyIndex'> {
  const { encodingAesKeys, appId, encryption, formerModes = [] } = credentials;
  if (!isEncrypted) {
    // `signature` does not cover the body, so a channel that encrypts must not accept plain bodies.
    const isTaken = encryption === 'plain' || formerModes.includes('plain');
    if (!isTaken) throw new WebhookError('bad_encryption', 'not_encrypted');
    return { clearBody: body, keyIndex: null };
  }
  try {
    const { message, keyIndex } = decrypt({ encrypted: encryptedOf(body), encodingAesKeys, appId });
    return { clearBody: message, keyIndex };
  } catch (error) {
    if (error instanceof EncryptionError) throw new WebhookError('bad_encryption', 'ciphertext');
    throw error;
  }
}

/**
 * Parses what was opened: XML or JSON, account, person.
 *
 * @throws WebhookError `bad_xml`, `bad_json` or `wrong_account`
 */
export function readDelivery(
  credentials: Pick<WebhookCredentials, 'originalId'>,
  { clearBody, queryOpenId }: Pick<OpenedDelivery, 'clearBody' | 'queryOpenId'>,
): InboundItem {
  const fields = parseBody(clearBody);
  refuseDoubled(fields);
  if (textOf(fields, 'ToUserName') !== credentials.originalId) {
    throw new WebhookError('wrong_account', 'to_user_name');
  }
  const item = toInboundItem(fields, clearBody);
  const people = [null, textOf(fields, 'FromUserName'), item.openId];
  if (!people.includes(queryOpenId)) throw new WebhookError('wrong_account', 'query_openid');
  return item;
}

/** Whether a body has an encrypted part, as far as it can be parsed. */
export function hasEncryptedPart(body: Buffer): boolean {
  try {
    return encryptedOf(body) !== '';
  } catch {
    return false;
  }
}

/**
 * The answer to WeChat's check of the address: `echostr` byte for byte, to be sent as plain text; null (401) if the
 * query or its signature is wrong. Never encrypted for Official Accounts. `isFormerToken`: signed with a token that was
 * changed recently, so WeChat does not know the new one yet.
 */
export function answerVerification(options: {
  readonly credentials: Pick<WebhookCredentials, 'token' | 'formerTokens'>;
  readonly query: Readonly<Record<string, unknown>>;
}): { readonly echo: string; readonly isFormerToken: boolean } | null {
  const parsed = verificationQuerySchema.safeParse(options.query);
  if (!parsed.success) return null;
  const { echostr, ...signed } = parsed.data;
  const index = signingToken(options.credentials, signed);
  return index === -1 ? null : { echo: echostr, isFormerToken: index > 0 };
}

function checkSignature(
  credentials: WebhookCredentials,
  query: WebhookQuery,
  body: Buffer,
): { readonly signature: string; readonly isFormerToken: boolean } {
  const { timestamp, nonce } = query;
  const isEncrypted = query.encrypt_type === 'aes';
  const signature = (isEncrypted ? query.msg_signature : query.signature) ?? '';
  const encrypted = isEncrypted ? { encrypted: encryptedOf(body) } : {};
  const index = signingToken(credentials, { timestamp, nonce, signature, ...encrypted });
  if (index === -1) throw new WebhookError('bad_signature', isEncrypted ? 'msg_signature' : 'signature');
  return { signature, isFormerToken: index > 0 };
}

/** Index of the token that signed, 0 for the current one; -1: none of them. */
function signingToken(
  { token, formerTokens = [] }: Pick<WebhookCredentials, 'token' | 'formerTokens'>,
  signed: Omit<Parameters<typeof isSignatureValid>[0], 'token'>,
): number {
  return [token, ...formerTokens].findIndex((one) => isSignatureValid({ token: one, ...signed }));
}

function isOfFormerMode({ encryption, formerModes = [] }: WebhookCredentials, isEncrypted: boolean): boolean {
  return isEncrypted
    ? encryption === 'plain' && formerModes.some((mode) => mode !== 'plain')
    : encryption !== 'plain';
}

/** The signature covers `Encrypt`, so the envelope is parsed first; one that can't be parsed proves nothing. */
function encryptedOf(body: Buffer): string {
  let fields: WeChatFields;
  try {
    fields = parseBody(body);
  } catch (error) {
    // Two readers could read two different things: nobody is asked to guess which one was signed.
    const isDoubled = error instanceof WebhookError && error.reason === 'doubled_key';
    throw new WebhookError(isDoubled ? 'bad_envelope' : 'bad_signature', 'envelope');
  }
  if (isList(fields['Encrypt'])) throw new WebhookError('bad_signature', 'envelope');
  return textOf(fields, 'Encrypt');
}
