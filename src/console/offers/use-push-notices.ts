import { useCallback, useRef } from 'react';

const HEIGHT = '--offers-height';

/** Tells the page how much room the offers take, so that notices stand beside them and not on top. */
export function usePushNotices(): (stack: HTMLElement | null) => void {
  const observer = useRef<ResizeObserver | null>(null);
  return useCallback((stack) => {
    const { style } = document.documentElement;
    observer.current?.disconnect();
    if (stack === null) {
      style.removeProperty(HEIGHT);
      return;
    }
    observer.current = new ResizeObserver(() => style.setProperty(HEIGHT, `${stack.offsetHeight}px`));
    observer.current.observe(stack);
  }, []);
}
