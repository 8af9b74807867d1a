/**
 * What stays of a message whose words were removed, by retention or by an erasure: its row, type, times and status, and
 * from its content only these facts. Everything else may hold words, names, places or addresses: a field that a later
 * release adds is removed as well, unless it is added here.
 */

/** The fields of a content that hold ids, kinds and times of our own, in every type that has them. */
export const FACTS_THAT_STAY = [
  'type',
  // Which files it has: whether they stay is decided for them.
  'attachmentId',
  'thumbAttachmentId',
  'format',
  'aiLabel',
  // Ids of operators.
  'mentions',
  'operatorId',
  // What the rules and the database write into the timeline.
  'from',
  'until',
  'cause',
  'reason',
  'kind',
  // How contacts reached the account: the desk's own QR codes, and WeChat's word for the way.
  'scene',
  'source',
  // Counts.
  'count',
  'total',
  'filtered',
  'sent',
  'failed',
] as const;

/** The field that says that the words were removed; only such a content has it. */
export const WORDS_REMOVED = 'wordsRemoved';

/** Whether the words of a stored content were removed. */
export function areWordsRemoved(content: Readonly<Record<string, unknown>>): boolean {
  return content[WORDS_REMOVED] === true;
}
