import type { ConversationBody } from '../../contracts/conversations/conversation';
import type { Conversation } from '../../domain/conversation/conversation';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import type { OperatorStore } from '../../store/people/operators';
import type { ConversationClient, WishResult, WishTarget } from '../../temporal/conversation-client';
import { maySee, notGranted, type RefusalDeps, wishTarget } from '../access/conversation-access';
import type { Viewer } from '../middleware/viewer';
import { type ConversationAt, storedAt, viewedAt } from '../present/present-conversation';
import { invalidField } from '../problems';
import { present, type ShownDeps } from './shown';

export type WishDeps = RefusalDeps &
  ShownDeps & {
    readonly operators: Pick<OperatorStore, 'find'>;
    readonly conversationClient: Pick<ConversationClient, 'attend' | 'transfer' | 'complete'>;
    /** The wall clock, epoch ms. */
    readonly clock: () => number;
  };

/** What an operator may wish about a conversation besides writing. Each throws the refusal. */
export type Wishes = {
  readonly attend: (stored: StoredConversation, viewer: Viewer) => Promise<ConversationBody>;
  readonly transfer: (
    stored: StoredConversation,
    viewer: Viewer,
    operatorId: string,
  ) => Promise<ConversationBody>;
  readonly complete: (stored: StoredConversation, viewer: Viewer) => Promise<ConversationBody>;
};

/** A wish, and how a projection shows that it was granted even if no answer came. */
type WishToServe = {
  readonly make: (target: WishTarget) => Promise<WishResult>;
  readonly isGranted: (conversation: Conversation) => boolean;
};

/** The wishes of single calls and of bulk actions alike. */
export function createWishes(deps: WishDeps): Wishes {
  const { conversationClient } = deps;
  const serve = async (stored: StoredConversation, viewer: Viewer, wish: WishToServe) =>
    present(deps, viewer, await grant(deps, stored, viewer, wish));
  return {
    attend: (stored, viewer) =>
      serve(stored, viewer, {
        make: conversationClient.attend,
        isGranted: (one) => one.state === 'active' && one.operatorId === viewer.operatorId,
      }),
    async transfer(stored, viewer, operatorId) {
      await requireColleague(deps, operatorId, stored.conversation.brandId);
      return serve(stored, viewer, {
        make: (target) => conversationClient.transfer(target, operatorId),
        isGranted: (one) => one.state === 'active' && one.operatorId === operatorId,
      });
    },
    complete: (stored, viewer) =>
      serve(stored, viewer, {
        make: conversationClient.complete,
        isGranted: (one) => one.completedReason === 'operator',
      }),
  };
}

/** Makes a wish. Gives the conversation as the workflow then has it (the stored one may lag); throws the refusal. */
async function grant(
  deps: WishDeps,
  stored: StoredConversation,
  viewer: Viewer,
  { make, isGranted }: WishToServe,
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
