import type { Accounts } from '../accounts';
import type { Media } from '../calls/media';
import { sampleMedia } from '../calls/media-kinds';
import { PICTURE_PATH } from '../calls/platform-calls';
import type { Deliveries, Delivery } from '../webhook/deliveries';
import {
  type EventInput,
  eventFields,
  eventInputSchema,
  type MessageInput,
  messageFields,
  messageInputSchema,
  messageType,
  type SettledMedia,
} from '../webhook/inbound';
import { writeJson } from '../webhook/json';
import { writeXml, type XmlFields } from '../webhook/xml';
import type { Contact, Contacts } from './contacts';
import type { MessageIds } from './message-ids';
import type { PhoneLog, PhoneLogEntry } from './phone-log';
import { triggerOfEvent } from './windows';

/**
 * The result of a contact's action: the deliveries in order, and `delivered`, whether the webhook accepted it in the
 * end.
 */
export type ActionResult = {
  readonly appId: string;
  readonly openId: string;
  readonly msgId: string | null;
  /** CreateTime, in seconds. */
  readonly createTime: number;
  /** The clear text, the same in every mode: XML, or JSON if the account has that format. */
  readonly xml: string;
  readonly delivered: boolean;
  readonly deliveries: readonly Delivery[];
};

export type PhoneParts = {
  readonly accounts: Accounts;
  readonly contacts: Contacts;
  readonly media: Media;
  readonly deliveries: Deliveries;
  readonly messageIds: MessageIds;
  readonly phoneLog: PhoneLog;
  /** The simulator's own address, for pictures. */
  readonly origin: () => string;
  readonly changed: () => void;
};

export type Phone = ReturnType<typeof createPhone>;

/** What a contact does with the phone: it changes the windows and is delivered to the account's webhook. */
export function createPhone(parts: PhoneParts) {
  const { accounts, contacts, media, deliveries, messageIds, phoneLog } = parts;

  /** Sends a message as the contact. Resolves when its delivery is over. Throws a ZodError for a malformed message. */
  function write(contact: Contact, input: MessageInput): Promise<ActionResult> {
    const message = messageInputSchema.parse(input);
    const isMenuTap = message.type === 'text' && message.bizmsgmenuid !== undefined;
    contacts.trigger(contact, isMenuTap ? 'menu' : 'message');
    contact.lastInteractionAt = contacts.now(contact);
    const msgId = message.msgId ?? messageIds.next();
    const settled = settleMedia(contact, message);
    const fields = { ...messageFields(message, settled), MsgId: BigInt(msgId) };
    const { base64: _bytes, ...body } = { base64: undefined, ...message, mediaId: settled.mediaId };
    const entry = phoneLog.add(contact, { kind: 'wrote', type: messageType(message), body });
    return ship(contact, message, messageType(message), fields, msgId, entry);
  }

  /** Does something that WeChat reports as an event; subscribe, unsubscribe and the triggers also change the contact. */
  function act(contact: Contact, input: EventInput): Promise<ActionResult> {
    const event = eventInputSchema.parse(input);
    const now = contacts.now(contact);
    if (event.event === 'subscribe') {
      contact.follows = true;
      contact.followedAt = now;
      if (event.eventKey?.startsWith('qrscene_') === true) {
        contact.subscribeScene = 'ADD_SCENE_QR_CODE';
        contact.qrScene = event.eventKey.slice('qrscene_'.length);
      }
    }
    if (event.event === 'unsubscribe') {
      contact.follows = false;
      contact.unfollowedAt = now;
      contact.windows = [];
    }
    const trigger = triggerOfEvent(event.event);
    if (trigger === null) parts.changed();
    else contacts.trigger(contact, trigger);
    const entry = phoneLog.add(contact, { kind: 'did', type: event.event, body: { ...event } });
    return ship(contact, event, 'event', { Event: event.event, ...eventFields(event) }, null, entry);
  }

  /** Scans a QR code with a scene: `subscribe` for a contact who does not follow yet, otherwise `SCAN`. */
  function scan(contact: Contact, scene: string, ticket: string): Promise<ActionResult> {
    return contact.follows
      ? act(contact, { event: 'SCAN', eventKey: scene, ticket })
      : act(contact, { event: 'subscribe', eventKey: `qrscene_${scene}`, ticket });
  }

  async function ship(
    contact: Contact,
    input: MessageInput | EventInput,
    msgType: string,
    fields: XmlFields,
    msgId: string | null,
    entry: PhoneLogEntry,
  ): Promise<ActionResult> {
    const { appId, openId } = contact;
    const account = accounts.get(appId);
    const createTime = input.createTime ?? Math.floor(contacts.now(contact) / 1000);
    const envelope = {
      ToUserName: account.originalId,
      FromUserName: openId,
      CreateTime: createTime,
      MsgType: msgType,
    };
    const isRaw = 'type' in input && input.type === 'raw';
    const write = account.format === 'json' ? writeJson : writeXml;
    const clear = isRaw ? input.xml : write({ ...envelope, ...fields });
    const isOrdered = input.parallel !== true;
    const made = await deliveries.deliver({ account, openId, msgId, clear, isOrdered });
    const delivered = made.some(({ ok }) => ok);
    phoneLog.settle(entry, made.length, delivered);
    return { appId, openId, msgId, createTime, xml: clear, delivered, deliveries: made };
  }

  /** The media id and picture address of a message with a file: the file it names, or one created from its bytes. */
  function settleMedia(contact: Contact, message: MessageInput): SettledMedia {
    switch (message.type) {
      case 'image':
      case 'voice':
      case 'video':
      case 'shortvideo': {
        const kind = message.type === 'shortvideo' ? 'video' : message.type;
        const bytes =
          message.base64 === undefined ? sampleMedia(kind) : Buffer.from(message.base64, 'base64');
        const mediaId = message.mediaId ?? media.addFromContact(contact.appId, kind, bytes).mediaId;
        return { mediaId, picUrl: `${parts.origin()}${PICTURE_PATH}${mediaId}` };
      }
      default:
        return { mediaId: '', picUrl: '' };
    }
  }

  return { write, act, scan };
}
