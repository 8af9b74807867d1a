import { useEffect } from 'react';

const BADGE = /^\(\d+\+?\) /;

/** Puts a number before the page's title, whatever the title is. Nothing if it is 0. */
export function useTitleBadge(count: number): void {
  useEffect(() => {
    const badge = count === 0 ? '' : `(${count}) `;
    const show = (): void => {
      const wanted = badge + document.title.replace(BADGE, '');
      if (document.title !== wanted) document.title = wanted;
    };
    show();
    const observer = new MutationObserver(show);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => {
      observer.disconnect();
      document.title = document.title.replace(BADGE, '');
    };
  }, [count]);
}
