import {
  type BulkAction,
  conversationChangeRoutes,
} from '../../contracts/conversations/conversation-changes';
import { PROBLEMS } from '../../contracts/problem';
import type { ConversationFactsStore } from '../../store/conversations/conversation-facts';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import type { Conversations } from '../../store/conversations/conversations';
import { type Named, requestedConversation } from '../access/conversation-access';
import { addTags } from '../add-tags';
import type { ConversationWishes } from '../conversation-wishes';
import type { Viewer } from '../middleware/viewer';
import type { ConversationPresenter } from '../present/conversation-presenter';
import { storedAt } from '../present/present-conversation';
import { ApiError, orNotFound, toKnownError } from '../problems';
import { finding, implement, type Route } from '../route';

type Deps = {
  readonly conversations: Conversations;
  readonly conversationFacts: ConversationFactsStore;
  readonly wishes: ConversationWishes;
  readonly present: ConversationPresenter;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

/** Wishes wait for Temporal; more at once would only wait in this process's queue. */
const AT_ONCE = 4;

/** Priority and tags, set by operators; what they have seen; and bulk actions. */
export function createConversationChangeRoutes(deps: Deps): readonly Route[] {
  const { conversations, conversationFacts, wishes, present, clock } = deps;
  const requested = (named: Named) => requestedConversation(conversations, named);

  return implement(conversationChangeRoutes)({
    changeConversation: finding(requested, async ({ found, viewer, body }) => {
      const { id } = found.conversation;
      if (!(await conversationFacts.change(id, body))) throw new ApiError('not_found');
      return present.one(viewer, storedAt(orNotFound(await conversations.get(id)), clock()));
    }),
    seeConversation: finding(requested, ({ found, viewer, body: { seq } }) =>
      conversationFacts.see(found.conversation.id, viewer.operatorId, seq),
    ),
    async changeConversations({ body, viewer }) {
      const judge = async (id: string) => {
        try {
          const found = await requested({ params: { id }, viewer });
          await act({ wishes, conversationFacts }, body, found, viewer);
          return { id, status: 200 };
        } catch (error) {
          const { code } = toKnownError(error) ?? raise(error);
          return { id, status: PROBLEMS[code].status, code };
        }
      };
      const results: Awaited<ReturnType<typeof judge>>[] = [];
      for (let from = 0; from < body.ids.length; from += AT_ONCE) {
        results.push(...(await Promise.all(body.ids.slice(from, from + AT_ONCE).map(judge))));
      }
      return { results };
    },
  });
}

/** Does what the single call does. Throws its refusal. */
async function act(
  { wishes, conversationFacts }: Pick<Deps, 'wishes' | 'conversationFacts'>,
  body: BulkAction,
  found: StoredConversation,
  viewer: Viewer,
): Promise<unknown> {
  const { id } = found.conversation;
  switch (body.action) {
    case 'attend':
      return wishes.attend(found, viewer);
    case 'complete':
      return wishes.complete(found, viewer);
    case 'transfer':
      return wishes.transfer(found, viewer, { operatorId: body.operatorId, note: null });
    case 'priority':
      return conversationFacts.change(id, { priority: body.priority });
    case 'tag':
      return addTags(conversationFacts, id, body.tags);
    default:
      return body satisfies never;
  }
}

function raise(error: unknown): never {
  throw error;
}
