import { type QueueItemBody, type QueueOperatorBody, queueRoutes } from '../../contracts/conversations/queue';
import type { Conversations } from '../../store/conversations/conversations';
import type { Availability, AvailabilityStore } from '../../store/routing/availability';
import type { GroupStore } from '../../store/routing/groups';
import type { QueueFilter, QueuePages } from '../../store/routing/queue-page';
import { maySee, narrowedScope } from '../access/conversation-access';
import type { Viewer } from '../middleware/viewer';
import type { ConversationPresenter } from '../present/conversation-presenter';
import { isoAt, presentOffer, storedAt } from '../present/present-conversation';
import { implement, type Route } from '../route';

type Deps = {
  readonly conversations: Pick<Conversations, 'getMany'>;
  readonly queuePages: QueuePages;
  readonly availability: Pick<AvailabilityStore, 'audience'>;
  readonly groups: Pick<GroupStore, 'find' | 'servedBy'>;
  readonly present: ConversationPresenter;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

const MOST_OPERATORS = 1_000;

/** Who waits, in the order in which they are offered, and who is there for them. */
export function createQueueRoutes(deps: Deps): readonly Route[] {
  const { conversations, queuePages, availability, groups, present, clock } = deps;

  /** Operators see the groups that they are there for, and what has no group. */
  const filterFor = async (viewer: Viewer, brandIds: readonly string[] | null, groupId?: string) => {
    if (viewer.role === 'administrator')
      return { brandIds, ...(groupId === undefined ? {} : { groupIds: [groupId] }) };
    const served = await groups.servedBy(viewer.operatorId, brandIds ?? []);
    if (groupId === undefined) return { brandIds, groupIds: [null, ...served] };
    return { brandIds, groupIds: served.filter((id) => id === groupId) };
  };

  const itemsOf = async (viewer: Viewer, filter: QueueFilter, page: { offset: number; limit: number }) => {
    const places = await queuePages.read(filter, page);
    const stored = await conversations.getMany(places.map(({ conversationId }) => conversationId));
    const shown = stored.map((one) => storedAt(one, clock()));
    const bodies = await present.all(viewer, shown);
    const items = places.flatMap(({ conversationId, since }, index): QueueItemBody[] => {
      const at = shown.find(({ conversation }) => conversation.id === conversationId);
      const body = bodies.find(({ id }) => id === conversationId);
      // One that cannot be read keeps its place, which is not shown.
      if (at === undefined || body === undefined) return [];
      return [
        {
          conversation: body,
          position: page.offset + index + 1,
          since: isoAt(at)(since),
          offer: presentOffer(at),
          asked: (at.conversation.offering?.asked ?? []).map(({ operatorId }) => operatorId),
        },
      ];
    });
    return { items, found: places.length };
  };

  return implement(queueRoutes)({
    async getQueue({ viewer, query: { brandId, groupId, limit, cursor } }) {
      const scope = narrowedScope(viewer, brandId);
      const filter = await filterFor(viewer, scope, groupId);
      const offset = Number(cursor ?? 0);
      const { items, found } = await itemsOf(viewer, filter, { offset, limit: limit + 1 });
      const group = groupId === undefined ? null : await groups.find(groupId, viewer.brandIds);
      const ofBrand = brandId ?? group?.brandId ?? null;
      const brandIds = ofBrand === null ? viewer.brandIds : [ofBrand].filter((id) => maySee(viewer, id));
      const operators = await availability.audience(brandIds, group?.id ?? null, ofBrand, MOST_OPERATORS);
      return {
        items: items.filter(({ position }) => position <= offset + limit),
        operators: operators.map(presentQueueOperator),
        nextCursor: found > limit ? String(offset + limit) : null,
      };
    },
  });
}

function presentQueueOperator({ operator: { id, name }, ...one }: Availability): QueueOperatorBody {
  const { status, isConnected, active, capacity } = one;
  return { operator: { id, name }, status, isConnected, active, capacity };
}
