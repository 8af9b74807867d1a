import type { ConversationBody } from '../../contracts/conversations/conversation';

type Listed = Pick<ConversationBody, 'id' | 'state' | 'operator'>;

/**
 * Whether a conversation has become one that `meId` attends, or is no longer one. `own` are those that are known to be;
 * it is updated.
 */
export function isNewsOfOwn(own: Set<string>, { id, state, operator }: Listed, meId: string): boolean {
  const isOwn = state === 'active' && operator?.id === meId;
  if (own.has(id) === isOwn) return false;
  if (isOwn) own.add(id);
  else own.delete(id);
  return true;
}

/** What handing over does: now, and when a contact writes. Of conversations that the operator attends. */
export function toHandOver(own: readonly Pick<ConversationBody, 'isUnanswered'>[]): {
  readonly now: number;
  readonly later: number;
} {
  const now = own.filter(({ isUnanswered }) => isUnanswered).length;
  return { now, later: own.length - now };
}
