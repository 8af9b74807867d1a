import { createHash } from 'node:crypto';
import type { WeChatFields } from '../../domain/messages/inbound';
import { isList, optionalTextOf, textOf } from './fields';

const MAX_LENGTH = 200;
const SAFE_PART = /^[A-Za-z0-9_.-]*$/;
const MAX_DEPTH = 8;
const ENTERING = 'user_enter_tempsession';

/**
 * The key by which WeChat's repeated deliveries are recognised (docs/webhook.md), unique within a channel: at most 200
 * ASCII characters.
 *
 * - `m:openid:MsgId` for a message; the same MsgId has been seen for two people at once.
 * - `e:openid:CreateTime:Event:EventKey:MsgIDs` for an event: CreateTime counts whole seconds, and two events in one
 *   second are both real. MsgIDs of nested elements are included.
 * - `e:openid:CreateTime:user_enter_tempsession:SessionFrom:` for entering a mini program's customer service, which has no key.
 * - `b:openid:sha256` of the decrypted body if those are missing. WeChat's repeats have the same decrypted body.
 *
 * If a part is long or contains more than letters, digits, `_`, `.` and `-`, all parts are hashed together.
 *
 * @param openId already validated
 * @param clearBody the decrypted body, byte for byte
 */
export function createDedupKey(fields: WeChatFields, openId: string, clearBody: Buffer): string {
  const event = textOf(fields, 'Event');
  if (event === '' || textOf(fields, 'MsgType').toLowerCase() !== 'event') {
    const messageId = optionalTextOf(fields, 'MsgId', 'MsgID');
    return messageId === null ? bodyKey(openId, clearBody) : joined('m', openId, [messageId]);
  }
  const createTime = textOf(fields, 'CreateTime');
  const messageIds = messageIdsIn(fields, 0);
  const isEntering = event.toLowerCase() === ENTERING;
  const isNamed = messageIds.length > 0 || isEntering || Object.hasOwn(fields, 'EventKey');
  if (createTime === '' || !isNamed) return bodyKey(openId, clearBody);
  const key = textOf(fields, isEntering ? 'SessionFrom' : 'EventKey');
  return joined('e', openId, [createTime, event, key, messageIds.join('.')]);
}

function joined(kind: 'm' | 'e', openId: string, parts: readonly string[]): string {
  const key = [kind, openId, ...parts].join(':');
  if (key.length <= MAX_LENGTH && parts.every((part) => SAFE_PART.test(part))) return key;
  return `${kind}:${openId}:sha256-${sha256(JSON.stringify(parts))}`;
}

function bodyKey(openId: string, clearBody: Buffer): string {
  return `b:${openId}:${sha256(clearBody)}`;
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function messageIdsIn(fields: WeChatFields, depth: number): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  return Object.entries(fields).flatMap(([name, value]) => {
    const isMessageId = name.toLowerCase() === 'msgid';
    const inner = isList(value) ? value : [value];
    return inner.flatMap((item) => {
      if (typeof item !== 'string') return messageIdsIn(item, depth + 1);
      return isMessageId && item !== '' ? [item] : [];
    });
  });
}
