/**
 * Whether the contact is shown: beside the conversation if there is room (remembered in this browser), else as a
 * drawer.
 */
import { useSyncExternalStore } from 'react';
import { isDemo, PHONE_PX } from '../shared/demo';
import { readStored, useStored } from '../shared/ui/use-stored';

const NEEDED_PX = 1180;
// In windows where the demo's phone is narrower or replaces the console, there is no room even without it.
const room = window.matchMedia(`(min-width: ${NEEDED_PX + (isDemo ? PHONE_PX : 0)}px)`);
const drawerListeners = new Set<() => void>();
let isDrawerOpen = false;

function setDrawerOpen(isOpen: boolean): void {
  isDrawerOpen = isOpen;
  for (const listener of drawerListeners) listener();
}

function subscribeRoom(listener: () => void): () => void {
  room.addEventListener('change', listener);
  return () => room.removeEventListener('change', listener);
}

function subscribeDrawer(listener: () => void): () => void {
  drawerListeners.add(listener);
  return () => drawerListeners.delete(listener);
}

export function useContactVisibility() {
  const hasRoom = useSyncExternalStore(subscribeRoom, () => room.matches);
  const isDrawn = useSyncExternalStore(subscribeDrawer, () => isDrawerOpen);
  const [stored, store] = useStored('contact');
  const show = (isShown: boolean): void => {
    if (hasRoom) store(isShown ? null : 'hidden');
    else setDrawerOpen(isShown);
  };
  const isShown = hasRoom ? stored !== 'hidden' : isDrawn;
  // Read again, because a shortcut may fire twice before the next render.
  const toggle = (): void => show(hasRoom ? readStored('contact') === 'hidden' : !isDrawerOpen);
  return { hasRoom, isShown, show, toggle };
}
