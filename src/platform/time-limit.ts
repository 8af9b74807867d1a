/** What {@link withTimeLimit} answers when the time is up. */
export const TIMED_OUT = Symbol('timed out');

/**
 * Waits for `work`, at most `ms` milliseconds; {@link TIMED_OUT} when it takes longer. The work itself goes on. Rejects
 * if the work rejects in time; a later failure is ignored.
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
