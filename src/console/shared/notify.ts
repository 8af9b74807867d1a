import type { ReactNode } from 'react';

export type Notice = {
  readonly kind: 'success' | 'info' | 'warning' | 'error';
  readonly title: string;
  readonly detail?: ReactNode;
  /** A button that leads to what the notice is about. It closes the notice. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Of two notices with the same key, the later one replaces the earlier one. */
  readonly key?: string;
};

/** Notices that came before the page could show them. */
let waiting: Notice[] = [];
let show: ((notice: Notice) => void) | null = null;

/** Shows a notice, from anywhere. It disappears automatically, but not while the pointer is on it. */
export function notify(notice: Notice): void {
  if (show === null) waiting = [...waiting, notice];
  else show(notice);
}

/** For the one component that draws notices. Returns a function that disconnects it. */
export function connectNotices(draw: (notice: Notice) => void): () => void {
  show = draw;
  const missed = waiting;
  waiting = [];
  for (const notice of missed) draw(notice);
  return () => {
    show = null;
  };
}
