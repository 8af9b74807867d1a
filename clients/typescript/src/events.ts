import { DuihuaError, toError } from './errors.js';
import { parseEvents } from './parse-events.js';
import { pause } from './pause.js';
import { isWorthAnotherTry, nameOf } from './retrying.js';
import type { StreamEvent } from './types.js';

export type EventOptions = {
  /** The `id` of the last event that was dealt with: what came after it is sent first. */
  readonly lastEventId?: string;
  /** Ends the stream. */
  readonly signal?: AbortSignal;
};

export type Connection = {
  readonly url: string;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
};

/** The desk writes every 15 s, if only a comment. */
const SILENT_FOR_MS = 45_000;
const LONGEST_PAUSE_SECONDS = 30;

/**
 * The events of the desk, for ever: connects again where it ended, after a pause, with the id of the last event that was
 * dealt with. Ends when `signal` aborts; throws a `DuihuaError` if the desk refuses (401, 403).
 */
export async function* streamEvents(
  connection: Connection,
  { lastEventId, signal }: EventOptions = {},
): AsyncGenerator<StreamEvent, void> {
  let position = lastEventId;
  let failures = 0;
  while (!signal?.aborted) {
    let asked: number | undefined;
    try {
      for await (const event of connectOnce(connection, position, signal)) {
        failures = 0;
        yield event;
        // Asked for the next one, so this one is dealt with.
        position = event.id ?? position;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (!isBrokenLine(error)) throw error;
      if (error instanceof DuihuaError) asked = error.retryAfterSeconds;
    }
    await pause(asked ?? Math.min(2 ** failures, LONGEST_PAUSE_SECONDS), signal);
    failures += 1;
  }
}

/** Until the connection ends, breaks, or is silent for too long. */
async function* connectOnce(
  { url, token, fetch }: Connection,
  lastEventId: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<StreamEvent, void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENT_FOR_MS);
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENT_FOR_MS);
  };
  try {
    const response = await fetch(`${url}/api/v1/events`, {
      headers: {
        Accept: 'text/event-stream',
        Authorization: `Bearer ${token}`,
        ...(lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }),
      },
      signal: signal === undefined ? silence.signal : AbortSignal.any([signal, silence.signal]),
    });
    if (!response.ok) throw toError(response, await response.json().catch(() => undefined));
    if (response.body !== null) yield* parseEvents(response.body, heard);
  } finally {
    clearTimeout(timer);
    // Whoever stops reading in the middle leaves nothing open.
    silence.abort();
  }
}

/** Silence and a line that was cut; a refusal of the desk is none. */
function isBrokenLine(error: unknown): boolean {
  return isWorthAnotherTry(error) || nameOf(error) === 'AbortError';
}
