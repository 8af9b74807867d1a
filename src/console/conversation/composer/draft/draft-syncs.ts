import { LONGEST_DRAFT_BYTES } from '../../../../domain/drafts';
import { textBytes } from '../../../../domain/messages/message-text';
import { api } from '../../../shared/api/client';
import { readStored, writeStored } from '../../../shared/ui/use-stored';
import { createDraftSync, type DraftSync } from './draft-sync';

const syncs = new Map<string, DraftSync>();

/** The stored value with the operator's draft in a conversation. Names begin with `draft.`: gone at sign-out. */
export function draftName(operatorId: string, conversationId: string, mode: 'reply' | 'note'): string {
  return `draft.${operatorId}.${conversationId}.${mode}`;
}

/** How the draft of a reply gets to the operator's other devices, also after its conversation was left. */
export function draftSyncOf(operatorId: string, conversationId: string): DraftSync {
  const name = draftName(operatorId, conversationId, 'reply');
  const known = syncs.get(name);
  if (known !== undefined) return known;
  const keptName = `${name}.kept`;
  const sync = createDraftSync({
    read: () => readStored(name) ?? '',
    write: (text) => writeStored(name, text === '' ? null : text),
    readKept: () => readStored(keptName) ?? '',
    writeKept: (text) => writeStored(keptName, text === '' ? null : text),
    save: (text) => save(conversationId, text),
  });
  syncs.set(name, sync);
  return sync;
}

/** The request goes on when the page is left. */
async function save(id: string, text: string): Promise<void> {
  const path = '/api/v1/conversations/{id}/draft';
  if (text === '') return api('delete', path, { params: { id }, query: {}, keepalive: true });
  if (textBytes(text) > LONGEST_DRAFT_BYTES) throw new Error('The draft is too long to be kept.');
  await api('put', path, { params: { id }, query: {}, body: { text }, keepalive: true });
}
