import { isOwnMenuId } from '../bots/menu-ids';
import type { ConversationEventContent, SnoozeEnd } from './conversation-event';
import type { InboundContent } from './inbound';
import type { OutboundContent } from './outbound';
import { areWordsRemoved } from './without-words';

/** The content of a transcript row, by its type. */
type Content =
  | InboundContent
  | OutboundContent
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'resumed' }
  | ConversationEventContent
  | { readonly type: 'handover'; readonly reason: string; readonly detail?: string }
  | { readonly type: 'handback' }
  | { readonly type: 'missed'; readonly reason: string }
  | { readonly type: 'returned'; readonly reason: string }
  | { readonly type: 'automatic_skipped'; readonly kind: string; readonly reason: string }
  | { readonly type: 'rating_not_asked'; readonly reason: string };
type KeyOf<Union> = Union extends unknown ? keyof Union : never;
/** The fields that a row of this type may have. An older release may have written the row, so each field is checked. */
type Summaries = {
  readonly [Type in Content['type']]: (
    facts: Partial<Record<KeyOf<Extract<Content, { readonly type: Type }>>, unknown>>,
  ) => string;
};

/** Why a bot handed over. */
const HANDOVERS: Readonly<Record<string, string>> = {
  keyword: 'the contact asked for a person',
  asked_by_bot: 'the bot asked for a person',
  bot_failed: 'the bot failed',
  turns: 'it has had all its turns',
  no_places: 'no message of the bot may be sent now',
  voice: 'a voice message that nobody put into words',
  bot_removed: 'the bot was deleted',
  attended: 'an operator took over',
};

/** Why a conversation went back to the queue. */
const RETURNS: Readonly<Record<string, string>> = {
  silent: 'the operator had not answered',
  handing_over: 'the operator hands over',
  operator_disabled: 'the operator may not attend any more',
};

const LONGEST = 200;
/** The longest name or title among several in one line. */
const LONGEST_PART = 60;

/** WeChat's numbers of the permissions that people give an account (docs/wechat.md#people-and-qr-codes). */
const PERMISSIONS: Readonly<Record<string, string>> = {
  '201': 'address',
  '202': 'invoice',
  '203': 'card',
  '204': 'microphone',
  '205': 'nickname and picture',
  '206': 'location',
  '207': 'chosen pictures or video',
};

/** Why a snooze ended. */
const SNOOZE_ENDS: Readonly<Record<string, string>> = {
  time: 'its time is over',
  message: 'the contact wrote',
  transfer: 'it was transferred',
  returned: 'it went back to waiting',
  operator: 'an operator ended it',
} satisfies Record<SnoozeEnd, string>;

const PHOTO_SOURCES: Readonly<Record<string, string>> = {
  camera: 'the camera',
  camera_or_album: 'the camera or the album',
  wechat_album: 'WeChat’s album',
};

const SUMMARIES: Summaries = {
  // What contacts write and what we send: types that both sides have look the same.
  text: ({ text }) => str(text) || 'Empty message',
  note: ({ text }) => `Note: ${str(text)}`,
  msgmenu_tap: ({ text, menuItemId }) => {
    const number = shownMenuId(menuItemId);
    return `Chose ${quoted(text)} ${number === '' ? '' : `(${number}) `}from a menu message`;
  },
  image: () => 'Image',
  voice: ({ recognition }) => line('Voice message', str(recognition)),
  video: ({ title, description }) => line('Video', part(title), part(description)),
  shortvideo: () => 'Short video',
  location: ({ placeName, label, latitude, longitude }) =>
    line('Location', part(placeName), part(label), coordinates(latitude, longitude)),
  link: ({ title, url }) => line('Link', part(title), str(url)),
  file: ({ title, size }) => line('File', part(title), bytes(size)),
  miniprogrampage: ({ title, appId, pagePath }) =>
    line('Mini program', part(title), part(appId), part(pagePath)),
  music: ({ title, description, musicUrl }) => line('Music', part(title), part(description), str(musicUrl)),
  news: ({ title, url }) => line('Article', part(title), str(url)),
  mpnews: ({ mediaId }) => line('Article of the account', part(mediaId)),
  mpnewsarticle: ({ articleId }) => line('Published article', part(articleId)),
  msgmenu: ({ head, items, tail }) => `Menu: ${words(part(head), ...list(items).map(menuItem), part(tail))}`,
  wxcard: ({ cardId }) => line('Card', part(cardId)),
  unknown: ({ wechatType }) => `Message of unknown type ${quoted(wechatType)}`,
  // Events.
  subscribe: ({ scene, source }) => {
    if (str(scene) !== '') return `Followed the account with the QR code ${quoted(scene)}`;
    return str(source) === '' ? 'Followed the account' : `Followed the account via ${quoted(source)}`;
  },
  unsubscribe: () => 'Unfollowed the account',
  scan: ({ scene }) => `Scanned the QR code ${quoted(scene)}`,
  location_report: ({ latitude, longitude, precision }) =>
    line('Reported their location', coordinates(latitude, longitude), metres(precision)),
  menu_click: ({ key }) => `Tapped the menu entry ${quoted(key)}`,
  menu_view: ({ url }) => line('Opened from the menu', str(url)),
  menu_miniprogram: ({ pagePath }) => line('Opened a mini program from the menu', part(pagePath)),
  menu_scan: ({ key, scanType, scanResult, waits }) =>
    line(
      `Scanned with the menu entry ${quoted(key)}${waits === true ? ', and is waiting for an answer' : ''}`,
      part(scanType),
      part(scanResult),
    ),
  menu_photo: ({ key, count, source }) =>
    `Sent ${plural(count, 'picture')} from ${known(PHOTO_SOURCES, source)} with the menu entry ${quoted(key)}`,
  menu_location: ({ key, placeName, label, latitude, longitude }) =>
    line(
      `Chose a location with the menu entry ${quoted(key)}`,
      part(placeName),
      part(label),
      coordinates(latitude, longitude),
    ),
  template_result: ({ result }) => line('Template message', part(result)),
  mass_send_result: ({ result, total, filtered, sent, failed }) =>
    line(
      'Mass message',
      part(result),
      counted('total', total),
      counted('after filters', filtered),
      counted('sent', sent),
      counted('failed', failed),
    ),
  publish_result: ({ publishId, result, articleId }) =>
    line(`Publishing job ${part(publishId)}`, `status ${part(result)}`, part(articleId)),
  enter_session: ({ sessionFrom }) => line('Opened the customer service', part(sessionFrom)),
  kf_session_created: ({ account }) => `WeChat’s own customer service: ${part(account)} began a session`,
  kf_session_closed: ({ account }) => `WeChat’s own customer service: ${part(account)} closed the session`,
  kf_session_switched: ({ fromAccount, toAccount }) =>
    `WeChat’s own customer service: the session went from ${part(fromAccount)} to ${part(toAccount)}`,
  permission_changed: ({ change, revoked }) => {
    if (change === 'cancelled') return 'Closed their WeChat account';
    const names = list(revoked).map((number) => known(PERMISSIONS, number));
    return line(
      change === 'revoked' ? 'Revoked permissions' : 'Changed what the account may know about them',
      ...names,
    );
  },
  subscription_message: ({ stage, entries }) =>
    line(
      stage === 'sent' ? 'Subscription message sent' : 'Subscription messages chosen',
      ...list(entries).map((entry) => words(part(of(entry, 'templateId')), part(of(entry, 'status')))),
    ),
  account_verification: ({ result, failReason }) =>
    line('Verification of the account', part(result).replaceAll('_', ' '), part(failReason)),
  resumed: () => 'Temporal had lost this conversation; it continued from the stored state',
  reopened: () => 'Reopened a completed conversation',
  snoozed: ({ until }) =>
    str(until) === '' ? 'Snoozed until the contact writes' : `Snoozed until ${str(until)}`,
  snooze_ended: ({ cause }) => line('No longer snoozed', known(SNOOZE_ENDS, cause)),
  handover: ({ reason, detail }) =>
    line(`The bot handed over: ${known(HANDOVERS, reason)}`, part(detail).replaceAll('_', ' ')),
  handback: () => 'Given back to the bot',
  missed: ({ reason }) => (str(reason) === 'closed' ? 'Missed: the channel is closed' : 'Missed'),
  returned: ({ reason }) => `Back in the queue: ${known(RETURNS, reason)}`,
  automatic_skipped: ({ kind, reason }) =>
    line('An automatic message was not sent', part(kind), part(reason).replaceAll('_', ' ')),
  rating_not_asked: ({ reason }) => line('A rating was not asked for', part(reason).replaceAll('_', ' ')),
  unknown_event: ({ wechatEvent }) => `Event of unknown type ${quoted(wechatEvent)}`,
};

/**
 * Describes a transcript row in one line of English of at most 200 characters, for lists. The details are in the fields
 * of the row. For an unknown type (from a later release) it gives only the name.
 */
export function summaryOf({ type, content }: { readonly type: string; readonly content: object }): string {
  if (isWithoutWords(type, content)) return type === 'note' ? 'Note, removed' : 'Text, removed';
  const summarise: ((facts: object) => string) | null = isKnown(type) ? SUMMARIES[type] : null;
  return cut(summarise === null ? `Message of type ${quoted(type)}` : summarise(content), LONGEST);
}

/** Nothing else is left of what was only words. */
function isWithoutWords(type: string, content: object): boolean {
  const isWords = type === 'text' || type === 'note' || type === 'msgmenu_tap' || type === 'msgmenu';
  return isWords && areWordsRemoved({ ...content });
}

function isKnown(type: string): type is Content['type'] {
  return Object.hasOwn(SUMMARIES, type);
}

function str(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function of(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** A value that is one of several in a line. */
function part(value: unknown): string {
  return cut(str(value), LONGEST_PART);
}

function quoted(value: unknown): string {
  return `'${part(value)}'`;
}

/** `Link: title, address`; empty parts are left out. */
function line(what: string, ...parts: readonly string[]): string {
  const there = parts.filter((one) => one !== '');
  return there.length === 0 ? what : `${what}: ${there.join(', ')}`;
}

function words(...parts: readonly string[]): string {
  return parts.filter((one) => one !== '').join(' ');
}

function menuItem(item: unknown): string {
  const number = shownMenuId(of(item, 'id'));
  return `${number === '' ? '•' : `${number}.`} ${part(of(item, 'text'))}`;
}

/** Empty for our own number of a bot's choice, which says nothing to anybody. */
function shownMenuId(id: unknown): string {
  return isOwnMenuId(str(id)) ? '' : part(id);
}

/** Rounded to about a kilometre: short, and enough to recognise a place. */
function coordinates(latitude: unknown, longitude: unknown): string {
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return '';
  return `${Number(latitude.toFixed(2))}, ${Number(longitude.toFixed(2))}`;
}

function metres(precision: unknown): string {
  return typeof precision === 'number' ? `within ${Math.ceil(precision)} m` : '';
}

function bytes(size: unknown): string {
  return typeof size === 'number' ? plural(size, 'byte') : '';
}

function counted(what: string, count: unknown): string {
  return typeof count === 'number' ? `${what} ${count}` : '';
}

function plural(count: unknown, what: string): string {
  return `${str(count)} ${what}${count === 1 ? '' : 's'}`;
}

function known(names: Readonly<Record<string, string>>, value: unknown): string {
  const name = str(value);
  return Object.hasOwn(names, name) ? (names[name] ?? name) : part(name);
}

/** The text on one line, of at most `most` characters; an ellipsis shows that it was cut. */
function cut(text: string, most: number): string {
  // However long the text is, only this much of it is processed. A character takes up to two units.
  const oneLine = text
    .slice(0, most * 4)
    .replace(/[\s\p{Cc}\p{Cs}]+/gu, ' ')
    .trim();
  const letters = Array.from(oneLine);
  const isCut = letters.length > most || text.length > most * 4;
  return isCut
    ? `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : oneLine;
}
