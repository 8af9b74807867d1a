import { useEffect, useRef, useState } from 'react';
import { useMatch } from 'react-router';
import type { AlertBody } from '../../../contracts/conversations/alert';
import { useSeeAlerts } from './use-alerts';

/** Marks the alerts of the open conversation as seen while the reader looks at this page. */
export function useSeeOpen(alerts: readonly AlertBody[]): void {
  const match = useMatch('/inbox/:list/:id');
  const isLookedAt = useIsLookedAt();
  const { mutate } = useSeeAlerts({ isQuiet: true });
  const asked = useRef('');
  const open = isLookedAt ? match?.params.id : undefined;
  const upTo = alerts.find(({ conversationId, seenAt }) => conversationId === open && seenAt === null)?.id;
  useEffect(() => {
    if (open === undefined) asked.current = '';
    // After a failure the list is loaded again and holds the alert as before: it must not be asked for at once again.
    const wish = `${open} ${upTo}`;
    if (open === undefined || upTo === undefined || asked.current === wish) return;
    asked.current = wish;
    mutate({ upTo, conversationId: open });
  }, [open, upTo, mutate]);
}

const isLookedAt = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** Whether this page is visible and has the focus. */
function useIsLookedAt(): boolean {
  const [is, setIs] = useState(isLookedAt);
  useEffect(() => {
    const look = (): void => setIs(isLookedAt());
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    window.addEventListener('blur', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
      window.removeEventListener('blur', look);
    };
  }, []);
  return is;
}
