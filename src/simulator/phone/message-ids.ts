/** Above 2^53, so that code that parses a MsgId as a number gets a different id. */
const FIRST = 20_000_000_000_000_000n;

export type MessageIds = ReturnType<typeof createMessageIds>;

/** Creates MsgIds that rise by one; the first one depends on the time, so they differ between runs. */
export function createMessageIds(startedAt: number) {
  let last = FIRST + BigInt(startedAt) * 1000n;

  return {
    next(): string {
      last += 1n;
      return String(last);
    },
    last: (): string => String(last),
    /** Continues after an id from an earlier run. */
    skipTo(id: string): void {
      if (BigInt(id) > last) last = BigInt(id);
    },
  };
}
