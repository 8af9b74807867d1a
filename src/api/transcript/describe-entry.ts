import type { MessageBody } from '../../contracts/conversations/message';
import { FETCH_TROUBLES } from '../../domain/messages/attachment-errors';
import { describeError } from '../../words/describe-error';
import { coordinates, describeMessage } from '../../words/describe-message';
import { describeStatus } from '../../words/describe-status';
import { formatBytes } from '../../words/format-bytes';
import { textOf } from '../../words/message-fields';
import { momentOf, otherTimeOf } from '../../words/message-times';
import { splitAnchors } from '../../words/split-anchors';
import type { TranscriptWords } from './words';

/** A row of the transcript in words, as the console shows it. */
export type Entry = {
  /** ISO 8601. */
  readonly at: string;
  /** Null: nobody in particular, e.g. for what happened by itself. */
  readonly who: string | null;
  readonly lines: readonly string[];
  readonly facts: readonly string[];
  readonly message: MessageBody;
};

/** What stands beside the one line that describes a message of this type. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  link: ['description', 'url'],
  news: ['description', 'url'],
  music: ['musicUrl'],
  miniprogrampage: ['appId', 'pagePath'],
  mpnews: ['mediaId', 'articleId'],
  mpnewsarticle: ['articleId'],
};

/** Original fields of a type that we do not know may be long. */
const LONGEST_FIELDS = 4_000;

/** @param contactName as the reader sees it */
export function describeEntry(message: MessageBody, words: TranscriptWords, contactName: string): Entry {
  return {
    at: message.direction === 'note' ? message.createdAt : momentOf(message),
    who: whoOf(message, words, contactName),
    lines: linesOf(message, words).filter((line) => line !== ''),
    facts: factsOf(message, words),
    message,
  };
}

function whoOf({ direction, type, sender }: MessageBody, { t }: TranscriptWords, contactName: string) {
  const name = sender.name ?? null;
  if (direction === 'note') {
    return sender.kind === 'bot'
      ? t('conversation.unsaidBy', { name: name ?? t('conversation.bot') })
      : t('conversation.noteBy', { name: name ?? '–' });
  }
  // An event's words name its subject; beside them stands only the operator who did it.
  if (direction === 'event') return sender.kind === 'operator' && type !== 'returned' ? name : null;
  switch (sender.kind) {
    case 'contact':
      return contactName;
    case 'operator':
      return name ?? t('transcript.operator');
    case 'bot':
      return name === null ? t('conversation.bot') : `${name} · ${t('conversation.bot')}`;
    case 'system':
      return t('conversation.automatic');
    default:
      return sender.kind satisfies never;
  }
}

function linesOf(message: MessageBody, words: TranscriptWords): readonly string[] {
  const { t, isKnown } = words;
  const { type, direction, text } = message;
  if (type === 'text' || type === 'note') {
    // Nobody writes nothing: the words were deleted, and the row stays.
    if (text === undefined || text === '') return [t('transcript.deleted')];
    return [direction === 'outbound' ? withAddresses(text) : text, belowArticle(message, words)];
  }
  return [
    describeMessage(message, t, isKnown),
    ...moreOf(message),
    ...fileOf(message, words),
    belowArticle(message, words),
    unknownFields(message, words),
  ];
}

/** WeChat shows `<a href="…">words</a>` as a link: on paper the address stands behind its words. */
function withAddresses(text: string): string {
  return splitAnchors(text)
    .map((piece) => (piece.href === undefined ? piece.text : `${piece.text} (${piece.href})`))
    .join('');
}

function moreOf(message: MessageBody): readonly string[] {
  // A place without a name is described by its coordinates already.
  const hasName = textOf(message, 'placeName') !== '' || textOf(message, 'label') !== '';
  if (message.type === 'location') return hasName ? [coordinates(message)] : [];
  const names = Object.hasOwn(MORE, message.type) ? (MORE[message.type] ?? []) : [];
  return names.map((name) => textOf(message, name));
}

/** The name and size of a file, or why it is not there. A picture that is in the transcript has no such line. */
function fileOf(
  { type, attachment }: MessageBody,
  { t, isKnown, language }: TranscriptWords,
): readonly string[] {
  if (attachment === undefined) {
    return ['image', 'voice', 'video', 'shortvideo'].includes(type) ? [t('content.noFile')] : [];
  }
  const { status, error, name, kind, size } = attachment;
  if (status === 'ready') {
    // A picture is shown, or named where it is left out (`picture.ts`).
    if (kind === 'image') return [];
    const shown = name ?? t(`messageTypes.${kind}`);
    if (size === null) return [t('transcript.fileOnly', { name: shown })];
    return [t('transcript.file', { name: shown, size: formatBytes(size, language) })];
  }
  if (status === 'fetching') {
    const trouble = FETCH_TROUBLES.find((known) => known === error?.code);
    return trouble === undefined
      ? [t('content.fetching')]
      : [t('content.triedAgain'), t(`fetchTroubles.${trouble}`)];
  }
  const key = `attachmentErrors.${error?.code ?? 'unreachable'}` as const;
  return [isKnown(key) || error === undefined ? t(key) : error.detail];
}

function belowArticle(message: MessageBody, { t }: TranscriptWords): string {
  return Reflect.has(message, 'article') ? t('content.belowArticle') : '';
}

function unknownFields(message: MessageBody, { t }: TranscriptWords): string {
  const fields: unknown = Reflect.get(message, 'fields');
  if (typeof fields !== 'object' || fields === null) return '';
  return `${t('content.asItCame')}\n${JSON.stringify(fields, null, 2).slice(0, LONGEST_FIELDS)}`;
}

/** What became of a message, why, and its other time. */
function factsOf(message: MessageBody, { t, isKnown, moment }: TranscriptWords): readonly string[] {
  const { status, error, aiLabel } = message;
  const other = message.direction === 'note' ? null : otherTimeOf(message);
  return [
    ...(aiLabel === true ? [t('conversation.aiLabel')] : []),
    ...(other === null ? [] : [t(other.key, { time: moment(other.at) })]),
    ...(status === null ? [] : [describeStatus(message, status, t, moment)]),
    ...(error === undefined ? [] : [describeError(error, t, isKnown)]),
    ...(error !== undefined && status === 'queued' ? [t('conversation.waitsForChannel')] : []),
    ...(error?.wechatCode === undefined
      ? []
      : [t('conversation.wechatCode', { wechatCode: error.wechatCode })]),
    ...(status === 'unknown' ? [t('conversation.unknownHint')] : []),
  ];
}
