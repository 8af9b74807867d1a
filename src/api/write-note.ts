import type { MessageBody } from '../contracts/conversations/message';
import type { StoredConversation } from '../store/conversations/conversation-rows';
import type { OperatorStore } from '../store/people/operators';
import type { Transcript } from '../store/transcript/transcript';
import { requireColleague } from './access/conversation-access';
import type { Viewer } from './middleware/viewer';
import { presentMessage } from './present/present-message';

export type NewNote = {
  readonly stored: StoredConversation;
  readonly viewer: Viewer;
  readonly text: string;
  /** Ids of colleagues in the conversation's brand, who are alerted. */
  readonly mentions?: readonly string[];
  /** The note's id; left out: a new one. A second note under the same id is not written. */
  readonly id?: string;
};

export type NoteWriter = (note: NewNote) => Promise<MessageBody>;

/**
 * Makes the function that writes a note into a conversation, also into a completed one, and gives it as it stands. It
 * rejects with `invalid_request` where somebody mentioned is no colleague in the brand.
 */
export function createNoteWriter({
  transcript,
  operators,
}: {
  readonly transcript: Pick<Transcript, 'addNote' | 'message'>;
  readonly operators: Pick<OperatorStore, 'find'>;
}): NoteWriter {
  return async ({ stored: { conversation }, viewer: { operatorId }, text, mentions: named = [], id }) => {
    const { id: conversationId, contactId, channelId, brandId } = conversation;
    const mentions = [...new Set(named)];
    for (const one of mentions) await requireColleague({ operators }, { path: 'mentions', id: one, brandId });
    const known = id === undefined ? null : await transcript.message(id);
    if (known !== null) return presentMessage(known);
    const written = { conversationId, contactId, channelId, operatorId, text, mentions, id };
    const noteId = await transcript.addNote(written);
    const note = await transcript.message(noteId);
    if (note === null) throw new Error(`The note ${noteId} was gone as soon as it was written.`);
    return presentMessage(note);
  };
}
