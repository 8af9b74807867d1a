/** A page of a transcript, in conversations and in timelines. Its cursor is the `seq` of its last message. */
import type { MessageBody } from '../../contracts/conversations/message';
import type { TranscriptMessage } from '../../store/transcript/transcript';
import { presentMessage } from './present-message';

type PageQuery = { readonly limit: number; readonly cursor?: string | undefined };

/** What to read for a page: one row more than it shows tells whether there is another page. */
export function transcriptPage({ limit, cursor }: PageQuery): {
  readonly afterSeq: number;
  readonly limit: number;
} {
  return { afterSeq: Number(cursor ?? 0), limit: limit + 1 };
}

/** The rows that were read for a page, as the API shows them. */
export function presentTranscriptPage(
  rows: readonly TranscriptMessage[],
  { limit }: PageQuery,
): { items: MessageBody[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const nextCursor = rows.length > limit ? String(items.at(-1)?.seq) : null;
  return { items: items.map(presentMessage), nextCursor };
}
