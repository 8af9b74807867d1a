import { useCallback, useSyncExternalStore } from 'react';
import { createGuardedStorage } from '../guarded-storage';

const PREFIX = 'duihua.';
const listeners = new Set<() => void>();

/** The only access to the browser's storage (checked by test/console/guarded-storage.test.ts). */
const storage = createGuardedStorage(() => window.localStorage);

/** A setting or draft kept in this browser, or in memory if that is not possible; null if there is none. */
export function readStored(name: string): string | null {
  return storage.read(PREFIX + name);
}

/** Keeps a value in this browser. Null removes it. */
export function writeStored(name: string, value: string | null): void {
  storage.write(PREFIX + name, value);
  for (const listener of listeners) listener();
}

/** Removes every value whose name starts with `beginning`. Called at sign-out, so that no draft stays behind. */
export function forgetStored(beginning: string): void {
  for (const name of storage.names(PREFIX + beginning)) storage.write(name, null);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const changedElsewhere = ({ key }: StorageEvent): void => {
    storage.changedElsewhere(key);
    listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', changedElsewhere);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', changedElsewhere);
  };
}

/** Like `useState`, but kept in this browser and shared by its tabs. */
export function useStored(name: string): readonly [string | null, (value: string | null) => void] {
  const value = useSyncExternalStore(subscribe, () => readStored(name));
  const set = useCallback((next: string | null) => writeStored(name, next), [name]);
  return [value, set];
}
