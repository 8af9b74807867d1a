import { type RefObject, useEffect } from 'react';

/**
 * After a change of `state`, gives the focus to the conversation if the button that had it has disappeared, so that the
 * reader continues from here and not from the top of the page.
 */
export function useKeptFocus(pane: RefObject<HTMLElement | null>, state: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks after each change of the state
  useEffect(() => {
    const { activeElement, body } = document;
    if (activeElement === null || activeElement === body) pane.current?.focus({ preventScroll: true });
  }, [pane, state]);
}
