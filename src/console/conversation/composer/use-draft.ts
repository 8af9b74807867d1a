import { useCallback } from 'react';
import { useSignedInMe } from '../../shared/session/session';
import { readStored, useStored } from '../../shared/ui/use-stored';

/** The draft in a conversation: kept in this browser for this operator until it is sent or they sign out. */
export function useDraft(conversationId: string, mode: 'reply' | 'note') {
  const me = useSignedInMe();
  const name = `draft.${me.id}.${conversationId}.${mode}`;
  const [stored, setStored] = useStored(name);
  const set = useCallback((text: string) => setStored(text === '' ? null : text), [setStored]);
  /** Removes a text that was sent, unless something else has been typed since. */
  const forget = useCallback(
    (text: string) => {
      if (readStored(name) === text) setStored(null);
    },
    [name, setStored],
  );
  /** Puts back a text that could not be sent, before whatever has been typed since. */
  const restore = useCallback(
    (text: string) => {
      const since = readStored(name);
      setStored(since === null || since === text ? text : `${text}\n${since}`);
    },
    [name, setStored],
  );
  return { draft: stored ?? '', setDraft: set, forget, restore };
}
