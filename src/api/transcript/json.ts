/** A transcript as data: what the API says of each message, and the words of the console. */
import type { Heading } from './heading';
import type { SavedEntry } from './saved-entry';
import type { TranscriptWords } from './words';

/** The beginning of the object; the entries follow, one on each line. */
export function jsonHead(
  { conversation, contactName, savedAt }: Heading,
  { language, timeZone }: TranscriptWords,
): string {
  const { id, brandId, channelId, contact, startedAt, completedAt, completedReason, completedBy, rating } =
    conversation;
  const about = {
    conversation: {
      id,
      brandId,
      channelId,
      contact: { id: contact.id, name: contactName },
      startedAt,
      completedAt,
      completedReason,
      completedBy,
      rating,
    },
    language,
    timeZone,
    savedAt,
  };
  return `${JSON.stringify(about).slice(0, -1)},"entries":[`;
}

export function jsonEntry(
  { at, who, lines, facts, picture, message }: SavedEntry,
  _day: string | null,
  _words: TranscriptWords,
  isFirst: boolean,
): string {
  const shown = picture === null ? {} : { picture: picture.address };
  return `${isFirst ? '' : ','}\n${JSON.stringify({ at, who, lines, facts, ...shown, message })}`;
}

export function jsonEnd(count: number): string {
  return `\n],"count":${count}}\n`;
}
