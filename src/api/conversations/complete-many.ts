import { judge } from '../../domain/conversation/abilities';
import { advance } from '../../domain/conversation/advance';
import { idOf } from '../../platform/ids';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import { actorOf } from '../access/conversation-access';
import type { ConversationWishes } from '../conversation-wishes';
import type { Viewer } from '../middleware/viewer';
import type { NoteWriter } from '../write-note';

type Deps = {
  readonly wishes: Pick<ConversationWishes, 'attend' | 'complete'>;
  readonly writeNote: NoteWriter;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

/**
 * Completes one of many selected conversations. Only attended ones can be completed (docs/rules.md#27), so one that
 * nobody attends is attended first; these are two wishes, and each may be refused. The reason, if there is one, becomes a
 * note; a repeat does not write it twice. Throws the refusal.
 */
export async function completeMany(
  { wishes, writeNote, clock }: Deps,
  asked: {
    readonly stored: StoredConversation;
    readonly viewer: Viewer;
    readonly reason: string | undefined;
  },
): Promise<void> {
  const { stored, viewer, reason } = asked;
  const now = clock() + stored.clockOffsetMs;
  const { conversation } = advance(stored.conversation, now);
  const isUnattended = conversation.state !== 'active' && conversation.state !== 'completed';
  if (isUnattended) await wishes.attend(stored, viewer);
  const note = async (): Promise<void> => {
    if (reason === undefined) return;
    const id = idOf(`completed ${conversation.id} ${viewer.operatorId} ${reason}`);
    await writeNote({ stored, viewer, text: reason, id });
  };
  // What is going to be refused gets no note; the store may lag, so only the workflow refuses.
  const wish = { type: 'complete', by: actorOf(viewer) } as const;
  const isLikely = isUnattended || judge(conversation, wish, now) === null;
  if (isLikely) await note();
  await wishes.complete(stored, viewer);
  if (!isLikely) await note();
}
