import type { ConversationBody } from '../../contracts/conversations/conversation';

type Listed = Pick<ConversationBody, 'id' | 'isUnanswered'>;
type Waiting = Pick<ConversationBody, 'id' | 'offer'>;

/**
 * The waiting conversation to open next, of a list that the API has sorted by urgency: the first; from an open one
 * (`openId`), the one after it, and after the last the first again. Undefined if no other is waiting.
 */
export function nextWaiting<One extends Pick<Listed, 'id'>>(
  waiting: readonly One[],
  openId: string | undefined,
): One | undefined {
  const at = waiting.findIndex(({ id }) => id === openId);
  const next = waiting[at + 1] ?? waiting[0];
  return next?.id === openId ? undefined : next;
}

/**
 * The order in which the operator `meId` attends: what is offered to them, then the queue as it is, and last what is
 * offered to somebody else now, who may be about to attend.
 */
export function inAttendOrder<One extends Waiting>(
  offered: readonly One[],
  waiting: readonly One[],
  meId: string,
): readonly One[] {
  const own = new Set(offered.map(({ id }) => id));
  const others = waiting.filter(({ id }) => !own.has(id));
  const isOfOthers = ({ offer }: One): boolean => offer !== null && offer.operator.id !== meId;
  return [...offered, ...others.filter((one) => !isOfOthers(one)), ...others.filter(isOfOthers)];
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
