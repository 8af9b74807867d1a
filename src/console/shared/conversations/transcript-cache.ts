import type { MessageBody } from '../../../contracts/conversations/message';

/**
 * The loaded part of a transcript: the newest messages of a conversation, oldest first, and before them those of the
 * contact's earlier conversations. `hasOlder`: there may be more before them.
 */
export type Transcript = { readonly items: readonly MessageBody[]; readonly hasOlder: boolean };

/**
 * A transcript with these messages added. Of two copies the later change wins; a message without a position yet goes to
 * the end. Messages older than the loaded part are left out while there is more before it.
 */
export function putMessages(transcript: Transcript, changed: readonly MessageBody[]): Transcript {
  const items = new Map(transcript.items.map((one) => [one.id, one]));
  const firstSeq = transcript.hasOlder ? (transcript.items[0]?.seq ?? 0) : 0;
  let hasChanged = false;
  for (const one of changed) {
    const known = items.get(one.id);
    const isOlder = known !== undefined && known.changedAt >= one.changedAt && known.seq !== null;
    const isBefore = known === undefined && one.seq !== null && one.seq < firstSeq;
    if (isOlder || isBefore) continue;
    items.set(one.id, one);
    hasChanged = true;
  }
  return hasChanged ? { ...transcript, items: [...items.values()].sort(bySeq) } : transcript;
}

/**
 * A transcript after a change of a message of another conversation: if it stands among the earlier ones, it is replaced.
 * Held messages move on to the next conversation of the contact (docs/rules.md#16), and leave this one.
 */
export function putEarlier(transcript: Transcript, message: MessageBody): Transcript {
  const known = transcript.items.find((one) => one.id === message.id);
  if (known === undefined) return transcript;
  if (known.conversationId === message.conversationId) return putMessages(transcript, [message]);
  return { ...transcript, items: transcript.items.filter((one) => one !== known) };
}

/** A transcript with an older part added before what is loaded. */
export function putOlder(transcript: Transcript, older: Transcript): Transcript {
  const known = new Set(transcript.items.map((one) => one.id));
  const before = older.items.filter((one) => !known.has(one.id));
  return { items: [...before, ...transcript.items], hasOlder: older.hasOlder };
}

function bySeq(one: MessageBody, other: MessageBody): number {
  return (one.seq ?? Number.MAX_SAFE_INTEGER) - (other.seq ?? Number.MAX_SAFE_INTEGER);
}
