type BrowserStorage = {
  readonly getItem: (name: string) => string | null;
  readonly setItem: (name: string, value: string) => void;
  readonly removeItem: (name: string) => void;
};

/** Values by name, kept in the browser if possible. None of the functions throws. */
export type GuardedStorage = {
  /** Null if there is no value. */
  readonly read: (name: string) => string | null;
  /** Pass null to remove the value. */
  readonly write: (name: string, value: string | null) => void;
  /** The names of all values that start with `beginning`. */
  readonly names: (beginning: string) => readonly string[];
  /** Another tab has changed this value, or all of them (null). That overrides this page's memory. */
  readonly changedElsewhere: (name: string | null) => void;
};

/**
 * Guards a storage that may be forbidden (`open` throws or returns null), full (it takes no value) or silent (it
 * reports no error but stores nothing). Values it does not take are kept in memory until the page is closed.
 */
export function createGuardedStorage(open: () => BrowserStorage | null): GuardedStorage {
  /** Values that the storage did not take; null for those it did not remove. */
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
