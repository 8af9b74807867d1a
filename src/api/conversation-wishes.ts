import type { TransferTarget } from '../contracts/conversations/transfer-target';
import { judge } from '../domain/conversation/abilities';
import { isRatingAsked } from '../domain/conversation/automatic/rating';
import type { Conversation } from '../domain/conversation/conversation';
import type { AskedTransfers } from '../store/alerts/asked-transfers';
import type { StoredConversation } from '../store/conversations/conversation-rows';
import type { GroupStore } from '../store/routing/groups';
import type { ConversationClient, WishResult, WishTarget } from '../temporal/conversation-client';
import {
  actorOf,
  notGranted,
  type RefusalDeps,
  refused,
  requireColleague,
  wishTarget,
} from './access/conversation-access';
import { requireGroup } from './access/group-access';
import { requireKind } from './access/message-kinds';
import { announceTransfer } from './conversations/announce-transfer';
import { requireSnoozeEnd, type SnoozeEnd, snoozeEndAfter } from './conversations/snooze-end';
import type { ChangeHub } from './live/change-hub';
import type { Viewer } from './middleware/viewer';
import { type ConversationAt, storedAt, viewedAt } from './present/present-conversation';

export type WishDeps = RefusalDeps & {
  readonly conversationClient: Pick<
    ConversationClient,
    | 'attend'
    | 'decline'
    | 'transfer'
    | 'transferToGroup'
    | 'complete'
    | 'snooze'
    | 'unsnooze'
    | 'handback'
    | 'askRating'
  >;
  readonly askedTransfers: AskedTransfers;
  readonly groups: Pick<GroupStore, 'find'>;
  readonly hub: Pick<ChangeHub, 'waitFor'>;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

/**
 * What an operator can do with a conversation, apart from sending. Each function resolves with the workflow's view of
 * the conversation afterwards (the stored one may lag), and rejects with the refusal.
 */
export type ConversationWishes = {
  readonly attend: (stored: StoredConversation, viewer: Viewer) => Promise<ConversationAt>;
  readonly decline: (stored: StoredConversation, viewer: Viewer) => Promise<ConversationAt>;
  /**
   * Throws `invalid_request` with the path `operatorId` or `groupId` if that is not an operator or a group of the
   * conversation's brand.
   */
  readonly transfer: (
    stored: StoredConversation,
    viewer: Viewer,
    to: TransferTarget & { readonly note: string | null },
  ) => Promise<ConversationAt>;
  /** `invalid_request` with the path `until` where it is not in the coming year. */
  readonly snooze: (stored: StoredConversation, viewer: Viewer, end: SnoozeEnd) => Promise<ConversationAt>;
  /** When a snooze of so many seconds from now would end, as `snooze` takes it (ISO 8601). */
  readonly snoozeEndAfter: (stored: StoredConversation, seconds: number) => string;
  readonly unsnooze: (stored: StoredConversation, viewer: Viewer) => Promise<ConversationAt>;
  readonly complete: (stored: StoredConversation, viewer: Viewer) => Promise<ConversationAt>;
  readonly handBack: (stored: StoredConversation, viewer: Viewer) => Promise<ConversationAt>;
  /** `kind_not_supported` where the channel has no menu messages. */
  readonly askRating: (stored: StoredConversation, viewer: Viewer) => Promise<ConversationAt>;
};

/** A wish, and how a projection, `version`, shows that it was granted even if there was no answer. */
type Wish = {
  readonly make: (target: WishTarget) => Promise<WishResult>;
  readonly isGranted: (conversation: Conversation, version: number) => boolean;
};

/** Creates the functions that every route uses for these wishes. */
export function createConversationWishes(deps: WishDeps): ConversationWishes {
  const { conversationClient } = deps;
  return {
    attend: (stored, viewer) =>
      grant(deps, stored, viewer, {
        make: conversationClient.attend,
        isGranted: (one) => one.state === 'active' && one.operatorId === viewer.operatorId,
      }),
    decline: (stored, viewer) =>
      grant(deps, stored, viewer, {
        make: conversationClient.decline,
        isGranted: (one) => isOfferOver(stored.conversation, one, viewer.operatorId),
      }),
    async transfer(stored, viewer, { note, ...to }) {
      const { id: conversationId, brandId } = stored.conversation;
      const asked = { conversationId, fromOperatorId: viewer.operatorId, note };
      if ('operatorId' in to) {
        const { operatorId: toId } = to;
        await requireColleague(deps, { path: 'operatorId', id: toId, brandId });
        return announceTransfer(deps, { ...asked, toId }, () =>
          grant(deps, stored, viewer, {
            make: (target) => conversationClient.transfer(target, toId),
            isGranted: (one) => one.state === 'active' && one.operatorId === toId,
          }),
        );
      }
      const { groupId: toId } = to;
      await requireGroup(deps, { path: 'groupId', id: toId, brandId });
      return announceTransfer(deps, { ...asked, toId }, () =>
        grant(deps, stored, viewer, {
          make: (target) => conversationClient.transferToGroup(target, toId),
          isGranted: (one, version) => isInQueue(one) && one.groupId === toId && version > stored.version,
        }),
      );
    },
    async snooze(stored, viewer, end) {
      const until = requireSnoozeEnd(stored, end, deps.clock());
      return grant(deps, stored, viewer, {
        make: (target) => conversationClient.snooze(target, until),
        isGranted: (one) => one.snooze?.until === until,
      });
    },
    snoozeEndAfter: (stored, seconds) => snoozeEndAfter(stored, seconds, deps.clock()),
    unsnooze: (stored, viewer) =>
      grant(deps, stored, viewer, {
        make: conversationClient.unsnooze,
        isGranted: (one) => one.snooze === undefined,
      }),
    complete: (stored, viewer) =>
      grant(deps, stored, viewer, {
        make: conversationClient.complete,
        isGranted: (one) => one.completedReason === 'operator',
      }),
    handBack: (stored, viewer) =>
      grant(deps, stored, viewer, {
        make: conversationClient.handback,
        isGranted: (one) => one.state === 'bot',
      }),
    async askRating(stored, viewer) {
      const { conversation, clockOffsetMs } = stored;
      requireKind('msgmenu', conversation.settings.channelKind ?? 'official_account');
      // No run is started only to be refused there; of what is not over the store may lag.
      if (conversation.state === 'completed' && conversation.outbound.length === 0) {
        const wish = { type: 'askRating', by: actorOf(viewer) } as const;
        const isReplaced = stored.reopenObstacle === 'newer_conversation';
        const refusal =
          judge(conversation, wish, deps.clock() + clockOffsetMs) ??
          (isReplaced ? ({ code: 'conversation_completed' } as const) : null);
        if (refusal !== null) throw await refused(deps, stored, refusal);
      }
      return grant(deps, stored, viewer, {
        make: conversationClient.askRating,
        isGranted: isRatingAsked,
      });
    },
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
    const { conversation } = result.view;
    return viewedAt(result.view, stored, {
      operatorName: await operatorName(deps, conversation.operatorId, stored, viewer),
      groupName: await groupName(deps, conversation, stored),
      offeredName: await operatorName(deps, conversation.offering?.offer?.operatorId ?? null, stored, viewer),
      // Only who completes a conversation is answered with it as completed.
      completedByName: conversation.completedBy === viewer.operatorId ? viewer.name : null,
    });
  }
  if (result.type === 'unanswered') {
    const latest = await deps.conversations.get(stored.conversation.id);
    if (latest !== null && isGranted(latest.conversation, latest.version))
      return storedAt(latest, deps.clock());
  }
  throw await notGranted(deps, stored, result);
}

/** Whether the offer that was made to an operator is there no more; another one may have been made to them since. */
function isOfferOver(before: Conversation, after: Conversation, operatorId: string): boolean {
  const offer = before.offering?.offer;
  if (offer?.operatorId !== operatorId) return false;
  const next = after.offering?.offer;
  return next?.operatorId !== operatorId || next.until !== offer.until;
}

function isInQueue({ state }: Conversation): boolean {
  return state === 'waiting' || state === 'missed';
}

/** The name of an operator: the view has no names, and the projection may still show the previous one. */
async function operatorName(
  { operators }: WishDeps,
  operatorId: string | null,
  { conversation, ...names }: StoredConversation,
  viewer: Viewer,
): Promise<string | null> {
  if (operatorId === null) return null;
  if (operatorId === viewer.operatorId) return viewer.name;
  if (operatorId === conversation.operatorId) return names.operatorName;
  if (operatorId === conversation.offering?.offer?.operatorId) return names.offeredName;
  return (await operators.find(operatorId))?.name ?? null;
}

async function groupName(
  { groups }: WishDeps,
  { groupId, brandId }: Conversation,
  stored: StoredConversation,
): Promise<string | null> {
  if (groupId === undefined) return null;
  if (groupId === stored.conversation.groupId) return stored.groupName;
  return (await groups.find(groupId, [brandId]))?.name ?? null;
}
