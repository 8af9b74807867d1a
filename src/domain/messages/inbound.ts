/**
 * Everything that WeChat's webhook delivers about a contact, as types of our own. `wechat/webhook/inbound.ts` makes
 * these values. The store keeps `content` in the transcript row; the workflow gets only the `action`, because nothing
 * personal may enter Temporal.
 */

/** What an inbound item means to the rules; `conversation/triggers.ts` says what each action opens or resets. */
export const CONTACT_ACTIONS = [
  'message',
  'follow',
  'scan',
  'menu_tap',
  'menu_message_tap',
  'enter_session',
  'unfollow',
  'none',
] as const;
export type ContactAction = (typeof CONTACT_ACTIONS)[number];

/** A point on the map. WeChat's `Location_X` is the latitude and `Location_Y` the longitude. */
export type Place = {
  readonly latitude: number;
  readonly longitude: number;
  readonly scale: number | null;
  readonly label: string;
  readonly placeName?: string;
};

/** The article under which a message was written; `index` counts the articles of one push, from 1. */
export type SourceArticle = { readonly dataId: string; readonly index: string | null };

/** A message from the contact (`MsgType` other than `event`). `type` is also the transcript row's type. */
export type MessageContent = MessageContentOfType & { readonly article?: SourceArticle };

type MessageContentOfType =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'msgmenu_tap'; readonly text: string; readonly menuItemId: string }
  | { readonly type: 'image'; readonly mediaId: string | null; readonly pictureUrl: string | null }
  | {
      readonly type: 'voice';
      readonly mediaId: string | null;
      readonly format: string | null;
      readonly recognition: string | null;
    }
  | { readonly type: 'video'; readonly mediaId: string | null; readonly thumbMediaId: string | null }
  | { readonly type: 'shortvideo'; readonly mediaId: string | null; readonly thumbMediaId: string | null }
  | ({ readonly type: 'location' } & Place)
  | { readonly type: 'link'; readonly title: string; readonly description: string; readonly url: string }
  | {
      readonly type: 'file';
      readonly title: string;
      readonly description: string;
      readonly fileKey: string | null;
      readonly md5: string | null;
      readonly size: number | null;
    }
  | {
      readonly type: 'miniprogrampage';
      readonly title: string;
      readonly appId: string | null;
      readonly pagePath: string | null;
      readonly thumbUrl: string | null;
      readonly thumbMediaId: string | null;
    }
  | { readonly type: 'unknown'; readonly wechatType: string; readonly fields: WeChatFields };

/**
 * An event (`MsgType` = `event`). `type` is also the transcript row's type. `fields` holds the event as WeChat sent it;
 * a known event has it only if it repeats elements.
 */
export type EventContent = EventContentOfType & { readonly fields?: WeChatFields };

type EventContentOfType =
  | {
      readonly type: 'subscribe';
      readonly scene: string | null;
      readonly source: string | null;
      readonly ticket: string | null;
    }
  | { readonly type: 'unsubscribe' }
  | { readonly type: 'scan'; readonly scene: string; readonly ticket: string | null }
  | {
      readonly type: 'location_report';
      readonly latitude: number;
      readonly longitude: number;
      readonly precision: number | null;
    }
  | { readonly type: 'menu_click'; readonly key: string }
  | { readonly type: 'menu_view'; readonly url: string; readonly menuId: string | null }
  | {
      readonly type: 'menu_scan';
      readonly key: string;
      readonly waits: boolean;
      readonly scanType: string;
      readonly scanResult: string;
    }
  | {
      readonly type: 'menu_photo';
      readonly key: string;
      readonly source: 'camera' | 'camera_or_album' | 'wechat_album';
      readonly count: number;
      readonly md5s: readonly string[];
    }
  | ({ readonly type: 'menu_location'; readonly key: string } & Place)
  | { readonly type: 'menu_miniprogram'; readonly pagePath: string; readonly menuId: string | null }
  | { readonly type: 'template_result'; readonly wechatMessageId: string; readonly result: string }
  | {
      readonly type: 'mass_send_result';
      readonly wechatMessageId: string;
      readonly result: string;
      readonly total: number | null;
      readonly filtered: number | null;
      readonly sent: number | null;
      readonly failed: number | null;
      /** WeChat's `CheckState` of the copyright check, unchanged. */
      readonly copyrightState: string | null;
      readonly articleUrls: readonly string[];
    }
  | {
      readonly type: 'publish_result';
      readonly publishId: string;
      readonly result: string;
      readonly articleId: string | null;
      readonly articleUrls: readonly string[];
    }
  /** They opened the customer service of a mini program. `sessionFrom`: what its page says about where from. */
  | { readonly type: 'enter_session'; readonly sessionFrom: string | null }
  | { readonly type: 'kf_session_created'; readonly account: string }
  | { readonly type: 'kf_session_closed'; readonly account: string; readonly closeType: string | null }
  | { readonly type: 'kf_session_switched'; readonly fromAccount: string; readonly toAccount: string }
  | {
      readonly type: 'permission_changed';
      readonly change: 'modified' | 'revoked' | 'cancelled';
      /** WeChat's numbers of the revoked permissions. */
      readonly revoked: readonly string[];
      readonly appId: string | null;
      readonly unionId: string | null;
    }
  | {
      readonly type: 'subscription_message';
      readonly stage: 'popup' | 'change' | 'sent';
      readonly entries: readonly {
        readonly templateId: string;
        readonly status: string;
        readonly scene: string | null;
        readonly errorCode: string | null;
        readonly wechatMessageId: string | null;
      }[];
    }
  | {
      readonly type: 'account_verification';
      readonly result: string;
      readonly expiresAt: number | null;
      readonly failedAt: number | null;
      readonly failReason: string | null;
    }
  | { readonly type: 'unknown_event'; readonly wechatEvent: string; readonly fields: WeChatFields };

export type InboundContent = MessageContent | EventContent;

/** The fields of an item as WeChat sent them (bounded by the webhook's size limit). */
export type WeChatFields = {
  readonly [name: string]: string | WeChatFields | readonly (string | WeChatFields)[];
};

/** One item from WeChat's webhook, parsed. */
export type InboundItem = {
  /**
   * `inbound` for messages; `event` for events and for taps on a menu message (WeChat counts it as a menu tap,
   * docs/rules.md#18).
   */
  readonly direction: 'inbound' | 'event';
  /** WeChat's id of the person for this account. For user_authorization_* events it comes from their `OpenID` field. */
  readonly openId: string;
  readonly action: ContactAction;
  readonly content: InboundContent;
  /** WeChat's `MsgId`, kept as text: it exceeds 2^53. */
  readonly wechatMessageId: string | null;
  /**
   * WeChat's CreateTime in epoch ms: it is shown, and shows which items came late (docs/rules.md#38). No deadline uses
   * it.
   */
  readonly wechatCreatedAt: number | null;
  /** The key that recognises repeats; unique within a channel, at most 200 ASCII characters. */
  readonly dedupKey: string;
};

/** The kind of the file that has to be fetched from WeChat for a message; null: none. */
export function mediaKindOf(content: InboundContent): 'image' | 'voice' | 'video' | null {
  switch (content.type) {
    case 'image':
    case 'voice':
    case 'video':
      return content.type;
    case 'shortvideo':
      return 'video';
    default:
      return null;
  }
}
