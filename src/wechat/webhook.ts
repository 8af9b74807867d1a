import { createHash } from 'node:crypto';
import type { InboundItem, WeChatFields } from '../domain/inbound';
import { decrypt, EncryptionError } from './encryption';
import { textOf } from './fields';
import { toInboundItem } from './inbound';
import { isSignatureValid } from './signature';
import { WebhookError } from './webhook-error';
import { verificationQuerySchema, type WebhookQuery, webhookQuerySchema } from './wire';
import { MAX_WEBHOOK_BYTES, parseXml } from './xml';

const STALE_AFTER_MS = 300_000;

/** What a channel needs to receive. */
export type WebhookCredentials = {
  /** The account's `gh_…` id: every delivery has to be addressed to it. */
  readonly originalId: string;
  readonly appId: string;
  readonly token: string;
  readonly encryption: 'plain' | 'compatible' | 'safe';
  /** The current key first, then the former one. Empty in plain mode. */
  readonly encodingAesKeys: readonly string[];
};

/** An accepted delivery. */
export type Delivery = {
  readonly item: InboundItem;
  /** `stale_timestamp`: more than 5 minutes off; taken, but to be counted and alarmed (ruling 26). */
  readonly warnings: readonly 'stale_timestamp'[];
  /** The key that opened it, to answer with the same; null for a clear one. */
  readonly keyIndex: number | null;
  /** The signature that decided: the key of the table that notices another body under a known signature. */
  readonly signature: string;
  /** SHA-256 of the body as it came, in hex: that table's value. */
  readonly bodyHash: string;
};

/**
 * Checks and reads one POST of WeChat, in the order of fault-matrix 8.1: size, form of the query, signature,
 * decryption, XML, account, person.
 *
 * - With `encrypt_type=aes` only `msg_signature` decides, and only what was inside `Encrypt` is read.
 * - Compatible and safe mode take nothing else: the clear copy of a compatible body is never used.
 * - A right signature is accepted at any age and any number of times: repeats are the store's matter.
 *
 * @param options.query as Express gives it; anything may be in it
 * @param options.body raw and whole, whatever its content type
 * @param options.now epoch milliseconds, for the warning only
 * @throws WebhookError always and only
 */
export function openDelivery(options: {
  readonly credentials: WebhookCredentials;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
  readonly now: number;
}): Delivery {
  const { credentials, body, now } = options;
  if (body.length > MAX_WEBHOOK_BYTES) throw new WebhookError('too_large', 'body');
  const parsed = webhookQuerySchema.safeParse(options.query);
  if (!parsed.success) throw new WebhookError('bad_signature', 'query_form');
  const query = parsed.data;
  const opened =
    query.encrypt_type === 'aes'
      ? openEncrypted(credentials, query, body)
      : openClear(credentials, query, body);
  const fields = parseXml(opened.clearBody);
  if (textOf(fields, 'ToUserName') !== credentials.originalId) {
    throw new WebhookError('wrong_account', 'to_user_name');
  }
  const item = toInboundItem(fields, opened.clearBody);
  if (
    query.openid !== undefined &&
    query.openid !== textOf(fields, 'FromUserName') &&
    query.openid !== item.openId
  ) {
    throw new WebhookError('wrong_account', 'query_openid');
  }
  const isStale = Math.abs(now - Number(query.timestamp) * 1000) > STALE_AFTER_MS;
  return {
    item,
    warnings: isStale ? ['stale_timestamp'] : [],
    keyIndex: opened.keyIndex,
    signature: opened.signature,
    bodyHash: createHash('sha256').update(body).digest('hex'),
  };
}

/**
 * The answer to WeChat's check of the address: `echostr` byte for byte, to be sent as plain text; null (401)
 * where the query or its signature is wrong. In no mode encrypted for official accounts.
 */
export function answerVerification(options: {
  readonly credentials: Pick<WebhookCredentials, 'token'>;
  readonly query: Readonly<Record<string, unknown>>;
}): string | null {
  const parsed = verificationQuerySchema.safeParse(options.query);
  if (!parsed.success) return null;
  const { echostr, ...signed } = parsed.data;
  return isSignatureValid({ token: options.credentials.token, ...signed }) ? echostr : null;
}

type Opened = { readonly clearBody: Buffer; readonly keyIndex: number | null; readonly signature: string };

function openClear(credentials: WebhookCredentials, query: WebhookQuery, body: Buffer): Opened {
  const { timestamp, nonce, signature = '' } = query;
  if (!isSignatureValid({ token: credentials.token, timestamp, nonce, signature })) {
    throw new WebhookError('bad_signature', 'signature');
  }
  // `signature` does not cover the body: a channel that can encrypt must not be talked out of it.
  if (credentials.encryption !== 'plain') throw new WebhookError('bad_encryption', 'not_encrypted');
  return { clearBody: body, keyIndex: null, signature };
}

function openEncrypted(credentials: WebhookCredentials, query: WebhookQuery, body: Buffer): Opened {
  const { timestamp, nonce, msg_signature: signature = '' } = query;
  const encrypted = textOf(parseEnvelope(body), 'Encrypt');
  if (!isSignatureValid({ token: credentials.token, timestamp, nonce, signature, encrypted })) {
    throw new WebhookError('bad_signature', 'msg_signature');
  }
  try {
    const { encodingAesKeys, appId } = credentials;
    const { message, keyIndex } = decrypt({ encrypted, encodingAesKeys, appId });
    return { clearBody: message, keyIndex, signature };
  } catch (error) {
    if (error instanceof EncryptionError) throw new WebhookError('bad_encryption', 'ciphertext');
    throw error;
  }
}

/** The signature covers `Encrypt`, so the envelope is read first; one that can't be read proves nothing: 401. */
function parseEnvelope(body: Buffer): WeChatFields {
  try {
    return parseXml(body);
  } catch {
    throw new WebhookError('bad_signature', 'envelope');
  }
}
