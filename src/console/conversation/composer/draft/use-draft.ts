import { useCallback } from 'react';
import { useSignedInMe } from '../../../shared/session/session';
import { readStored, useStored } from '../../../shared/ui/use-stored';
import { draftName, draftSyncOf } from './draft-syncs';

/**
 * The draft in a conversation: kept in this browser for this operator until it is sent or they sign out. That of a reply
 * is also kept by the API (`useDraftSync`).
 */
export function useDraft(conversationId: string, mode: 'reply' | 'note') {
  const me = useSignedInMe();
  const name = draftName(me.id, conversationId, mode);
  const [stored, setStored] = useStored(name);
  const set = useCallback(
    (text: string) => {
      setStored(text === '' ? null : text);
      if (mode === 'reply') draftSyncOf(me.id, conversationId).touched();
    },
    [setStored, mode, me.id, conversationId],
  );
  /** Removes a text that was sent, unless something else has been typed since. */
  const forget = useCallback(
    (text: string) => {
      if (readStored(name) === text) set('');
    },
    [name, set],
  );
  /** Puts back a text that could not be sent, before whatever has been typed since. */
  const restore = useCallback(
    (text: string) => {
      const since = readStored(name);
      set(since === null || since === text ? text : `${text}\n${since}`);
    },
    [name, set],
  );
  return { draft: stored ?? '', setDraft: set, forget, restore };
}
