import type { TFunction } from 'i18next';
import type { MessageBody } from '../contracts/conversations/message';
import { AUTOMATIC_KINDS } from '../domain/conversation/automatic/automatic-kinds';
import { RETURN_REASONS } from '../domain/conversation/routing/return-reasons';
import { SNOOZE_ENDS } from '../domain/messages/conversation-event';
import { RATING_OBSTACLES } from '../domain/rating/rating';
import { handoverWords } from './bot-words';
import { numberOf, partsOf, textOf, textsOf } from './message-fields';

type Facts = (message: MessageBody, t: TFunction) => readonly string[];
const fields =
  (...names: readonly string[]): Facts =>
  (message) =>
    names.map((name) => textOf(message, name));

/** WeChat's numbers for what people allow the account to know. */
const PERMISSIONS = ['201', '202', '203', '204', '205', '206', '207'] as const;
const PHOTO_SOURCES = ['camera', 'camera_or_album', 'wechat_album'] as const;

/** Why the desk may not say something by itself. */
const SKIPPED = RATING_OBSTACLES;

/** The facts that are shown beside the name of a message's type. Types that are missing here have none. */
const FACTS: Readonly<Record<string, Facts>> = {
  msgmenu_tap: fields('text'),
  voice: fields('recognition'),
  video: fields('title', 'description'),
  location: (message) => [textOf(message, 'placeName'), textOf(message, 'label') || coordinates(message)],
  link: fields('title'),
  file: fields('title'),
  miniprogrampage: fields('title'),
  music: fields('title', 'description'),
  news: fields('title'),
  msgmenu: (message) => [
    textOf(message, 'head'),
    ...partsOf(message, 'items').map((item) => textOf(item, 'text')),
    textOf(message, 'tail'),
  ],
  wxcard: fields('cardId'),
  unknown: fields('wechatType'),
  unknown_event: fields('wechatEvent'),
  subscribe: (message) => [textOf(message, 'scene') || textOf(message, 'source')],
  scan: fields('scene'),
  enter_session: fields('sessionFrom'),
  location_report: (message, t) => {
    const metres = numberOf(message, 'precision');
    return [coordinates(message), metres === null ? '' : t('content.within', { metres: Math.ceil(metres) })];
  },
  menu_click: fields('key'),
  menu_view: fields('url'),
  menu_miniprogram: fields('pagePath'),
  menu_scan: (message, t) => [
    textOf(message, 'key'),
    textOf(message, 'scanResult'),
    Reflect.get(message, 'waits') === true ? t('content.waits') : '',
  ],
  menu_photo: (message, t) => {
    const source = PHOTO_SOURCES.find((one) => one === textOf(message, 'source'));
    const count = numberOf(message, 'count');
    return [
      textOf(message, 'key'),
      count === null ? '' : t('content.pictures', { count }),
      source === undefined ? '' : t(`content.from_${source}`),
    ];
  },
  menu_location: (message) => [
    textOf(message, 'key'),
    textOf(message, 'placeName'),
    textOf(message, 'label') || coordinates(message),
  ],
  template_result: fields('result'),
  mass_send_result: (message, t) => [
    textOf(message, 'result'),
    ...(['total', 'filtered', 'sent', 'failed'] as const).map((name) => {
      const number = numberOf(message, name);
      return number === null ? '' : t(`content.count_${name}`, { number });
    }),
  ],
  publish_result: fields('result', 'publishId', 'articleId'),
  kf_session_created: fields('account'),
  kf_session_closed: fields('account'),
  kf_session_switched: (message) => [`${textOf(message, 'fromAccount')} → ${textOf(message, 'toAccount')}`],
  permission_changed: (message, t) => {
    const change = textOf(message, 'change');
    const names = textsOf(message, 'revoked').map((number) => {
      const known = PERMISSIONS.find((one) => one === number);
      return known === undefined ? number : t(`content.permission_${known}`);
    });
    if (change === 'cancelled') return [t('content.accountClosed')];
    return [...(change === 'revoked' ? [t('content.revoked')] : []), ...names];
  },
  subscription_message: (message) =>
    partsOf(message, 'entries').map((entry) => `${textOf(entry, 'templateId')} ${textOf(entry, 'status')}`),
  snoozed: (message, t) => {
    const until = textOf(message, 'until');
    return [until === '' ? t('content.untilReply') : t('content.until', { at: until })];
  },
  snooze_ended: (message, t) => {
    const cause = SNOOZE_ENDS.find((one) => one === textOf(message, 'cause'));
    return cause === undefined ? [] : [t(`content.snoozeEnd_${cause}`)];
  },
  handover: (message, t) => {
    const reason = textOf(message, 'reason');
    return isTakenOver(message) ? [] : [handoverWords({ reason, detail: textOf(message, 'detail') }, t)];
  },
  // It names the operator from whom the conversation went back, not one who did something.
  returned: (message, t) => {
    const reason = RETURN_REASONS.find((one) => one === textOf(message, 'reason'));
    return reason === undefined
      ? []
      : [t(`content.returned_${reason}`, { name: message.sender.name ?? '–' })];
  },
  missed: (message, t) => {
    return textOf(message, 'reason') === 'closed' ? [t('content.missed_closed')] : [];
  },
  automatic_skipped: (message, t) => {
    const kind = AUTOMATIC_KINDS.find((one) => one === textOf(message, 'kind'));
    const reason = SKIPPED.find((one) => one === textOf(message, 'reason'));
    return [
      kind === undefined ? textOf(message, 'kind') : t(`content.automatic_${kind}`),
      reason === undefined ? '' : t(`content.skipped_${reason}`),
    ];
  },
  rating_not_asked: (message, t) => {
    const reason = SKIPPED.find((one) => one === textOf(message, 'reason'));
    return reason === undefined ? [] : [t(`content.skipped_${reason}`)];
  },
  account_verification: (message) => [
    textOf(message, 'result').replaceAll('_', ' '),
    textOf(message, 'failReason'),
  ],
};

/**
 * A message in one line, in the reader's language: its text, or else the name of its type with its facts. A type from
 * a newer release is described in the API's own words.
 */
export function describeMessage(
  message: MessageBody,
  t: TFunction,
  isKnown: (key: string) => boolean,
): string {
  const { text, summary, type } = message;
  if (type === 'text' || type === 'note') {
    return message.wordsRemoved === true ? t('content.wordsRemoved') : (text ?? '');
  }
  const key = `messageTypes.${isTakenOver(message) ? 'handover_attended' : type}`;
  if (!isKnown(key)) return summary === '' ? type : summary;
  const what = t(key as 'messageTypes.image');
  const facts = (Object.hasOwn(FACTS, type) ? (FACTS[type]?.(message, t) ?? []) : [])
    .map((fact) => fact.replace(/\s+/g, ' ').trim())
    .filter((fact) => fact !== '');
  return facts.length === 0 ? what : t('content.line', { what, facts: facts.join(' · ') });
}

/** A hand-over that the bot had no part in: an operator attended. */
function isTakenOver(message: MessageBody): boolean {
  return message.type === 'handover' && textOf(message, 'reason') === 'attended';
}

/** Accurate to about 10 m. */
export function coordinates(of: object): string {
  const latitude = numberOf(of, 'latitude');
  const longitude = numberOf(of, 'longitude');
  return latitude === null || longitude === null ? '' : `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
}
