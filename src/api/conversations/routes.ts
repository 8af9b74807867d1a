import { type ConversationBody, conversationRoutes } from '../../contracts/conversations/conversation';
import type { Conversation } from '../../domain/conversation/conversation';
import { formatListCursor, type ListPlace } from '../../domain/lists/list-cursor';
import type { Conversations, StoredConversation } from '../../store/conversations/conversations';
import type { OperatorStore } from '../../store/people/operators';
import type { Transcript } from '../../store/transcript/transcript';
import type { ConversationClient, WishResult, WishTarget } from '../../temporal/conversation-client';
import {
  actorOf,
  maySee,
  type Named,
  narrowedScope,
  notGranted,
  type RefusalDeps,
  requestedConversation,
  wishTarget,
} from '../access/conversation-access';
import type { Viewer } from '../middleware/viewer';
import {
  type ConversationAt,
  presentConversation,
  storedAt,
  type TemporalUi,
  viewedAt,
} from '../present/present-conversation';
import { presentMatch } from '../present/present-match';
import { invalidField } from '../problems';
import { finding, implement, type Route } from '../route';

type Deps = RefusalDeps & {
  readonly conversations: Conversations;
  readonly transcript: Pick<Transcript, 'lastOf'>;
  readonly operators: Pick<OperatorStore, 'find'>;
  readonly conversationClient: Pick<ConversationClient, 'attend' | 'transfer' | 'complete'>;
  readonly temporalUi: TemporalUi;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

const LONGEST_WALK_MS = 24 * 3_600_000;

/** A wish, and how a projection shows that it was granted even if no answer came. */
type WishToServe = {
  readonly make: (target: WishTarget) => Promise<WishResult>;
  readonly isGranted: (conversation: Conversation) => boolean;
};

/** Lists, one conversation, and the wishes to attend, transfer and complete it. */
export function createConversationRoutes(deps: Deps): readonly Route[] {
  const { conversations, conversationClient, clock } = deps;
  const requested = (named: Named) => requestedConversation(conversations, named);
  const serve = async (stored: StoredConversation, viewer: Viewer, wish: WishToServe) =>
    present(deps, viewer, await grant(deps, stored, viewer, wish));

  return implement(conversationRoutes)({
    async listConversations({ query, viewer }) {
      const { limit, cursor, state, brandId, channelId, operatorId, contactId, q } = query;
      const filter = {
        brandIds: narrowedScope(viewer, brandId),
        ...(state === undefined ? {} : { states: Array.isArray(state) ? state : [state] }),
        ...(channelId === undefined ? {} : { channelId }),
        ...(operatorId === undefined
          ? {}
          : { operatorId: operatorId === 'me' ? viewer.operatorId : operatorId }),
        ...(contactId === undefined ? {} : { contactId }),
        ...(q === undefined ? {} : { search: q }),
      };
      const from = cursor === undefined ? null : lastingPlace(cursor, clock());
      const rows = await conversations.list(filter, {
        before: from?.place ?? null,
        walk: from?.walk ?? null,
        limit: limit + 1,
      });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const nextCursor = rows.length > limit && last !== undefined ? formatListCursor(last) : null;
      const shown = page.map((stored) => storedAt(stored, clock()));
      const ids = page.map(({ conversation }) => conversation.id);
      const [items, matches] = await Promise.all([
        presentAll(deps, viewer, shown),
        q === undefined ? null : conversations.findMatches(ids, q),
      ]);
      return {
        items: items.map((item) => ({ ...item, match: presentMatch(matches?.get(item.id), q) })),
        nextCursor,
      };
    },
    async countConversations({ query: { brandId, channelId }, viewer }) {
      const filter = {
        brandIds: narrowedScope(viewer, brandId),
        ...(channelId === undefined ? {} : { channelId }),
      };
      return conversations.countLists(filter, viewer.operatorId);
    },
    getConversation: finding(requested, ({ found, viewer }) =>
      present(deps, viewer, storedAt(found, clock())),
    ),
    attendConversation: finding(requested, ({ found, viewer }) =>
      serve(found, viewer, {
        make: conversationClient.attend,
        isGranted: (one) => one.state === 'active' && one.operatorId === viewer.operatorId,
      }),
    ),
    transferConversation: finding(requested, async ({ found, viewer, body: { operatorId } }) => {
      await requireColleague(deps, operatorId, found.conversation.brandId);
      return serve(found, viewer, {
        make: (target) => conversationClient.transfer(target, operatorId),
        isGranted: (one) => one.state === 'active' && one.operatorId === operatorId,
      });
    }),
    completeConversation: finding(requested, ({ found, viewer }) =>
      serve(found, viewer, {
        make: conversationClient.complete,
        isGranted: (one) => one.completedReason === 'operator',
      }),
    ),
  });
}

/** After a day a list is shown in its present order, because most of it will have moved. */
function lastingPlace({ place, walk }: ListPlace, now: number): ListPlace {
  return { place, walk: walk !== null && now - walk.beganAt < LONGEST_WALK_MS ? walk : null };
}

/** Makes a wish. Gives the conversation as the workflow then has it (the stored one may lag); throws the refusal. */
async function grant(
  deps: Deps,
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
  { operators }: Deps,
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
async function requireColleague({ operators }: Deps, operatorId: string, brandId: string): Promise<void> {
  const found = await operators.find(operatorId);
  if (found !== null && found.disabledAt === null && maySee(found, brandId)) return;
  throw invalidField('operatorId', 'is no operator of this conversation’s brand');
}

async function present(deps: Deps, viewer: Viewer, at: ConversationAt): Promise<ConversationBody> {
  const [only] = await presentAll(deps, viewer, [at]);
  if (only === undefined) throw new Error('A conversation was lost while it was presented.');
  return only;
}

async function presentAll(
  { transcript, temporalUi }: Deps,
  viewer: Viewer,
  list: readonly ConversationAt[],
): Promise<readonly ConversationBody[]> {
  const lastMessages = await transcript.lastOf(list.map(({ conversation }) => conversation.id));
  return list.map((at) => {
    const lastMessage = lastMessages.get(at.conversation.id) ?? null;
    return presentConversation(at, { by: actorOf(viewer), lastMessage, temporalUi });
  });
}
