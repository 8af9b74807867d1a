import type { Conversation } from '../domain/conversation/conversation';
import type { StoredConversation } from '../store/conversations/conversations';
import type { ConversationClient, WishResult, WishTarget } from '../temporal/conversation-client';
import { maySee, notGranted, type RefusalDeps, wishTarget } from './access/conversation-access';
import type { Viewer } from './middleware/viewer';
import { type ConversationAt, storedAt, viewedAt } from './present/present-conversation';
import { invalidField } from './problems';

export type WishDeps = RefusalDeps & {
  readonly conversationClient: Pick<ConversationClient, 'attend' | 'transfer' | 'complete'>;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

/**
 * What an operator does to a conversation, other than sending. Each resolves with the conversation as the workflow then
 * has it (the stored one may lag), and rejects with the refusal.
 */
export type ConversationWishes = {
  readonly attend: (stored: StoredConversation, viewer: Viewer) => Promise<ConversationAt>;
  /** `invalid_request` with the path `operatorId` where that is no colleague in the conversation's brand. */
  readonly transfer: (
    stored: StoredConversation,
    viewer: Viewer,
    operatorId: string,
  ) => Promise<ConversationAt>;
  readonly complete: (stored: StoredConversation, viewer: Viewer) => Promise<ConversationAt>;
};

/** A wish, and how a projection shows that it was granted even if no answer came. */
type Wish = {
  readonly make: (target: WishTarget) => Promise<WishResult>;
  readonly isGranted: (conversation: Conversation) => boolean;
};

/** Makes the functions that every route uses for these wishes. */
export function createConversationWishes(deps: WishDeps): ConversationWishes {
  const { conversationClient } = deps;
  return {
    attend: (stored, viewer) =>
      grant(deps, stored, viewer, {
        make: conversationClient.attend,
        isGranted: (one) => one.state === 'active' && one.operatorId === viewer.operatorId,
      }),
    async transfer(stored, viewer, operatorId) {
      await requireColleague(deps, operatorId, stored.conversation.brandId);
      return grant(deps, stored, viewer, {
        make: (target) => conversationClient.transfer(target, operatorId),
        isGranted: (one) => one.state === 'active' && one.operatorId === operatorId,
      });
    },
    complete: (stored, viewer) =>
      grant(deps, stored, viewer, {
        make: conversationClient.complete,
        isGranted: (one) => one.completedReason === 'operator',
      }),
  };
}

async function grant(
  deps: WishDeps,
  stored: StoredConversation,
  viewer: Viewer,
  { make, isGranted }: Wish,
): Promise<ConversationAt> {
  const result = await make(wishTarget(stored, viewer));
  if (result.type === 'accepted') {
    return viewedAt(result.view, stored, await operatorName(deps, result.view.conversation, stored, viewer));
  }
  if (result.type === 'unanswered') {
    const latest = await deps.conversations.get(stored.conversation.id);
    if (latest !== null && isGranted(latest.conversation)) return storedAt(latest, deps.clock());
  }
  throw await notGranted(deps, stored, result);
}

/** The name of the attending operator: the view has no names, and the projection may still show the previous one. */
async function operatorName(
  { operators }: WishDeps,
  { operatorId }: Conversation,
  stored: StoredConversation,
  viewer: Viewer,
): Promise<string | null> {
  if (operatorId === null) return null;
  if (operatorId === viewer.operatorId) return viewer.name;
  if (operatorId === stored.conversation.operatorId) return stored.operatorName;
  return (await operators.find(operatorId))?.name ?? null;
}

/** A conversation goes to somebody who can see it and is not disabled. */
async function requireColleague({ operators }: WishDeps, operatorId: string, brandId: string): Promise<void> {
  const found = await operators.find(operatorId);
  if (found !== undefined && found.disabledAt === null && maySee(found, brandId)) return;
  throw invalidField('operatorId', 'is no operator of this conversation’s brand');
}
