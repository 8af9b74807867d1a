import { takeFromBot } from '../bot/hand-over';
import type { Conversation } from '../conversation';
import { withoutClosedMissed, withoutOutOfHours } from '../routing/closed';
import { type Step, unchanged } from '../step';

/** An operator attends from `now` on (epoch ms). Whoever attends it already goes on. */
export function attend(conversation: Conversation, operatorId: string, now: number): Step {
  if (conversation.state === 'active') return unchanged(conversation);
  const taken = takeFromBot(withoutOutOfHours(withoutClosedMissed(conversation)), operatorId, now);
  const attended = { state: 'active', operatorId, attendedAt: now, lastActivityAt: now, unread: 0 } as const;
  return { ...taken, conversation: { ...taken.conversation, ...attended } };
}
