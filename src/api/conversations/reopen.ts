import { judgeReopen, notReopenable } from '../../domain/conversation/wishes/reopen';
import type { Refusal } from '../../domain/refusals';
import { idOf } from '../../platform/ids';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import type { ConversationClient } from '../../temporal/conversation-client';
import { notGranted, type RefusalDeps, refused, wishTarget } from '../access/conversation-access';
import type { Viewer } from '../middleware/viewer';
import { ApiError } from '../problems';

type Deps = RefusalDeps & {
  readonly conversationClient: Pick<ConversationClient, 'reopen'>;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

/**
 * Reopens a completed conversation (docs/rules.md#46). Returns the id of the conversation that continues it, which is
 * stored. Throws the refusal, or `unavailable`; with the reason `acceptance_unknown` if it may yet be reopened.
 *
 * The new id follows from the old one and the operator, so a repeat is answered as the first request would have been:
 * with the same conversation while that is open. When it is completed, it is itself the one to reopen, under another
 * id; the first one is not the contact's newest any more and never becomes it again.
 */
export async function reopen(deps: Deps, stored: StoredConversation, viewer: Viewer): Promise<string> {
  const newConversationId = idOf(`reopened ${stored.conversation.id} ${viewer.operatorId}`);
  const isOpen = async (): Promise<boolean> => {
    const made = await deps.conversations.get(newConversationId);
    return made !== null && made.conversation.state !== 'completed';
  };
  if (await isOpen()) return newConversationId;
  const hopeless = judgeStored(stored, deps.clock());
  if (hopeless !== null) throw await refused(deps, stored, hopeless);
  const result = await deps.conversationClient.reopen(wishTarget(stored, viewer), newConversationId);
  if (result.type === 'accepted') return newConversationId;
  if (result.type === 'unanswered') {
    if (await isOpen()) return newConversationId;
    throw new ApiError('unavailable', { reason: 'acceptance_unknown' }, { detail: UNANSWERED });
  }
  throw await notGranted(deps, stored, result);
}

const UNANSWERED = 'There was no answer in time. Try again: the conversation is reopened only once.';

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
