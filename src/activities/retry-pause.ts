import type { SendOutcome } from '../domain/conversation/delivery';

const FIRST_MS = 1_000;
/**
 * Each try adds about 12 events to a history: with pauses of 5 to 10 min that is fewer than 600 tries in the 48 h of a
 * window.
 */
const LONGEST_MS = 10 * 60_000;

/**
 * The pause after the n-th try (from 1), in ms: it doubles from 1 s to 10 min. Up to half of it is random (`random`: 0
 * to 1), so that conversations that failed together do not all come back together.
 */
export function retryPauseMs(tries: number, random = Math.random()): number {
  const pauseMs = Math.min(FIRST_MS * 2 ** (Math.max(tries, 1) - 1), LONGEST_MS);
  return Math.round(pauseMs * (0.5 + random / 2));
}

/** The outcome of the n-th attempt, with the pause until the next one added if it has none. */
export function withRetryPause(outcome: SendOutcome, attempt: number): SendOutcome {
  if (outcome.type !== 'notSent' || outcome.retryAfterMs !== null) return outcome;
  return { ...outcome, retryAfterMs: retryPauseMs(attempt) };
}
