import { useCallback, useEffect, useMemo, useState } from 'react';
import { MOST_IN_BULK } from '../../../domain/lists/bulk';

export type Selection = {
  readonly ids: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  readonly clear: () => void;
  /** Selects these besides, as far as so many can be changed at once. */
  readonly add: (ids: readonly string[]) => void;
};

/** The rows that the reader has selected. Another list (`of`) begins without any. */
export function useSelection(of: string): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const clear = useCallback(() => setIds(new Set()), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is cleared when the list changes
  useEffect(clear, [of, clear]);
  const toggle = useCallback((id: string) => {
    setIds((selected) => {
      const next = new Set(selected);
      if (!next.delete(id) && next.size < MOST_IN_BULK) next.add(id);
      return next;
    });
  }, []);
  const add = useCallback((more: readonly string[]) => {
    setIds((selected) => new Set([...new Set([...selected, ...more])].slice(0, MOST_IN_BULK)));
  }, []);
  return useMemo(() => ({ ids, toggle, clear, add }), [ids, toggle, clear, add]);
}
