import {
  type BulkAction,
  conversationChangeRoutes,
} from '../../contracts/conversations/conversation-changes';
import { NO_TRANSFER_TARGET, transferTargetIn } from '../../contracts/conversations/transfer-target';
import type { ConversationFactsStore } from '../../store/conversations/conversation-facts';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import type { Conversations } from '../../store/conversations/conversations';
import { type Named, requestedConversation } from '../access/conversation-access';
import { addTags } from '../add-tags';
import type { ConversationWishes } from '../conversation-wishes';
import type { Viewer } from '../middleware/viewer';
import type { ConversationPresenter } from '../present/conversation-presenter';
import { storedAt } from '../present/present-conversation';
import { ApiError, invalidField, orNotFound } from '../problems';
import { finding, implement, type Route } from '../route';
import type { NoteWriter } from '../write-note';
import { completeMany } from './complete-many';
import { judgeEach } from './judge-each';

type Deps = {
  readonly conversations: Conversations;
  readonly conversationFacts: ConversationFactsStore;
  readonly wishes: ConversationWishes;
  readonly writeNote: NoteWriter;
  readonly present: ConversationPresenter;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

/** Priority and tags, set by operators; what they have seen; and bulk actions. */
export function createConversationChangeRoutes(deps: Deps): readonly Route[] {
  const { conversations, conversationFacts, present, clock } = deps;
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
      const actOn = async (id: string) =>
        act(deps, body, await requested({ params: { id }, viewer }), viewer);
      return { results: [...(await judgeEach(body.ids, actOn, clock))] };
    },
  });
}

/** Does what the single call does. Throws its refusal. */
async function act(
  deps: Pick<Deps, 'wishes' | 'conversationFacts' | 'writeNote' | 'clock'>,
  body: BulkAction,
  found: StoredConversation,
  viewer: Viewer,
): Promise<unknown> {
  const { wishes, conversationFacts } = deps;
  const { id } = found.conversation;
  switch (body.action) {
    case 'attend':
      return wishes.attend(found, viewer);
    case 'complete':
      return completeMany(deps, { stored: found, viewer, reason: body.reason });
    case 'transfer': {
      const target = transferTargetIn(body);
      if (target === null) throw invalidField(NO_TRANSFER_TARGET.path.join('.'), NO_TRANSFER_TARGET.message);
      return wishes.transfer(found, viewer, { ...target, note: null });
    }
    case 'priority':
      return conversationFacts.change(id, { priority: body.priority });
    case 'tag':
      return addTags(conversationFacts, id, body.tags);
    default:
      return body satisfies never;
  }
}
