import type { MessageBody } from '../../../contracts/conversations/message';

/** The part of a conversation that is being completed that matters here. */
type Begun = { readonly id: string; readonly seq: number; readonly isAsked?: true };

/**
 * The one of `list` that a message calls off: the contact has written since it was begun, and the API was not asked yet.
 * An older message may come once more, because something about it has changed or the connection was lost.
 */
export function calledOffBy<One extends Begun>(
  list: readonly One[],
  { direction, conversationId, seq }: Pick<MessageBody, 'direction' | 'conversationId' | 'seq'>,
): One | undefined {
  if (direction !== 'inbound') return undefined;
  return list.find((one) => one.id === conversationId && one.isAsked === undefined && (seq ?? 0) > one.seq);
}
