import { useSyncExternalStore } from 'react';

/** One clock for the page, so that all countdowns tick together, and a page without countdowns has no timer. */
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const one of listeners) one();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** This browser's clock in epoch ms, updated every `everyMs` (whole seconds). No rule depends on it. */
export function useNow(everyMs = 1_000): number {
  return useSyncExternalStore(subscribe, () => {
    // Without listeners the clock stands still, so read it anew.
    if (timer === undefined) now = Date.now();
    return Math.floor(now / everyMs) * everyMs;
  });
}
