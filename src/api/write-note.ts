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
  /** Ids of operators of the conversation's brand to alert. */
  readonly mentions?: readonly string[];
  /** The note's id; by default a new one. A second note with the same id is not written. */
  readonly id?: string;
};

export type NoteWriter = (note: NewNote) => Promise<MessageBody>;

/**
 * Creates the function that writes a note into a conversation, even a completed one, and returns it. It rejects with
 * `invalid_request` if a mentioned operator does not belong to the brand.
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
