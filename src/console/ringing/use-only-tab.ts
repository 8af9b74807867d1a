import { useEffect, useState } from 'react';

/**
 * Whether this tab is the one of this browser's that does something: the first that wants to, until it wants no more
 * or is closed. Where the browser has no locks (a page without https) or forbids them every tab is.
 */
export function useOnlyTab(name: string, wants: boolean): boolean {
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
    // Rejected where it was given up before its turn came, or where the browser forbids locks as it does storage.
    navigator.locks.request(`duihua.${name}`, { signal: over.signal }, take).catch(() => void take());
    return () => {
      over.abort();
      setIt(false);
    };
  }, [name, wants]);
  return isIt;
}
