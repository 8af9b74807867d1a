import type { Conversation } from '../conversation';
import { type Step, unchanged } from '../step';
import { enterQueue } from './closed';
import { beginOffering, wakeOffering } from './offer';
import { withoutOperator } from './return';

/**
 * The conversation waits in the queue of a group, from `now` on (epoch ms). Who passed it on is asked after all others, should
 * they be in that group as well. Where it waits there already, it goes on waiting.
 */
export function transferToGroup(conversation: Conversation, groupId: string, now: number): Step {
  const { operatorId, state } = conversation;
  // A change all the same: the wish is recorded with a new version.
  if (state === 'waiting' && conversation.groupId === groupId) return unchanged({ ...conversation });
  const moved = withoutOperator({ ...conversation, groupId });
  return enterQueue(unchanged(beginOffering(moved, now, operatorId ?? undefined)), now);
}

/** A group was deleted: a conversation that was for it is for the whole brand. */
export function groupDeleted(conversation: Conversation, deletedId: string): Conversation {
  const { groupId, ...rest } = conversation;
  return groupId === deletedId ? wakeOffering(rest) : conversation;
}
