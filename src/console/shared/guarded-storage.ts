type BrowserStorage = {
  readonly getItem: (name: string) => string | null;
  readonly setItem: (name: string, value: string) => void;
  readonly removeItem: (name: string) => void;
};

/** Values by name, kept in the browser if that is possible. None of it throws. */
export type GuardedStorage = {
  /** null: there is none. */
  readonly read: (name: string) => string | null;
  /** null removes it. */
  readonly write: (name: string, value: string | null) => void;
  /** The names of all values that begin so. */
  readonly names: (beginning: string) => readonly string[];
  /** Another tab has changed this value, or all of them (null): that counts more than this page's memory. */
  readonly changedElsewhere: (name: string | null) => void;
};

/**
 * Guards a storage that may be forbidden (`open` throws, or gives null), full (it takes no value) or silent (it reports
 * no error and stores nothing): values that it does not take are kept in memory until the page is left.
 */
export function createGuardedStorage(open: () => BrowserStorage | null): GuardedStorage {
  /** What the storage did not take; null: what it did not remove. */
  const memory = new Map<string, string | null>();

  const kept = (name: string): string | null => {
    try {
      return open()?.getItem(name) ?? null;
    } catch {
      return null;
    }
  };
  const keptNames = (): readonly string[] => {
    try {
      return Object.keys(open() ?? {});
    } catch {
      return [];
    }
  };
  const keep = (name: string, value: string | null): void => {
    try {
      if (value === null) open()?.removeItem(name);
      else open()?.setItem(name, value);
    } catch {
      // `write` reads the value back to see whether it was stored.
    }
  };
  const read = (name: string): string | null => {
    const written = memory.get(name);
    return written === undefined ? kept(name) : written;
  };
  return {
    read,
    write(name, value) {
      keep(name, value);
      if (kept(name) === value) memory.delete(name);
      else memory.set(name, value);
    },
    names: (beginning) =>
      [...new Set([...keptNames(), ...memory.keys()])].filter(
        (name) => name.startsWith(beginning) && read(name) !== null,
      ),
    changedElsewhere(name) {
      if (name === null) memory.clear();
      else memory.delete(name);
    },
  };
}
