import { conversationRoutes } from '../../contracts/conversations/conversation';
import { formatListCursor, type ListPlace } from '../../domain/lists/list-cursor';
import type { ListOrder } from '../../store/conversations/conversation-pages';
import type { Conversations, ListedConversation } from '../../store/conversations/conversations';
import { type Named, narrowedScope, requestedConversation } from '../access/conversation-access';
import { storedAt } from '../present/present-conversation';
import { presentMatch } from '../present/present-match';
import { finding, implement, type Route } from '../route';
import { present, presentAll } from './shown';
import { createWishes, type WishDeps } from './wishes';

type Deps = WishDeps & { readonly conversations: Conversations };

const LONGEST_WALK_MS = 24 * 3_600_000;

/** Lists, one conversation, and the wishes to attend, transfer and complete it. */
export function createConversationRoutes(deps: Deps): readonly Route[] {
  const { conversations, clock } = deps;
  const wishes = createWishes(deps);
  const requested = (named: Named) => requestedConversation(conversations, named);

  return implement(conversationRoutes)({
    async listConversations({ query, viewer }) {
      const { limit, cursor, state, brandId, channelId, operatorId, contactId, priority, tag, q } = query;
      const filter = {
        brandIds: narrowedScope(viewer, brandId),
        ...(state === undefined ? {} : { states: [state].flat() }),
        ...(channelId === undefined ? {} : { channelId }),
        ...(operatorId === undefined
          ? {}
          : { operatorId: operatorId === 'me' ? viewer.operatorId : operatorId }),
        ...(contactId === undefined ? {} : { contactId }),
        ...(priority === undefined ? {} : { priorities: [priority].flat() }),
        ...(tag === undefined ? {} : { tag }),
        ...(q === undefined ? {} : { search: q }),
      };
      const order = query.list === 'needs_look' ? 'trouble' : (query.order ?? 'activity');
      const from = cursor === undefined ? null : lastingPlace(cursor, clock());
      const rows = await conversations.list(filter, {
        order,
        before: from?.place ?? null,
        beforeId: from?.id ?? null,
        walk: from?.walk ?? null,
        limit: limit + 1,
      });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const nextCursor =
        rows.length > limit && last !== undefined ? formatListCursor(placeOf(last, order)) : null;
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
    attendConversation: finding(requested, ({ found, viewer }) => wishes.attend(found, viewer)),
    transferConversation: finding(requested, ({ found, viewer, body: { operatorId } }) =>
      wishes.transfer(found, viewer, operatorId),
    ),
    completeConversation: finding(requested, ({ found, viewer }) => wishes.complete(found, viewer)),
  });
}

/** Only the numbers of activities are unique. */
function placeOf({ place, walk, conversation: { id } }: ListedConversation, order: ListOrder): ListPlace {
  return order === 'activity' ? { place, walk } : { place, walk, id };
}

/** After a day a list is shown in its present order, because most of it will have moved. */
function lastingPlace({ walk, ...at }: ListPlace, now: number): ListPlace {
  return { ...at, walk: walk !== null && now - walk.beganAt < LONGEST_WALK_MS ? walk : null };
}
