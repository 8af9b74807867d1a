import type { Conversation } from '../conversation';

/**
 * Since when an operator lets the contact wait, as the return timer counts it (epoch ms): since the attend, the transfer or
 * the contact's first unanswered message, whichever came last (docs/rules.md#76). Null: the contact does not wait for them,
 * or there is no return timer.
 */
export function returnFrom(conversation: Conversation): number | null {
  const { state, settings, attendedAt, transferredAt, unansweredSince } = conversation;
  if (state !== 'active' || attendedAt === null || unansweredSince === undefined) return null;
  if ((settings.routing?.returnAfterSeconds ?? null) === null) return null;
  return Math.max(attendedAt, transferredAt ?? attendedAt, unansweredSince);
}
