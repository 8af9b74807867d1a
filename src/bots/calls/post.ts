import { setTimeout as wait } from 'node:timers/promises';
import type { BotFailure } from '../../domain/bots/answer';
import type { CallLimits } from '../../platform/network/call-clock';
import { CallError, type CallFault } from '../../platform/network/call-error';
import type { GuardedAnswer, GuardedCall, GuardedClient } from '../../platform/network/guarded-client';
import { TurnFailed } from '../asked';

/** What all askers need to ask. */
export type Asking = {
  readonly client: GuardedClient;
  /** Ends the asking; `ask` rejects with its reason. */
  readonly signal: AbortSignal;
  /** Called when something arrives: whoever asks is alive. */
  readonly onProgress: () => void;
  /** Before the one more try that some failures get. */
  readonly pauseMs: number;
  readonly limits: AskLimits;
};

/** For models, which think, and for servers that answer at once or say `pending`. */
export type AskLimits = { readonly model: CallLimits; readonly server: CallLimits };

const MOST_BYTES = 1_048_576;

/** A model has 20 s to begin, and one more for the way there. */
export const ASK_LIMITS: AskLimits = {
  model: { firstByteMs: 21_000, idleMs: 60_000, totalMs: 180_000, mostBytes: MOST_BYTES },
  server: { firstByteMs: 10_000, idleMs: 10_000, totalMs: 10_000, mostBytes: MOST_BYTES },
};

/** Before the one more try that some failures get, unless a test cannot wait. */
export const PAUSE_MS = 1_000;

const LONGEST_RETRY_AFTER_MS = 10_000;
/** Enough of an error to know its code. */
const MOST_OF_ERROR = 16_384;

/**
 * Asks an endpoint. One more try after a second for a refused connection, 502, 503 and 429 (after `Retry-After`, if that
 * is 10 s at most). Any 2xx is an answer. What it did not get is a {@link TurnFailed}; the time limits are for both
 * tries together.
 */
export async function post(
  { client, signal, onProgress, pauseMs }: Asking,
  call: Omit<GuardedCall, 'signal' | 'method'>,
): Promise<GuardedAnswer> {
  const startedAt = performance.now();
  const once = async (): Promise<GuardedAnswer> => {
    const totalMs = Math.max(0, call.limits.totalMs - (performance.now() - startedAt));
    const answer = await client.call({
      ...call,
      method: 'POST',
      limits: { ...call.limits, totalMs },
      signal,
    });
    onProgress();
    return answer;
  };
  let answer: GuardedAnswer | null = null;
  try {
    answer = await once();
  } catch (error) {
    if (!(error instanceof CallError && error.code === 'connection_refused')) throw toFailure(error);
  }
  const pause = answer === null ? pauseMs : pauseBeforeRetry(answer, pauseMs);
  if (pause !== null) {
    answer?.stop();
    await wait(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
    answer = await once().catch((error: unknown) => {
      throw toFailure(error);
    });
  }
  if (answer === null) throw new TurnFailed('unreachable');
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw new TurnFailed(`http_${answer.status}`, await readBeginning(answer));
}

/** Reads all of an answer. Rejects with a {@link TurnFailed}. */
export async function readText(answer: GuardedAnswer, onProgress: () => void): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of answer.chunks) {
      onProgress();
      chunks.push(chunk);
    }
  } catch (error) {
    throw toFailure(error);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const DETAILS: Readonly<Record<CallFault, BotFailure>> = {
  address_refused: 'unreachable',
  redirect_refused: 'unreachable',
  unresolved: 'unreachable',
  connection_refused: 'unreachable',
  unreachable: 'unreachable',
  tls: 'unreachable',
  timeout: 'timeout',
  too_large: 'invalid_answer',
  broken_off: 'invalid_answer',
};

/** What a failed call means for the turn; the reason of whoever ended it stays what it is. */
export function toFailure(error: unknown): unknown {
  return error instanceof CallError ? new TurnFailed(DETAILS[error.code], '', { cause: error }) : error;
}

/** How long to wait before another try; null: there is none. */
function pauseBeforeRetry({ status, header }: GuardedAnswer, pauseMs: number): number | null {
  if (status === 502 || status === 503) return pauseMs;
  if (status !== 429) return null;
  const text = header('retry-after');
  if (text === null) return pauseMs;
  const ms = /^\d{1,9}$/.test(text.trim()) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  if (Number.isNaN(ms)) return pauseMs;
  return ms > LONGEST_RETRY_AFTER_MS ? null : Math.max(ms, 0);
}

async function readBeginning(answer: GuardedAnswer): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer.chunks) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MOST_OF_ERROR) break;
    }
  } catch {
    // The status alone says enough.
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, MOST_OF_ERROR);
}
