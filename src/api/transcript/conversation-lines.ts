import type { StoredConversation } from '../../store/conversations/conversation-rows';
import type { Conversations } from '../../store/conversations/conversations';
import type { Exports } from '../../store/privacy/exports';
import type { Transcript } from '../../store/transcript/transcript';
import type { Viewer } from '../middleware/viewer';
import type { ConversationPresenter } from '../present/conversation-presenter';
import { storedAt } from '../present/present-conversation';
import { presentMessage } from '../present/present-message';
import { allOf, withNotesIf } from './export-pages';
import { readRows } from './read-rows';

export type LinesDeps = {
  readonly exports: Pick<Exports, 'conversations'>;
  readonly conversations: Pick<Conversations, 'get'>;
  readonly transcript: Pick<Transcript, 'ofConversation'>;
  readonly present: Pick<ConversationPresenter, 'one'>;
  /** Epoch ms. */
  readonly clock: () => number;
};

/**
 * Conversations as NDJSON, in pieces: one message at a time, so that neither many conversations nor a long one need memory.
 * One whose contact is erased while it is written ends there.
 */
export async function* conversationLines(
  { exports, conversations, transcript, present, clock }: LinesDeps,
  viewer: Viewer,
  { notes, ...filter }: Parameters<Exports['conversations']>[0] & { readonly notes: boolean },
): AsyncGenerator<string> {
  for await (const id of allOf((page) => exports.conversations(filter, page))) {
    const found: StoredConversation | null = await conversations.get(id);
    if (found === null) continue;
    const conversation = await present.one(viewer, storedAt(found, clock()));
    yield `${JSON.stringify({ conversation }).slice(0, -1)},"messages":[`;
    let isFirst = true;
    for await (const row of withNotesIf(
      notes,
      readRows(transcript, id, async () => undefined),
    )) {
      yield `${isFirst ? '' : ','}${JSON.stringify(presentMessage(row))}`;
      isFirst = false;
    }
    yield ']}\n';
  }
}
