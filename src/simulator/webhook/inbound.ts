import { z } from 'zod';
import type { XmlFields, XmlValue } from './xml';

const fieldName = z.string().regex(/^[A-Za-z_][\w.-]*$/, 'an XML name');
const xmlValueSchema: z.ZodType<XmlValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.array(xmlValueSchema), z.record(fieldName, xmlValueSchema)]),
);
const fieldsSchema = z.record(fieldName, xmlValueSchema);

/** Delivery options of every message and event. */
const common = {
  /** WeChat's MsgId, for tests that need a certain one (e.g. two users with the same). */
  msgId: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
  /** CreateTime in whole seconds; default: now on the contact's clock. */
  createTime: z.number().int().optional(),
  /** True: does not wait for the contact's earlier deliveries. */
  parallel: z.boolean().optional(),
};

/** A file that the contact sends: its bytes, the id of an existing one, or neither for a tiny sample. */
const file = { mediaId: z.string().optional(), base64: z.base64().optional() };

/**
 * A message that a contact writes (docs "Receiving standard messages"; `file` and `miniprogrampage` as observed by
 * others).
 */
export const messageInputSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: z.string(),
    bizmsgmenuid: z.string().optional(),
    ...common,
  }),
  z.strictObject({ type: z.literal('image'), ...file, picUrl: z.string().optional(), ...common }),
  z.strictObject({
    type: z.literal('voice'),
    ...file,
    format: z.string().optional(),
    recognition: z.string().optional(),
    ...common,
  }),
  z.strictObject({ type: z.literal('video'), ...file, thumbMediaId: z.string().optional(), ...common }),
  z.strictObject({ type: z.literal('shortvideo'), ...file, thumbMediaId: z.string().optional(), ...common }),
  z.strictObject({
    type: z.literal('location'),
    latitude: z.number(),
    longitude: z.number(),
    scale: z.number().optional(),
    label: z.string().optional(),
    ...common,
  }),
  z.strictObject({
    type: z.literal('link'),
    title: z.string(),
    description: z.string(),
    url: z.string(),
    ...common,
  }),
  z.strictObject({
    type: z.literal('file'),
    title: z.string(),
    description: z.string().optional(),
    fileKey: z.string().optional(),
    md5: z.string().optional(),
    size: z.number().int().optional(),
    ...common,
  }),
  z.strictObject({
    type: z.literal('miniprogrampage'),
    title: z.string(),
    appId: z.string(),
    pagePath: z.string(),
    thumbUrl: z.string().optional(),
    thumbMediaId: z.string().optional(),
    ...common,
  }),
  /** A message of an unknown type. */
  z.strictObject({
    type: z.literal('other'),
    msgType: z.string().min(1),
    fields: fieldsSchema.optional(),
    ...common,
  }),
  /** Exactly this XML or JSON, well-formed or not; it is still signed and, depending on the account, encrypted. */
  z.strictObject({ type: z.literal('raw'), xml: z.string(), ...common }),
]);
export type MessageInput = z.infer<typeof messageInputSchema>;

/**
 * An event (docs "Receiving event pushes", "Custom menu event pushes"); `fields` adds to it or replaces parts of it.
 */
export const eventInputSchema = z.strictObject({
  event: z.string().min(1),
  eventKey: z.string().optional(),
  ticket: z.string().optional(),
  menuId: z.string().optional(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
  precision: z.number().optional(),
  scale: z.number().optional(),
  label: z.string().optional(),
  placeName: z.string().optional(),
  scanType: z.string().optional(),
  scanResult: z.string().optional(),
  /** MD5 sums of the pictures, for pic_sysphoto and similar events. */
  pictureMd5s: z.array(z.string()).optional(),
  status: z.string().optional(),
  /** `session-from` of the button that opens a mini program's customer service. */
  sessionFrom: z.string().optional(),
  fields: fieldsSchema.optional(),
  ...common,
});
export type EventInput = z.infer<typeof eventInputSchema>;

/** The resolved parts of a media message: its media id and its picture's address. */
export type SettledMedia = { readonly mediaId: string; readonly picUrl: string };

/** The fields between the envelope and the MsgId of a message, in WeChat's order. `raw` has none. */
export function messageFields(message: MessageInput, media: SettledMedia): XmlFields {
  switch (message.type) {
    case 'text':
      return { Content: message.text, ...given('bizmsgmenuid', message.bizmsgmenuid) };
    case 'image':
      return { PicUrl: message.picUrl ?? media.picUrl, MediaId: media.mediaId };
    case 'voice':
      return {
        MediaId: media.mediaId,
        Format: message.format ?? 'amr',
        ...given('Recognition', message.recognition),
      };
    case 'video':
    case 'shortvideo':
      return { MediaId: media.mediaId, ThumbMediaId: message.thumbMediaId ?? media.mediaId };
    case 'location':
      // WeChat's X is the latitude and its Y the longitude.
      return {
        Location_X: message.latitude,
        Location_Y: message.longitude,
        Scale: message.scale ?? 15,
        Label: message.label ?? '',
      };
    case 'link':
      return { Title: message.title, Description: message.description, Url: message.url };
    case 'file':
      return {
        Title: message.title,
        Description: message.description ?? '',
        FileKey: message.fileKey ?? 'simulated-file-key',
        FileMd5: message.md5 ?? 'd41d8cd98f00b204e9800998ecf8427e',
        FileTotalLen: message.size ?? 0,
      };
    case 'miniprogrampage':
      return {
        Title: message.title,
        AppId: message.appId,
        PagePath: message.pagePath,
        ThumbUrl: message.thumbUrl ?? '',
        ThumbMediaId: message.thumbMediaId ?? '',
      };
    case 'other':
      return message.fields ?? {};
    case 'raw':
      return {};
    default:
      return message satisfies never;
  }
}

/** The MsgType that goes into the envelope. */
export function messageType(message: MessageInput): string {
  return message.type === 'other' ? message.msgType : message.type;
}

type EventFields = (event: EventInput) => XmlFields;

const key: EventFields = (event) => ({ EventKey: event.eventKey ?? '' });
const keyAndMenu: EventFields = (event) => ({ ...key(event), MenuId: event.menuId ?? '1' });
const scanCode: EventFields = (event) => ({
  ...key(event),
  ScanCodeInfo: { ScanType: event.scanType ?? 'qrcode', ScanResult: event.scanResult ?? '1' },
});
const pictures: EventFields = (event) => {
  const md5s = event.pictureMd5s ?? ['5a75aaca956d97be686719218f275c6b'];
  return {
    ...key(event),
    SendPicsInfo: { Count: md5s.length, PicList: { item: md5s.map((md5) => ({ PicMd5Sum: md5 })) } },
  };
};

const EVENTS: Readonly<Record<string, EventFields>> = {
  subscribe: (event) => ({ ...key(event), ...given('Ticket', event.ticket) }),
  unsubscribe: key,
  SCAN: (event) => ({ ...key(event), Ticket: event.ticket ?? '' }),
  LOCATION: (event) => ({
    Latitude: event.latitude ?? 23.137466,
    Longitude: event.longitude ?? 113.352425,
    Precision: event.precision ?? 119.38504,
  }),
  CLICK: key,
  VIEW: keyAndMenu,
  view_miniprogram: keyAndMenu,
  scancode_push: scanCode,
  scancode_waitmsg: scanCode,
  pic_sysphoto: pictures,
  pic_photo_or_album: pictures,
  pic_weixin: pictures,
  location_select: (event) => ({
    ...key(event),
    SendLocationInfo: {
      Location_X: String(event.latitude ?? 23),
      Location_Y: String(event.longitude ?? 113),
      Scale: String(event.scale ?? 15),
      Label: event.label ?? '',
      Poiname: event.placeName ?? '',
    },
  }),
  user_enter_tempsession: (event) => ({ SessionFrom: event.sessionFrom ?? 'wxapp' }),
  TEMPLATESENDJOBFINISH: (event) => ({
    MsgID: BigInt(event.msgId ?? '200163836'),
    Status: event.status ?? 'success',
  }),
  MASSSENDJOBFINISH: (event) => ({
    MsgID: BigInt(event.msgId ?? '1000001625'),
    Status: event.status ?? 'sendsuccess',
    TotalCount: 1,
    FilterCount: 1,
    SentCount: 1,
    ErrorCount: 0,
  }),
};

/**
 * The fields of an event after `Event`, in WeChat's order; those of an event that is not in the table come from
 * `fields`.
 */
export function eventFields(event: EventInput): XmlFields {
  const own = Object.hasOwn(EVENTS, event.event)
    ? EVENTS[event.event]?.(event)
    : given('EventKey', event.eventKey);
  return { ...own, ...event.fields };
}

function given(name: string, value: string | undefined): XmlFields {
  return value === undefined ? {} : { [name]: value };
}
