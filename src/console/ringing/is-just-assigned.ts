import type { ConversationBody } from '../../contracts/conversations/conversation';

/** After this long it is no news any more; an event may take its time. */
const NEWS_MS = 15_000;

type Listed = Pick<ConversationBody, 'state' | 'operator' | 'attendedAt' | 'isUnread' | 'now'>;

/**
 * Whether a conversation has just become one of the operator `meId` who has not looked at it: whoever attends by
 * themselves has. By the conversation's own clock.
 */
export function isJustAssigned(
  { state, operator, attendedAt, isUnread, now }: Listed,
  meId: string,
): boolean {
  if (state !== 'active' || operator?.id !== meId || attendedAt === null || !isUnread) return false;
  return Date.parse(now) - Date.parse(attendedAt) < NEWS_MS;
}
