import { type RefObject, useEffect, useRef } from 'react';

/**
 * Keeps the newest message in sight when the transcript gets lower: a notice that appears above the composer, or a field
 * that grows, must not cover it. `isShown`: the element of `log` is there.
 */
export function useStayAtEnd(
  log: RefObject<HTMLElement | null>,
  isAtEnd: boolean,
  toNewest: () => void,
  isShown: boolean,
): void {
  const latest = useRef({ isAtEnd, toNewest });
  // While the height changes, the list reports that its end is out of sight: what counts is how it was before.
  const wasAtEnd = useRef(isAtEnd);
  latest.current = { isAtEnd, toNewest };
  useEffect(() => {
    const timer = setTimeout(() => {
      wasAtEnd.current = isAtEnd;
    }, 200);
    return () => clearTimeout(timer);
  }, [isAtEnd]);
  useEffect(() => {
    const element = log.current;
    if (!isShown || element === null) return;
    let before = element.clientHeight;
    let frame = 0;
    const observer = new ResizeObserver(() => {
      const { clientHeight } = element;
      if (clientHeight < before && (latest.current.isAtEnd || wasAtEnd.current)) {
        cancelAnimationFrame(frame);
        // The list measures itself in this frame, too, and scrolls by what it has measured.
        frame = requestAnimationFrame(() => {
          frame = requestAnimationFrame(() => latest.current.toNewest());
        });
      }
      before = clientHeight;
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [log, isShown]);
}
