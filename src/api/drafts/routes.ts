import { type DraftBody, draftRoutes } from '../../contracts/conversations/draft';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import type { Conversations } from '../../store/conversations/conversations';
import type { Drafts, Suggestion } from '../../store/drafts/drafts';
import { type Named, requestedConversation } from '../access/conversation-access';
import type { Viewer } from '../middleware/viewer';
import { toIso } from '../present/times';
import { ApiError } from '../problems';
import { finding, implement, type Route } from '../route';

type Deps = { readonly conversations: Pick<Conversations, 'get'>; readonly drafts: Drafts };

/** Replies that are not sent yet: the caller's own, and what is suggested to whoever attends. */
export function createDraftRoutes({ conversations, drafts }: Deps): readonly Route[] {
  const requested = (named: Named) => requestedConversation(conversations, named);

  const present = async ({ conversation }: StoredConversation, viewer: Viewer): Promise<DraftBody> => {
    const { id, state, operatorId } = conversation;
    const isTheirs = state === 'active' && operatorId === viewer.operatorId;
    const [text, suggestion] = await Promise.all([
      drafts.find(id, viewer.operatorId),
      isTheirs ? drafts.suggestion(id) : null,
    ]);
    return { text, suggestion: suggestion && presentSuggestion(suggestion) };
  };

  const put = (
    { conversation: { id } }: StoredConversation,
    viewer: Viewer,
    isForAttending: boolean,
    text: string,
  ) => {
    const { operatorId, tokenName: tool = null } = viewer;
    return isForAttending ? drafts.suggest(id, { operatorId, tool, text }) : drafts.set(id, operatorId, text);
  };

  return implement(draftRoutes)({
    getDraft: finding(requested, ({ found, viewer }) => present(found, viewer)),
    setDraft: finding(requested, async ({ found, viewer, query, body: { text } }) => {
      if (found.conversation.state === 'completed') throw new ApiError('conversation_completed');
      await put(found, viewer, query.for === 'attending', text);
      return present(found, viewer);
    }),
    deleteDraft: finding(requested, ({ found, viewer, query }) =>
      put(found, viewer, query.for === 'attending', ''),
    ),
  });
}

function presentSuggestion({ text, by, tool, at }: Suggestion): NonNullable<DraftBody['suggestion']> {
  return { text, by: { ...by, tool }, at: toIso(at) };
}
