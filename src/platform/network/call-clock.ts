import type { Readable } from 'node:stream';
import { CallError } from './call-error';

/** How long a call may take, in milliseconds, and how much it may answer. */
export type CallLimits = {
  /** Until the answer begins. */
  readonly firstByteMs: number;
  /** Between two pieces of the answer. */
  readonly idleMs: number;
  /** In all. */
  readonly totalMs: number;
  /** Of the answer. */
  readonly mostBytes: number;
};

/** The limits of one call, over all of its redirects. */
export type CallClock = {
  /** Ends whatever is under way. */
  readonly signal: AbortSignal;
  /** Why the call was ended: a {@link CallError}, or the reason of the caller; undefined: it was not. */
  readonly reason: () => unknown;
  /** The body of the answer, watched; the call is over at its end. */
  readonly limit: (body: Readable) => AsyncIterable<Buffer>;
  /** The call is over. */
  readonly end: () => void;
};

/** Starts the clock of a call. Its caller has to read the answer to its end, or to call `end`. */
export function createCallClock(limits: CallLimits, caller: AbortSignal): CallClock {
  const ending = new AbortController();
  const giveUp = (): void => ending.abort(new CallError('timeout'));
  const forward = (): void => ending.abort(caller.reason);
  const total = setTimeout(giveUp, limits.totalMs);
  let wait = setTimeout(giveUp, limits.firstByteMs);
  if (caller.aborted) forward();
  else caller.addEventListener('abort', forward, { once: true });

  const end = (): void => {
    clearTimeout(total);
    clearTimeout(wait);
    caller.removeEventListener('abort', forward);
    if (!ending.signal.aborted) ending.abort(new CallError('broken_off'));
  };

  async function* limit(body: Readable): AsyncGenerator<Buffer> {
    let bytes = 0;
    const rearm = (): void => {
      clearTimeout(wait);
      wait = setTimeout(giveUp, limits.idleMs);
    };
    rearm();
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        clearTimeout(wait);
        bytes += chunk.length;
        if (bytes > limits.mostBytes) throw new CallError('too_large');
        yield chunk;
        rearm();
      }
    } catch (error) {
      if (ending.signal.aborted) throw ending.signal.reason;
      throw error instanceof CallError ? error : new CallError('broken_off', { cause: error });
    } finally {
      end();
    }
  }

  return {
    signal: ending.signal,
    reason: () => (ending.signal.aborted ? ending.signal.reason : undefined),
    end,
    limit(body) {
      // The rest of a body that nobody reads any more may report an error, which concerns nobody.
      body.on('error', () => undefined);
      // It may stall before anybody reads it.
      clearTimeout(wait);
      wait = setTimeout(giveUp, limits.idleMs);
      return limit(body);
    },
  };
}
