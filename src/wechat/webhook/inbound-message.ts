import type { MessageContent, Place, SourceArticle, WeChatFields } from '../../domain/messages/inbound';
import { decimalOf, optionalTextOf, textOf, wholeNumberOf } from './fields';

/**
 * The content of a message (`MsgType` other than `event`). Source: WeChat's “Receiving standard messages”. An unknown
 * type, or a message whose required fields make no sense, is kept as `unknown` with all its fields.
 */
export function toMessageContent(fields: WeChatFields): MessageContent {
  const content = toContentOfType(fields);
  const article = toSourceArticle(fields);
  return article === null ? content : { ...content, article };
}

/** `MsgDataId` and `Idx` are present only if the message was written below an article. */
function toSourceArticle(fields: WeChatFields): SourceArticle | null {
  const dataId = optionalTextOf(fields, 'MsgDataId');
  return dataId === null ? null : { dataId, index: optionalTextOf(fields, 'Idx') };
}

function toContentOfType(fields: WeChatFields): MessageContent {
  const wechatType = textOf(fields, 'MsgType');
  switch (wechatType.toLowerCase()) {
    case 'text':
      return toText(fields);
    case 'image':
      return {
        type: 'image',
        mediaId: optionalTextOf(fields, 'MediaId'),
        pictureUrl: optionalTextOf(fields, 'PicUrl'),
      };
    case 'voice':
      return {
        type: 'voice',
        mediaId: optionalTextOf(fields, 'MediaId'),
        format: optionalTextOf(fields, 'Format'),
        recognition: optionalTextOf(fields, 'Recognition'),
      };
    case 'video':
      return { type: 'video', ...toVideo(fields) };
    case 'shortvideo':
      return { type: 'shortvideo', ...toVideo(fields) };
    case 'location': {
      const place = parsePlace(fields);
      return place === null ? { type: 'unknown', wechatType, fields } : { type: 'location', ...place };
    }
    case 'link':
      return {
        type: 'link',
        title: textOf(fields, 'Title'),
        description: textOf(fields, 'Description'),
        url: textOf(fields, 'Url'),
      };
    case 'file':
      return {
        type: 'file',
        title: textOf(fields, 'Title'),
        description: textOf(fields, 'Description'),
        fileKey: optionalTextOf(fields, 'FileKey'),
        md5: optionalTextOf(fields, 'FileMd5'),
        size: wholeNumberOf(fields, 'FileTotalLen'),
      };
    case 'miniprogrampage':
      return {
        type: 'miniprogrampage',
        title: textOf(fields, 'Title'),
        appId: optionalTextOf(fields, 'AppId'),
        pagePath: optionalTextOf(fields, 'PagePath'),
        thumbUrl: optionalTextOf(fields, 'ThumbUrl'),
        thumbMediaId: optionalTextOf(fields, 'ThumbMediaId'),
      };
    default:
      return { type: 'unknown', wechatType, fields };
  }
}

/**
 * A place in WeChat's fields; null if the coordinates are not numbers on the globe. `Location_X` is the latitude and
 * `Location_Y` the longitude, against the usual meaning of X and Y.
 */
export function parsePlace(fields: WeChatFields): Place | null {
  const latitude = decimalOf(fields, 'Location_X');
  const longitude = decimalOf(fields, 'Location_Y');
  if (latitude === null || longitude === null) return null;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  const placeName = optionalTextOf(fields, 'Poiname');
  return {
    latitude,
    longitude,
    scale: decimalOf(fields, 'Scale'),
    label: textOf(fields, 'Label'),
    ...(placeName === null ? {} : { placeName }),
  };
}

/** `bizmsgmenuid` is present only if the person tapped an item of a menu message. */
function toText(fields: WeChatFields): MessageContent {
  const text = textOf(fields, 'Content');
  const menuItemId = optionalTextOf(fields, 'bizmsgmenuid');
  return menuItemId === null ? { type: 'text', text } : { type: 'msgmenu_tap', text, menuItemId };
}

function toVideo(fields: WeChatFields): { mediaId: string | null; thumbMediaId: string | null } {
  return { mediaId: optionalTextOf(fields, 'MediaId'), thumbMediaId: optionalTextOf(fields, 'ThumbMediaId') };
}
