import { type RefObject, useEffect, useRef } from 'react';

/** Nearer to the end than this, in pixels, the reader is at it. */
const PINNED = 4;
/** Further away than this, they have left it, whatever scrolled. */
const AWAY = 120;
/**
 * A scroll so soon after a wheel, a touch or a key is the reader's. Others are the list's own, when older rows come.
 */
const BY_READER_MS = 1_000;
const INPUTS = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

/**
 * Keeps the newest message in sight when the transcript gets lower (a notice that appears above the composer, or a
 * field that grows, must not cover it) and when rows above it grow (a picture or an earlier conversation's end has
 * loaded). `isShown`: the elements of `log` are there. `opensAtEnd`: it does not open at a message that was found.
 */
export function useStayAtEnd(
  log: RefObject<HTMLElement | null>,
  isAtEnd: boolean,
  toNewest: () => void,
  { isShown, opensAtEnd }: { readonly isShown: boolean; readonly opensAtEnd: boolean },
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
    const observer = new ResizeObserver(() => {
      const { clientHeight } = element;
      if (clientHeight < before && (latest.current.isAtEnd || wasAtEnd.current)) latest.current.toNewest();
      before = clientHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [log, isShown]);
  useEffect(() => {
    const scroller = log.current?.querySelector('[data-virtuoso-scroller]');
    const rows = scroller?.querySelector('[data-testid="virtuoso-item-list"]');
    if (!isShown || scroller === null || scroller === undefined || rows === null || rows === undefined)
      return;
    const distance = (): number => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    let isPinned = opensAtEnd;
    let inputAt = Number.NEGATIVE_INFINITY;
    const onInput = (): void => {
      inputAt = performance.now();
    };
    const onScroll = (): void => {
      const left = distance();
      const isByReader = performance.now() - inputAt < BY_READER_MS;
      if (left <= PINNED) isPinned = true;
      else if (isByReader || left > AWAY) isPinned = false;
    };
    const observer = new ResizeObserver(() => {
      // Growing rows move the end away without any scrolling.
      if (isPinned && distance() > PINNED) latest.current.toNewest();
    });
    scroller.addEventListener('scroll', onScroll, { passive: true });
    for (const name of INPUTS) scroller.addEventListener(name, onInput, { passive: true });
    observer.observe(rows);
    return () => {
      scroller.removeEventListener('scroll', onScroll);
      for (const name of INPUTS) scroller.removeEventListener(name, onInput);
      observer.disconnect();
    };
  }, [log, isShown, opensAtEnd]);
}
