import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { AlertBody } from '../../../contracts/conversations/alert';
import { canNotify } from '../use-notifications';
import { alertsToSignal } from './alerts-to-signal';
import { conversationAddress } from './conversation-address';
import { standsFor } from './merge-alert';
import { knownAlerts } from './use-alerts';

/** So long may a tab that shows the conversation take to say that the alert was seen. */
const UNLESS_SEEN_WITHIN_MS = 700;

type Ways = {
  /** Whether this browser alerts to a kind. */
  readonly isWanted: (kind: AlertBody['kind']) => boolean;
  /** Plays the short tone; null: not in this tab, or not at all. */
  readonly chime: (() => void) | null;
  /** Shows a notification of the page's own, in this tab. */
  readonly notifies: boolean;
};

/**
 * Signals each alert that comes while the page is open, once: further messages of a conversation whose alert waits to
 * be seen are not signalled again. Nor is what the reader is looking at.
 */
export function useAlertSignals(alerts: readonly AlertBody[], isLoaded: boolean, ways: Ways): void {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const previous = useRef<readonly AlertBody[] | null>(null);
  const shown = useRef(new Map<string, Notification>());
  const latest = useRef(ways);
  latest.current = ways;

  useEffect(() => {
    if (!isLoaded) return;
    const before = previous.current;
    previous.current = alerts;
    if (before === null) return;
    for (const alert of alertsToSignal(before, alerts)) {
      setTimeout(() => {
        const now = knownAlerts(client).find((one) => standsFor(one, alert));
        if (now === undefined || !latest.current.isWanted(alert.kind)) return;
        latest.current.chime?.();
        if (!latest.current.notifies || !canNotify() || Notification.permission !== 'granted') return;
        const notification = new Notification(t(`pushes.${alert.kind}`), {
          body: alert.contact.name,
          tag: `duihua-alert-${alert.conversationId}`,
        });
        notification.addEventListener('click', () => {
          window.focus();
          void navigate(conversationAddress(alert));
        });
        shown.current.set(alert.conversationId, notification);
      }, UNLESS_SEEN_WITHIN_MS);
    }
  }, [alerts, isLoaded, client, navigate, t]);

  useEffect(() => {
    const waiting = new Set(
      alerts.flatMap(({ conversationId, seenAt }) => (seenAt === null ? conversationId : [])),
    );
    for (const [id, notification] of shown.current) {
      if (waiting.has(id)) continue;
      notification.close();
      shown.current.delete(id);
    }
  }, [alerts]);
}
