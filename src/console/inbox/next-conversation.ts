import type { ConversationBody } from '../../contracts/conversations/conversation';

type Listed = Pick<ConversationBody, 'id' | 'isUnanswered'>;

/**
 * The waiting conversation to open next, of a list that the API has sorted by urgency: the first; from an open one
 * (`openId`), the one after it, and after the last the first again. Undefined if no other is waiting.
 */
export function nextWaiting<One extends Listed>(
  waiting: readonly One[],
  openId: string | undefined,
): One | undefined {
  const at = waiting.findIndex(({ id }) => id === openId);
  const next = waiting[at + 1] ?? waiting[0];
  return next?.id === openId ? undefined : next;
}

/**
 * The first of one's own conversations, sorted by urgency, whose contact waits for an answer. `isAnswered`: an answer is
 * on its way, which the API may not know yet. Undefined if all are answered.
 */
export function nextUnanswered<One extends Listed>(
  mine: readonly One[],
  isAnswered: (id: string) => boolean,
): One | undefined {
  return mine.find((one) => one.isUnanswered && !isAnswered(one.id));
}
