import { useEffect } from 'react';
import icon from '../shared/ui/icon.svg';
import markedIcon from './icon-marked.svg';

/** Puts a mark on the icon in the browser's tab. */
export function useTabMark(isMarked: boolean): void {
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (link === null || !isMarked) return;
    link.href = markedIcon;
    return () => {
      link.href = icon;
    };
  }, [isMarked]);
}
