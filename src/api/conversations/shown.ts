import type { ConversationBody } from '../../contracts/conversations/conversation';
import type { Transcript } from '../../store/transcript/transcript';
import { actorOf } from '../access/conversation-access';
import type { Viewer } from '../middleware/viewer';
import { type ConversationAt, presentConversation, type TemporalUi } from '../present/present-conversation';

export type ShownDeps = {
  readonly transcript: Pick<Transcript, 'lastOf'>;
  readonly temporalUi: TemporalUi;
};

/** A conversation as the viewer sees it, with its last message. */
export async function present(
  deps: ShownDeps,
  viewer: Viewer,
  at: ConversationAt,
): Promise<ConversationBody> {
  const [only] = await presentAll(deps, viewer, [at]);
  if (only === undefined) throw new Error('A conversation was lost while it was presented.');
  return only;
}

/** As {@link present}, for a list. */
export async function presentAll(
  { transcript, temporalUi }: ShownDeps,
  viewer: Viewer,
  list: readonly ConversationAt[],
): Promise<readonly ConversationBody[]> {
  const lastMessages = await transcript.lastOf(list.map(({ conversation }) => conversation.id));
  return list.map((at) => {
    const lastMessage = lastMessages.get(at.conversation.id) ?? null;
    return presentConversation(at, { by: actorOf(viewer), lastMessage, temporalUi });
  });
}
