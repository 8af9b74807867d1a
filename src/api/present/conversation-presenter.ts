import type { ConversationBody, ErasedConversationBody } from '../../contracts/conversations/conversation';
import type { Transcript } from '../../store/transcript/transcript';
import { actorOf } from '../access/conversation-access';
import type { Viewer } from '../middleware/viewer';
import {
  type ConversationAt,
  presentConversation,
  presentErased,
  type TemporalUi,
} from './present-conversation';

type Deps = { readonly transcript: Pick<Transcript, 'lastOf'>; readonly temporalUi: TemporalUi };

/** Conversations as one viewer sees them, each with its last message. */
export type ConversationPresenter = {
  readonly all: (viewer: Viewer, list: readonly ConversationAt[]) => Promise<readonly ConversationBody[]>;
  readonly one: (viewer: Viewer, at: ConversationAt) => Promise<ConversationBody>;
  /** One whose contact was erased. */
  readonly erased: (viewer: Viewer, at: ConversationAt) => ErasedConversationBody;
};

export function createConversationPresenter({ transcript, temporalUi }: Deps): ConversationPresenter {
  const all: ConversationPresenter['all'] = async (viewer, list) => {
    const lastMessages = await transcript.lastOf(list.map(({ conversation }) => conversation.id));
    return list.map((at) => {
      const lastMessage = lastMessages.get(at.conversation.id) ?? null;
      return presentConversation(at, { by: actorOf(viewer), lastMessage, temporalUi });
    });
  };
  return {
    all,
    async one(viewer, at) {
      const [only] = await all(viewer, [at]);
      if (only === undefined) throw new Error('A conversation was lost while it was presented.');
      return only;
    },
    erased: (viewer, at) => presentErased(at, { by: actorOf(viewer), temporalUi }),
  };
}
