import type { EventContent, WeChatFields } from '../../domain/messages/inbound';
import {
  decimalOf,
  fieldsOf,
  instantOf,
  isList,
  listAt,
  listOf,
  optionalTextOf,
  textOf,
  textsAt,
  wholeNumberOf,
} from './fields';
import { parsePlace } from './inbound-message';

const QR_PREFIX = 'qrscene_';

/**
 * The content of an event (`MsgType` = `event`). Source: WeChat's “Receiving event pushes”. WeChat's capitals vary
 * (both `SCAN` and `scan` occur), so names are compared without case.
 * An unknown event, or one whose required fields make no sense, is kept as `unknown_event` with all its fields. So is a
 * known event with repeated elements: WeChat's lists are kept as they came.
 */
export function toEventContent(fields: WeChatFields): EventContent {
  const content = toContentOfEvent(fields);
  const hasRepeated = Object.values(fields).some(isList);
  return hasRepeated && content.type !== 'unknown_event' ? { ...content, fields } : content;
}

function toContentOfEvent(fields: WeChatFields): EventContent {
  const event = textOf(fields, 'Event').toLowerCase();
  const key = textOf(fields, 'EventKey');
  switch (event) {
    case 'subscribe':
      return toSubscribe(fields, key);
    case 'unsubscribe':
      return { type: 'unsubscribe' };
    case 'scan':
      return { type: 'scan', scene: key, ticket: optionalTextOf(fields, 'Ticket') };
    case 'location':
      return toLocationReport(fields);
    case 'click':
      return { type: 'menu_click', key };
    case 'view':
      return { type: 'menu_view', url: key, menuId: optionalTextOf(fields, 'MenuId', 'MenuID') };
    case 'view_miniprogram':
      return { type: 'menu_miniprogram', pagePath: key, menuId: optionalTextOf(fields, 'MenuId', 'MenuID') };
    case 'scancode_push':
    case 'scancode_waitmsg':
      return toMenuScan(fields, key, event === 'scancode_waitmsg');
    case 'pic_sysphoto':
      return toMenuPhoto(fields, key, 'camera');
    case 'pic_photo_or_album':
      return toMenuPhoto(fields, key, 'camera_or_album');
    case 'pic_weixin':
      return toMenuPhoto(fields, key, 'wechat_album');
    case 'location_select': {
      const place = parsePlace(fieldsOf(fields, 'SendLocationInfo'));
      return place === null ? toUnknownEvent(fields) : { type: 'menu_location', key, ...place };
    }
    case 'templatesendjobfinish':
      return {
        type: 'template_result',
        wechatMessageId: optionalTextOf(fields, 'MsgID', 'MsgId') ?? '',
        // `failed:user block` and `failed: system failed`: the space varies.
        result: textOf(fields, 'Status').replace(/^failed:\s*/, 'failed: '),
      };
    case 'masssendjobfinish':
      return {
        type: 'mass_send_result',
        wechatMessageId: optionalTextOf(fields, 'MsgID', 'MsgId') ?? '',
        result: textOf(fields, 'Status'),
        total: wholeNumberOf(fields, 'TotalCount'),
        filtered: wholeNumberOf(fields, 'FilterCount'),
        sent: wholeNumberOf(fields, 'SentCount'),
        failed: wholeNumberOf(fields, 'ErrorCount'),
        copyrightState: optionalTextOf(fieldsOf(fields, 'CopyrightCheckResult'), 'CheckState'),
        articleUrls: textsAt(fields, ['ArticleUrlResult', 'ResultList', 'item'], 'ArticleUrl'),
      };
    case 'publishjobfinish': {
      const info = fieldsOf(fields, 'PublishEventInfo');
      return {
        type: 'publish_result',
        publishId: textOf(info, 'publish_id'),
        result: textOf(info, 'publish_status'),
        articleId: optionalTextOf(info, 'article_id'),
        articleUrls: textsAt(info, ['article_detail', 'item'], 'article_url'),
      };
    }
    case 'user_enter_tempsession':
      return { type: 'enter_session', sessionFrom: optionalTextOf(fields, 'SessionFrom') };
    case 'kf_create_session':
      return { type: 'kf_session_created', account: textOf(fields, 'KfAccount') };
    case 'kf_close_session':
      return {
        type: 'kf_session_closed',
        account: textOf(fields, 'KfAccount'),
        closeType: optionalTextOf(fields, 'CloseType'),
      };
    case 'kf_switch_session':
      return {
        type: 'kf_session_switched',
        fromAccount: textOf(fields, 'FromKfAccount'),
        toAccount: textOf(fields, 'ToKfAccount'),
      };
    case 'user_info_modified':
      return toPermissionChange(fields, 'modified');
    case 'user_authorization_revoke':
      return toPermissionChange(fields, 'revoked');
    case 'user_authorization_cancellation':
      return toPermissionChange(fields, 'cancelled');
    case 'subscribe_msg_popup_event':
      return toSubscriptionMessage(subscriptionsIn(fields, 'SubscribeMsgPopupEvent'), 'popup');
    case 'subscribe_msg_change_event':
      return toSubscriptionMessage(subscriptionsIn(fields, 'SubscribeMsgChangeEvent'), 'change');
    case 'subscribe_msg_sent_event':
      return toSubscriptionMessage(subscriptionsIn(fields, 'SubscribeMsgSentEvent'), 'sent');
    case 'qualification_verify_success':
    case 'qualification_verify_fail':
    case 'naming_verify_success':
    case 'naming_verify_fail':
    case 'annual_renew':
    case 'verify_expired':
      return {
        type: 'account_verification',
        result: event,
        expiresAt: instantOf(fields, 'ExpiredTime'),
        failedAt: instantOf(fields, 'FailTime'),
        failReason: optionalTextOf(fields, 'FailReason'),
      };
    default:
      return toUnknownEvent(fields);
  }
}

function toUnknownEvent(fields: WeChatFields): EventContent {
  return { type: 'unknown_event', wechatEvent: textOf(fields, 'Event'), fields };
}

/** A QR code's scene comes with a prefix, removed once (a scene may begin with it too); any other key is the source. */
function toSubscribe(fields: WeChatFields, key: string): EventContent {
  const isQrCode = key.startsWith(QR_PREFIX);
  return {
    type: 'subscribe',
    scene: isQrCode ? key.slice(QR_PREFIX.length) : null,
    source: isQrCode || key === '' ? null : key,
    ticket: optionalTextOf(fields, 'Ticket'),
  };
}

function toLocationReport(fields: WeChatFields): EventContent {
  const latitude = decimalOf(fields, 'Latitude');
  const longitude = decimalOf(fields, 'Longitude');
  if (latitude === null || longitude === null) return toUnknownEvent(fields);
  return { type: 'location_report', latitude, longitude, precision: decimalOf(fields, 'Precision') };
}

function toMenuScan(fields: WeChatFields, key: string, waits: boolean): EventContent {
  const info = fieldsOf(fields, 'ScanCodeInfo');
  return {
    type: 'menu_scan',
    key,
    waits,
    scanType: textOf(info, 'ScanType'),
    scanResult: textOf(info, 'ScanResult'),
  };
}

/** `count` is WeChat's figure; it may differ from the number of pictures listed. */
function toMenuPhoto(
  fields: WeChatFields,
  key: string,
  source: 'camera' | 'camera_or_album' | 'wechat_album',
): EventContent {
  const md5s = textsAt(fields, ['SendPicsInfo', 'PicList', 'item'], 'PicMd5Sum');
  const count = wholeNumberOf(fieldsOf(fields, 'SendPicsInfo'), 'Count') ?? md5s.length;
  return { type: 'menu_photo', key, source, count, md5s };
}

function toPermissionChange(
  fields: WeChatFields,
  change: 'modified' | 'revoked' | 'cancelled',
): EventContent {
  const revoked = textOf(fields, 'RevokeInfo').match(/\d+/g) ?? [];
  return {
    type: 'permission_changed',
    change,
    revoked: [...revoked],
    appId: optionalTextOf(fields, 'AppID', 'AppId'),
    unionId: optionalTextOf(fields, 'UnionID', 'UnionId'),
  };
}

/** In XML the list is inside an element named after the event; in JSON (of mini programs) it stands beside `Event`. */
function subscriptionsIn(fields: WeChatFields, element: string): readonly WeChatFields[] {
  const inside = listAt(fields, element, 'List');
  return inside.length > 0 ? inside : listOf(fields, 'List');
}

function toSubscriptionMessage(
  list: readonly WeChatFields[],
  stage: 'popup' | 'change' | 'sent',
): EventContent {
  const entries = list.map((entry) => ({
    templateId: textOf(entry, 'TemplateId'),
    status: optionalTextOf(entry, 'SubscribeStatusString', 'ErrorStatus') ?? '',
    scene: optionalTextOf(entry, 'PopupScene'),
    errorCode: optionalTextOf(entry, 'ErrorCode'),
    wechatMessageId: optionalTextOf(entry, 'MsgID', 'MsgId'),
  }));
  return { type: 'subscription_message', stage, entries };
}
