import type { Transcript, TranscriptMessage } from '../../store/transcript/transcript';

const ROWS_PER_READ = 100;

/**
 * All rows of a conversation, oldest first, one page after the other: never more than a page is in memory, and no
 * connection is held while the reader is slow.
 * @param stillMay called before each page; rejects if the reader may not see the conversation any more
 */
export async function* readRows(
  transcript: Pick<Transcript, 'ofConversation'>,
  conversationId: string,
  stillMay: () => Promise<unknown>,
): AsyncGenerator<TranscriptMessage> {
  // A held message that is released meanwhile moves to the end: it stays where it was when the file was written.
  const moving = new Set<string>();
  for (let afterSeq = 0; ; ) {
    await stillMay();
    const rows = await transcript.ofConversation(conversationId, { afterSeq, limit: ROWS_PER_READ });
    for (const row of rows) {
      if (moving.has(row.id)) continue;
      if (row.status === 'held') moving.add(row.id);
      yield row;
    }
    const last = rows.at(-1)?.seq;
    if (rows.length < ROWS_PER_READ || last === undefined || last === null) return;
    afterSeq = last;
  }
}
