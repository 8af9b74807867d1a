import { DuihuaError } from './errors.js';
import { pause } from './pause.js';

export type RetryOptions = {
  /** Your own name for the request, e.g. an order's number: 1 to 255 visible ASCII characters. Default: a random one. */
  readonly key?: string;
  /** How often it is tried in all; 5 by default. */
  readonly tries?: number;
  readonly signal?: AbortSignal;
};

const LONGEST_PAUSE_SECONDS = 30;

/**
 * Calls `send` with one idempotency key until it is known what became of it: again after 429, 503, an answer of a proxy, and
 * where no answer came. So a message is sent once, however often the line breaks. Throws the last error.
 * @example await retrying((key) => desk.post(path, { params: { path: { id }, header: { 'Idempotency-Key': key } }, body }));
 */
export async function retrying<Answer>(
  send: (key: string) => Promise<Answer>,
  { key = crypto.randomUUID(), tries = 5, signal }: RetryOptions = {},
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send(key);
    } catch (error) {
      if (attempt >= tries || signal?.aborted || !isWorthAnotherTry(error)) throw error;
      const asked = error instanceof DuihuaError ? error.retryAfterSeconds : undefined;
      await pause(asked ?? Math.min(2 ** (attempt - 1), LONGEST_PAUSE_SECONDS), signal);
    }
  }
}

/** Whether the same call may go better later. */
export function isWorthAnotherTry(error: unknown): boolean {
  // fetch() rejects with a TypeError if no answer came, perhaps with that of another realm.
  if (!(error instanceof DuihuaError)) return nameOf(error) === 'TypeError';
  // It may have been done: only a look at the conversation tells.
  if (error.problem?.['reason'] === 'unconfirmed') return false;
  return error.status === 429 || error.status >= 502;
}

/** The name of an error, whichever realm made it. */
export function nameOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined;
}
