/** The time limit of one turn, over everything that is done for it. */
export type TurnDeadline = {
  /** Ends at the limit, or with the caller's signal and its reason. */
  readonly signal: AbortSignal;
  /** Whether an error says that the limit was reached. */
  readonly isReason: (error: unknown) => boolean;
  /** Call it when the turn is over. */
  readonly end: () => void;
};

/** Starts the time limit of a turn: `ms` from now. */
export function startTurnDeadline(caller: AbortSignal, ms: number): TurnDeadline {
  const reason = new Error('The turn took too long.');
  const ending = new AbortController();
  const forward = (): void => ending.abort(caller.reason);
  const timer = setTimeout(() => ending.abort(reason), ms);
  if (caller.aborted) forward();
  else caller.addEventListener('abort', forward, { once: true });
  return {
    signal: ending.signal,
    isReason: (error) => error === reason,
    end() {
      clearTimeout(timer);
      caller.removeEventListener('abort', forward);
    },
  };
}
