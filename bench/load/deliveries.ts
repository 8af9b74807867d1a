import { createHash } from 'node:crypto';
import type { BenchAccount } from '../protocol';

/** One delivery of WeChat, ready to be posted to a webhook's path plus `query`. */
export type Delivery = { readonly query: string; readonly body: string };

const TEXT = '你好，我的订单什么时候发货？';

let lastMessageId = 24_000_000_000_000_000n;

/**
 * Builds a contact's text message in plain mode, signed, with its own MsgId. Independent of the product, and built
 * before the clock starts, so that load costs little.
 */
export function createDelivery(account: BenchAccount, openId: string, text = TEXT): Delivery {
  lastMessageId += 1n;
  const seconds = Math.floor(Date.now() / 1000);
  const body = `<xml><ToUserName><![CDATA[${account.originalId}]]></ToUserName>
<FromUserName><![CDATA[${openId}]]></FromUserName>
<CreateTime>${seconds}</CreateTime>
<MsgType><![CDATA[text]]></MsgType>
<Content><![CDATA[${text}]]></Content>
<MsgId>${lastMessageId}</MsgId>
</xml>`;
  const [timestamp, nonce] = [String(seconds), String(lastMessageId)];
  const signature = createHash('sha1')
    .update([account.token, timestamp, nonce].sort().join(''))
    .digest('hex');
  return { query: new URLSearchParams({ signature, timestamp, nonce, openid: openId }).toString(), body };
}

/** `count` deliveries, cycling through the contacts. */
export function createDeliveries(
  account: BenchAccount,
  openIds: readonly string[],
  count: number,
): Delivery[] {
  return Array.from({ length: count }, (_, index) =>
    createDelivery(account, openIds[index % openIds.length] ?? ''),
  );
}

/** Contacts with unique names. */
export function createOpenIds(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `o${prefix}${String(index).padStart(6, '0')}`);
}
