/** Above 2^53, so that a reader who takes a MsgId for a number gets the neighbour's. */
const FIRST = 20_000_000_000_000_000n;

export type MessageIds = ReturnType<typeof createMessageIds>;

/** Gives MsgIds that rise by one and, by the time in their first one, differ between runs. */
export function createMessageIds(startedAt: number) {
  let last = FIRST + BigInt(startedAt) * 1000n;

  return {
    next(): string {
      last += 1n;
      return String(last);
    },
    last: (): string => String(last),
    /** Goes on behind an id that was given in an earlier run. */
    skipTo(id: string): void {
      if (BigInt(id) > last) last = BigInt(id);
    },
  };
}
