import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { hasCode } from '../shared/api/api-error';
import { keys } from '../shared/conversations/keys';
import type { Conversation } from '../shared/conversations/received';
import type { Transcript } from '../shared/conversations/transcript-cache';
import { type Sending, useSend } from './requests';

/**
 * Sends texts one after the other. What could not be sent goes back by `restore`. Where nobody knows whether the desk
 * got it, the same text is tried again with the same key, so that it leaves once at most.
 */
export function useSending({ id }: Conversation, restore: (text: string) => void) {
  const client = useQueryClient();
  const { mutateAsync } = useSend(id);
  const [failure, setFailure] = useState<Error | null>(null);
  const unanswered = useRef<Sending | null>(null);

  const send = (text: string, whenBlocked: Sending['whenBlocked']): void => {
    setFailure(null);
    const items = client.getQueryData<Transcript>(keys.transcript(id))?.items ?? [];
    const again = unanswered.current;
    const isSame = again?.text === text && again.whenBlocked === whenBlocked;
    const sending: Sending = {
      text,
      whenBlocked,
      key: isSame ? again.key : newKey(),
      knownIds: new Set(items.map((one) => one.id)),
    };
    mutateAsync(sending).then(
      () => {
        unanswered.current = null;
      },
      (error: Error) => {
        unanswered.current = hasCode(error, 'network', 'unreadable', 'internal') ? sending : null;
        setFailure(error);
        restore(text);
      },
    );
  };
  return { send, failure, forgetFailure: () => setFailure(null) };
}

/** Not `randomUUID`: browsers have that behind https only. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
