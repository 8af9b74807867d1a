import type { WeChatFields } from '../../domain/messages/inbound';
import { isList, textOf } from './fields';
import { WebhookError } from './webhook-error';

/** Fields that every delivery has once, whatever its type. */
const HEADER: readonly string[] = [
  'ToUserName',
  'FromUserName',
  'CreateTime',
  'MsgType',
  'Event',
  'MsgId',
  'MsgID',
  'MsgDataId',
  'Idx',
];

/** Further fields that a message of each type has once; docs/webhook.md. */
const ONCE: Readonly<Record<string, readonly string[]>> = {
  text: ['Content', 'bizmsgmenuid'],
  image: ['PicUrl', 'MediaId'],
  voice: ['MediaId', 'MediaId16K', 'Format', 'Recognition'],
  video: ['MediaId', 'ThumbMediaId'],
  shortvideo: ['MediaId', 'ThumbMediaId'],
  location: ['Location_X', 'Location_Y', 'Scale', 'Label', 'Poiname'],
  link: ['Title', 'Description', 'Url'],
  file: ['Title', 'Description', 'FileKey', 'FileMd5', 'FileTotalLen'],
  miniprogrampage: ['Title', 'AppId', 'PagePath', 'ThumbUrl', 'ThumbMediaId'],
};

/**
 * Refuses a delivery in which a field occurs twice that its type has only once: otherwise a person who pastes XML into
 * a text could replace `FromUserName` or `Content`. In events, in unknown types and in other fields, repeated elements
 * are WeChat's lists (`add_express_path` repeats `Actions`) and are kept.
 *
 * @throws WebhookError `bad_xml`, `doubled_field`
 */
export function refuseDoubled(fields: WeChatFields): void {
  const type = textOf(fields, 'MsgType').toLowerCase();
  const ofType = Object.hasOwn(ONCE, type) ? (ONCE[type] ?? []) : [];
  const isDoubled = [...HEADER, ...ofType].some(
    (name) => Object.hasOwn(fields, name) && isList(fields[name]),
  );
  if (isDoubled) throw new WebhookError('bad_xml', 'doubled_field');
}
