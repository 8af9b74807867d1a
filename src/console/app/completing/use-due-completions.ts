import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { MeBody } from '../../../contracts/people/session';
import { hasCode } from '../../shared/api/api-error';
import { api } from '../../shared/api/client';
import {
  type Completing,
  markAsked,
  readCompleting,
  stopCompleting,
  THIS_TAB,
} from '../../shared/conversations/completing';
import { putConversation } from '../../shared/conversations/feed-cache';
import { describeError } from '../../shared/describe-error';
import { useStreamEvents } from '../../shared/events/event-stream';
import { notify } from '../../shared/notify';
import { beforeSignOut } from '../../shared/session/session-end';
import { calledOffBy } from './called-off-by';

/** An answer that has not come after so long may never come. */
const ANSWER_MS = 15_000;
/** After this long (the page was closed, the session had ended) the contact may have written: it is not done unseen. */
const LATEST_MS = 5 * 60_000;

const ask = (id: string) =>
  api('post', '/api/v1/conversations/{id}/complete', { params: { id }, keepalive: true });

/**
 * Completes what is due: when its time is over, when the page that began it is left, and before a sign-out. It is called
 * off if the contact writes meanwhile. Whatever could not be completed is said.
 */
export function useDueCompletions(me: MeBody, list: readonly Completing[]): void {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const hasLooked = useRef(false);

  const say = useCallback(
    ({ id, name }: Completing, detail: string): void =>
      notify({
        kind: 'warning',
        key: `completing.${id}`,
        title: t('completing.notCompleted', { name }),
        detail,
        action: { label: t('completing.open'), run: () => void navigate(`/inbox/all/${id}`) },
      }),
    [t, navigate],
  );

  const complete = useCallback(
    async (one: Completing): Promise<void> => {
      markAsked(me.id, one.id, Date.now() + ANSWER_MS);
      try {
        putConversation(client, await ask(one.id), me.id);
        stopCompleting(me.id, one.id);
      } catch (error) {
        // It stays in the list, and is completed after signing in again.
        if (hasCode(error, 'unauthenticated')) return;
        stopCompleting(me.id, one.id);
        if (!hasCode(error, 'conversation_completed')) say(one, describeError(error, t, i18n.language));
      }
    },
    [me.id, client, say, t, i18n.language],
  );

  /** Too old to be completed: says so, unless that was done before the page was left. */
  const drop = useCallback(
    async (one: Completing): Promise<void> => {
      stopCompleting(me.id, one.id);
      const state = await api('get', '/api/v1/conversations/{id}', { params: { id: one.id } }).then(
        (conversation) => conversation.state,
        () => undefined,
      );
      if (state !== 'completed') say(one, t('completing.interrupted'));
    },
    [me.id, say, t],
  );

  useEffect(() => {
    if (!hasLooked.current) {
      // What the page before this one asked for may have been lost with it.
      for (const { id, isAsked } of readCompleting(me.id)) if (isAsked) markAsked(me.id, id, Date.now());
      hasLooked.current = true;
    }
    const timers = list.map(({ id, at }) =>
      setTimeout(
        () => {
          // Another tab may have been faster, or it was undone there.
          const now = readCompleting(me.id).find((one) => one.id === id);
          if (now === undefined || now.at > Date.now()) return;
          void (Date.now() - now.at > LATEST_MS ? drop(now) : complete(now));
        },
        Math.max(0, at - Date.now()),
      ),
    );
    return () => timers.forEach(clearTimeout);
  }, [list, me.id, complete, drop]);

  useEffect(() => {
    const waiting = () =>
      readCompleting(me.id).filter(({ tab, isAsked }) => tab === THIS_TAB && isAsked === undefined);
    const leave = (): void => {
      for (const { id } of waiting()) {
        markAsked(me.id, id, Date.now() + ANSWER_MS);
        void ask(id).catch(() => undefined);
      }
    };
    window.addEventListener('pagehide', leave);
    const forget = beforeSignOut(async () => {
      await Promise.all(waiting().map(complete));
    });
    return () => {
      window.removeEventListener('pagehide', leave);
      forget();
    };
  }, [me.id, complete]);

  useStreamEvents((event) => {
    if (event.name === 'conversation' && event.data.state === 'completed') {
      stopCompleting(me.id, event.data.id);
    }
    if (event.name !== 'message') return;
    const one = calledOffBy(list, event.data);
    if (one === undefined) return;
    stopCompleting(me.id, one.id);
    say(one, t('completing.wrote'));
  });
}
