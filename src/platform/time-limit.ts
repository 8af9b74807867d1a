/** What {@link withTimeLimit} resolves with when the time is up. */
export const TIMED_OUT = Symbol('timed out');

/**
 * Waits for `work`, at most `ms` milliseconds; resolves with {@link TIMED_OUT} if it takes longer. The work itself
 * continues. Rejects if the work rejects in time; a later failure is ignored.
 */
export async function withTimeLimit<T>(work: Promise<T>, ms: number): Promise<T | typeof TIMED_OUT> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<typeof TIMED_OUT>((resolve) => {
    timer = setTimeout(() => resolve(TIMED_OUT), Math.max(0, ms));
  });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
