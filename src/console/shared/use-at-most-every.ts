import { useCallback, useEffect, useRef } from 'react';

/** Calls `run` at once, or, if that was done less than `ms` ago, once when they are over. */
export function useAtMostEvery(ms: number, run: () => void): () => void {
  const latest = useRef(run);
  latest.current = run;
  const pause = useRef<{ timer: ReturnType<typeof setTimeout>; isWanted: boolean } | null>(null);
  useEffect(
    () => () => {
      if (pause.current !== null) clearTimeout(pause.current.timer);
      pause.current = null;
    },
    [],
  );
  return useCallback(() => {
    const begin = (): void => {
      latest.current();
      const timer = setTimeout(() => {
        const isWanted = pause.current?.isWanted === true;
        pause.current = null;
        if (isWanted) begin();
      }, ms);
      pause.current = { timer, isWanted: false };
    };
    if (pause.current === null) begin();
    else pause.current.isWanted = true;
  }, [ms]);
}
