import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { shownName } from '../../words/contact-name';
import { isOfferedTo } from '../shared/conversations/offered';
import type { Conversation } from '../shared/conversations/received';
import { useSignedInMe } from '../shared/session/session';

/** Whether this browser can show notifications here (not without https). */
export const canNotify = (): boolean => 'Notification' in window && window.isSecureContext;

/** Shows one browser notification for each ringing conversation, and closes it when the ringing ends. */
export function useNotifications(ringing: readonly Conversation[], isOn: boolean): void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useSignedInMe();
  const shown = useRef(new Map<string, Notification>());
  useEffect(() => {
    const wanted = new Map((isOn ? ringing : []).map((one) => [one.id, one]));
    for (const [id, notification] of shown.current) {
      if (wanted.has(id)) continue;
      notification.close();
      shown.current.delete(id);
    }
    if (!canNotify() || Notification.permission !== 'granted') return;
    for (const [id, one] of wanted) {
      if (shown.current.has(id)) continue;
      const name = shownName(one.contact, t);
      const isOffer = isOfferedTo(one, me.id);
      // The same tag, so that a tab that takes over replaces what another one has shown.
      const notification = new Notification(
        isOffer ? t('ringing.offered', { name }) : t('ringing.notification', { name }),
        { tag: `duihua-${id}` },
      );
      notification.addEventListener('click', () => {
        window.focus();
        void navigate(`/inbox/${one.state === 'missed' ? 'missed' : 'waiting'}/${id}`);
      });
      shown.current.set(id, notification);
    }
  }, [ringing, isOn, me.id, t, navigate]);
  useEffect(
    () => () => {
      for (const notification of shown.current.values()) notification.close();
    },
    [],
  );
}
