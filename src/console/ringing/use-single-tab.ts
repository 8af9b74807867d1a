import { useEffect, useState } from 'react';

/**
 * Whether this tab is the only one of this browser that does something: the first that wants to, until it no longer
 * wants to or is closed. Without locks (no https, or forbidden) this is true in every tab.
 */
export function useSingleTab(name: string, wants: boolean): boolean {
  const [isIt, setIt] = useState(false);
  useEffect(() => {
    if (!wants) return;
    if (navigator.locks === undefined) {
      setIt(true);
      return () => setIt(false);
    }
    const over = new AbortController();
    const hold = new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve()));
    const take = (): Promise<void> => {
      if (over.signal.aborted) return Promise.resolve();
      setIt(true);
      return hold;
    };
    // Rejected if the request was withdrawn before its turn came, or if the browser forbids locks as well as storage.
    navigator.locks.request(`duihua.${name}`, { signal: over.signal }, take).catch(() => void take());
    return () => {
      over.abort();
      setIt(false);
    };
  }, [name, wants]);
  return isIt;
}
