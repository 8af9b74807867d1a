import type { ContactAction, InboundContent, InboundItem, WeChatFields } from '../../domain/messages/inbound';
import { createDedupKey } from './dedup-key';
import { instantOf, optionalTextOf, textOf } from './fields';
import { toEventContent } from './inbound-event';
import { toMessageContent } from './inbound-message';
import { WebhookError } from './webhook-error';

const OPEN_ID_FORM = /^[A-Za-z0-9_-]{1,64}$/;

/** In these events the person is `OpenID`, which differs from `FromUserName` in WeChat's own sample. */
const EVENTS_ABOUT_OPEN_ID: readonly string[] = [
  'user_info_modified',
  'user_authorization_revoke',
  'user_authorization_cancellation',
];

/**
 * One delivery of the webhook, in our own terms. Unknown types are kept, never dropped.
 *
 * @param fields what `parseBody` has read
 * @param clearBody the same body byte for byte, decrypted; hashed into the key if WeChat gives no id
 * @throws WebhookError `bad_xml` if the person's openid is malformed
 */
export function toInboundItem(fields: WeChatFields, clearBody: Buffer): InboundItem {
  const isEvent = textOf(fields, 'MsgType').toLowerCase() === 'event';
  const openId = parseOpenId(fields, isEvent);
  const content = isEvent ? toEventContent(fields) : toMessageContent(fields);
  const action = toAction(fields, content, isEvent);
  return {
    direction: isEvent || action === 'menu_message_tap' ? 'event' : 'inbound',
    openId,
    action,
    content,
    // An event's MsgID names a message of ours, not this item, so it is part of the content.
    wechatMessageId: isEvent ? null : optionalTextOf(fields, 'MsgId', 'MsgID'),
    wechatCreatedAt: instantOf(fields, 'CreateTime'),
    dedupKey: createDedupKey(fields, openId, clearBody),
  };
}

function parseOpenId(fields: WeChatFields, isEvent: boolean): string {
  const isAboutOpenId = isEvent && EVENTS_ABOUT_OPEN_ID.includes(textOf(fields, 'Event').toLowerCase());
  const other = isAboutOpenId ? optionalTextOf(fields, 'OpenID', 'OpenId') : null;
  const openId = other ?? textOf(fields, 'FromUserName');
  if (!OPEN_ID_FORM.test(openId)) throw new WebhookError('bad_xml', 'openid_form');
  return openId;
}

/**
 * What the item means for the rules. Any message renews the window, even of an unknown type, except a tap on a menu
 * message, which counts as a menu tap. Of the menu events only CLICK and the two scans count.
 */
function toAction(fields: WeChatFields, content: InboundContent, isEvent: boolean): ContactAction {
  if (!isEvent) {
    if (content.type === 'msgmenu_tap') return 'menu_message_tap';
    // Without a MsgType it is not a message that WeChat's rules would count.
    return textOf(fields, 'MsgType') === '' ? 'none' : 'message';
  }
  switch (content.type) {
    case 'subscribe':
      return 'follow';
    case 'unsubscribe':
      return 'unfollow';
    case 'scan':
      return 'scan';
    case 'enter_session':
      return 'enter_session';
    case 'menu_click':
    case 'menu_scan':
      return 'menu_tap';
    default:
      return 'none';
  }
}
