import type { StreamEventName, StreamEvents } from '../../../contracts/conversations/event-stream';
import { hasCode } from '../api/api-error';
import { readProblem } from '../api/client';
import { createFrameReader, type Frame } from './read-frames';

export type ConnectionState = 'connecting' | 'live' | 'lost';

export type EventHandlers = {
  readonly event: <Name extends StreamEventName>(name: Name, data: StreamEvents[Name]) => void;
  readonly state: (state: ConnectionState) => void;
  /** The session is over, so trying again is pointless. */
  readonly signedOut: () => void;
};

/** The server writes at least every 15 s. */
const SILENT_MS = 40_000;
const WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000] as const;

/**
 * Follows `GET /api/v1/events` for good. A connection that breaks, is refused or goes silent is opened again from the
 * last event (`Last-Event-ID`). The browser's own EventSource gives up after the first answer other than 200, which
 * is what the API gives while it restarts. Returns a function that stops it.
 */
export function followEvents(handlers: EventHandlers): () => void {
  const over = new AbortController();
  void follow(handlers, over.signal);
  return () => over.abort();
}

async function follow(handlers: EventHandlers, over: AbortSignal): Promise<void> {
  let position: string | undefined;
  let failures = 0;
  handlers.state('connecting');
  while (!over.aborted) {
    const attempt = new AbortController();
    // Without a network a connection can stay open and silent for a long time.
    const giveUp = (): void => attempt.abort();
    window.addEventListener('offline', giveUp);
    const signal = AbortSignal.any([over, attempt.signal]);
    try {
      const headers = {
        Accept: 'text/event-stream',
        ...(position === undefined ? {} : { 'Last-Event-ID': position }),
      };
      const guard = createSilenceGuard(giveUp);
      try {
        const response = await fetch('/api/v1/events', { headers, signal, cache: 'no-store' });
        if (!response.ok) throw await readProblem(response);
        await readFrames(response, guard.heard, ({ id, event, data }) => {
          position = id ?? position;
          if (event === 'ready') {
            failures = 0;
            handlers.state('live');
          }
          const read = parseData(data);
          // An event that cannot be read counts as missed, and missed data is loaded again.
          if (read === undefined) handlers.event('resync', {});
          else handlers.event(event as StreamEventName, read as never);
        });
      } finally {
        guard.stop();
      }
    } catch (error) {
      if (hasCode(error, 'unauthenticated')) return handlers.signedOut();
    } finally {
      window.removeEventListener('offline', giveUp);
    }
    if (over.aborted) return;
    handlers.state('lost');
    await waitFor(WAITS_MS[Math.min(failures, WAITS_MS.length - 1)] ?? 0, over);
    failures += 1;
  }
}

async function readFrames(
  response: Response,
  heard: () => void,
  take: (frame: Frame) => void,
): Promise<void> {
  const reader = response.body?.getReader();
  const read = createFrameReader(take);
  for (;;) {
    const chunk = await reader?.read();
    if (chunk === undefined || chunk.done) return;
    heard();
    read(chunk.value);
  }
}

/** Undefined if it is not JSON. */
function parseData(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

function createSilenceGuard(giveUp: () => void) {
  let timer = setTimeout(giveUp, SILENT_MS);
  return {
    heard(): void {
      clearTimeout(timer);
      timer = setTimeout(giveUp, SILENT_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

/**
 * Waits a random time, so that browsers do not all return at once; ends early when the network or the tab comes back.
 */
function waitFor(ms: number, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      over.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms * (0.75 + Math.random() / 2));
    window.addEventListener('online', done);
    over.addEventListener('abort', done);
  });
}
