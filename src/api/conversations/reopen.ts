import { judgeReopen, notReopenable } from '../../domain/conversation/wishes/reopen';
import type { Refusal } from '../../domain/refusals';
import { newId } from '../../platform/ids';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import type { ConversationClient } from '../../temporal/conversation-client';
import {
  notGranted,
  type RefusalDeps,
  refused,
  unconfirmed,
  wishTarget,
} from '../access/conversation-access';
import type { Viewer } from '../middleware/viewer';
import { ApiError } from '../problems';

type Deps = RefusalDeps & {
  readonly conversationClient: Pick<ConversationClient, 'reopen'>;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

/**
 * Reopens a completed conversation (docs/rules.md#46). Returns the id of the conversation that continues it, which is
 * stored. Throws the refusal, or `unavailable`.
 */
export async function reopen(deps: Deps, stored: StoredConversation, viewer: Viewer): Promise<string> {
  const hopeless = judgeStored(stored, deps.clock());
  if (hopeless !== null) throw await refused(deps, stored, hopeless);
  const newConversationId = newId();
  const result = await deps.conversationClient.reopen(wishTarget(stored, viewer), newConversationId);
  if (result.type === 'accepted') return newConversationId;
  if (result.type === 'refused') throw await notGranted(deps, stored, result);
  // There was no answer, but it may have been accepted.
  const made = await deps.conversations.get(newConversationId);
  if (made === null) throw result.type === 'unanswered' ? unconfirmed() : new ApiError('unavailable');
  return newConversationId;
}

/**
 * A refusal that the store can be sure of, which avoids starting a run only to be refused there. The store may lag, so
 * it is not sure about a conversation that it has as open, or whose messages were still being sent.
 */
function judgeStored(stored: StoredConversation, wallNow: number): Refusal | null {
  const { conversation, clockOffsetMs, reopenObstacle } = stored;
  if (conversation.state !== 'completed' || conversation.outbound.length > 0) return null;
  const refusal = judgeReopen(conversation, wallNow + clockOffsetMs);
  if (refusal !== null || reopenObstacle === null) return refusal;
  return notReopenable(reopenObstacle);
}
