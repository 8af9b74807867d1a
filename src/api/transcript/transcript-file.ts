import type { TRANSCRIPT_FORMATS } from '../../contracts/conversations/transcript';
import type { MediaStore } from '../../media/media-store';
import type { TranscriptMessage } from '../../store/transcript/transcript';
import { presentMessage } from '../present/present-message';
import { describeEntry } from './describe-entry';
import type { Heading } from './heading';
import { htmlEnd, htmlEntry, htmlHead } from './html';
import { jsonEnd, jsonEntry, jsonHead } from './json';
import { createPictures } from './picture';
import type { SavedEntry } from './saved-entry';
import { textEnd, textEntry, textHead } from './text';
import type { TranscriptWords } from './words';

type Form = {
  readonly head: (heading: Heading, words: TranscriptWords) => string;
  readonly entry: (entry: SavedEntry, day: string | null, words: TranscriptWords, isFirst: boolean) => string;
  readonly end: (count: number, words: TranscriptWords) => string;
};

const FORMS: Readonly<Record<(typeof TRANSCRIPT_FORMATS)[number], Form>> = {
  json: { head: jsonHead, entry: jsonEntry, end: jsonEnd },
  html: { head: htmlHead, entry: htmlEntry, end: htmlEnd },
  txt: { head: textHead, entry: textEntry, end: textEnd },
};

/** The file, piece by piece: it is written while the rows are read. */
export async function* transcriptFile(
  rows: AsyncIterable<TranscriptMessage>,
  heading: Heading,
  words: TranscriptWords,
  {
    format,
    mediaStore,
  }: { readonly format: keyof typeof FORMS; readonly mediaStore: Pick<MediaStore, 'open'> },
): AsyncGenerator<string> {
  const form = FORMS[format];
  const pictureOf = createPictures(mediaStore, words, { isShown: format !== 'txt' });
  let count = 0;
  let lastDay: string | null = null;
  yield form.head(heading, words);
  for await (const row of rows) {
    const entry = describeEntry(presentMessage(row), words, heading.contactName);
    const picture = await pictureOf(row.attachment);
    const day = words.day(entry.at);
    const saved: SavedEntry = {
      ...entry,
      lines: picture?.type === 'leftOut' ? [...entry.lines, picture.line] : entry.lines,
      picture: picture?.type === 'inlined' ? picture : null,
    };
    yield form.entry(saved, day === lastDay ? null : day, words, count === 0);
    lastDay = day;
    count += 1;
  }
  yield form.end(count, words);
}
