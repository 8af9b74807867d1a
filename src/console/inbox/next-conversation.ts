import type { ConversationBody } from '../../contracts/conversations/conversation';

type Answerable = Pick<ConversationBody, 'id' | 'startedAt' | 'unread' | 'lastMessage' | 'window'>;

/**
 * The waiting conversation to open next: the one that has waited longest; from an open one (`openId`), the one after it,
 * and after the last the first again. Undefined if no other is waiting.
 */
export function nextWaiting<One extends Answerable>(
  waiting: readonly One[],
  openId: string | undefined,
): One | undefined {
  const inOrder = [...waiting].sort((one, other) => (one.startedAt < other.startedAt ? -1 : 1));
  const at = inOrder.findIndex(({ id }) => id === openId);
  const next = inOrder[at + 1] ?? inOrder[0];
  return next?.id === openId ? undefined : next;
}

/** The contact waits for an answer: they wrote last, or have written since it was last read. */
export function isUnanswered({ unread, lastMessage }: Answerable): boolean {
  return unread > 0 || lastMessage?.direction === 'inbound';
}

/** Of one's own conversations, the unanswered one whose window closes first. Undefined if all are answered. */
export function nextUnanswered<One extends Answerable>(
  mine: readonly One[],
  isAnswered: (id: string) => boolean,
): One | undefined {
  return mine
    .filter((one) => isUnanswered(one) && !isAnswered(one.id))
    .sort((one, other) => (one.window.closesAt < other.window.closesAt ? -1 : 1))[0];
}
