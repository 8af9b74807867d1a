import { useCallback, useSyncExternalStore } from 'react';

const PREFIX = 'duihua.';
const listeners = new Set<() => void>();

/** A storage that is full or forbidden: the value lives as long as the page. */
const fallback = new Map<string, string>();

/** A setting or draft kept in this browser; null where there is none. */
export function readStored(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return fallback.get(name) ?? null;
  }
}

/** Keeps a value in this browser; null removes it. */
export function writeStored(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    if (value === null) fallback.delete(name);
    else fallback.set(name, value);
  }
  for (const listener of listeners) listener();
}

/** Removes every value whose name begins so: at sign-out nothing that was written stays behind. */
export function forgetStored(beginning: string): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX + beginning)) localStorage.removeItem(key);
    }
  } catch {
    for (const key of fallback.keys()) if (key.startsWith(beginning)) fallback.delete(key);
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** Like `useState`, but kept in this browser and shared by its tabs. */
export function useStored(name: string): readonly [string | null, (value: string | null) => void] {
  const value = useSyncExternalStore(subscribe, () => readStored(name));
  const set = useCallback((next: string | null) => writeStored(name, next), [name]);
  return [value, set];
}
