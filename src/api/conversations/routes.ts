import { conversationRoutes } from '../../contracts/conversations/conversation';
import { formatListCursor, type ListPlace } from '../../domain/lists/list-cursor';
import type { ListOrder } from '../../store/conversations/conversation-pages';
import type { Conversations, ListedConversation } from '../../store/conversations/conversations';
import type { ConversationClient } from '../../temporal/conversation-client';
import {
  type Named,
  narrowedScope,
  type RefusalDeps,
  requestedConversation,
  requestedEvenErased,
} from '../access/conversation-access';
import type { ConversationWishes } from '../conversation-wishes';
import type { ConversationPresenter } from '../present/conversation-presenter';
import { storedAt } from '../present/present-conversation';
import { presentMatch } from '../present/present-match';
import { orNotFound } from '../problems';
import { finding, implement, type Route } from '../route';
import { reopen } from './reopen';

type Deps = RefusalDeps & {
  readonly conversations: Conversations;
  readonly conversationClient: Pick<ConversationClient, 'reopen'>;
  readonly wishes: ConversationWishes;
  readonly present: ConversationPresenter;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

const LONGEST_WALK_MS = 24 * 3_600_000;

/** Lists, one conversation, and an operator's wishes about it. */
export function createConversationRoutes(deps: Deps): readonly Route[] {
  const { conversations, wishes, present, clock } = deps;
  const requested = (named: Named) => requestedConversation(conversations, named);

  return implement(conversationRoutes)({
    async listConversations({ query, viewer }) {
      const { limit, cursor, state, brandId, channelId, groupId, operatorId, offeredTo, contactId } = query;
      const { snoozed, priority, tag, q } = query;
      const filter = {
        brandIds: narrowedScope(viewer, brandId),
        ...(state === undefined ? {} : { states: [state].flat() }),
        ...(channelId === undefined ? {} : { channelId }),
        ...(groupId === undefined ? {} : { groupIds: [groupId].flat() }),
        ...(operatorId === undefined
          ? {}
          : { operatorId: operatorId === 'me' ? viewer.operatorId : operatorId }),
        ...(offeredTo === undefined ? {} : { offeredTo: viewer.operatorId }),
        ...(contactId === undefined ? {} : { contactId }),
        ...(snoozed === 'any' ? {} : { isSnoozed: snoozed === 'true' }),
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
        present.all(viewer, shown),
        q === undefined ? null : conversations.findMatches(ids, q),
      ]);
      return {
        items: items.map((item) => ({ ...item, match: presentMatch(matches?.get(item.id), q) })),
        nextCursor,
      };
    },
    async countConversations({ query: { brandId, channelId, groupId }, viewer }) {
      const filter = {
        brandIds: narrowedScope(viewer, brandId),
        ...(channelId === undefined ? {} : { channelId }),
        ...(groupId === undefined ? {} : { groupIds: [groupId].flat() }),
      };
      return conversations.countLists(filter, viewer.operatorId);
    },
    getConversation: finding(
      (named) => requestedEvenErased(conversations, named),
      ({ found, viewer }) => {
        const at = storedAt(found, clock());
        return found.isErased ? present.erased(viewer, at) : present.one(viewer, at);
      },
    ),
    attendConversation: finding(requested, async ({ found, viewer }) =>
      present.one(viewer, await wishes.attend(found, viewer)),
    ),
    transferConversation: finding(requested, async ({ found, viewer, body: { note = null, ...to } }) =>
      present.one(viewer, await wishes.transfer(found, viewer, { ...to, note })),
    ),
    declineConversation: finding(requested, async ({ found, viewer }) =>
      present.one(viewer, await wishes.decline(found, viewer)),
    ),
    completeConversation: finding(requested, async ({ found, viewer }) =>
      present.one(viewer, await wishes.complete(found, viewer)),
    ),
    reopenConversation: finding(requested, async ({ found, viewer }) => {
      const id = await reopen(deps, found, viewer);
      return present.one(viewer, storedAt(orNotFound(await conversations.get(id)), clock()));
    }),
    handBackConversation: finding(requested, async ({ found, viewer }) =>
      present.one(viewer, await wishes.handBack(found, viewer)),
    ),
    askForRating: finding(requested, async ({ found, viewer }) =>
      present.one(viewer, await wishes.askRating(found, viewer)),
    ),
    snoozeConversation: finding(requested, async ({ found, viewer, body }) =>
      present.one(viewer, await wishes.snooze(found, viewer, body)),
    ),
    unsnoozeConversation: finding(requested, async ({ found, viewer }) =>
      present.one(viewer, await wishes.unsnooze(found, viewer)),
    ),
  });
}

/** Only activity numbers are unique. */
function placeOf({ place, walk, conversation: { id } }: ListedConversation, order: ListOrder): ListPlace {
  return order === 'activity' ? { place, walk } : { place, walk, id };
}

/** After a day a list is shown in its current order, because most of it will have moved. */
function lastingPlace({ walk, ...at }: ListPlace, now: number): ListPlace {
  return { ...at, walk: walk !== null && now - walk.beganAt < LONGEST_WALK_MS ? walk : null };
}
