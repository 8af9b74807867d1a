import type { ConversationBody } from '../../contracts/conversations/conversation';
import type { TranscriptWords } from './words';

/** What stands above a transcript. */
export type Heading = {
  readonly conversation: Pick<
    ConversationBody,
    | 'id'
    | 'brandId'
    | 'channelId'
    | 'contact'
    | 'startedAt'
    | 'completedAt'
    | 'completedReason'
    | 'completedBy'
    | 'rating'
  >;
  /** As the reader sees it. */
  readonly contactName: string;
  /** ISO 8601. */
  readonly savedAt: string;
};

/** What it is called. */
export function titleOf({ contactName: name }: Heading, { t }: TranscriptWords): string {
  return t('transcript.title', { name });
}

/** When it began, when and why it ended, what the contact thinks of it, and when this was written. */
export function headingLines({ conversation, savedAt }: Heading, words: TranscriptWords): readonly string[] {
  const { t, moment, timeZone } = words;
  return [
    `${t('transcript.started', { time: moment(conversation.startedAt) })} · ${endOf(conversation, words)}`,
    ...ratingLine(conversation, words),
    t('transcript.savedAt', { time: moment(savedAt), timeZone }),
  ];
}

function ratingLine({ rating }: Heading['conversation'], { t }: TranscriptWords): readonly string[] {
  if (rating === null) return [];
  const { score, label, comment } = rating;
  return [`${t('conversation.rated', { score, label })}${comment === null ? '' : ` · “${comment}”`}`];
}

function endOf(
  { completedAt, completedBy, completedReason }: Heading['conversation'],
  { t, moment, isKnown }: TranscriptWords,
): string {
  if (completedAt === null) return t('transcript.open');
  const time = moment(completedAt);
  if (completedBy !== null) return t('conversation.completedBy', { time, name: completedBy.name });
  const what = t('conversation.completedAt', { time });
  const key = `conversation.reason_${completedReason ?? 'operator'}` as const;
  return completedReason !== null && isKnown(key) ? `${what} · ${t(key)}` : what;
}
