import type { MessageBody } from '../../../contracts/conversations/message';
import { beginsDay } from '../../shared/conversations/begins-day';
import type { Outgoing, Sending } from '../requests';
import { findEnds } from './find-ends';

export type Row =
  | {
      readonly key: string;
      readonly message: MessageBody;
      readonly isFirstOfDay: boolean;
      /** The conversation that ended before this row, which begins the next one. */
      readonly endedId: string | null;
    }
  | { readonly key: string; readonly outgoing: Outgoing };

/** The rows of a transcript: its messages, earlier conversations first, and then the ones being sent to the API. */
export function toRows(
  openId: string,
  items: readonly MessageBody[],
  pending: readonly Sending[],
): readonly Row[] {
  const ends = findEnds(items);
  const rows: Row[] = items.map((message, index) => {
    const isFirstOfDay = beginsDay(items[index - 1], message);
    return { key: message.id, message, isFirstOfDay, endedId: ends[index] ?? null };
  });
  const taken = new Set<string>();
  for (const { key, outgoing, knownIds } of pending) {
    const own = items.find(
      (one) =>
        one.direction === 'outbound' &&
        (one.conversationId ?? openId) === openId &&
        !knownIds.has(one.id) &&
        !taken.has(one.id) &&
        holds(one, outgoing),
    );
    // The event stream may deliver it before its own request is answered.
    if (own === undefined) rows.push({ key, outgoing });
    else taken.add(own.id);
  }
  return rows;
}

function holds(message: MessageBody, { content }: Outgoing): boolean {
  if ('attachmentId' in content) return message.attachment?.id === content.attachmentId;
  const { type, ...fields } = content;
  return (
    message.type === type &&
    Object.entries(fields).every(
      ([name, value]) => JSON.stringify(Reflect.get(message, name)) === JSON.stringify(value),
    )
  );
}
