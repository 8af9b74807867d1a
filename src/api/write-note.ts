import type { MessageBody } from '../contracts/conversations/message';
import type { StoredConversation } from '../store/conversations/conversations';
import type { Transcript } from '../store/transcript/transcript';
import type { Viewer } from './middleware/viewer';
import { presentMessage } from './present/present-message';

export type NewNote = {
  readonly stored: StoredConversation;
  readonly viewer: Viewer;
  readonly text: string;
  /** The note's id; left out: a new one. A second note under the same id is not written. */
  readonly id?: string;
};

export type NoteWriter = (note: NewNote) => Promise<MessageBody>;

/** Makes the function that writes a note into a conversation, also into a completed one, and gives it as it stands. */
export function createNoteWriter({
  transcript,
}: {
  readonly transcript: Pick<Transcript, 'addNote' | 'message'>;
}): NoteWriter {
  return async ({ stored: { conversation }, viewer: { operatorId }, text, id }) => {
    const { id: conversationId, contactId, channelId } = conversation;
    const known = id === undefined ? null : await transcript.message(id);
    if (known !== null) return presentMessage(known);
    const noteId = await transcript.addNote({ conversationId, contactId, channelId, operatorId, text, id });
    const note = await transcript.message(noteId);
    if (note === null) throw new Error(`The note ${noteId} was gone as soon as it was written.`);
    return presentMessage(note);
  };
}
