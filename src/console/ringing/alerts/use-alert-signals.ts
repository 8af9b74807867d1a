import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { AlertBody } from '../../../contracts/conversations/alert';
import { canNotify } from '../use-notifications';
import { conversationAddress } from './conversation-address';
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
 * Signals each alert that comes while the page is open: once, and only the first of several messages. What the reader
 * is looking at is not signalled.
 */
export function useAlertSignals(alerts: readonly AlertBody[], isLoaded: boolean, ways: Ways): void {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const newest = useRef<number | null>(null);
  const shown = useRef(new Map<string, Notification>());
  const latest = useRef(ways);
  latest.current = ways;

  useEffect(() => {
    if (!isLoaded) return;
    const known = newest.current;
    newest.current = Math.max(known ?? 0, ...alerts.map(({ id }) => Number(id)));
    if (known === null) return;
    for (const alert of alerts) {
      if (Number(alert.id) <= known || alert.seenAt !== null || alert.count > 1) continue;
      setTimeout(() => {
        const now = knownAlerts(client).find((one) => isOfSame(one, alert) && one.seenAt === null);
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

/** Whether an alert is the one that was announced, or stands for it now. */
function isOfSame(one: AlertBody, announced: AlertBody): boolean {
  if (one.id === announced.id) return true;
  return (
    one.kind === announced.kind &&
    one.kind === 'new_message' &&
    one.conversationId === announced.conversationId
  );
}
