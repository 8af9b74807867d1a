import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { hasCode } from '../shared/api/api-error';
import { newKey } from '../shared/api/new-key';
import { keys } from '../shared/conversations/keys';
import type { Conversation } from '../shared/conversations/received';
import type { Transcript } from '../shared/conversations/transcript-cache';
import { notify } from '../shared/notify';
import { describeSendError, type SendFailure } from './later/describe-send-error';
import { type Later, type Outgoing, type Sending, useSend } from './requests';
import { forgetPreview } from './upload/uploads';

/**
 * Sends messages one after the other. `send` returns whether the API accepted the message. What could not be sent
 * goes back through `restore`. If it is unknown whether the API accepted it, then or when it was sent before, the same
 * content is retried with the same key, so that it is sent at most once. `later`: it is sent then. `canHold`: nothing can
 * be sent now, according to the conversation or the last answer, but it can be held.
 */
export function useSending({ id, contact, abilities }: Conversation, restore: (outgoing: Outgoing) => void) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const isShown = useIsMounted();
  const { mutateAsync } = useSend(id);
  const [failure, setFailure] = useState<SendFailure | null>(null);
  const unanswered = useRef(new Map<string, string>());

  const send = (outgoing: Outgoing, whenBlocked: Sending['whenBlocked'], later?: Later): Promise<boolean> => {
    setFailure(null);
    const items = client.getQueryData<Transcript>(keys.transcript(id))?.items ?? [];
    const content = JSON.stringify([outgoing.content, whenBlocked, later]);
    const key = unanswered.current.get(content) ?? newKey();
    const knownIds = new Set(items.map((one) => one.id));
    return mutateAsync({ outgoing, whenBlocked, later, key, knownIds }).then(
      () => {
        unanswered.current.delete(content);
        if ('upload' in outgoing) forgetPreview(outgoing.upload);
        return true;
      },
      (error: Error) => {
        if (hasCode(error, 'network', 'unreadable', 'internal', 'unavailable'))
          unanswered.current.set(content, key);
        else unanswered.current.delete(content);
        const failed = { error, isLater: later !== undefined };
        setFailure(failed);
        restore(outgoing);
        // Another conversation is open by now, so the composer cannot show it.
        if (!isShown() && !hasCode(error, 'unauthenticated')) {
          notify({
            kind: 'error',
            title: t('conversation.notSentTo', { name: contact.name }),
            detail: describeSendError(failed, t, i18n.language),
            action: { label: t('completing.open'), run: () => void navigate(`/inbox/all/${id}`) },
          });
        }
        return false;
      },
    );
  };
  const canHold =
    abilities.hold.allowed &&
    // An answer may come before the event with the same news.
    (!abilities.reply.allowed ||
      (failure?.isLater === false && hasCode(failure.error, 'window_closed', 'consecutive_limit_reached')));
  return { send, failure, forgetFailure: () => setFailure(null), canHold };
}

function useIsMounted(): () => boolean {
  const isMounted = useRef(false);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  return () => isMounted.current;
}
