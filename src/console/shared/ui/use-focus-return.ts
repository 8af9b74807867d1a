import { useEffect, useState } from 'react';

/** Where a dialog that was just closed has returned the focus: for one that opens in its place. */
let justReturnedTo: Element | null = null;

/**
 * When the component unmounts, gives the focus back to the element that had it before. antd does this only for dialogs
 * that stay mounted while they close. A focus that has moved on (to the next page) stays where it is.
 */
export function useFocusReturn(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => {
    const target = opener?.isConnected === true ? opener : justReturnedTo;
    return () => {
      justReturnedTo = target;
      queueMicrotask(() => {
        justReturnedTo = null;
      });
      const { activeElement, body } = document;
      const isLost = activeElement === null || activeElement === body;
      if (isLost && target instanceof HTMLElement) target.focus({ preventScroll: true });
    };
  }, [opener]);
}
