import { useCallback, useEffect, useRef, useState } from 'react';
import {
  PRESENCE_EVERY_MS,
  PRESENCE_LASTS_MS,
  type PresenceState,
  TYPING_LASTS_MS,
} from '../../domain/presence';
import { api } from '../shared/api/client';
import { useStreamEvents } from '../shared/events/event-stream';

type Seen = {
  readonly id: string;
  readonly name: string;
  readonly state: PresenceState;
  readonly at: number;
};
export type Present = { readonly id: string; readonly name: string; readonly isTyping: boolean };

/** Typing is reported to the others at most this often. */
const TYPING_EVERY_MS = 3_000;

/**
 * An operator who has been idle for this long counts as away, even with the page open, and their session may expire.
 */
const AWAY_AFTER_MS = 5 * 60_000;
const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/**
 * Who else is in a conversation, and reports that this operator is: while the page is visible and in use, and until
 * it is left. `presentAt` returns who is there at an instant of this browser's clock. Nothing depends on it, so a
 * failed call is not shown.
 */
export function usePresence(conversationId: string) {
  const [seen, setSeen] = useState<readonly Seen[]>([]);
  const typedAt = useRef(0);

  const say = useCallback(
    async (state: PresenceState): Promise<void> => {
      try {
        const { others } = await api('post', '/api/v1/conversations/{id}/presence', {
          params: { id: conversationId },
          body: { state },
        });
        const at = Date.now();
        setSeen((known) => {
          // Typing reported by the event stream is newer than this answer.
          const isTyping = (id: string) => known.find((one) => one.id === id)?.state === 'typing';
          return others.map(({ operator, state: theirs }) =>
            isTyping(operator.id)
              ? (known.find((one) => one.id === operator.id) ?? { ...operator, state: theirs, at })
              : { ...operator, state: theirs, at },
          );
        });
      } catch {
        // Best effort: if the API is unreachable, the page already says so.
      }
    },
    [conversationId],
  );

  useEffect(() => {
    let usedAt = Date.now();
    const used = (): void => {
      usedAt = Date.now();
    };
    const reportPresence = (): void => {
      if (document.visibilityState !== 'visible' || Date.now() - usedAt > AWAY_AFTER_MS) return;
      void say(Date.now() - typedAt.current < TYPING_LASTS_MS ? 'typing' : 'viewing');
    };
    const onVisibility = (): void => {
      used();
      if (document.visibilityState === 'visible') reportPresence();
      else void say('gone');
    };
    reportPresence();
    const timer = setInterval(reportPresence, PRESENCE_EVERY_MS);
    document.addEventListener('visibilitychange', onVisibility);
    for (const input of INPUTS) document.addEventListener(input, used, { passive: true });
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisibility);
      for (const input of INPUTS) document.removeEventListener(input, used);
      void say('gone');
    };
  }, [say]);

  useStreamEvents((event) => {
    if (event.name !== 'presence' || event.data.conversationId !== conversationId) return;
    const { operator, state } = event.data;
    const at = Date.now();
    setSeen((known) => {
      const rest = known.filter(({ id }) => id !== operator.id);
      return state === 'gone' ? rest : [...rest, { ...operator, state, at }];
    });
  });

  const typing = useCallback((): void => {
    if (Date.now() - typedAt.current < TYPING_EVERY_MS) return;
    typedAt.current = Date.now();
    void say('typing');
  }, [say]);

  const stopTyping = useCallback((): void => {
    if (Date.now() - typedAt.current >= TYPING_LASTS_MS) return;
    typedAt.current = 0;
    void say('viewing');
  }, [say]);

  const presentAt = (now: number): readonly Present[] =>
    seen
      .filter(({ at }) => now - at < PRESENCE_LASTS_MS)
      .map(({ id, name, state, at }) => ({
        id,
        name,
        isTyping: state === 'typing' && now - at < TYPING_LASTS_MS,
      }));

  return { presentAt, typing, stopTyping };
}
